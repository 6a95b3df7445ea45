"""The wording files that business people edit: read, compiled, chosen from, and checked.

`files` and `tones` read them and keep the line of every text (`nodes`); `templates` makes parts of them that are
filled quickly; `rotation` chooses among the wordings of a case; `lint` finds what is wrong with them.
"""
