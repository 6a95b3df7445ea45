from collections import Counter
from dataclasses import replace
from pathlib import Path

from guidebook.exports.advice import (
    ADVICE_LOG_HEADINGS,
    COMMITMENT_HEADINGS,
    advice_id,
    advice_rows,
    commitment_rows,
    write_alerts,
)
from guidebook.exports.records import Record, settled, sheet_record
from guidebook.ledger import Alert
from guidebook.model import Advised, FollowUp, Outcome, Profile, Result, Sentence, Sheet
from tests.exports.lists import read, write
from tests.golden import ADVICE, LICENSE, OCTOBER, PROFILE, SHEET, SUPPLY, TRIAL, B

GOING_ON = Sentence(
    "follow_up_done", "上回说的丙牌（细支），接着来4条。", {}, B.sku_code, case="sold", cartons=4
)
WEDDING = replace(SUPPLY, rule="season_wedding", text="要用甲牌（硬）的话提前告诉我，我去问。", promise=True)


def made(sheet: Sheet = SHEET, profile: Profile = PROFILE) -> Record:
    return settled(sheet_record(profile, ADVICE, sheet), Outcome(LICENSE, sheet.pdf_name, "00ff", 2))


WITHHELD = settled(
    sheet_record(PROFILE, ADVICE, replace(SHEET, next_month=(WEDDING,))),
    Outcome("2", None, None, withheld="缺字"),
)


def test_advice_is_logged_as_it_was_printed(tmp_path: Path) -> None:
    write(tmp_path / "advice_log.csv", ADVICE_LOG_HEADINGS, advice_rows, [made(), WITHHELD])
    first = {
        "建议编号": f"2026-10-{LICENSE}-supply_tight_top-6901001",
        "月份": "2026-10",
        "许可证号": LICENSE,
        "规则": "supply_tight_top",
        "商品编码": "6901001",
        "建议进的商品编码": "",
        "建议条数": "",
        "栏": "下月提升方向",
        "情形": "",
        "文字": SUPPLY.text,
        "状态": "未做",
        "实进": "",
        "实卖": "",
    }
    assert read(tmp_path / "advice_log.csv") == [
        first,
        first
        | {
            "建议编号": f"2026-10-{LICENSE}-new_product_trial-6901003",
            "规则": "new_product_trial",
            "商品编码": "6901003",
            "建议进的商品编码": "6901003",
            "建议条数": "2",
            "文字": TRIAL.text,
        },
    ]


def test_what_it_is_about_and_what_to_buy_are_two_products(tmp_path: Path) -> None:
    substitute = replace(SUPPLY, rule="substitute_same_price", bought_code="6901002", cartons=3)
    write(
        tmp_path / "advice_log.csv",
        ADVICE_LOG_HEADINGS,
        advice_rows,
        [made(replace(SHEET, next_month=(substitute,)))],
    )
    (row,) = read(tmp_path / "advice_log.csv")
    assert (row["商品编码"], row["建议进的商品编码"], row["建议条数"]) == ("6901001", "6901002", "3")


def test_what_is_said_of_last_months_advice_is_logged_in_its_box(tmp_path: Path) -> None:
    write(
        tmp_path / "advice_log.csv",
        ADVICE_LOG_HEADINGS,
        advice_rows,
        [made(replace(SHEET, follow_up=(GOING_ON,)))],
    )
    row = read(tmp_path / "advice_log.csv")[-1]
    assert (row["栏"], row["规则"], row["情形"], row["状态"]) == ("上月说的事", "follow_up_done", "sold", "")


