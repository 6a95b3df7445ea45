"""下月提升方向: what earns more at nearly the same price (R060, R064)."""
