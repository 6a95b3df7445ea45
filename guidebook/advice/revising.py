"""What a manager may change of a sheet: not its facts, not what the owner is owed, not what keeps it decent.

The same check is made when a change is handed in and whenever the sheet is made: what doesn't hold any more isn't
printed (docs/review.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from guidebook.advice.facts import PRODUCT_NAME
from guidebook.advice.language import Guard
from guidebook.advice.mentions import Mention, Reader
from guidebook.advice.rule import Rule
from guidebook.advice.selection import MOST_FOLLOW_UPS, Room, numbers_of
from guidebook.advice.wordings.style import sentence_faults
from guidebook.config import SheetConfig
from guidebook.glyphs import first_missing
from guidebook.model import Advice, Box, Fact, Reviewed, Revision, Sentence, Verb
from guidebook.wording import BOX_TITLES

Words = tuple[str, tuple[Fact, ...]]
"""Something that a sheet prints, and the facts in it."""

Fault = tuple[str, str]
"""What is wrong and the remedy, in Chinese."""

FEW_NUMBERS = 8
"""Numbers in the two boxes that every owner can take in (§3.3, R070); a sheet that had more may keep as many."""

BOXES = (Box.EVALUATION, Box.NEXT_MONTH, Box.FOLLOW_UP)
"""The boxes whose sentences may be changed."""

_NAME = "某"
_REMEDIES = {
    "没说是哪个月": "单子是过后看的：写几月、几月几日，单子上有的才能写",
    "有半角的字符": "牌子的名字除外，不写字母和半角的符号",
}
"""What helps who types a sentence; whoever writes wordings is told of placeholders."""

MONTHS = ("month", "advised.month")
"""The measures of facts that are months."""
_BORROWED = "r"
"""Begins the placeholders of facts that a sentence has from elsewhere on the sheet."""


class Reviser:
    """Checks and makes changes, by a company's settings.

    Args:
        sheet: How much a box holds.
        rules: The catalogue.
        goods: Name, short name and brand of products, and the codes of those that go by it.
    """

    def __init__(
        self, sheet: SheetConfig, rules: Iterable[Rule], goods: Mapping[str, frozenset[str]]
    ) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._reader = Reader(goods)
        self._guard = Guard(goods)
        characters = {
            Box.EVALUATION: sheet.evaluation_chars,
            Box.NEXT_MONTH: sheet.next_month_chars,
            Box.FOLLOW_UP: MOST_FOLLOW_UPS * sheet.sentence_chars,
        }
        self._rooms = {
            box: Room(most, sheet.sentence_chars, sheet.name_chars) for box, most in characters.items()
        }

    def apply(self, advice: Advice, printed: Sequence[Words], revisions: Sequence[Revision]) -> Reviewed:
        """Change the sentences of a sheet, as far as all that is changed holds.

        Args:
            advice: As the rules gave it.
            printed: What the sheet prints beside its sentences.
            revisions: At most one of each sentence.
        """
        known = _Known(self._reader, [*_words_of(advice), *printed])
        boxes = {box: list(getattr(advice, box)) for box in BOXES}
        lapsed: dict[int, Fault] = {}
        done: list[Revision] = []
        for revision in revisions:
            place = _place(boxes[revision.box], getattr(advice, revision.box), revision)
            if place is None:
                lapsed[revision.number] = (
                    f"{BOX_TITLES[revision.box]}里没有“{revision.before}”这句话了",
                    "重新写一份审阅表，看现在的话再改",
                )
                continue
            sentence = getattr(advice, revision.box)[place]
            changed = None if revision.after is None else self._reworded(sentence, revision.after, known)
            fault = self._fault(revision.box, sentence, changed, known)
            if fault is not None:
                lapsed[revision.number] = fault
                continue
            boxes[revision.box][place] = changed
            done.append(revision)
        whole = replace(
            advice, **{box.value: tuple(filter(None, sentences)) for box, sentences in boxes.items()}
        )
        for box, fault in self._box_faults(advice, whole):
            for revision in done:
                if revision.box is box:
                    lapsed[revision.number] = fault
        if any(revision.number in lapsed for revision in done):
            again = self.apply(advice, printed, [r for r in done if r.number not in lapsed])
            return replace(again, lapsed={**lapsed, **again.lapsed})
        return Reviewed(advice, whole, tuple(done), lapsed)

    def _reworded(self, sentence: Sentence, after: str, known: _Known) -> Sentence:
        """The sentence with other words: its facts are those that the words print."""
        own = _Known(self._reader, [(sentence.text, tuple(sentence.facts.values()))])
        names = {id(fact): name for name, fact in sentence.facts.items()}
        facts = {name: fact for name, fact in sentence.facts.items() if _is_word(fact) and fact.text in after}
        for mention in self._reader.mentions(after):
            for source in own.facts(mention) or known.facts(mention)[:1]:
                name = names.get(id(source)) or f"{_BORROWED}{len(facts) + 1}"
                facts[name] = replace(source, text=_printed(source, mention))
        verb = sentence.verb if sentence.verb is not None and sentence.verb in after else None
        return replace(sentence, text=after, facts=facts, verb=verb)

    def _fault(self, box: Box, sentence: Sentence, changed: Sentence | None, known: _Known) -> Fault | None:
        if changed is None:
            return next(self._struck(sentence), None)
        lost = () if box is Box.EVALUATION else self._lost(sentence, changed)
        return next(chain(self._changed(sentence, changed), self._turned(changed, known), lost), None)

    def _struck(self, sentence: Sentence) -> Iterator[Fault]:
        """Why a sentence can't be struck."""
        rule = self._rules[sentence.rule]
        if rule.must_say:
            yield f"“{rule.name}”是一定要告诉店主的话，不能删", "照印，或在“改成”里换个说法"

    def _changed(self, before: Sentence, after: Sentence) -> Iterator[Fault]:
        """What is wrong with a sentence's new words; what the old ones had too is no fault."""
        missing = first_missing(after.text)
        if missing is not None:
            yield f"“{missing}”（U+{ord(missing):04X}）印不出来，字库里没有", "换一个字"
        told = {str(hit) for hit in self._guard.hits(before.text)}
        for hit in self._guard.hits(after.text):
            if str(hit) not in told:
                yield f"有不能印的话：{hit}", "换个说法"
        old, new = (self._reader.without_names(said.text, _NAME) for said in (before, after))
        known = set(sentence_faults(old, {}, month_named_before=True))
        for message, remedy in sentence_faults(new, {}, month_named_before=True):
            if (message, remedy) not in known:
                yield message, next((own for about, own in _REMEDIES.items() if about in message), remedy)
        yield from self._free(before, after)
        if Verb.SOLD in new and Verb.SOLD not in old:
            yield "原句没有说“卖”：没有盘点过，只能说“进”", "把“卖”改成“进”"
        if not self._rooms[Box.NEXT_MONTH].holds(after):
            most = self._rooms[Box.NEXT_MONTH].longest
            yield f"有{len(after.text)}个字，一句最多{most}个（牌子的名字再长也只算几个）", "写短一些"

    def _free(self, before: Sentence, after: Sentence) -> Iterator[Fault]:
        """Numbers, dates and products that aren't among the facts."""
        own = _Known(self._reader, [(before.text, tuple(before.facts.values()))])
        there = _Known(self._reader, [(after.text, tuple(after.facts.values()))])
        for mention in self._reader.mentions(after.text):
            if own.knows(mention) or there.facts(mention):
                continue
            what = "牌子" if mention.codes else "数"
            yield (
                f"“{mention.words}”不在这一户的单子上：{what}不能自己添",
                f"用原句里的（{'、'.join(own.words) or '原句没有'}），或这张单子上印着的",
            )

    def _turned(self, after: Sentence, known: _Known) -> Iterator[Fault]:
        """Differences that are turned round: 多3条 where the sheet says 少3条."""
        for sense, more in self._reader.ways(after.text):
            if known.ways.get(sense) == {not more}:
                said, was = ("多", "少") if more else ("少", "多")
                yield f"{sense}是{was}（低、降）的，不是{said}（高、涨）的", "多少、高低照原句的"

    def _lost(self, before: Sentence, after: Sentence) -> Iterator[Fault]:
        """What advice has to go on saying: the lists and next month's sheet hold the owner to it."""
        said = list(self._reader.mentions(after.text))
        was = list(self._reader.mentions(before.text))
        if before.cartons is not None:
            number = str(before.cartons)
            if any(it.number == number for it in was) and not any(it.number == number for it in said):
                yield (
                    f"原句劝进{number}条，改后没有了：电话订货的单子上还是{number}条",
                    "留着这个数，或整句删",
                )
        named: frozenset[str] = frozenset().union(*(it.codes for it in said))
        for mention in was:
            wanted = mention.codes & {before.sku_code, before.bought_code, *before.paused}
            if wanted and not wanted & named:
                yield f"这句话说的是{mention.words}，改后没有提它", "写上牌子的名字，或整句删"

    def _box_faults(self, before: Advice, after: Advice) -> Iterator[tuple[Box, Fault]]:
        """Which boxes don't hold what they would say."""
        for box in BOXES:
            was, now = getattr(before, box), getattr(after, box)
            if now == was:
                continue
            if not now and box is not Box.FOLLOW_UP:
                yield box, (f"{BOX_TITLES[box]}里一句话也不剩了", "至少留一句；不想发这张单子，“批准”写“否”")
            elif now and not self._rooms[box].fits(now):
                yield (
                    box,
                    (f"{BOX_TITLES[box]}里放不下：最多{self._rooms[box].left}个字", "写短一些，或删一句"),
                )
        if self._supply(before) and not self._supply(after):
            yield (
                Box.NEXT_MONTH,
                ("货紧货停的话一句也不剩了，这是一定要告诉店主的", "供货、替代的话至少留一句"),
            )
        most = max(FEW_NUMBERS, _count(before))
        if _count(after) > most:
            fault = (f"两个框里一共{_count(after)}个数，最多{most}个", "少写几个数")
            yield from ((box, fault) for box in (Box.EVALUATION, Box.NEXT_MONTH))

    def _supply(self, advice: Advice) -> bool:
        """Whether the owner is told of supply (R010)."""
        return any(self._rules[sentence.rule].speaks_of_supply for sentence in advice.next_month)


