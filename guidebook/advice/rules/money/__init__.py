"""下月提升方向: the shop's money and what was agreed for it (domain.md §4, 30 and 49)."""
