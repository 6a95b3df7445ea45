"""下月提升方向: where the shop stands by the local 评档办法 (S38, S39, R046)."""
