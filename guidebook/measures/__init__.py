"""What the month was, measured for the whole population at once (domain.md §2).

`cube` lays sales out as arrays.  `history` sums them to accounts; `lines` gives each product its line, with `effects`
(exact causes of a change), `forecast`, `stock`, `supply` and `ordering`; `printed` rounds the account once.  `offers`,
`peers` and `neighbours` look at other shops; `orders`, `lifecycle`, `grade`, `season`, `memory`, `notes` at what else
is known of one.  `profiles` puts a `Profile` together.
"""

from guidebook.measures.profiles import Workshop, measure

__all__ = ["Workshop", "measure"]
