"""下月提升方向: goods that are new (S36)."""
