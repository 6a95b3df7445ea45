"""下月提升方向: which products a shop has, and which it could have (S27–S29, R047)."""
