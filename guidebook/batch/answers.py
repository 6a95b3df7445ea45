"""What a worker says of a sheet, packed: who takes in all answers should have as little to do as it can."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import msgspec

from guidebook.batch.desk import Finished


def packed(finished: Finished) -> bytes:
    """An answer on its way to another process."""
    try:
        return _ENCODER.encode(finished)
    except UnicodeEncodeError:  # a trace quotes names of files, which may be no text at all
        made = replace(finished.made, trace=_readable(finished.made.trace))
        return _ENCODER.encode(replace(finished, made=made, trouble=_readable(finished.trouble)))


def unpacked(content: bytes) -> Finished:
    """The answer again."""
    return _DECODER.decode(content)


def _readable(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()


def _told(value: Any) -> object:
    if isinstance(value, Fraction):
        return value.numerator, value.denominator
    raise TypeError(f"{type(value).__name__} can't be packed")


def _meant(kind: type, value: Any) -> object:
    return kind(*value)


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_told)
_DECODER = msgspec.msgpack.Decoder(Finished, dec_hook=_meant)
