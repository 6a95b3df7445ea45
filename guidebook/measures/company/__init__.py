"""What the company sees: measures of all retailers together; all of it internal, none of it ever on an owner's sheet.

`population` and `trade` lay out who there is and what was bought; `calibres` names the rates, `rates` counts them by
month, region, class and goods (三维五率, §2.5).

Each is a function of frames; every result is a frame.  What stands on fewer than `LEAST_SHOPS` shops isn't shown.
"""
