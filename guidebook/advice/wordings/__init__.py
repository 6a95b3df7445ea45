"""The wording files that business people edit: read, compiled, chosen from, and checked.

`files` reads them and keeps the line of every text; `templates` makes parts of them that are filled quickly;
`rotation` chooses among the wordings of a case.
"""
