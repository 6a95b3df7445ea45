"""本月评价, before all else: a true good point, or a line of care (R066, R087)."""
