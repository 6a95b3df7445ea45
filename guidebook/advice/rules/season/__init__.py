"""下月提升方向: festivals, farm work, weddings, people coming home (S30–S35, R078)."""
