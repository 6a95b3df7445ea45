"""`explain`: the trail from every sentence of a sheet to the rows of the exports, and the verdict on every rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from guidebook.advice.revising import Reviser
from guidebook.app.population import choose, population
from guidebook.app.preparing import prepare
from guidebook.app.request import Request
from guidebook.app.stages import Stages
from guidebook.app.trails import SourceRow, Trails
from guidebook.app.watch import Unwatched, Watch
from guidebook.batch.drafting import revised
from guidebook.batch.filing import goods_of
from guidebook.ledger import Ledger
from guidebook.measures import measure
from guidebook.model import Advice, Box, Fact, Month, Reviewed, Sentence, Verdict
from guidebook.sheet import compose
from guidebook.storage import sole_use


@dataclass(frozen=True, slots=True)
class FactTrail:
    """A fact of a sentence and the rows it was measured from."""

    placeholder: str
    fact: Fact
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class SentenceTrail:
    """A sentence and where its facts come from."""

    box: Box
    sentence: Sentence
    facts: tuple[FactTrail, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a retailer's sheet says what it says.

    Attributes:
        withheld: Why there is no sheet, though this is what it would say; None if there is one.
        sentences: In reading order; none for a retailer that isn't owed a sheet.
        alerts: What only managers are told: pairs of rule and text.
    """

    license_no: str
    shop_name: str
    month: Month
    snapshot: str
    withheld: str | None
    sentences: tuple[SentenceTrail, ...]
    alerts: tuple[tuple[str, str], ...]
    verdicts: tuple[Verdict, ...]


def explain(request: Request, license_no: str, watch: Watch | None = None) -> Explanation:
    """Trace one retailer's sheet.

    Raises:
        ConfigError: Settings, rules or wordings are faulty.
        UsageError: There is no such retailer or data, or the output folder is busy.
        InputError: The data can't be used.
    """
    with sole_use(request.output):
        prepared = prepare(request, Stages(), watch or Unwatched())
        with Ledger.of(request.output, prepared.config.ledger.url) as ledger:
            revisions = ledger.revisions(request.month).get(license_no, ())
    snapshot = prepared.snapshot
    member = choose(population(snapshot), licenses=[license_no])[license_no]
    blocked = prepared.blocked.get(license_no)
    profile = next(measure(snapshot, request.month, request.day, prepared.config, [license_no]), None)
    advice = prepared.adviser.advise(profile) if profile else Advice((), ())
    if profile and revisions:
        said = compose(profile, advice, prepared.config)
        reviser = Reviser(prepared.config.sheet, prepared.adviser.rules, goods_of(snapshot))
        advice = _told(revised(profile, advice, said, reviser, revisions))
    trails = Trails(snapshot, profile.retailer, request.month) if profile else None
    return Explanation(
        license_no=license_no,
        shop_name=member.shop_name,
        month=request.month,
        snapshot=snapshot.id,
        withheld=member.closed or (blocked.message if blocked else None),
        sentences=tuple(_traced(advice, trails)) if trails else (),
        alerts=advice.alerts,
        verdicts=advice.verdicts,
    )


def _told(reviewed: Reviewed) -> Advice:
    """The advice as it is printed; the verdicts on what its manager changed say so."""
    changed = {(change.rule, change.sku_code): change for change in reviewed.applied}
    verdicts = []
    for verdict in reviewed.advice.verdicts:
        change = changed.get((verdict.rule, verdict.sku_code)) if verdict.spoke else None
        if change is None:
            verdicts.append(verdict)
        elif change.after is None:
            verdicts.append(replace(verdict, spoke=False, reason=f"审阅时删了：“{change.before}”"))
        else:
            verdicts.append(replace(verdict, reason=f"说了，审阅时改过，原来是“{change.before}”"))
    return replace(reviewed.advice, verdicts=tuple(verdicts))


def _traced(advice: Advice, trails: Trails) -> Iterator[SentenceTrail]:
    boxes = {
        Box.EVALUATION: advice.evaluation,
        Box.NEXT_MONTH: advice.next_month,
        Box.FOLLOW_UP: advice.follow_up,
        Box.FOOTER: advice.footer,
    }
    for box, said in boxes.items():
        for sentence in said:
            facts = (
                FactTrail(placeholder, fact, tuple(trails.rows(fact)))
                for placeholder, fact in sentence.facts.items()
            )
            yield SentenceTrail(box, sentence, tuple(facts))
