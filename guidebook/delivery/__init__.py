"""How finished sheets reach their owners."""
