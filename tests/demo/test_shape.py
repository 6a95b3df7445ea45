"""The county as a whole looks like one: its means, spreads and seasons."""

import numpy as np
import pytest

from guidebook.demo.arrays import Floats
from guidebook.demo.county import County, found_county
from guidebook.demo.stock import CARTON
from guidebook.demo.timeline import CURRENT, HISTORY, SPRING_FESTIVALS

SHOPS = 3000


@pytest.fixture(scope="module")
def county() -> County:
    return found_county(SHOPS, seed=7, month="2026-10")


@pytest.fixture(scope="module")
def cartons(county: County) -> Floats:
    """Cartons of each shop and month, net."""
    return county.baskets.sum_by_shop(county.stock.bought / CARTON, SHOPS)


@pytest.fixture(scope="module")
def steady(county: County) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Shops that ordered in every month and play no part."""
    return county.cast.open.all(axis=1) & county.cast.ordinary()


def test_grades_are_a_bell_around_fifteen(county: County) -> None:
    grade = county.population.grade
    assert 14.5 < grade.mean() < 16
    assert 5 < grade.std() < 6.5
    assert (grade.min(), grade.max()) == (1, 30)


def test_three_quarters_are_town_shops_mostly_convenience_stores_and_groceries(county: County) -> None:
    assert 0.72 < county.population.urban.mean() < 0.78
    formats = county.population.format
    assert (formats.count("便利店") + formats.count("食杂店")) / SHOPS > 0.75
    assert formats.count("其他") / SHOPS <= 0.05
    assert len(set(formats)) == 7


@pytest.mark.parametrize(("grade", "low", "high"), [(1, 8, 15), (15, 80, 120), (30, 380, 700)])
def test_volume_grows_with_the_grade(
    county: County, cartons: Floats, steady: np.ndarray, grade: int, low: float, high: float
) -> None:
    monthly = cartons[steady & (county.population.grade == grade)].mean()
    assert low < monthly < high


def test_the_range_grows_with_the_volume(county: County, cartons: Floats, steady: np.ndarray) -> None:
    bought = county.stock.bought[:, CURRENT] > 0
    width = np.bincount(county.baskets.shop[bought], minlength=SHOPS)
    assert np.corrcoef(np.log(cartons[steady, CURRENT] + 1), width[steady])[0, 1] > 0.8
    assert np.median(width[steady]) == pytest.approx(16, abs=3)
    assert width.max() >= 60


def test_villages_buy_cheaper_cigarettes(county: County, cartons: Floats) -> None:
    amount = county.baskets.sum_by_shop(
        county.stock.bought * county.catalogue.wholesale[county.baskets.product, :HISTORY] / CARTON / 100,
        SHOPS,
    )
    town, village = (
        amount[county.population.urban == urban].sum() / cartons[county.population.urban == urban].sum()
        for urban in (True, False)
    )
    assert 140 < town < 175
    assert 95 < village < 125


def test_shops_buy_the_same_products_again(county: County) -> None:
    now, before = county.stock.bought[:, CURRENT] > 0, county.stock.bought[:, CURRENT - 1] > 0
    assert (now & before).sum() / now.sum() > 0.85


def test_a_shop_varies_by_a_tenth_and_a_product_by_a_quarter(
    county: County, cartons: Floats, steady: np.ndarray
) -> None:
    per_order = cartons / np.maximum(county.days.count(), 1)
    change = np.log(per_order[steady, CURRENT - 4 : CURRENT - 2])
    assert np.std(change[:, 1] - change[:, 0]) / np.sqrt(2) == pytest.approx(0.10, abs=0.05)
    rows = (county.stock.bought[:, CURRENT - 4 : CURRENT - 2] >= 8 * CARTON).all(
        axis=1
    ) & ~county.catalogue.hot[county.baskets.product]
    change = np.log(
        county.stock.bought[rows, CURRENT - 4 : CURRENT - 2]
        / county.days.count()[county.baskets.shop[rows], CURRENT - 4 : CURRENT - 2]
    )
    assert np.std(change[:, 1] - change[:, 0]) / np.sqrt(2) == pytest.approx(0.25, abs=0.06)


def test_the_season_follows_the_festivals(county: County, cartons: Floats, steady: np.ndarray) -> None:
    per_order = cartons[steady].sum(axis=0) / county.days.count()[steady].sum(axis=0)
    months = [month.strftime("%Y-%m") for month in county.timeline.months[:HISTORY]]
    level = dict(zip(months, per_order / np.median(per_order), strict=True))
    assert SPRING_FESTIVALS[2].isoformat() == "2026-02-17"
    assert 1.3 < (level["2026-01"] + level["2026-02"]) / 2 < 1.6
    assert level["2026-03"] < 0.95
    assert level["2026-09"] > 1.02 > level["2026-08"]


def test_spring_festival_in_january_moves_the_peak() -> None:
    county = found_county(300, seed=7, month="2025-03")
    cartons = county.baskets.sum_by_shop(county.stock.bought / CARTON, 300).sum(axis=0)
    january, february = cartons[CURRENT - 2], cartons[CURRENT - 1]
    assert january > 1.5 * february


def test_months_have_four_or_five_orders(county: County, steady: np.ndarray) -> None:
    counts = county.days.count()[steady]
    assert set(np.unique(counts)) == {3, 4, 5}
    assert (counts == 3).mean() < 0.05
    assert (counts[:, CURRENT] == 5).any() and (counts[:, CURRENT] == 4).any()


def test_tight_products_are_short_but_not_always(county: County) -> None:
    hot = county.catalogue.hot[county.baskets.product]
    wanted, delivered = county.deliveries.wanted[hot], county.deliveries.delivered[hot]
    assert 0.2 < (delivered < wanted).sum() / (wanted > 0).sum() < 0.5
    assert 0.6 < delivered.sum() / wanted.sum() < 0.9


def test_rare_characters_are_in_one_owner_of_a_hundred(county: County) -> None:
    assert 0.01 <= len(county.cast.players["rare_owner"]) / SHOPS <= 0.02
