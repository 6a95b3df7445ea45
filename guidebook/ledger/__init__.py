"""The ledger: which sheet was made for whom, from what, what it looks like on disk, and what it said.

It is what `--resume` trusts, after checking the file itself, and where later months look up what a shop was told
(R021, R034).  SQLite below the output folder by default, PostgreSQL by URL; the SQL is portable.  One module a
subject: `sheets` (what was made), `memory` (what it said), `alerts` (what only managers are told), `outbox` (what was
mailed to whom), `reviews` (what managers changed and approved before it went out), `versions` (what was handed out,
and what it said before it was corrected); `database` opens it for all of them, `schema` knows how its tables have
changed.
"""

from guidebook.ledger.alerts import Alert
from guidebook.ledger.ledger import Ledger
from guidebook.ledger.memory import SAID_COLUMNS, Figures, Memory, Said
from guidebook.ledger.outbox import Event, Mail, Outbox, State
from guidebook.ledger.reviews import Approval, Decision, Handling, Review
from guidebook.ledger.sheets import Entry
from guidebook.ledger.versions import FIRST, Correction, Version

__all__ = [
    "FIRST",
    "SAID_COLUMNS",
    "Alert",
    "Approval",
    "Correction",
    "Decision",
    "Entry",
    "Event",
    "Figures",
    "Handling",
    "Ledger",
    "Mail",
    "Memory",
    "Outbox",
    "Review",
    "Said",
    "State",
    "Version",
]
