from guidebook.app.checking import grouped
from guidebook.model import Blocks, Problem, Severity


def problem(message: str, severity: Severity = Severity.ERROR, row: int = 1, column: str = "数量") -> Problem:
    return Problem(severity, Blocks.RETAILER, message, table="sales", row=row, column=column)


def test_one_cause_is_one_group_whatever_row_and_value() -> None:
    groups = grouped(
        [problem("“12a”不是数字", row=3), problem("“x”不是数字", row=9), problem("第7行没有月份")]
    )
    assert [(len(group.problems), group.first.message) for group in groups] == [
        (2, "“12a”不是数字"),
        (1, "第7行没有月份"),
    ]


def test_columns_and_severities_are_causes_of_their_own() -> None:
    groups = grouped(
        [
            problem("不是数字", Severity.WARNING),
            problem("不是数字", Severity.WARNING),
            problem("不是数字", column="金额"),
            problem("不是数字", Severity.INFO),
        ]
    )
    assert [(group.first.severity, len(group.problems)) for group in groups] == [
        (Severity.ERROR, 1),
        (Severity.WARNING, 2),
        (Severity.INFO, 1),
    ]


def test_without_problems_there_are_no_groups() -> None:
    assert grouped([]) == ()


def test_what_stops_most_comes_first() -> None:
    fatal = Problem(Severity.ERROR, Blocks.RUN, "整个文件不对", table="sales")
    slight = [Problem(Severity.ERROR, Blocks.NOTHING, "不用这一行", row=row) for row in range(9)]
    groups = grouped([*slight, problem("不是数字"), fatal])
    assert [group.first.blocks for group in groups] == [Blocks.RUN, Blocks.RETAILER, Blocks.NOTHING]


def test_codes_and_differing_characters_are_no_causes() -> None:
    groups = grouped(
        [
            problem("商品A1不在商品目录里"),
            problem("商品B22不在商品目录里"),
            problem("档案为“甲”，销售表为“乙”，第2字不同（甲/乙）"),
            problem("档案为“丙”，销售表为“丁”，第1字不同（丙/丁）"),
        ]
    )
    assert [len(group.problems) for group in groups] == [2, 2]
