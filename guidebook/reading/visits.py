"""What managers counted, saw and heard in the shops: 盘点 into the sales, price tags and 反馈 into the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidebook.model import Month
from guidebook.reading.gathering import Gathered
from guidebook.reading.membership import among
from guidebook.reading.policy import with_year
from guidebook.reading.schema import conform
from guidebook.reading.trade import KEY, SCALE, UNKNOWN, Catalogue
from guidebook.reading.units import Unit
from guidebook.reading.visited import LEAST, MOST, QUESTIONS, UNHAPPY

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = ("license_no", "written_on", "kind", "sku_code", "text", "category")
"""What makes two notes tell of one matter."""


def counts(gathered: Gathered, registry: pd.Index[str], catalogue: Catalogue, month: Month) -> pd.DataFrame:
    """Counts and prices seen, up to the sheets' month, one row a month, shop and product.

    A row about an unknown shop or product, or whose quantity isn't whole sticks, isn't taken; neither are two counts
    of one product in one month that differ, for nobody knows which holds (R032).

    Prices and price tags may have changed from one visit to the next: the month's last ones hold.

    Returns:
        `month`, `retailer` and `sku` (places), `counted` (sticks, −1 where nobody counted), `count_date`, `row` and
        `part`, `license_no`, `sku_code`; `retail_price` (fen, NA unknown) with `price_row` and `price_part`; `tag`
        and `tag_price` with `tag_date`.
    """
    import numpy as np
    import pandas as pd

    rows = gathered.rows
    rows = rows[(rows["count_date"] <= pd.Timestamp(month.last_day)).to_numpy(dtype=bool)].copy()
    rows["retailer"] = registry.get_indexer(pd.Index(rows["license_no"]))
    rows["sku"] = catalogue.codes.get_indexer(pd.Index(rows["sku_code"]))
    rows = _left(gathered, rows, rows["retailer"] < 0, "这一户不在档案里", "核对许可证号", "license_no")
    rows = _left(gathered, rows, rows["sku"] < 0, "这个商品不在商品目录里", "写商品编码或全称", "sku_code")
    sizes = catalogue.sticks_per_unit()
    exact = rows["counted"].fillna(0).to_numpy(np.int64) * (
        sizes[rows["counted_unit"].to_numpy(np.int64).clip(min=Unit.CARTON), rows["sku"].to_numpy()]
        if len(rows)
        else 0
    )
    odd = pd.Series((exact % SCALE != 0) | (exact < 0), index=rows.index)
    rows["counted"] = np.where(rows["counted"].isna(), -1, exact // SCALE)
    rows = _left(gathered, rows, odd, "不是整条整盒的数", "写成 5 或 5.3（5条3盒）", "counted")
    day = rows["count_date"].dt
    rows["month"] = (day.year * 100 + day.month).astype("int32")
    counted = rows[rows["counted"] >= 0]
    differ = counted.groupby(list(KEY))["counted"].transform("nunique") > 1
    twice = rows.index.isin(counted.index[differ])
    rows = _left(
        gathered,
        rows,
        pd.Series(twice, index=rows.index),
        "同一户同一商品同一个月盘了两回，条数不一样",
        "只留对的一回",
        "counted",
    )
    untold = rows["tag"].isna() & rows["tag_price"].notna()
    for record in gathered.records(gathered.rows.loc[rows.index[untold]]):
        gathered.warn(record, "写了价签上的价，“价签”空着，不用这个价", "选上价签对不对", "tag_price")
    dated = rows.sort_values([*KEY, "count_date"], kind="stable")
    price = _last_seen(gathered, dated, ["retail_price"], "同一天看到两个零售价")
    tag = _last_seen(gathered, dated, ["tag", "tag_price"], "同一天的价签写得不一样")
    found = (
        dated.assign(known=dated["counted"] >= 0)
        .sort_values([*KEY, "known"], kind="stable")
        .drop_duplicates(list(KEY), keep="last")
    )
    at = pd.MultiIndex.from_frame(found[list(KEY)])
    return found.assign(
        **{
            name: source[column].reindex(at).array
            for name, source, column in (
                ("retail_price", price, "retail_price"),
                ("price_row", price, "row"),
                ("price_part", price, "part"),
                ("tag", tag, "tag"),
                ("tag_price", tag, "tag_price"),
                ("tag_date", tag, "count_date"),
            )
        }
    )


def _last_seen(gathered: Gathered, rows: pd.DataFrame, columns: list[str], message: str) -> pd.DataFrame:
    """The rows that tell something last in their month, by month, shop and product.

    Args:
        gathered: Where it is told that two rows of one day differ; neither holds then.
        rows: Sorted by day.
        columns: What they tell; the first one is never empty.
        message: What is wrong with such rows.
    """
    seen = rows[rows[columns[0]].notna()].drop_duplicates([*KEY, "count_date", *columns])
    differing = seen.duplicated([*KEY, "count_date"], keep=False)
    last = seen["count_date"] == seen.groupby(list(KEY))["count_date"].transform("max")
    for record in gathered.records(gathered.rows.loc[seen.index[differing & last]]):
        gathered.warn(record, f"{message}，都不用", "只留对的一个", columns[0])
    return seen[last & ~differing].set_index(list(KEY))


def _left(
    gathered: Gathered, rows: pd.DataFrame, out: pd.Series[Any], message: str, remedy: str, column: str
) -> pd.DataFrame:
    """The rows without some that are told."""
    for record in gathered.records(gathered.rows.loc[rows.index[out.to_numpy(dtype=bool)]]):
        gathered.refuse(record, f"{message}，这一行没有收", remedy, column)
    return rows[~out.to_numpy(dtype=bool)]


def with_counts(frame: pd.DataFrame, found: pd.DataFrame, first: int) -> pd.DataFrame:
    """The sales with what was counted, verified, and where it stands: `count_part`, `count_row`, and those of prices.

    The count is the closing stock.  Opening stock is what the month before's verified count left; the books' figure
    holds only in a row that came as verified itself.  A product that was counted though none came in gets a row.

    Args:
        frame: The merged sales.
        found: The counts.
        first: The number of the first file of counts; those of sales come before.
    """
    import numpy as np
    import pandas as pd

    frame = frame.assign(count_part=np.int32(-1), count_row=np.int32(0))
    frame = frame.assign(price_part=frame["part"], price_row=frame["row"])
    if not len(found):
        return frame
    keys = list(KEY)
    index = pd.MultiIndex.from_frame(frame[keys].astype("int64"))
    at = index.get_indexer(pd.MultiIndex.from_frame(found[keys].astype("int64")))
    heard = (found["counted"] > 0) | found["retail_price"].notna()
    new = found[(at < 0) & heard.to_numpy()]
    if len(new):
        rows = pd.DataFrame(
            {
                name: new[name].to_numpy()
                if name in KEY
                else np.full(len(new), UNKNOWN if frame[name].dtype == "int64" else 0)
                for name in frame.columns
                if name not in ("count_date", "stock_verified")
            }
        ).assign(
            sticks=0,
            amount=0,
            stock_verified=False,
            count_date=pd.Series(pd.NaT, index=range(len(new)), dtype=frame["count_date"].dtype),
            part=first + new["part"].to_numpy(),
            row=new["row"].to_numpy(),
            count_part=-1,
            price_part=first + new["part"].to_numpy(),
            price_row=new["row"].to_numpy(),
        )
        frame = pd.concat(
            [frame, rows.astype(frame.dtypes.to_dict())[list(frame.columns)]], ignore_index=True
        )
        frame = frame.sort_values(keys, kind="stable", ignore_index=True)
        index = pd.MultiIndex.from_frame(frame[keys].astype("int64"))
        at = index.get_indexer(pd.MultiIndex.from_frame(found[keys].astype("int64")))
    there, told = at[at >= 0], found[at >= 0]
    counted = (told["counted"] >= 0).to_numpy()
    closed, sure = there[counted], told[counted]
    columns = {name: frame[name].to_numpy(copy=True) for name in _CHANGED}
    by_books = ~columns["stock_verified"][closed]
    columns["stock_close"][closed] = sure["counted"].to_numpy()
    columns["stock_verified"][closed] = True
    columns["count_date"][closed] = sure["count_date"].to_numpy()
    columns["count_part"][closed] = first + sure["part"].to_numpy()
    columns["count_row"][closed] = sure["row"].to_numpy()
    seen = told["retail_price"].notna().to_numpy()
    columns["retail_price"][there[seen]] = told["retail_price"][seen].to_numpy(np.int64)
    columns["price_part"][there[seen]] = first + told["price_part"][seen].to_numpy(np.int64)
    columns["price_row"][there[seen]] = told["price_row"][seen].to_numpy(np.int64)
    frame = frame.assign(**columns)
    before = frame.loc[frame["stock_verified"], [*keys, "stock_close"]].copy()
    before["month"] = _months_on(before["month"].to_numpy(), 1)
    left = pd.Series(
        before["stock_close"].to_numpy(), index=pd.MultiIndex.from_frame(before[keys].astype("int64"))
    )
    opening = columns["stock_open"]
    unsure = closed[by_books]
    opening[unsure] = left.reindex(index[unsure]).fillna(UNKNOWN).astype("int64").to_numpy()
    return frame.assign(stock_open=opening)


_CHANGED = (
    "stock_open",
    "stock_close",
    "stock_verified",
    "count_date",
    "retail_price",
    "count_part",
    "count_row",
    "price_part",
    "price_row",
)


def _months_on(numbers: Any, months: int) -> Any:
    """Numbers of months so many later: 202612 → 202701."""
    count = numbers.astype("int64") // 100 * 12 + numbers % 100 - 1 + months
    return count // 12 * 100 + count % 12 + 1


def tag_notes(found: pd.DataFrame) -> pd.DataFrame:
    """Price tags that are missing or wrong, as notes that may be printed (R044)."""
    import pandas as pd

    tags = found[found["tag"].notna() & (found["tag"] != "")]
    price = tags["tag_price"].astype("Int64")
    words = [
        None if unknown else f"价签写{fen / 100:g}元"
        for fen, unknown in zip(price.fillna(0), price.isna(), strict=True)
    ]
    return conform(
        "notes",
        pd.DataFrame(
            {
                "written_on": tags["tag_date"],
                "license_no": tags["license_no"],
                "kind": tags["tag"],
                "sku_code": tags["sku_code"],
                "text": pd.Series(words, index=tags.index, dtype="str"),
                "printable": True,
            }
        ),
    )


def feedback(
    gathered: Gathered, notes: pd.DataFrame, registry: pd.DataFrame, month: Month
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The answers of the 回执 up to the sheets' month, and the complaints that bad ones are (§5.10)."""
    import pandas as pd

    rows = gathered.rows.copy()
    rows["month"] = with_year(rows["month"], month, ahead=False)
    rows = rows[(rows["month"] <= month.number).to_numpy(dtype=bool)]
    unknown = pd.Series(~among(rows["license_no"], registry["license_no"]), index=rows.index)
    rows = _left(gathered, rows, unknown, "这一户不在档案里", "核对许可证号", "license_no")
    for name in QUESTIONS:
        outside = rows[name].notna() & ~rows[name].between(LEAST, MOST).fillna(False)
        rows = _left(gathered, rows, outside, f"应是{LEAST}到{MOST}的整数", "1很不满意，5很满意", name)
    rows = rows[~rows.duplicated([*gathered.schema.names])]
    twice = rows.duplicated(["month", "license_no"], keep=False)
    rows = _left(gathered, rows, twice, "这一户这个月有两份回执，内容不一样", "只留对的一份", "license_no")
    return conform("feedback", rows), _unhappy(gathered, rows, notes, month)


