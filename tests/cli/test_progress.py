import pytest

from guidebook.cli.progress import PlainLines, duration
from guidebook.model import Outcome

MADE = Outcome("1", "R01/1.pdf", "00")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_without_a_terminal_a_line_comes_every_few_seconds() -> None:
    lines: list[str] = []
    clock = Clock()
    plain = PlainLines(lines.append, clock)
    plain.step("计算")
    plain.expect(100)
    for _ in range(40):
        clock.now += 0.5
        plain.settled(MADE, resumed=False)
    assert lines[:2] == ["计算……", "要做 100 张"]
    assert lines[2].startswith("10/100 张，每秒 2.0 张，还要 45秒")
    assert len(lines) == 2 + 4


def test_kept_sheets_do_not_count_for_the_rate() -> None:
    lines: list[str] = []
    clock = Clock()
    plain = PlainLines(lines.append, clock)
    plain.expect(10)
    for _ in range(5):
        plain.settled(MADE, resumed=True)
    clock.now = 6.0
    plain.settled(MADE, resumed=True)
    assert lines[-1] == "6/10 张，每秒 0.0 张"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0秒"), (59.4, "59秒"), (60, "1分0秒"), (130, "2分10秒"), (3599, "59分59秒"), (3900, "1小时5分")],
)
def test_time_as_people_say_it(seconds: float, words: str) -> None:
    assert duration(seconds) == words
