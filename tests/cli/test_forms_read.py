from pathlib import Path

import pytest

from guidebook.app.forms_back import ReadReport, Returned
from guidebook.cli.forms import show_read
from guidebook.model import Blocks, Problem, Severity

FILE = Path("填好.xlsx")
UNREAD = Problem(Severity.ERROR, Blocks.NOTHING, "盘点条数不是数字，这一行没有收", "改好这一格")


@pytest.mark.parametrize(
    ("form", "first"),
    [
        (Returned(FILE, FILE, {"库存盘点": 2}, ()), "收了：填好.xlsx（库存盘点填了2行），放在 填好.xlsx"),
        (
            Returned(FILE, FILE, {"库存盘点": 2}, (UNREAD,)),
            "收了：填好.xlsx（库存盘点填了2行，下面的没有收），放在 填好.xlsx",
        ),
        (
            Returned(FILE, FILE, {}, ()),
            "收了：填好.xlsx（一行也没填：填了的话，存盘没有？），放在 填好.xlsx",
        ),
        (Returned(FILE, None, {}, (UNREAD,)), "没有收：填好.xlsx"),
    ],
)
def test_a_form_that_came_back_is_told_with_what_was_not_taken(
    form: Returned, first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    show_read(ReadReport((form,)), as_json=False)
    told = capsys.readouterr().out.splitlines()
    assert told[0] == first
    assert [line.strip() for line in told[1:3]] == [
        words for problem in form.problems for words in (problem.message, f"怎么办：{problem.remedy}")
    ]
