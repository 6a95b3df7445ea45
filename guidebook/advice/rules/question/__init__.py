"""What to ask where no advice can be given (domain.md §4, conflict 6)."""
