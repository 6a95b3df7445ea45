"""Monthly guidance sheets (经营分析指导书) for licensed tobacco retailers."""
