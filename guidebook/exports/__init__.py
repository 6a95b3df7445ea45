"""What the month leaves for people and other programs: records, lists, route packs and the manifest.

`records` is a sheet as data, `lines` the file of them; `tables` and `pack` are made from those records only.
"""
