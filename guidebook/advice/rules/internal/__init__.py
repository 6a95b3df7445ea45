"""What the manager must know and no sheet says (R045, R088)."""
