"""下月提升方向: what can stand in for a product that is short (S20)."""
