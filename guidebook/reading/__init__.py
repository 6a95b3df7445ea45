"""Exports → tables and problems."""
