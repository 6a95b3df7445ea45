"""A route or a city at once: several processes print, and a sheet that fails doesn't stop the others."""
