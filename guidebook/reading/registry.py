"""零售户档案, 线路 and 客户经理 → `retailers`, `routes`, `managers` (domain.md §5.1, §5.6; F12, F13, F37)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from guidebook.config import Config
from guidebook.model import MarketType, Month, RetailerStatus, Severity
from guidebook.reading.aliases import Aliases
from guidebook.reading.cells import code
from guidebook.reading.gathering import Gathered
from guidebook.reading.goods import last_of
from guidebook.reading.grades import grade_rank
from guidebook.reading.membership import among
from guidebook.reading.schema import conform

if TYPE_CHECKING:
    import pandas as pd

_NO_GROUP = r"学生|学校|未成年|青少年|少年|儿童|孩|女|男"
INNER = ("ability", "personality", "education")
_SHOWN = ("name", "phone", "since")
_TOBACCO_LICENSE = r"^\d{12}$"
_DEFAULT_DAYS = {"order_cycle_days": 7, "lead_days": 2}
_AREAS = {MarketType.URBAN.value: "城区", MarketType.RURAL.value: "农村"}
LEAST_OPEN_DAYS = 15
"""How many days of the month a shop must be open for a sheet (F13)."""
_OWED = [status.value for status in RetailerStatus if status.gets_sheet]


def retailers(
    gathered: Gathered, aliases: Aliases, config: Config, month: Month, scale: Mapping[str, int]
) -> pd.DataFrame:
    """The registry, one row a licence, sorted.

    Args:
        gathered: The registry.
        aliases: Shops' former licences.
        config: Settings of reading.
        month: The sheets' month.
        scale: Grade → rank; empty: grades are numbers.
    """
    table = _one_row_each(gathered).sort_values("license_no").copy()
    for record in gathered.records(table[table["status"].notna() & ~table["status"].isin(_OWED)]):
        gathered.info(record, f"状态是{record.status}，不做指导书", "状态不对就在系统里改", "status")
    table["comparable_from"] = _moved(gathered, table, aliases)
    _shut(gathered, table, month)
    if config.input.retailer_id == _TOBACCO_LICENSE:
        for record in gathered.records(table[~table["license_no"].str[6].isin(["1", "2"])]):
            gathered.warn(record, "许可证号第7位通常是1或2", "和许可证核对", "license_no")
    table["grade_rank"] = _ranks(gathered, table, scale)
    table["area_type"] = table["area_type"].fillna(table["market_type"].map(_AREAS))
    for name, days in _DEFAULT_DAYS.items():
        table[name] = table[name].fillna(days)
    table.loc[table["order_cycle_days"] == 0, "order_cycle_days"] = _DEFAULT_DAYS["order_cycle_days"]
    for name in ("is_key", "large_print", "new_ok", "email_ok"):
        table[name] = table[name].fillna(False)
    table.loc[table["first_month"] < 100, "first_month"] = None  # a month without a year
    table["consumer_group"] = _groups(gathered, table)
    _forget_stale(gathered, table, config, month)
    return conform("retailers", table)


def _one_row_each(gathered: Gathered) -> pd.DataFrame:
    """One row a licence: equal rows are one, with a warning; where they differ, the sheet is withheld."""
    rows = gathered.rows
    repeated = rows.duplicated("license_no")
    equal = rows.duplicated(list(gathered.schema.names))
    for record in gathered.records(rows[repeated & equal]):
        message = f"{gathered.schema.title}里这一户有完全相同的两行，只用一行"
        gathered.warn(record, message, "删掉多余的一行", "license_no")
    for record in gathered.records(rows[repeated & ~equal]):
        message = f"{gathered.schema.title}里这一户有两行，内容不一样，不知道按哪一行"
        gathered.withhold(record, message, "只留对的一行", "license_no")
    return rows[~repeated]


def _moved(gathered: Gathered, table: pd.DataFrame, aliases: Aliases) -> pd.Series[Any]:
    """From which month on a shop may be compared with other years: since it moved between town and country (F12).

    A former licence that still stands in the registry gets no sheet of its own.
    """
    markets = dict(table[["license_no", "market_type"]].itertuples(index=False, name=None))
    steps = {code(alias.old): code(alias.new) for alias in aliases.shops if alias.same_owner}
    since: dict[str, int] = {}
    for alias in aliases.shops:
        old, today = code(alias.old), last_of(steps, code(alias.new))
        before = alias.market_type or markets.get(old)
        if alias.since is not None and before and markets.get(today) not in (None, before):
            moved = alias.since.year * 100 + alias.since.month
            since[today] = max(moved, since.get(today, moved))
        still = (table["license_no"] == old) & table["status"].isin(_OWED)
        if old != today and alias.same_owner and today in markets:
            for record in gathered.records(table[still]):
                message = f"已经换成许可证{today}，这个旧号不单独做指导书"
                gathered.info(record, message, "在系统里把旧许可证改为注销", "license_no")
            table.loc[still, "status"] = RetailerStatus.CHANGED.value
    return table["license_no"].map(since).astype("Int64")


def _shut(gathered: Gathered, table: pd.DataFrame, month: Month) -> None:
    """Shops that were open on too few days of the month for figures that mean anything (F13)."""
    import pandas as pd

    first, last = pd.Timestamp(month.first_day), pd.Timestamp(month.last_day)
    told = table["closed_from"].notna() | table["closed_until"].notna()
    begins, ends = table["closed_from"].fillna(first), table["closed_until"].fillna(last)
    begins, ends = begins.where(begins > first, first), ends.where(ends < last, last)
    shut = ((ends - begins).dt.days + 1).clip(lower=0).where(told, 0)
    days = last.day - shut
    for record in gathered.records(
        table.assign(days=days)[table["status"].isin(_OWED) & (days < LEAST_OPEN_DAYS)]
    ):
        message = f"这个月只开了{int(record.days)}天，不到{LEAST_OPEN_DAYS}天，不做指导书"
        gathered.info(record, message, "歇业起止日不对就在系统里改", "closed_from")
    table.loc[table["status"].isin(_OWED) & (days < LEAST_OPEN_DAYS), "status"] = RetailerStatus.SHUT.value


def _ranks(gathered: Gathered, table: pd.DataFrame, scale: Mapping[str, int]) -> pd.Series[Any]:
    """档位 → rank, by the scale or as the number it is."""
    ranks = {label: grade_rank(label, scale) for label in table["grade"].dropna().unique()}
    strange = table["grade"].isin([label for label, rank in ranks.items() if rank is None])
    for record in gathered.records(table[strange].drop_duplicates("grade")):
        gathered.warn(
            record,
            "档位表里没有这个档位，按没有档位处理" if scale else "档位不是数字，也没有档位表，按没有档位处理",
            "在档位表，或 config.yaml 的 input.grade_scale 里，写上每个档位的高低",
            "grade",
        )
    return table["grade"].map(ranks).astype("Int64")


def _groups(gathered: Gathered, table: pd.DataFrame) -> pd.Series[Any]:
    """消费群体 without what steers towards minors or by sex (R063): such words aren't used, and told."""
    groups = table["consumer_group"]
    told = table[groups.str.contains(_NO_GROUP, na=False)]
    for record in gathered.records(told.drop_duplicates("consumer_group")):
        message = "消费群体不分男女，也不能写未成年人和学生，这样的词不用"
        gathered.warn(record, message, "写居民、务工、商务、旅游、过路这样的", "consumer_group")
    kept = groups.map(
        lambda text: ",".join(word for word in text.split(",") if not re.search(_NO_GROUP, word)),
        na_action="ignore",
    )
    return kept.where(kept != "")