def test_last_months_advice_comes_with_what_became_of_it(tmp_path: Path) -> None:
    advised = Advised(OCTOBER.plus(-1), "substitute_same_price", "6901001", B.sku_code, 4, "先进4条。")
    follow_up = FollowUp(advised, B, Result.PARTLY, bought=500, sold=400)
    profile = replace(PROFILE, follow_ups=(follow_up,))
    write(tmp_path / "advice_log.csv", ADVICE_LOG_HEADINGS, advice_rows, [made(profile=profile)])
    row = read(tmp_path / "advice_log.csv")[0]
    assert row["建议编号"] == f"2026-09-{LICENSE}-substitute_same_price-6901001"
    assert (row["月份"], row["商品编码"], row["建议进的商品编码"]) == ("2026-09", "6901001", B.sku_code)
    assert (row["状态"], row["建议条数"], row["实进"], row["实卖"]) == ("部分", "4", "2.5", "2")
    uncounted = replace(profile, follow_ups=(replace(follow_up, sold=None),))
    write(tmp_path / "advice_log.csv", ADVICE_LOG_HEADINGS, advice_rows, [made(profile=uncounted)])
    assert read(tmp_path / "advice_log.csv")[0]["实卖"] == ""


def test_results_are_told_in_real_cartons(tmp_path: Path) -> None:
    small = replace(B, sticks_per_carton=100)
    follow_up = FollowUp(Advised(OCTOBER.plus(-1), "r", None, B.sku_code, 4), small, Result.DONE, bought=400)
    write(
        tmp_path / "advice_log.csv",
        ADVICE_LOG_HEADINGS,
        advice_rows,
        [made(profile=replace(PROFILE, follow_ups=(follow_up,)))],
    )
    assert read(tmp_path / "advice_log.csv")[0]["实进"] == "4"


def test_two_sentences_of_one_rule_and_product_have_two_ids(tmp_path: Path) -> None:
    sheet = replace(SHEET, next_month=(SUPPLY, TRIAL, SUPPLY))
    write(tmp_path / "advice_log.csv", ADVICE_LOG_HEADINGS, advice_rows, [made(sheet)])
    ids = [row["建议编号"] for row in read(tmp_path / "advice_log.csv")]
    assert len(set(ids)) == 3
    seen: Counter[str] = Counter()
    assert [advice_id("2026-10", "1", "r", None, seen) for _ in range(3)] == [
        "2026-10-1-r",
        "2026-10-1-r-2",
        "2026-10-1-r-3",
    ]


def test_a_promise_can_be_read_back_as_a_note(tmp_path: Path) -> None:
    sheet = replace(SHEET, next_month=(SUPPLY, WEDDING))
    assert (
        write(tmp_path / "commitments.csv", COMMITMENT_HEADINGS, commitment_rows, [made(sheet), WITHHELD])
        == 1
    )
    assert read(tmp_path / "commitments.csv") == [
        {
            "日期": "2026-11-01",
            "许可证号": LICENSE,
            "类型": "promise",
            "商品编码": "6901001",
            "内容": WEDDING.text,
            "可打印": "0",
            "期限": "2026-11-30",
        }
    ]


def test_alerts_stand_in_visit_order_and_are_the_owners_alone(tmp_path: Path) -> None:
    alerts = [
        Alert("3", "churn_red", "四个月没进货"),
        Alert("1", "irregular_pattern", "进得多"),
        Alert("1", "churn_red", "=三个月没进货"),
        Alert("9", "churn_red", "已不在档案里"),
    ]
    shops = {"1": ("R01", 2, "甲店"), "3": ("R01", 1, "丙店"), "4": (None, None, "丁店")}
    assert write_alerts(tmp_path / "alerts.csv", alerts, shops) == 3
    rows = read(tmp_path / "alerts.csv")
    assert [tuple(row.values()) for row in rows] == [
        ("R01", "1", "3", "丙店", "churn_red", "四个月没进货"),
        ("R01", "2", "1", "甲店", "irregular_pattern", "进得多"),
        ("R01", "2", "1", "甲店", "churn_red", "'=三个月没进货"),
    ]
    assert list(rows[0]) == ["线路编码", "拜访顺序", "许可证号", "店名", "规则", "提醒"]
    assert (tmp_path / "alerts.csv").stat().st_mode & 0o777 == 0o600
