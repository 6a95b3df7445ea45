"""The page as people use it: a real browser, its keyboard, its screens, and what it asks of the network."""

import base64
import io
import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pypdfium2
import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By

from guidebook.exports.lines import Line
from guidebook.exports.page import PAGE
from tests.hostile.payloads import filled
from tests.page import county
from tests.page.browser import View
from tests.workspace import lines, manifest

SHOPS = county.city(420)
NAMES = [shop.shop_name for shop in SHOPS]
OWNER = county.owner(SHOPS[44].license_no)


def of(*shops: Line) -> list[str]:
    return [shop.shop_name for shop in shops]


def falls(shop: Line) -> int:
    """By how many cartons it fell, less than nothing if it rose."""
    assert shop.cartons[0] and shop.cartons[1]
    return int(shop.cartons[1]) - int(shop.cartons[0])


def shown(count: int) -> str:
    return f"找到 {count} 户"


def test_it_opens_with_all_shops_in_visit_order_a_hundred_at_a_time(view: View) -> None:
    assert view.found == shown(420)
    assert view.shops == NAMES[:100]
    assert view.one("#page").text == "第 1 页，共 5 页"
    view.one("#next").click()
    assert view.shops == NAMES[100:200]
    assert view.focus.text == NAMES[100]
    view.one("#previous").click()
    assert view.shops == NAMES[:100]
    assert not view.one("#previous").is_enabled()


def test_the_last_page_holds_the_rest(view: View) -> None:
    for _ in range(4):
        view.one("#next").click()
    assert view.shops == NAMES[400:]
    assert not view.one("#next").is_enabled()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (NAMES[7], [7]),
        (SHOPS[123].license_no, [123]),
        (f" {SHOPS[123].license_no[:6]} {SHOPS[123].license_no[6:]} ", [123]),
        ("３７１７０２０００３３１", [331]),
        (OWNER, [number for number, shop in enumerate(SHOPS) if county.owner(shop.license_no) == OWNER]),
        (f"{OWNER} {NAMES[44]}", [44]),
        (f"{OWNER} {NAMES[45]}", []),
        ("不在这里的店", []),
        ("[.*", []),
    ],
)
def test_shops_are_found_by_name_owner_and_licence(typed: str, expected: list[int], view: View) -> None:
    view.one("#q").send_keys(typed)
    assert view.shops == [NAMES[number] for number in expected]
    assert view.found == (shown(len(expected)) if expected else "一户也没找到。少打几个字，或者清除条件")
    assert not view.one("#pages").is_displayed()


def test_letters_are_found_however_they_are_written(driver: Chrome, tmp_path: Path) -> None:
    page = county.write(
        tmp_path, [county.line("R1", 1, "1", "ＡＢＣ超市"), county.line("R1", 2, "2", "甲店")]
    )
    opened = View(driver, page)
    opened.one("#q").send_keys("abc")
    assert opened.shops == ["ＡＢＣ超市"]


def test_filters_narrow_each_other_down(view: View) -> None:
    second = [shop for shop in SHOPS if shop.route_id == "R002"]
    view.choose("route", "R002")
    assert view.found == shown(len(second))
    view.one("input[name=state][value='1']").click()
    withheld = [shop for shop in second if shop.withheld and shop.withheld != county.CLOSED]
    assert view.shops == of(*withheld) != []
    view.one("input[name=state][value='2']").click()
    assert view.shops == of(*(shop for shop in second if shop.withheld == county.CLOSED)) != []
    view.one("input[name=state][value='0']").click()
    view.one("#alert").click()
    alerted = [shop for shop in SHOPS[::25] if shop.route_id == "R002" and shop.pdf]
    assert view.shops == of(*alerted) != []
    assert set(view.texts("#list .alert span")) == {county.ALERT}
    view.one("button[type=reset]").click()
    assert view.found == shown(420)
    assert view.one("#route").get_attribute("value") == ""


