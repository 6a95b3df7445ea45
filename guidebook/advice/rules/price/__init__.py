"""本月评价, second place: the average price per carton, and why (P0–P10)."""
