"""`guidebook mail`: plan, send, status, settle (R105, R107, F30).

What is mailed is what was printed: the month's sheets in the ledger, all of the manifest's snapshot, to the addresses
that this very snapshot holds.  `office` brings together what all of it needs.
"""

from guidebook.app.mailing.planning import PlanReport, plan
from guidebook.app.mailing.sending import Preview, SendReport, Wanted, send
from guidebook.app.mailing.settling import Status, settle, status

__all__ = ["PlanReport", "Preview", "SendReport", "Status", "Wanted", "plan", "send", "settle", "status"]
