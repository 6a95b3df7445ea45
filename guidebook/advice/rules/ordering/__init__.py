"""下月提升方向: ordering and payment made easier, how a limit comes about, a greeting (S40, S41, R051, R080, R119)."""