def test_a_withheld_shop_tells_why_and_leads_nowhere(view: View) -> None:
    view.one("input[name=state][value='1']").click()
    first = next(shop for shop in SHOPS if shop.withheld)
    row = view.one("#list tbody tr")
    assert first.shop_name in row.text
    assert "扣下" in row.text
    assert first.withheld and first.withheld in row.text
    assert row.find_elements(By.TAG_NAME, "a") == []


@pytest.mark.parametrize(("option", "sign"), [("少得最多", 1), ("多得最多", -1)])
def test_shops_are_sorted_by_change_unknown_ones_last(option: str, sign: int, view: View) -> None:
    view.choose("sort", option)
    known = sorted((shop for shop in SHOPS if shop.change), key=lambda shop: -sign * falls(shop))
    assert view.shops == of(*known[:100])
    view.choose("route", "R003")
    assert view.shops == of(
        *(shop for shop in known if shop.route_id == "R003"),
        *(shop for shop in SHOPS if shop.route_id == "R003" and not shop.change),
    )


def test_all_links_lead_to_files_of_the_month(driver: Chrome, finished: Path) -> None:
    folder = finished / "2026-10"
    opened = View(driver, folder / PAGE)
    seen = set()
    for route in ("R01", "R02"):
        opened.choose("route", route)
        for link in opened.all("a"):
            address = link.get_attribute("href")
            assert address
            path = Path(unquote(urlsplit(address).path))
            assert path.is_file()
            seen.add(path.relative_to(folder).as_posix())
    assert {line["pdf"] for line in lines(finished) if line["pdf"]} <= seen
    assert {"R01/route_pack.pdf", "R02/route_pack.pdf", "exceptions.csv", "alerts.csv"} <= seen
    assert seen <= set(manifest(finished)["files"])


def test_a_sheet_opens_by_keyboard_alone(driver: Chrome, finished: Path) -> None:
    folder = finished / "2026-10"
    line = next(line for line in lines(finished) if line["pdf"])
    opened = View(driver, folder / PAGE)
    opened.press("/")
    opened.press(line["license_no"])
    opened.press(Keys.ENTER)
    assert opened.focus.text == line["shop_name"]
    with Leaving(driver) as left:
        opened.press(Keys.ENTER)
    assert Path(unquote(urlsplit(left.address).path)) == folder / line["pdf"]


