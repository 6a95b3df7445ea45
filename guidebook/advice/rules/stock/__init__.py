"""下月提升方向: what a verified count shows (S23, S25, S26)."""
