"""What the law asks to be said (S45)."""
