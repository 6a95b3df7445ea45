"""下月提升方向: price tags and shelves, as noted in the shop (S37, S37b, R044)."""
