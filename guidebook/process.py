"""What a process holds of the machine's memory, and the rights of the files it makes."""

from __future__ import annotations

import ctypes
import gc
import os
from contextlib import suppress

_TRIM_THRESHOLD = -1
_MMAP_THRESHOLD = -3
_LARGE = 4 * 1024 * 1024
_AT_HAND = 64 * 1024 * 1024


def be_frugal() -> None:
    """Let the memory of large arrays go back to the system as soon as they are freed.

    A city's sales leave behind several times what is needed afterwards, and every worker reads them.
    """
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())
    with suppress(AttributeError, OSError):  # glibc alone knows it, and alone needs it
        libc = ctypes.CDLL(None)
        libc.mallopt(_MMAP_THRESHOLD, _LARGE)
        # Smaller arrays come and go by the thousand: their pages aren't to be asked for each time anew.
        libc.mallopt(_TRIM_THRESHOLD, _AT_HAND)


def give_back() -> None:
    """Return what was freed to the system."""
    import pyarrow as pa

    gc.collect()
    pa.default_memory_pool().release_unused()
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def umask() -> int:
    """The rights that files of this process don't get.

    Processes that are forked for it are told, for their server may be older than what `storage.private` decided.
    """
    # It can't be asked without being set: who makes a file meanwhile keeps it to himself.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
