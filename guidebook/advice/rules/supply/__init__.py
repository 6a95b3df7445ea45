"""下月提升方向: what will be short, stopped, dearer, or isn't known yet (S16–S19b)."""