def _forget_stale(gathered: Gathered, table: pd.DataFrame, config: Config, month: Month) -> None:
    """Inner fields that nobody has looked at for long are no longer used (R043)."""
    import pandas as pd

    days = config.input.stale_profile_days
    oldest = pd.Timestamp(month.last_day - timedelta(days=days))
    stale = (table["profile_date"] < oldest) & table[list(INNER)].notna().any(axis=1)
    for record in gathered.records(table[stale]):
        message = f"资料超过{days}天没更新，经营能力、性格、文化程度这几项不用了"
        gathered.info(record, message, "拜访时核对，再更新资料更新日", "profile_date")
    for name in INNER:
        table.loc[stale, name] = None


def managers(gathered: Gathered, month: Month) -> pd.DataFrame:
    """Who is at work when the month's sheets are handed out, one row a manager."""
    import pandas as pd

    rows = gathered.rows.copy()
    backwards = rows["until"] < rows["since"]
    for record in gathered.records(rows[backwards]):
        message = f"截止日{record.until:%Y-%m-%d}比起始日还早，起止日都不用"
        gathered.warn(record, message, "改对起止日", "since")
    rows.loc[backwards, ["since", "until"]] = None
    day = pd.Timestamp(month.day_after)
    rows = rows[~(rows["until"] < day) & ~(rows["since"] > day) & rows["name"].notna()]
    rows = _with_substitutes(gathered, rows)
    repeated = rows.duplicated("manager_id")
    for record in gathered.records(rows[repeated & ~rows.duplicated(["manager_id", "name", "phone"])]):
        message = "同一个客户经理编码有两行，只用第一行"
        gathered.warn(record, message, "只留在岗的一行，或写上起止日", "manager_id")
    return conform("managers", rows[~repeated].sort_values("manager_id"))


