"""The golden shop of domain.md §2.4, from its sales to the words on its sheet."""

from fractions import Fraction

from guidebook.advice import Adviser
from guidebook.config import Config
from guidebook.model import FEN_PER_YUAN, ProductLine, Profile
from tests.advice.case_files import first
from tests.advice.profiles import Given, code_of, profile_of

A, B = "甲牌（硬）", "丙牌（细支）"
GOLDEN: Given = {"sold": True, "last": {A: 40, B: 10}, "this": {A: 30, B: 18}}


def line_of(profile: Profile, name: str) -> ProductLine:
    line = profile.line(code_of(name))
    assert line is not None
    return line


def yuan(fen: Fraction | int | None) -> Fraction:
    assert fen is not None
    return Fraction(fen) / FEN_PER_YUAN


def test_figures() -> None:
    profile = profile_of(GOLDEN)
    this, last = profile.account.this, profile.account.last
    assert last is not None
    assert (last.sticks, this.sticks) == (50 * 200, 48 * 200)
    assert (yuan(last.carton_price), yuan(this.carton_price)) == (124, 145)
    assert (yuan(last.profit), yuan(this.profit)) == (730, 810)
    a, b = line_of(profile, A), line_of(profile, B)
    assert (yuan(a.price_mix_effect), yuan(b.price_mix_effect)) == (Fraction("4.2"), Fraction("16.8"))
    assert (a.price_change_effect, b.price_change_effect) == (0, 0)
    assert (yuan(a.profit_quantity_effect), yuan(b.profit_quantity_effect)) == (-120, 200)
    assert (a.profit_margin_effect, b.profit_margin_effect) == (0, 0)
    assert (profile.printed.carton_price_change, profile.printed.profit_change) == (210, 80)
    assert profile.printed.profit_effects == {code_of(A): -120, code_of(B): 200}


def test_words() -> None:
    evaluation = Adviser(Config(), choice=first).advise(profile_of(GOLDEN)).evaluation
    assert "".join(sentence.text for sentence in evaluation) == (
        "10月卖了48条，跟上月差不多；丙牌（细支）多8条，甲牌（硬）少10条。"
        "平均每条145元，比上月高21元，主要是价钱高些的丙牌（细支）多卖了8条。"
        "按标价算能赚810元，比上月多80元，其中丙牌多卖8条，多赚200元。"
    )


def test_words_for_purchases() -> None:
    evaluation = Adviser(Config(), choice=first).advise(profile_of({**GOLDEN, "sold": False})).evaluation
    assert "".join(sentence.text for sentence in evaluation) == (
        "10月进了48条，跟上月差不多；丙牌（细支）多8条，甲牌（硬）少10条。"
        "平均每条145元，比上月高21元，主要是价钱高些的丙牌（细支）多进了8条。"
        "按标价算能赚810元，比上月多80元，其中丙牌多进8条，多赚200元。"
    )


def test_a_price_change_inside() -> None:
    """A's price 100 → 104: ΔP 23.5 = mix 21.0 + price change 2.5."""
    profile = profile_of({**GOLDEN, "this": {A: [30, 3120], B: 18}})
    this, last = profile.account.this, profile.account.last
    assert last is not None
    assert yuan(this.carton_price) - yuan(last.carton_price) == Fraction("23.5")
    lines = [line_of(profile, A), line_of(profile, B)]
    assert sum(yuan(line.price_mix_effect) for line in lines) == 21
    assert sum(yuan(line.price_change_effect) for line in lines) == Fraction("2.5")
    assert yuan(lines[0].price_change_effect) == Fraction("2.5")
    assert profile.printed.carton_price_change == 235
