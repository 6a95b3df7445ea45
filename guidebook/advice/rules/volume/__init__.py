"""本月评价, first place: how many cartons, and why (V0–V12)."""
