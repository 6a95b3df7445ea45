"""What the company sees: measures of all retailers together; all of it internal, none of it ever on an owner's sheet.

`population` and `trade` lay out who there is and what was bought; `calibres` names the rates, `rates` counts them by
month, region, class and goods (三维五率, §2.5).  `standing` (lifecycle, churn) and `value` (five indicators) look at
each shop; `backtest` judges the forecast, fair to `limits`.  `profile_age`, `visits`, `matters`, `satisfaction`,
`fairness` and `loop` tell what managers must see to: stale profiles, shops nobody visits, promises and complaints,
owners' answers, unequal limits, and what became of last month's advice.

Results are frames; where a figure stands on fewer than `LEAST_SHOPS` shops it is null.
"""
