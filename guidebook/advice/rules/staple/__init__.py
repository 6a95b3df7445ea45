"""下月提升方向: the cheap goods that a village asks for most (R009, R061)."""
