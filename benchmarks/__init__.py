"""Ways to print the same sheets, timed side by side: `python -m benchmarks`."""
