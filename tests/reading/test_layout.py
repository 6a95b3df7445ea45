from guidebook.config import TableConfig
from guidebook.reading.headings import TABLES
from guidebook.reading.layout import Template, find, shortened
from guidebook.reading.units import title_hints

HEADER = ["月份", "许可证号", "商品编码", "购进数量（条）", "购进金额（元）"]


def test_the_header_is_found_under_title_rows() -> None:
    records = [
        ["零售户卷烟购进月报"],
        ["打印日期：2026-11-01", "单位：箱、万元"],
        [],
        HEADER,
        ["2026-10", "1", "2", "3", "4"],
    ]
    layout = find(records, TABLES["sales"], TableConfig())
    assert layout is not None
    assert layout.header == 3
    assert layout.columns == {"month": 0, "license_no": 1, "sku_code": 2, "qty_in": 3, "amount_in": 4}
    assert layout.hints["qty_in"] == ("条",)
    assert layout.title_hints == ("箱", "万元")
    assert not layout.missing


def test_the_twentieth_row_may_be_the_header_the_twenty_first_not() -> None:
    for above, found in ((19, True), (20, False)):
        layout = find([["标题"]] * above + [HEADER], TABLES["sales"], TableConfig())
        assert (layout is not None) is found


def test_two_known_headings_or_three_without_a_key_are_no_header() -> None:
    assert find([["许可证号", "购进数量"]], TABLES["sales"], TableConfig()) is None
    assert find([["月份", "购进数量", "购进金额"]], TABLES["sales"], TableConfig()) is None
    assert find([["许可证号", "月份", "购进数量"]], TABLES["sales"], TableConfig()) is not None


def test_aliases_are_known_and_the_main_heading_wins() -> None:
    layout = find(
        [["date1", "专卖证号", "条码", "卷烟编码", "qty_sold", "批发金额"]], TABLES["sales"], TableConfig()
    )
    assert layout is not None
    assert layout.columns == {
        "month": 0,
        "license_no": 1,
        "barcode": 2,
        "sku_code": 3,
        "qty_in": 4,
        "amount_in": 5,
    }


def test_missing_and_doubled_columns_are_told() -> None:
    layout = find([["月份", "许可证号", "商品编码", "金额", "金额"]], TABLES["sales"], TableConfig())
    assert layout is not None
    assert layout.missing == ("qty_in",)
    assert layout.doubled == ("金额",)


def test_configured_headings_constants_and_templates() -> None:
    settings = TableConfig(
        columns={"qty_in": "实购(箱)", "sku_name": "{品} {规:.2}", "amount_in": "不存在"},
        constants={"month": "2026-10"},
    )
    layout = find([["许可证号", "商品编码", "实购(条)", "实购(箱)", "品", "规"]], TABLES["sales"], settings)
    assert layout is not None
    assert layout.columns["qty_in"] == 3
    assert layout.heading("sku_name") == "品＋规"
    assert layout.unfound == {"amount_in": "不存在"}
    assert "month" not in layout.missing


def test_required_fields_may_be_changed() -> None:
    settings = TableConfig(required=("license_no", "shop_name"))
    layout = find([["许可证号", "店名"]], TABLES["retailers"], settings)
    assert layout is not None
    assert not layout.missing


def test_a_column_a_grade() -> None:
    header = ["月份", "商品编码", "截至", "30档", "二十九档", "D28", "备注"]
    layout = find([header], TABLES["supply"], TableConfig())
    assert layout is not None
    assert layout.grades == {3: 30, 4: 29, 5: 28}
    assert not layout.missing


def test_templates_are_filled_and_cut_between_words() -> None:
    template = Template(("", " ", "ml"), ((0, 16), (1, None)))
    assert template.fill(["JACK DANIELS TENNESSEE FIRE", "750"]) == "JACK DANIELS 750ml"
    assert template.fill(["", "750"]) == ""
    assert shortened("ABCDEFGHIJKLMNOP", 8) == "ABCDEFGH"
    assert shortened("ABCDE FGH", 5) == "ABCDE"
    assert shortened("ABCDE", 5) == "ABCDE"


def test_units_in_titles() -> None:
    assert title_hints(["单位：条/元"]) == ("条", "元")
    assert title_hints(["打印：2026-11-01 单位:箱，万元", "某某公司"]) == ("箱", "万元")
    assert title_hints(["某某单位"]) == ()
