"""How an action is opened for one kind of owner and another (§3.3, R066, R082), and that it was said before.

Openers stand before sentences; they change no number, product or fact, and are left out where there is no room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from guidebook.advice import facts
from guidebook.advice.rule import Facts
from guidebook.advice.segments import segments
from guidebook.advice.sentences import SEE
from guidebook.advice.wordings.nodes import Line
from guidebook.advice.wordings.rotation import turn
from guidebook.advice.wordings.templates import Parts, Place, compile_text
from guidebook.advice.wordings.tones import AGAIN_MONTH, Tone, read_tones
from guidebook.errors import ConfigError
from guidebook.model import Advised, Fact, Profile, Sentence

Fits = Callable[[Sequence[Sentence]], bool]
"""Whether a box holds these sentences together."""

TOLD = "advised.month"
"""The measure of the month in which the same was advised before."""

COLON = "："
"""Two of them in a sentence are one too many."""


@dataclass(frozen=True, slots=True)
class _Openers:
    """A tone, compiled."""

    first: tuple[Parts, ...]
    only: tuple[Parts, ...]
    notice: tuple[Parts, ...]
    order: tuple[tuple[Parts, ...], ...]


class Tones:
    """The openers of `tones.yaml`.

    Args:
        path: The file.

    Raises:
        ConfigError: It is missing or faulty; all faults at once.
    """

    def __init__(self, path: Path) -> None:
        file = read_tones(path)
        if file.faults:
            raise ConfigError([str(fault) for fault in file.faults], SEE)
        self._bare = frozenset(file.bare)
        self._notices = frozenset(file.notices)
        self._never_again = self._bare | self._notices | frozenset(file.afresh)
        self._again = _parts(file.again)
        self._tones = {segment: _compiled(tone) for segment, tone in file.tones.items()}

    def dress(self, sentences: Sequence[Sentence], profile: Profile, fits: Fits) -> tuple[Sentence, ...]:
        """Open the sentences of 下月提升方向 as this owner likes to be spoken to.

        Openers are seasoning: a box has one, or the numbers of its actions (`order`).  Advice that was given before
        says so, and needs no other.

        Args:
            sentences: What was chosen for the box, in reading order.
            profile: Whose box it is.
            fits: Whether the whole box holds the sentences given; it is asked with every opener added, and what
                doesn't fit is left out.  The sentences as they come must fit.

        Returns:
            As many sentences in the same order, with the same facts and perhaps the name of a month more: `n`, `m`
            or `l` in their facts.
        """
        box = list(sentences)
        if not self._say_again(box, profile, fits):
            own = segments(profile)
            tone = next((tone for segment, tone in self._tones.items() if segment in own), None)
            if tone is not None:
                self._open(box, tone, profile, fits)
        return tuple(box)

    def _say_again(self, box: list[Sentence], profile: Profile, fits: Fits) -> bool:
        """Say of the first action that was advised before when that was; whether any was, and there is room."""
        for place, sentence in enumerate(box if self._again else ()):
            past = self._last_said(sentence, profile)
            if past is not None and AGAIN_MONTH not in sentence.facts:
                opener = self._again[turn(profile, "again", len(self._again))]
                month = replace(facts.named_month(past.month, profile.month), measure=TOLD)
                if _put(box, {place: _opened(sentence, opener, {AGAIN_MONTH: month})}, fits):
                    return True
        return False

    def _open(self, box: list[Sentence], tone: _Openers, profile: Profile, fits: Fits) -> None:
        places = [i for i, sentence in enumerate(box) if sentence.rule not in self._bare]
        notices = [i for i in places if box[i].rule in self._notices]
        actions = [i for i in places if i not in notices]
        if len(actions) > 1 and tone.order:
            _put(box, _ordered(box, actions, tone.order, profile), fits)
        elif actions:
            _put(box, _begun(box, actions[0], (len(actions) == 1 and tone.only) or tone.first, profile), fits)
        elif notices:
            _put(box, _begun(box, notices[0], tone.notice, profile), fits)

    def _last_said(self, sentence: Sentence, profile: Profile) -> Advised | None:
        """When the same was last advised; None for what may stand again without a word."""
        if sentence.rule in self._never_again:
            return None
        earlier = (past for past in reversed(profile.advised) if past.month < profile.month)
        return next((past for past in earlier if _is_same(past, sentence)), None)


def _is_same(past: Advised, sentence: Sentence) -> bool:
    """Whether an action about the same product asks to buy the same: another substitute is another advice."""
    if past.rule != sentence.rule or past.sku_code != sentence.sku_code:
        return False
    return None in (past.bought_code, sentence.bought_code) or past.bought_code == sentence.bought_code


def _ordered(
    box: Sequence[Sentence], places: Sequence[int], rows: Sequence[Sequence[Parts]], profile: Profile
) -> dict[int, Sentence]:
    """The sentences at these places with the openers of a row: of the first, beginning with the turn's, that suits."""
    begin = turn(profile, "order", len(rows))
    for row in (*rows[begin:], *rows[:begin]):
        pairs = list(zip(places, row, strict=False))
        if not any(_repeats(opener, {}, box[place]) for place, opener in pairs):
            return {place: _opened(box[place], opener, {}) for place, opener in pairs}
    return {}


