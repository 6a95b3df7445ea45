"""What shops alike buy (`gap_vs_peers`) against what most shops buy: which of three suggestions a shop are taken up?

python -m benchmarks.suggestions --data FILE [--config examples/iowa/config.yaml] [--month 2022-10]
python -m benchmarks.suggestions --retailers 300 [--seeds 5]

All suggest only what the shop hasn't bought for twelve months, and equally many products to each shop.  Popular is what
most shops of its market bought at all in the last three months, or, as of the shops alike, in two of them.  The lift is
the quotient of the shares that were bought within three months; its interval comes from drawing shops again.

What is counted and how (guidebook/measures/neighbours.py) was chosen on the first origins of the real sales; the last
ones, from the month on in which the outcome of the first was all known, are judged apart.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from guidebook.config import Config, load
from guidebook.demo import write_exports
from guidebook.measures.cube import WINDOW, Cube, build_cube
from guidebook.measures.neighbours import Neighbourhoods
from guidebook.measures.registry import retailers
from guidebook.model import Month, Offer, Product, Retailer, SupplyLine, SupplyStatus
from guidebook.reading import read
from guidebook.snapshot import Snapshot, freeze

SUGGESTED = 3
AFTER = 3
"""Months in which a suggestion may be taken up."""
YEAR, RECENT = 12, 3
JUDGED = 4
"""The last so many origins are judged apart."""
DRAWN = 2000


@dataclass(frozen=True, slots=True)
class Trial:
    """A shop's suggestions of a month: how many there were, and how many of each kind were taken up."""

    shop: str
    origin: Month
    suggested: int
    alike: int
    popular: int
    regular: int


def main() -> None:
    """Suggest, look three months on, print the lift."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="real sales; else a city is generated")
    parser.add_argument("--config", type=Path, default=Path("examples/iowa/config.yaml"))
    parser.add_argument("--month", default="2022-10", help="the last month of the data")
    parser.add_argument("--retailers", type=int, default=300)
    parser.add_argument("--seeds", type=int, default=5, help="how many cities are generated")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        if options.data:
            year, number = options.month.split("-")
            config, last = load(options.config), Month(int(year), int(number))
            tables = read(config, options.data, last).tables
            trials = list(_trials(freeze(tables, Path(folder)), "", last))
            judged = last.plus(1 - AFTER - JUDGED)
            for name, some in (
                ("chosen on", [trial for trial in trials if trial.origin.plus(AFTER) <= judged]),
                ("judged on", [trial for trial in trials if trial.origin >= judged]),
            ):
                print(f"{name} {some[0].origin.text} to {some[-1].origin.text}:\n{_table(some)}\n")
        else:
            trials = [
                trial
                for seed in range(1, options.seeds + 1)
                for trial in _trials(
                    _city(options.retailers, seed, Path(folder)), f"{seed}-", Month(2026, 10)
                )
            ]
    print(_table(trials))


def _city(shops: int, seed: int, folder: Path) -> Snapshot:
    exports = folder / f"{seed}"
    write_exports(exports, retailers=shops, seed=seed, file_format="csv")
    return freeze(read(Config(), exports, Month(2026, 10)).tables, folder / "snapshots")


def _trials(snapshot: Snapshot, prefix: str, last: Month) -> Iterator[Trial]:
    """From every month with twelve before it (itself among them) and three after it."""
    for number in snapshot.months:
        origin = Month.of(number)
        if origin.plus(-YEAR + 1).number in snapshot.months and origin.plus(AFTER) <= last:
            yield from _of_month(snapshot, origin, prefix)


def _of_month(snapshot: Snapshot, origin: Month, prefix: str) -> Iterator[Trial]:
    """Only what was known at the end of the month is looked at; then what was bought after it."""
    cube, after = build_cube(snapshot, origin), build_cube(snapshot, origin.plus(AFTER))
    taken = _bought(after, AFTER)
    had = _bought(cube, YEAR)
    shops = retailers(snapshot)
    neighbourhoods = Neighbourhoods(cube, shops)
    recent = _bought(cube, RECENT)
    popular, regular = (_buyers(shops, bought) for bought in (recent, _bought(cube, RECENT, least=2)))
    supply = SupplyLine(SupplyStatus.FULL, None, None, by_grade=False, valid_from=None, as_of=origin.last_day)
    for shop in shops:
        neighbours = neighbourhoods.of(shop)
        if neighbours is None:
            continue
        buyers = popular[shop.market_type]
        offers = {code: Offer(Product(code, code), 1, 1, supply, buyers[code]) for code in cube.skus}
        mine = [gap.offer.product.sku_code for gap in neighbours.gaps(offers)[:SUGGESTED]]
        if mine:
            own, bought = had.get(shop.license_no, set()), taken.get(shop.license_no, set())
            others = [_most(most[shop.market_type], own, len(mine)) for most in (popular, regular)]
            yield Trial(
                prefix + shop.license_no,
                origin,
                len(mine),
                *(sum(code in bought for code in codes) for codes in (mine, *others)),
            )


def _buyers(shops: list[Retailer], bought: dict[str, set[str]]) -> dict[str | None, Counter[str]]:
    """By market, how many shops bought each product."""
    buyers: dict[str | None, Counter[str]] = {}
    for shop in shops:
        buyers.setdefault(shop.market_type, Counter()).update(bought.get(shop.license_no, ()))
    return buyers


def _most(buyers: Counter[str], had: set[str], count: int) -> list[str]:
    """What most shops buy, and this one hasn't had for a year."""
    ordered = sorted(buyers.items(), key=lambda item: (-item[1], item[0]))
    return [code for code, _ in ordered if code not in had][:count]


def _bought(cube: Cube, months: int, least: int = 1) -> dict[str, set[str]]:
    """What each shop bought, net, in at least so many of the last months."""
    found: dict[str, set[str]] = {}
    often = np.count_nonzero(cube.sticks[:, WINDOW - months :] > 0, axis=1) >= least
    for row in np.flatnonzero(often).tolist():
        found.setdefault(cube.licenses[cube.owner[row]], set()).add(cube.skus[cube.sku[row]])
    return found


def _table(trials: list[Trial]) -> str:
    names = sorted({trial.shop for trial in trials})
    sums = np.zeros((len(names), 4))
    place = {name: at for at, name in enumerate(names)}
    for trial in trials:
        sums[place[trial.shop]] += (trial.suggested, trial.alike, trial.popular, trial.regular)
    suggested, alike, *others = sums.sum(axis=0)
    drawn = np.random.default_rng(1).integers(0, len(names), (DRAWN, len(names)))
    totals = sums[drawn].sum(axis=1)
    share = sum(trial.suggested == SUGGESTED for trial in trials) / len(trials)
    lines = [
        f"{len(names)} shops, {len(trials)} sheets, {int(suggested)} suggestions "
        f"({share:.0%} of the sheets have three)",
        f"shops alike: {alike / suggested:.1%} bought within three months",
    ]
    baselines = ("bought in the last three months", "bought in two of them")
    for column, (name, hits) in enumerate(zip(baselines, others, strict=True), start=2):
        low, high = np.quantile(totals[:, 1] / np.maximum(totals[:, column], 1), (0.025, 0.975))
        lines.append(
            f"popular, {name}: {hits / suggested:.1%}; lift {alike / hits:.2f}, "
            f"95 % interval {low:.2f} to {high:.2f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
