"""What the month was, measured for the whole population at once (domain.md §2).

`cube` lays sales out as arrays; `effects` splits changes exactly; `printed` rounds them once; `history` gives accounts,
`stock`, `supply`, `ordering`, `offers` and `forecast` what next month needs; `profiles` puts a `Profile` together.
"""

from guidebook.measures.profiles import measure

__all__ = ["measure"]