def _begun(
    box: Sequence[Sentence], place: int, openers: Sequence[Parts], profile: Profile
) -> dict[int, Sentence]:
    """The sentence at this place with the first opener, beginning with the turn's, that suits it."""
    months = _months(profile)
    begin = turn(profile, "openers", len(openers)) if openers else 0
    for opener in (*openers[begin:], *openers[:begin]):
        if not _repeats(opener, months, box[place]):
            return {place: _opened(box[place], opener, months)}
    return {}


def _repeats(opener: Parts, months: Mapping[str, Fact], sentence: Sentence) -> bool:
    """Whether an opener would sound twice: it begins as the sentence does, has a word, the month or the colon of it.

    Or its month would need the name of another fact of the sentence.
    """
    names = {part.name for part in opener if isinstance(part, Place)}
    values = {months[name].value for name in names}
    if any(name in names or fact.value in values for name, fact in sentence.facts.items()):
        return True
    first, last = opener[0], opener[-1]
    if isinstance(first, str) and first[0] == sentence.text[0]:
        return True
    if isinstance(last, str) and last.endswith(COLON) and COLON in sentence.text:
        return True
    return any(word in sentence.text for part in opener if isinstance(part, str) for word in _words(part))


@cache
def _words(text: str) -> Sequence[str]:
    """Every two characters in a row, as most words have two; marks belong to none."""
    pairs = (text[start : start + 2] for start in range(len(text) - 1))
    return tuple(pair for pair in pairs if pair.isalnum())


def _put(box: list[Sentence], changed: Mapping[int, Sentence], fits: Fits) -> bool:
    """Put all of these sentences into the box, if it holds them; whether it did."""
    trial = [changed.get(place, sentence) for place, sentence in enumerate(box)]
    if not changed or not fits(trial):
        return False
    box[:] = trial
    return True


def _opened(sentence: Sentence, opener: Parts, known: Mapping[str, Fact]) -> Sentence:
    used: Facts = {part.name: known[part.name] for part in opener if isinstance(part, Place)}
    text = "".join(known[part.name].text if isinstance(part, Place) else part for part in opener)
    return replace(sentence, text=f"{text}{sentence.text}", facts={**used, **sentence.facts})


def _months(profile: Profile) -> Facts:
    return {"m": facts.month(profile.month), "n": facts.month(profile.next_month)}


def _compiled(tone: Tone) -> _Openers:
    return _Openers(
        first=_parts(tone.first),
        only=_parts(tone.only),
        notice=_parts(tone.notice),
        order=tuple(_parts(row) for row in tone.order),
    )


def _parts(lines: Sequence[Line]) -> tuple[Parts, ...]:
    return tuple(compile_text(line.text, {}) for line in lines)