class _Known:
    """What may be mentioned: whatever was printed anyway."""

    def __init__(self, reader: Reader, printed: Iterable[Words]) -> None:
        self.words: dict[str, str] = {}
        self.ways: dict[str, set[bool]] = {}
        self._facts: dict[str, list[Fact]] = {}
        self._bare: dict[str, list[Fact]] = {}
        self._goods: dict[str, Fact] = {}
        for text, facts in printed:
            for fact in facts:
                if fact.measure == PRODUCT_NAME:
                    self._goods.setdefault(fact.value, fact)
            for sense, more in reader.ways(text):
                self.ways.setdefault(sense, set()).add(more)
            for mention in reader.mentions(text):
                self.words.setdefault(mention.words, mention.sense)
                sources = () if mention.codes else _sources(mention, facts)
                self._facts.setdefault(mention.sense, []).extend(sources)
                if mention.number is not None:
                    self._bare.setdefault(mention.number, []).extend(sources)

    def knows(self, mention: Mention) -> bool:
        """Whether it was printed, as a fact or as a fixed word of the house (两三天)."""
        return bool(self.facts(mention)) or mention.sense in self.words.values()

    def facts(self, mention: Mention) -> Sequence[Fact]:
        """The facts that it may be."""
        if mention.codes:
            return [fact for code, fact in self._goods.items() if code in mention.codes][:1]
        if mention.number == mention.sense:  # 48、50条: the first one's unit comes later
            return self._bare.get(mention.sense, ())
        return self._facts.get(mention.sense, ())


