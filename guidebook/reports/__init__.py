"""What the company's own people read: a route's report for its manager, the city's for market managers (R033, R034).

Every one says for whom it is; none is for owners.  `route` and `city` put together what is told, from the measures of
`guidebook.measures.company` and the lines of `sheets.jsonl`; `pictures` draws, `pages` prints, `workbook` and `tables`
write for other programs.  What stands on fewer than five shops isn't told, matters of compliance (专卖内部, 进货异常)
and the people's own labels never: managers carry these pages into shops.
"""
