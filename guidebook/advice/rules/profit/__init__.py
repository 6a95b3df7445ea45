"""本月评价, third place: what can be earned by listed price, and by which product (G0–G7)."""