class Leaving:
    """Where a page leads: the browser shows no PDF without a screen, but asks for it."""

    def __init__(self, driver: Chrome) -> None:
        self._driver = driver
        self.address = ""

    def __enter__(self) -> "Leaving":
        self._driver.execute_script(
            "document.addEventListener('click', (event) => {"
            " event.preventDefault(); window.asked = event.target.closest('a').href; }, {once: true})"
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.address = self._driver.execute_script("return window.asked")


def test_the_list_is_walked_with_arrows(view: View) -> None:
    view.press("/")
    assert view.focus.get_attribute("id") == "q"
    view.press(Keys.ARROW_DOWN)
    assert view.focus.text == NAMES[0]
    view.press(Keys.ARROW_DOWN)
    assert view.focus.text == NAMES[1]
    view.press(Keys.ARROW_UP)
    view.press(Keys.ARROW_UP)
    assert view.focus.get_attribute("id") == "q"


def test_escape_clears_the_words_and_a_slash_can_be_typed(view: View) -> None:
    view.press("/")
    view.press("a/b")
    assert view.one("#q").get_attribute("value") == "a/b"
    assert view.shops == []
    view.press(Keys.ESCAPE)
    assert (view.one("#q").get_attribute("value"), view.found) == ("", shown(420))


def test_tab_goes_through_the_page_in_reading_order(view: View) -> None:
    stops = []
    for _ in range(10):
        view.press(Keys.TAB)
        stops.append(view.focus.get_attribute("id") or view.focus.get_attribute("type") or view.focus.text)
    assert stops == [
        *("为什么扣下（8户）", "全月的表，出自哪份数据", "q", "route", "sort", "radio", "alert", "reset"),
        *NAMES[:2],
    ]


def test_whoever_has_the_focus_shows_it(view: View) -> None:
    for _ in range(9):
        view.press(Keys.TAB)
        style = (
            view.focus.value_of_css_property("outline-style"),
            view.focus.value_of_css_property("outline-width"),
        )
        assert style == ("solid", "3px")


def test_what_was_looked_for_is_still_there_on_the_way_back(view: View, county_page: Path) -> None:
    view.one("#q").send_keys("超市")
    view.choose("route", "R002")
    view.choose("sort", "少得最多")
    before, address = view.shops, urlsplit(view.driver.current_url).fragment
    view.driver.get("about:blank")
    assert View(view.driver, county_page, address=address).shops == before


def test_an_address_from_elsewhere_does_no_harm(view: View, county_page: Path) -> None:
    opened = View(view.driver, county_page, address="q=%E8%B6%85&route=R9&sort=__proto__&state=7&alert=0")
    assert opened.one("#route").get_attribute("value") == ""
    assert opened.found == shown(sum("超" in name for name in NAMES))


@pytest.mark.parametrize("width", [320, 360, 768, 1366])
def test_no_screen_scrolls_sideways(width: int, view: View, county_page: Path) -> None:
    view.resize(width, 700)
    for details in view.all("details"):
        details.click()
    view.choose("route", "R001")
    size = view.driver.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert size == [width, width]


def test_on_a_phone_a_shop_shows_who_where_how_and_what(view: View) -> None:
    view.resize(360, 800)
    text = view.one("#list tbody tr").text
    for word in (
        NAMES[0],
        county.owner(SHOPS[0].license_no),
        SHOPS[0].license_no,
        "R001",
        "▼ 少20条",
        county.ALERT,
    ):
        assert word in text
    assert all(field.rect["width"] >= 300 for field in view.all("#q"))


HOSTILE = {
    **filled(9, "/etc/hostname"),
    "script-end": "</script><script>document.title='x'</script>",
    "quotes": "\"'`\\",
    "separators": "甲\u2028乙\u2029丙",
    "percent": "100%25#?&=+店",
    "face": "店😀𬭊䶮",
}


def test_hostile_names_are_shown_letter_by_letter(driver: Chrome, tmp_path: Path) -> None:
    hostile = [county.line(text, 1, str(number), text, 1) for number, text in enumerate(HOSTILE.values(), 1)]
    opened = View(driver, county.write(tmp_path, hostile))
    assert sorted(opened.shops) == sorted(HOSTILE.values())
    assert opened.driver.title == "2026年10月经营分析指导书（内部）"
    assert len(opened.all("script")) == 2
    assert opened.all("img, iframe, object, embed, base, svg, form form, [onload], [onerror], link") == []
    for link in opened.all("#list a"):
        address = urlsplit(link.get_attribute("href") or "")
        assert (address.scheme, address.query, address.fragment) == ("file", "", "")
        assert Path(unquote(address.path)).parents[1] == tmp_path
    options = opened.texts("#route option")
    assert len(options) == 1 + len(HOSTILE)
    opened.choose("route", HOSTILE["face"])
    assert opened.shops == [HOSTILE["face"]]
    assert asked(driver) == {(tmp_path / PAGE).as_uri()}
    assert complaints(driver) == []


def asked(driver: Chrome) -> set[str]:
    """All addresses that the browser asked for since the page was opened."""
    messages = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    return {
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    }


def complaints(driver: Chrome) -> list[str]:
    """What the browser found wrong: errors of the script, breaches of the policy."""
    return [entry["message"] for entry in driver.get_log("browser")]


def test_nothing_but_the_page_is_asked_for(view: View, county_page: Path) -> None:
    view.one("#q").send_keys("超市")
    view.choose("route", "R002")
    assert asked(view.driver) == {county_page.as_uri()}
    assert complaints(view.driver) == []


def test_the_policy_stops_what_is_not_the_pages_own(view: View) -> None:
    view.driver.execute_script(
        "const script = document.createElement('script'); script.textContent = 'window.ran = 1';"
        "document.body.append(script);"
        "const image = new Image(); image.src = 'http://127.0.0.1:9/x'; document.body.append(image);"
    )
    assert view.driver.execute_script("return window.ran") is None
    assert len([text for text in complaints(view.driver) if "Content Security Policy" in text]) == 2


def test_every_field_has_a_name_and_the_list_is_a_table(view: View) -> None:
    tree = view.ask("Accessibility.getFullAXTree")["nodes"]
    told = {
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree
        if not node["ignored"] and node.get("role")
    }
    assert {
        *(("searchbox", "找店"), ("combobox", "线路"), ("combobox", "排序"), ("group", "单子")),
        *(("radio", "全部"), ("radio", "扣下"), ("checkbox", "只看有提醒的"), ("button", "清除条件")),
        *(("table", "零售户名单"), ("columnheader", "店"), ("columnheader", "比上月")),
        *(("navigation", "翻页"), ("button", "下一页"), ("status", "")),
        *(("heading", "2026年10月经营分析指导书"), ("link", NAMES[0])),
    } <= told
    assert view.one("html").get_attribute("lang") == "zh-CN"
    view.resize(360, 800)
    roles = [node["role"]["value"] for node in view.ask("Accessibility.getFullAXTree")["nodes"]]
    assert roles.count("row") == 1 + 100
    assert roles.count("cell") == 5 * 100


def test_words_stand_out_from_their_ground(view: View) -> None:
    """At least 4.5 to 1, as WCAG asks of texts."""
    view.one("input[name=state][value='1']").click()
    for css in (
        ".internal",
        ".internal strong",
        "#list .who",
        "#list .said .state",
        "th",
        "form p > label",
        "#found",
    ):
        found = view.driver.execute_script(_COLOURS, view.one(css))
        assert contrast(*map(rgb, found)) >= 4.5, css


_COLOURS = """
let at = arguments[0], ground = "rgba(0, 0, 0, 0)";
while (at && ground === "rgba(0, 0, 0, 0)") { ground = getComputedStyle(at).backgroundColor; at = at.parentElement; }
return [getComputedStyle(arguments[0]).color, ground];
"""


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(float(part) / 255 for part in re.findall(r"\d+", colour)[:3])


def contrast(ink: tuple[float, ...], ground: tuple[float, ...]) -> float:
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: tuple[float, ...]) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def test_all_that_was_found_is_printed_and_the_page_comes_back(view: View) -> None:
    view.choose("route", "R001")
    pdf = base64.b64decode(view.ask("Page.printToPDF", preferCSSPageSize=True)["data"])
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = "".join("".join(each.get_textpage().get_text_bounded().split()) for each in document)
    document.close()
    assert [name for name in NAMES[:200] if name not in text] == []
    assert "内部资料" in text
    assert "清除条件" not in text
    assert len(view.shops) == 100


def test_twenty_thousand_shops_are_searched_while_one_types(driver: Chrome, tmp_path: Path) -> None:
    shops = county.city(20_000)
    opened = View(driver, county.write(tmp_path, shops))
    assert opened.found == "找到 20,000 户"
    assert len(opened.shops) == 100
    opened.press("/")
    for number in (19_999, 12_345):
        opened.press(shops[number].license_no)
        assert opened.shops == [shops[number].shop_name]
        opened.press(Keys.ESCAPE)
    opened.choose("sort", "少得最多")
    assert (
        opened.shops[0]
        == min((shop for shop in shops if shop.change), key=lambda shop: -falls(shop)).shop_name
    )
    for letters in ("东", "东南", "东南福", "东南福超市"):
        opened.one("#q").clear()
        opened.one("#q").send_keys(letters)
        count = sum(letters in each.shop_name or letters in county.owner(each.license_no) for each in shops)
        assert opened.found == f"找到 {count:,} 户"
