"""Array types, and random numbers that depend on the seed and the subject alone."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]


def stream(seed: int, subject: str) -> np.random.Generator:
    """Return the random numbers of one subject.

    Each subject has its own stream, so a change in how names are drawn leaves all quantities as they were.
    """
    return np.random.default_rng(np.random.SeedSequence([seed, crc32(subject.encode())]))


def pick(rng: np.random.Generator, candidates: Flags, share: float, at_least: int = 1) -> Flags:
    """Mark a share of the candidates, but never fewer than `at_least` where there are as many.

    Args:
        rng: The subject's random numbers.
        candidates: Which elements may be marked.
        share: How large a part of the candidates to mark, 0–1.
        at_least: The number below which rounding may not fall: small exports shall hold every case too.

    Returns:
        Flags of the candidates' shape.
    """
    places = np.flatnonzero(candidates)
    number = min(len(places), max(at_least, round(len(places) * share)))
    marked = np.zeros(candidates.size, dtype=bool)
    marked[rng.permutation(places)[:number]] = True
    return marked.reshape(candidates.shape)


def round_by_chance(rng: np.random.Generator, values: Floats) -> Ints:
    """Round to whole numbers so that the mean stays: 2.3 becomes 2, and 3 three times in ten."""
    return np.asarray(np.floor(values + rng.random(values.shape)), dtype=np.int64)
