from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from guidebook.charts import Charts, Drawing, Label
from guidebook.charts.drawing import INK, PALE, WARM
from guidebook.pdf.gates import check_labels
from tests.charts.samples import SIZE, TREND, chart, measure

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def charts() -> Charts:
    return Charts(measure)


def labels(drawing: Drawing, kind: str) -> dict[int, Label]:
    """The labels whose slots begin so, by their number."""
    found = (label for label in drawing.labels if label.slot.startswith(f"{kind}-"))
    return {int(label.slot.rpartition("-")[2]): label for label in found}


def boxes(drawing: Drawing, fill: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of the rectangles with this fill."""
    found = []
    for path in ElementTree.fromstring(drawing.svg).iter(f"{SVG}path"):
        if path.get("fill") == fill:
            for part in re.findall(r"M[^M]*?z", path.get("d", "")):
                numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", part)]
                across, down = numbers[::2], numbers[1::2]
                found.append((min(across), min(down), max(across), max(down)))
    return found


class TestTrend:
    def test_bars_are_as_high_as_their_months(self, charts: Charts) -> None:
        drawing = charts.trend(TREND, SIZE)
        months, latest = boxes(drawing, PALE), boxes(drawing, INK)
        assert (len(months), len(latest)) == (12, 1)
        unit = (months[3][3] - months[3][1]) / 91
        for (_, top, _, bottom), cartons in zip([*months, *latest], TREND.cartons, strict=True):
            assert bottom - top == pytest.approx(cartons * unit, abs=0.02)

    def test_the_last_labels_are_the_very_words_of_the_account(self, charts: Charts) -> None:
        drawing = charts.trend(TREND, SIZE)
        assert (labels(drawing, "trend-cartons")[12].text, labels(drawing, "trend-cartons")[12].strong) == (
            "77条",
            True,
        )
        assert (labels(drawing, "trend-price")[12].text, labels(drawing, "trend-price")[12].strong) == (
            "142.4元",
            True,
        )

    def test_months_and_cartons_are_all_labelled(self, charts: Charts) -> None:
        drawing = charts.trend(TREND, SIZE)
        assert [label.text for label in labels(drawing, "trend-month").values()] == list(TREND.labels)
        assert labels(drawing, "trend-cartons")[4].text == "61.5"
        assert len(labels(drawing, "trend-cartons")) == 13

    def test_the_line_has_a_scale(self, charts: Charts) -> None:
        prices = labels(charts.trend(TREND, SIZE), "trend-price")
        assert {at: label.text for at, label in prices.items()} == {3: "143.5", 4: "132.2", 12: "142.4元"}
        assert prices[3].y < prices[4].y

    def test_a_low_chart_leaves_out_the_lowest_price(self, charts: Charts) -> None:
        assert set(labels(charts.trend(TREND, replace(SIZE, height=62)), "trend-price")) == {3, 12}

    def test_large_numbers_leave_only_those_that_tell_most(self, charts: Charts) -> None:
        large = replace(TREND, cartons=tuple(cartons * 1000 + 0.5 for cartons in TREND.cartons))
        drawing = charts.trend(replace(large, cartons_text="77000.5条"), SIZE)
        assert set(labels(drawing, "trend-cartons")) == {12, 3, 0}

    def test_the_last_label_gives_way_to_the_right(self, charts: Charts) -> None:
        trend = replace(TREND, cartons=(100,) * 12 + (213,), cartons_text="213条")
        cartons = labels(charts.trend(trend, SIZE), "trend-cartons")
        assert len(cartons) == 13
        assert cartons[12].x + cartons[12].width == pytest.approx(SIZE.width, abs=0.01)

    def test_after_a_fall_the_last_price_stands_below_the_line(self, charts: Charts) -> None:
        rise = charts.trend(TREND, SIZE)
        fall = charts.trend(replace(TREND, carton_prices=(*TREND.carton_prices[:-1], 138.0)), SIZE)
        low = charts.trend(
            replace(TREND, carton_prices=(*TREND.carton_prices[:-1], 138.0)), replace(SIZE, height=62)
        )

        def place(drawing: Drawing) -> float:
            dot = next(
                p for p in ElementTree.fromstring(drawing.svg).iter(f"{SVG}path") if p.get("fill") == WARM
            )
            centre = float(dot.get("d", "").split()[2]) - 2.3
            return labels(drawing, "trend-price")[12].y - centre

        assert place(rise) < 0
        assert place(fall) > 0
        assert place(low) < 0

    @pytest.mark.parametrize("height", [55, 62, 68, 90])
    def test_a_last_price_lower_than_all_covers_no_cartons(self, charts: Charts, height: int) -> None:
        """In a low chart it stays above the line, however far it fell."""
        trend = replace(
            TREND, carton_prices=(*TREND.carton_prices[:-1], 108.6), cartons=(*TREND.cartons[:-1], 107)
        )
        check_labels("走势图", charts.trend(trend, replace(SIZE, height=height)))

    def test_labels_stay_inside_and_apart(self, charts: Charts) -> None:
        drawing = charts.trend(TREND, SIZE)
        for label in drawing.labels:
            assert 0 <= label.x <= label.x + label.width <= SIZE.width + 0.01
            assert 0 <= label.y <= label.y + SIZE.line <= SIZE.height + 0.01
        months = sorted(labels(drawing, "trend-month").values(), key=lambda label: label.x)
        assert all(a.x + a.width <= b.x for a, b in pairwise(months))

    def test_a_month_without_purchases_breaks_the_line(self, charts: Charts) -> None:
        prices = (*TREND.carton_prices[:5], None, *TREND.carton_prices[6:])
        gap = charts.trend(
            replace(TREND, carton_prices=prices, cartons=(*TREND.cartons[:5], 0, *TREND.cartons[6:])), SIZE
        )
        line = next(
            p.get("d", "")
            for p in ElementTree.fromstring(gap.svg).iter(f"{SVG}path")
            if p.get("stroke") == WARM
        )
        assert line.count("M") == 2
        assert labels(gap, "trend-cartons")[5].text == "0"

    def test_a_last_month_without_purchases_has_no_price(self, charts: Charts) -> None:
        trend = replace(
            TREND,
            cartons=(*TREND.cartons[:-1], 0),
            carton_prices=(*TREND.carton_prices[:-1], None),
            cartons_text="0条",
            carton_price_text=None,
        )
        drawing = charts.trend(trend, SIZE)
        assert 12 not in labels(drawing, "trend-price")
        assert labels(drawing, "trend-price")[11].text == "140.6"

    @pytest.mark.parametrize("months", [1, 2])
    def test_short_histories(self, charts: Charts, months: int) -> None:
        short = replace(
            TREND,
            labels=TREND.labels[-months:],
            cartons=TREND.cartons[-months:],
            carton_prices=TREND.carton_prices[-months:],
        )
        drawing = charts.trend(short, SIZE)
        assert len(boxes(drawing, INK)) == 1
        assert labels(drawing, "trend-price")[months - 1].text == "142.4元"

    def test_nothing_but_zeros(self, charts: Charts) -> None:
        nothing = replace(TREND, cartons=(0,) * 13, carton_prices=(None,) * 13, carton_price_text=None)
        assert labels(charts.trend(nothing, SIZE), "trend-price") == {}

    def test_it_says_every_month_to_those_who_can_t_see_it(self, charts: Charts) -> None:
        title = ElementTree.fromstring(charts.trend(TREND, SIZE).svg).findtext(f"{SVG}title", "")
        assert title.startswith("近13个月：条数（柱）和平均每条（线）：10月 72，138；")
        assert title.endswith("10 77，142.4")

    def test_prices_are_rounded_once(self, charts: Charts) -> None:
        """A price just under a half goes down: 180.7499… isn't 180.75, which would be printed as 180.8."""
        for price, text in ((361319 / 1999, "180.7"), (180.75, "180.8"), (172.35, "172.4")):
            prices = (*[100.0] * 5, price, *[100.0] * 6, 142.4)
            drawing = charts.trend(replace(TREND, carton_prices=prices), SIZE)
            assert labels(drawing, "trend-price")[5].text == text


class TestBars:
    def test_bars_are_as_long_as_their_values(self, charts: Charts) -> None:
        drawing = charts.bars(chart(("甲", 300), ("乙", 60), ("丙", -150)), SIZE, "moves")
        (first, second), (loss,) = boxes(drawing, INK), boxes(drawing, "#ffffff")
        zero = first[0]
        assert second[0] == zero == pytest.approx(loss[2])
        assert (first[2] - zero) / (second[2] - zero) == pytest.approx(5, abs=0.01)
        assert (first[2] - zero) / (zero - loss[0]) == pytest.approx(2, abs=0.01)

    def test_a_loss_is_outlined_not_only_coloured(self, charts: Charts) -> None:
        svg = charts.bars(chart(("甲", 300), ("丙", -150)), SIZE, "moves").svg
        loss = next(
            path for path in ElementTree.fromstring(svg).iter(f"{SVG}path") if path.get("fill") == "#ffffff"
        )
        assert loss.get("stroke") == WARM

    def test_figures_stand_at_the_bars_ends(self, charts: Charts) -> None:
        drawing = charts.bars(chart(("甲", 300), ("丙", -150)), SIZE, "moves")
        texts = labels(drawing, "moves-text")
        (gain,), (loss,) = boxes(drawing, INK), boxes(drawing, "#ffffff")
        assert texts[0].x == pytest.approx(gain[2] + 3, abs=0.02)
        assert texts[1].x + texts[1].width == pytest.approx(loss[0] - 3, abs=0.02)

    def test_names_end_at_one_edge(self, charts: Charts) -> None:
        names = labels(charts.bars(chart(("甲牌", 1), ("乙牌（软）", 2)), SIZE, "moves"), "moves-name")
        assert names[0].x + names[0].width == pytest.approx(names[1].x + names[1].width, abs=0.01)

    def test_a_single_bar_takes_half_of_the_room(self, charts: Charts) -> None:
        def share(*bars: tuple[str, float]) -> float:
            drawing = charts.bars(chart(*bars), SIZE, "moves")
            left, _, right, _ = boxes(drawing, INK)[0]
            text = labels(drawing, "moves-text")[0]
            return (right - left) / (SIZE.width - text.width - 3 - left)

        assert share(("甲", 9)) == pytest.approx(0.5, abs=0.01)
        assert share(*[("甲", 9.0)] * 8) > 0.95

    def test_all_zero(self, charts: Charts) -> None:
        drawing = charts.bars(chart(("甲", 0)), SIZE, "moves")
        assert boxes(drawing, INK) == []
        assert labels(drawing, "moves-text")[0].text == "+0"

    def test_eight_bars_fit_without_touching(self, charts: Charts) -> None:
        bars = boxes(charts.bars(chart(*((f"牌{n}", 9 - n) for n in range(8))), SIZE, "moves"), INK)
        assert all(a[3] < b[1] for a, b in pairwise(bars))
        assert bars[-1][3] <= SIZE.height

    def test_it_says_every_bar_to_those_who_can_t_see_it(self, charts: Charts) -> None:
        svg = charts.bars(chart(("<甲>", 300), ("丙", -150), caption="合计 +150"), SIZE, "moves").svg
        title = ElementTree.fromstring(svg).findtext(f"{SVG}title")
        assert title == "多赚少赚：<甲> +300；丙 -150；合计 +150"


def test_words_are_text_and_shapes_are_paths(charts: Charts) -> None:
    drawing = charts.trend(TREND, SIZE)
    root = ElementTree.fromstring(drawing.svg)
    assert [text.text for text in root.iter(f"{SVG}text")] == [label.text for label in drawing.labels]
    assert len(list(root.iter(f"{SVG}path"))) == 5
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {"svg", "title", "path", "g", "text"}
    assert not [element for element in root.iter() if element.get("style")]


def test_markup_in_names_stays_text(charts: Charts) -> None:
    root = ElementTree.fromstring(charts.bars(chart(("<b>&", 1)), SIZE, "moves").svg)
    assert root.findtext(f".//{SVG}text") == "<b>&"


def test_a_chart_depends_on_its_data_alone(charts: Charts) -> None:
    first = charts.trend(TREND, SIZE), charts.bars(chart(("甲", 300), ("丙", -150)), SIZE, "moves")
    charts.trend(replace(TREND, cartons=(500,) * 13), SIZE)
    charts.trend(TREND, replace(SIZE, width=511, height=62))
    charts.bars(chart(("乙", 5)), SIZE, "other")
    charts.bars(chart(("乙", 5)), replace(SIZE, height=40), "other")
    again = charts.trend(TREND, SIZE), charts.bars(chart(("甲", 300), ("丙", -150)), SIZE, "moves")
    assert first == again
    assert Charts(measure).trend(TREND, SIZE) == first[0]


def test_a_figure_is_made_once(charts: Charts, monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.figure import Figure

    charts.trend(TREND, SIZE)
    made: list[object] = []
    monkeypatch.setattr(Figure, "__init__", lambda figure, *_, **__: made.append(figure))
    charts.trend(replace(TREND, cartons=(1,) * 13), SIZE)
    charts.trend(TREND, replace(SIZE, height=62))
    assert made == []