def _sources(mention: Mention, facts: Sequence[Fact]) -> Sequence[Fact]:
    """The facts that a text may print there."""
    wanted = (mention.words, mention.sense, mention.number)
    others = [fact for fact in facts if fact.measure != PRODUCT_NAME and fact.text]
    found = [fact for fact in others if fact.text in wanted] or [
        fact for fact in others if _within(fact, mention)
    ]
    of_month = mention.sense.endswith("月") and not mention.sense.endswith("个月")
    alike = [fact for fact in found if (fact.measure in MONTHS) == of_month]
    return list(dict.fromkeys(alike or found))


def _within(fact: Fact, mention: Mention) -> bool:
    """Whether a date or word is printed with something of the wording around it: {m}月, 每周{d}."""
    digits = "".join(filter(str.isdigit, mention.words))
    mine = "".join(filter(str.isdigit, fact.text))
    return mine == digits if digits else mention.words in fact.text


def _is_word(fact: Fact) -> bool:
    """Whether a fact is a word that depends on data, or words that somebody entered."""
    return fact.measure != PRODUCT_NAME and not any(map(str.isdigit, fact.text))


def _printed(fact: Fact, mention: Mention) -> str:
    """The words that a fact is printed with."""
    if fact.measure == PRODUCT_NAME:
        return mention.words
    return fact.text if fact.text in mention.words else mention.number or mention.words


def _words_of(advice: Advice) -> Iterator[Words]:
    for box in BOXES:
        for sentence in getattr(advice, box):
            yield sentence.text, tuple(sentence.facts.values())


def _place(now: Sequence[Sentence | None], before: Sequence[Sentence], revision: Revision) -> int | None:
    """Where the sentence of a revision stands."""
    wanted = (revision.rule, revision.sku_code, revision.before)
    return next(
        (
            place
            for place, sentence in enumerate(before)
            if (sentence.rule, sentence.sku_code, sentence.text) == wanted and now[place] is sentence
        ),
        None,
    )


def _count(advice: Advice) -> int:
    """How many numbers the two boxes print."""
    return sum(map(numbers_of, (*advice.evaluation, *advice.next_month)))
