"""Started instead of `guidebook`: one retailer's sheet takes every worker down that begins it."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence

from guidebook.batch.desk import Desk, Finished
from guidebook.batch.drafting import Job

_make = Desk.make


def _poisoned(self: Desk, jobs: Sequence[Job]) -> Iterator[Finished]:
    if any(job.license_no == os.environ["POISON"] for job in jobs):
        os.kill(os.getpid(), signal.SIGKILL)
    return _make(self, jobs)


Desk.make = _poisoned  # type: ignore[method-assign]

if __name__ == "__main__":
    from guidebook.cli import main

    sys.argv[0] = "guidebook"
    main()
