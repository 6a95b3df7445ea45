"""How good the forecast is on real sales: the last twelve months, walked forward, against simple forecasts.

python -m benchmarks.forecast --data FILE [--config examples/iowa/config.yaml] [--month 2022-10]

The data aren't part of the repository; `examples/iowa/README.md` tells where they come from.  The constants of
`guidebook/measures/forecast.py` were fixed on the months before the twelve that are judged here.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from guidebook.config import load
from guidebook.measures.company.backtest import Forecast, Scope, back_test, history_of, summary
from guidebook.model import Month
from guidebook.reading import read

JUDGED = 12
"""How many months are judged."""
TARGETS = {Scope.ALL: 0.08, Scope.FREQUENT: 0.07, Scope.SHOPS: 0.10}
"""How much better than the three-month mean the forecast should be."""
LARGEST_BIAS = 0.05
"""Over all pairs."""
ENGLISH = {
    Scope.ALL: "all shops × products bought in the year before",
    Scope.FREQUENT: "bought in nine of the last twelve months",
    Scope.TOLD: "those that sheets give a quantity of",
    Scope.SHOPS: "shop totals",
    Forecast.OURS: "ours",
    Forecast.LAST_MONTH: "last month",
    Forecast.LAST_YEAR: "same month last year",
    Forecast.MEAN: "three-month mean",
    Forecast.ZERO: "nothing",
}


def main() -> None:
    """Read the sales, walk forward, print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--config", type=Path, default=Path("examples/iowa/config.yaml"))
    parser.add_argument("--month", default="2022-10", help="the last month judged")
    options = parser.parse_args()

    year, number = options.month.split("-")
    last = Month(int(year), int(number))
    sales = read(load(options.config), options.data, last).tables["sales"]
    tested = back_test(history_of(sales, last.plus(1 - JUDGED), last))
    print(f"{sales['license_no'].nunique()} shops, {tested['month'].nunique()} months up to {last.text}\n")
    print(_table(summary(tested)))
    print(_verdict(summary(tested), tested))


def _table(judged: pd.DataFrame) -> str:
    lines = []
    for scope in Scope:
        part = judged[judged["scope"] == scope.value].set_index("forecast")
        lines += [f"{ENGLISH[scope]} ({int(part['pairs'].iloc[0])})"]
        for forecast in Forecast:
            row = part.loc[forecast.value]
            lines.append(
                f"  {ENGLISH[forecast]:22s} error {row['error']:6.1%}  bias {row['bias']:+7.1%}"
                f"  better than the mean {row['better']:+7.1%}"
            )
    return "\n".join(lines)


def _verdict(judged: pd.DataFrame, tested: pd.DataFrame) -> str:
    ours = judged[judged["forecast"] == Forecast.OURS.value].set_index("scope")
    lines = []
    for scope, target in TARGETS.items():
        better = float(ours["better"][scope.value])
        met = "met" if better >= target else "MISSED"
        lines.append(f"{ENGLISH[scope]}: {better:+.1%}, target {target:+.0%}: {met}")
    bias = float(ours["bias"][Scope.ALL.value])
    met = "met" if abs(bias) <= LARGEST_BIAS else "MISSED"
    lines.append(f"bias over all pairs: {bias:+.1%}, target ±{LARGEST_BIAS:.0%}: {met}")
    every = tested[tested["scope"] == Scope.ALL.value].pivot(
        index="month", columns="forecast", values="error"
    )
    won = int((every[Forecast.OURS.value] < every[Forecast.MEAN.value]).sum())
    lines.append(f"better than the mean in {won} of {len(every)} months")
    return "\n" + "\n".join(lines)


if __name__ == "__main__":
    main()