def _unhappy(gathered: Gathered, rows: pd.DataFrame, notes: pd.DataFrame, month: Month) -> pd.DataFrame:
    """What shops aren't satisfied with, as complaints: each is owed an answer, and told when it is settled (R090).

    Args:
        gathered: For the places of what is still owed.
        rows: The answers.
        notes: What was noted: a complaint of the same day, category and words with a day of settlement settles it.
        month: The sheets' month.

    Returns:
        Notes; of settled matters none, for their settled notes are there already.
    """
    import pandas as pd

    settled = {
        tuple(row)
        for row in notes.loc[notes["done"].notna(), ["license_no", "written_on", "category", "text"]]
        .astype(object)
        .itertuples(index=False, name=None)
    }
    found: list[dict[str, Any]] = []
    for record in gathered.records(rows):
        day = pd.Timestamp(record.answered_on or Month.of(int(record.month)).last_day)
        for name, (about, category) in QUESTIONS.items():
            score = getattr(record, name)
            if score is None or score > UNHAPPY:
                continue
            text = record.text or f"对{about}不满意"
            if (record.license_no, day, category, text) in settled:
                continue
            found.append(
                {
                    "written_on": day,
                    "license_no": record.license_no,
                    "kind": "complaint",
                    "text": text,
                    "printable": True,
                    "category": category,
                }
            )
            if record.month <= month.number:
                message = f"对{about}不满意（{score}分），还没有答复"
                gathered.warn(record, message, "问清缘由；答复以后在拜访表“未了的事”里填上办结日", name)
    columns = ["written_on", "license_no", "kind", "text", "printable", "category"]
    return conform("notes", pd.DataFrame(found, columns=columns)).drop_duplicates(ignore_index=True)


def settled(table: pd.DataFrame) -> pd.DataFrame:
    """Notes without those that another tells again with the day of settlement (R038, R094)."""
    import pandas as pd

    told = table[list(_SHOWN)].astype("str").fillna("")
    known = table["done"].notna()
    matters = set(told[known].itertuples(index=False, name=None))
    again = pd.Series(
        [row in matters for row in told.itertuples(index=False, name=None)], index=table.index, dtype=bool
    )
    return table[known | ~again]
