from dataclasses import replace

import pandas as pd
import pytest

from guidebook.app.population import choose, first_route, population
from guidebook.errors import UsageError
from guidebook.model import Month
from guidebook.reading.schema import conform, empty_tables
from guidebook.snapshot import Snapshot


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    retailers = pd.DataFrame(
        {
            "license_no": ["1", "2", "3", "4"],
            "shop_name": ["甲店", "乙店", "丙店", "丁店"],
            "owner_name": ["李建祥", None, None, None],
            "status": ["正常", "歇业", "注销", "正常"],
            "order_cycle_days": 7,
            "lead_days": 2,
        }
    )
    routes = pd.DataFrame(
        {"license_no": ["1", "2", "3"], "route_id": ["R02", "R01", "R01"], "visit_seq": [3, None, 1]}
    )
    tables = empty_tables() | {
        "retailers": conform("retailers", retailers),
        "routes": conform("routes", routes),
    }
    return Snapshot(id="s", **tables)


def test_everybody_of_the_registry_is_a_member(snapshot: Snapshot) -> None:
    members = population(snapshot)
    assert list(members) == ["1", "2", "3", "4"]
    first = members["1"]
    assert (first.shop_name, first.owner_name, first.route_id, first.visit_seq) == (
        "甲店",
        "李建祥",
        "R02",
        3,
    )
    assert (members["2"].owner_name, members["2"].visit_seq) == (None, None)
    assert (members["4"].route_id, members["4"].visit_seq) == (None, None)


def test_the_closed_are_members_without_a_sheet(snapshot: Snapshot) -> None:
    closed = {license_no: member.closed for license_no, member in population(snapshot).items()}
    assert closed == {"1": None, "2": None, "3": "许可证状态为注销，不发指导书", "4": None}


def test_a_bare_line_says_who_it_is(snapshot: Snapshot) -> None:
    record = population(snapshot)["1"].bare_record(Month(2026, 10), "s")
    assert (record["license_no"], record["month"], record["account"]) == ("1", "2026-10", None)


def test_members_are_chosen_by_route_and_licence(snapshot: Snapshot) -> None:
    members = population(snapshot)
    assert list(choose(members)) == ["1", "2", "3", "4"]
    assert list(choose(members, routes=["R01"])) == ["2", "3"]
    assert list(choose(members, routes=["R01", "R02"])) == ["1", "2", "3"]
    assert list(choose(members, licenses=["4"])) == ["4"]
    assert list(first_route(members)) == ["2", "3"]


def test_without_routes_the_first_route_is_everybody(snapshot: Snapshot) -> None:
    alone = {"4": population(snapshot)["4"]}
    assert first_route(alone) == alone


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"routes": ["R9"]}, "没有线路 R9（线路有：R01、R02）"),
        ({"licenses": ["9"]}, "零售户档案里没有许可证号 9（核对许可证号：它要在零售户表里）"),
    ],
)
def test_unknown_routes_and_licences_are_told(
    snapshot: Snapshot, chosen: dict[str, list[str]], words: str
) -> None:
    with pytest.raises(UsageError) as caught:
        choose(population(snapshot), **chosen)
    assert str(caught.value) == words


def test_an_empty_registry_is_told() -> None:
    with pytest.raises(UsageError, match="没有零售户"):
        choose({})


def test_a_shop_of_unknown_state_and_name_is_a_member_all_the_same(snapshot: Snapshot) -> None:
    retailers = snapshot.retailers.assign(
        status=[None, "歇业", "注销", "正常"], shop_name=[None, "乙", "丙", "丁"]
    )
    first = population(replace(snapshot, retailers=conform("retailers", retailers)))["1"]
    assert first.closed is None
    assert first.shop_name == ""


def test_a_shop_typed_by_its_name_is_told_its_licence(snapshot: Snapshot) -> None:
    members = population(snapshot)
    with pytest.raises(UsageError) as told:
        choose(members, licenses=["乙店"])
    assert told.value.remedy == "写许可证号；是不是 2（乙店）？"


def test_a_licence_like_no_other_has_no_guess(snapshot: Snapshot) -> None:
    with pytest.raises(UsageError) as told:
        choose(population(snapshot), licenses=["371702184358"])
    assert told.value.remedy == "核对许可证号：它要在零售户表里"
