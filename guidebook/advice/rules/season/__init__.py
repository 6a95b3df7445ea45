"""下月提升方向: festivals, work in the fields, weddings, people coming home (S30–S35, R078)."""
