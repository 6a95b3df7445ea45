"""上月说的事: what became of earlier advice and promises, and who comes now (S42–S44, R100)."""