def _with_substitutes(gathered: Gathered, rows: pd.DataFrame) -> pd.DataFrame:
    """A manager on leave stays on the routes by code, with the name and phone of whoever stands in (F37)."""
    import pandas as pd

    away = rows["substitute_manager"].notna()
    on_leave = rows[away].drop_duplicates("manager_id")
    there = rows[~rows["manager_id"].isin(set(on_leave["manager_id"]))].drop_duplicates("manager_id")
    codes = dict(zip(there["name"], there["manager_id"], strict=True))
    stand_ins = on_leave["substitute_manager"].map(lambda told: codes.get(told, told))
    found = stand_ins.isin(set(there["manager_id"]))
    for record in gathered.records(on_leave[~found]):
        message = f"代班经理{record.substitute_manager}不在客户经理表里（或也在请假），还印原来的客户经理"
        gathered.warn(record, message, "写在岗的客户经理的编码或姓名", "substitute_manager")
    shown = there.set_index("manager_id").loc[stand_ins[found], list(_SHOWN)]
    instead = on_leave[found].assign(**{name: shown[name].array for name in _SHOWN})
    rest = rows[~rows["manager_id"].isin(set(instead["manager_id"]))]
    return pd.concat([rest, instead]) if len(instead) else rows


def routes(gathered: Gathered, registry: pd.DataFrame, at_work: pd.DataFrame) -> pd.DataFrame:
    """Who is visited on which route, in which order, by whom.

    Args:
        gathered: The routes.
        registry: The retailers.
        at_work: The managers.
    """
    if not gathered.parts:
        gathered.about(Severity.INFO, "没有线路表，指导书不分线路", "要分线路，给一个线路文件")
        return conform("routes", gathered.rows)
    rows = _one_row_each(gathered).sort_values("license_no")
    known = among(rows["license_no"], registry["license_no"])
    for record in gathered.records(rows[~known]):
        gathered.info(record, "线路里的这一户不在档案里", "核对许可证号", "license_no")
    table = rows[known].copy()
    table.loc[table["visit_seq"] == 0, "visit_seq"] = None
    again = table["visit_seq"].notna() & table.duplicated(["route_id", "visit_seq"])
    for record in gathered.records(table[again]):
        message = f"线路{record.route_id}里拜访顺序{record.visit_seq}用了不止一次，同号的按许可证号排"
        gathered.warn(record, message, "每户一个顺序号", "visit_seq")
    _find_managers(gathered, table, at_work)
    owed = registry.loc[registry["status"].isin(_OWED), "license_no"]
    for license_no in owed[~among(owed, table["license_no"])]:
        message = "这一户不在任何线路里，指导书照做，放在线路之外"
        gathered.about(Severity.WARNING, message, "在线路表里补上", license_no)
    return conform("routes", table)


def _find_managers(gathered: Gathered, table: pd.DataFrame, at_work: pd.DataFrame) -> None:
    """Routes may name the manager instead of the code; an unknown one is told once."""
    codes = set(at_work["manager_id"])
    if not codes:
        message = "没有客户经理表，指导书上没有客户经理的姓名和电话"
        gathered.about(Severity.INFO, message, "要印，给一个客户经理文件")
        return
    unique = at_work.drop_duplicates("name", keep=False)
    by_name = dict(unique[["name", "manager_id"]].itertuples(index=False, name=None))
    table["manager_id"] = [
        by_name.get(code, code) if code not in codes else code for code in table["manager_id"]
    ]
    unknown = table["manager_id"].notna() & ~table["manager_id"].isin(codes)
    for record in gathered.records(table[unknown].drop_duplicates("manager_id")):
        message = f"客户经理{record.manager_id}不在客户经理表里（或已离岗），指导书上没有姓名和电话"
        gathered.warn(record, message, "在客户经理表里补上", "manager_id")
