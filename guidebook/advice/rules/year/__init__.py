"""本月评价, fourth place when there is room: last year, and prices below the list (Y1, Y2)."""
