"""Started instead of `guidebook`: one retailer's sheet takes every worker down that begins it."""

import os
import signal
import sys

from guidebook.batch.desk import Desk, Finished, Job

_make = Desk.make


def _poisoned(self: Desk, job: Job) -> Finished:
    if job.license_no == os.environ["POISON"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return _make(self, job)


Desk.make = _poisoned  # type: ignore[method-assign]

if __name__ == "__main__":
    from guidebook.cli import main

    sys.argv[0] = "guidebook"
    main()
