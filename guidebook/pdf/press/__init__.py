"""Plate and press: WeasyPrint lays each kind of section out once, and sheets are stamped from these plates.

`pieces` takes a sheet's HTML apart into skeletons and words.  `casting` makes a plate of a skeleton: `content` cuts
what WeasyPrint painted, `lines` tells which texts share a line, `structure` rewrites the tags.  `cabinet` keeps plates.
`inking` writes out what all sheets share, `placing` tells where sections stand, `stamping` puts a sheet's words over
them, `typecase` encodes words and has HarfBuzz cut the fonts.  `document`, `fonts`, `tagging`, `outlines`, `objects`
and `table` write the file.  `printer` goes from formes (`records`) to files; `press` from sheets to both.
"""
