"""What a company may set, with the defaults (domain.md marks them [P])."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, field_validator, model_validator

from guidebook.config.databases import DatabaseConfig
from guidebook.config.layouts import with_layout
from guidebook.config.mail import MailConfig
from guidebook.config.secrets import from_environment
from guidebook.config.thresholds import Bands, StockCover

TableName = Literal[
    "retailers",
    "routes",
    "managers",
    "products",
    "sales",
    "supply",
    "substitutes",
    "notes",
    "orders",
    "advice_log",
    "counts",
    "feedback",
    "seasons",
    "grade_scale",
    "grade_rule",
    "aliases",
]
"""The tables that exports may hold (domain.md §5)."""

QuantityUnit = Annotated[str, Field(min_length=1, max_length=4)]


class _Settings(BaseModel):
    """Frozen, and strict about names: a misspelt setting is a fault, not a default."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Company(_Settings):
    """Who hands out the sheets.

    Attributes:
        name: Printed at the foot; empty prints nothing.
        complaint_phone: 投诉电话, printed at the foot.
        law_notice: The fixed line about minors (S45); exempt from the language check.
    """

    name: str = ""
    complaint_phone: str | None = None
    law_notice: str = "烟不卖给18岁以下的孩子，看不准就请他出示身份证。"


class Wares(_Settings):
    """What is sold, and in which words it is counted.

    Attributes:
        unit: The word for a carton; goods that aren't cigarettes have their own (瓶).
        pack: The word for a pack.
        currency: The word for money.
        sticks_per_carton: Sticks in a carton where the catalogue doesn't say.
        sticks_per_pack: Sticks in a pack where the catalogue doesn't say.
    """

    unit: QuantityUnit = "条"
    pack: QuantityUnit = "盒"
    currency: QuantityUnit = "元"
    sticks_per_carton: int = Field(default=200, ge=1, le=50_000)
    sticks_per_pack: int = Field(default=20, ge=1, le=50_000)


class Sanity(_Settings):
    """Bands outside which a figure is taken for a slip (F14, F15); money in yuan (or `wares.currency`).

    Attributes:
        carton_price_min: Least plausible amount ÷ quantity of a sales row, per real carton.
        carton_price_max: Most plausible one.
        wholesale_percent: How far amount ÷ quantity may lie from the listed wholesale price before a warning.
    """

    carton_price_min: Decimal = Field(default=Decimal(20), ge=0)
    carton_price_max: Decimal = Field(default=Decimal(1000), gt=0)
    wholesale_percent: Decimal = Field(default=Decimal(2), ge=0, le=100)

    @model_validator(mode="after")
    def _in_order(self) -> Sanity:
        if self.carton_price_min >= self.carton_price_max:
            raise ValueError("carton_price_min 要小于 carton_price_max")
        return self


class TableConfig(_Settings):
    """Where one table comes from, where that differs from the standard (domain.md §5).

    Attributes:
        files: Patterns of file names below the data folder, as in `销售*.csv`; none: files named after it.
        optional: Whether the files may be lacking, without being told so.
        sheet: The workbook's sheet; None takes the first one that holds the headings.
        database: Which of `input.databases` is asked instead of a file; its columns' names are the headings.
        query: What it is asked: one `select`; `:month` and the like are bound (`guidebook.reading.queries`).
        query_file: Or the file that holds the query, relative to the configuration file.
        columns: Field → heading, or a text with headings in braces: `{品名} {规格}`, `{品名:.16}` cuts to 16.
        constants: Field → value, for what every row shares and no column tells.
        distinct: Whether rows equal in all fields are one, without a warning: shops told in a file of sales.
        required: Fields that must be there; None takes the standard's.
        skip: Heading → cells; rows that hold one of them are left out: cancelled orders.
        values: Field → {value in the file: value of domain.md}.
        quantity_unit: Unit of quantities where neither column, heading nor title tells; None: `wares.unit`.
        money_unit: 元, 万元, 千元 or 分, likewise; None: 元.
    """

    files: tuple[str, ...] = ()
    optional: bool = False
    sheet: str | None = None
    database: str | None = None
    query: str | None = None
    query_file: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    distinct: bool = False
    required: tuple[str, ...] | None = None
    skip: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    quantity_unit: QuantityUnit | None = None
    money_unit: Literal["元", "千元", "万元", "分"] | None = None

    @field_validator("files", mode="before")
    @classmethod
    def _one_file(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_origin(self) -> TableConfig:
        asked = [told for told in (self.query, self.query_file) if told is not None]
        if self.database is None and asked:
            raise ValueError("写了查询，没写问哪个数据库：加上 database")
        if self.database is not None and len(asked) != 1:
            raise ValueError("query（查询）和 query_file（存着查询的文件）写一个，只写一个")
        if self.database is not None and (self.files or self.sheet is not None):
            raise ValueError("database 和 files、sheet 只能写一样：一张表要么来自数据库，要么来自文件")
        return self


class Input(_Settings):
    """How exports are read and what is accepted.

    Attributes:
        profile: Name of a shipped layout (`guidebook.config.layouts`), on top of which the rest is said.
        folder: Where the exports are if `--data` isn't given; relative to the configuration file.
        databases: Name → database that tables may come from.
        retailer_id: Regular expression of a whole licence number.
        tables: Per table, what differs from the standard.
        sanity: Bands of plausible figures.
        sum_duplicates: Whether rows of the same month, licence and product are added up (F18); else an error.
        accept_names: What happens to a shop whose names differ from the registry (R096).
        stale_profile_days: After how many days inner profile fields are no longer used (R043).
        grade_scale: Label → rank, where 档位 aren't plain numbers (the higher rank is the better one) and no table
            档位表 tells it.
        headings: An export's heading → the standard one, in whichever table it stands.
        replace: Text → text, for damage that the exporting system did to names.
    """

    profile: str | None = None
    folder: str | None = None
    databases: dict[str, DatabaseConfig] = Field(default_factory=dict)
    retailer_id: str = r"^\d{12}$"
    tables: dict[TableName, TableConfig] = Field(default_factory=dict)
    sanity: Sanity = Sanity()
    sum_duplicates: bool = False
    accept_names: Literal["refuse", "registry"] = "refuse"
    stale_profile_days: int = Field(default=180, ge=1)
    grade_scale: dict[str, int] = Field(default_factory=dict)
    headings: dict[str, str] = Field(default_factory=dict)
    replace: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _on_top_of_a_layout(cls, value: object) -> object:
        return with_layout(value) if isinstance(value, dict) else value

    @field_validator("retailer_id")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"不是正确的正则表达式（{error}）") from error
        return value

    @model_validator(mode="after")
    def _databases_are_there(self) -> Input:
        for name, table in self.tables.items():
            if table.database is not None and table.database not in self.databases:
                known = "、".join(self.databases) or "还一个也没写"
                raise ValueError(
                    f"tables.{name}.database：input.databases 里没有 {table.database}（有：{known}）"
                )
        return self

    def table(self, name: str) -> TableConfig:
        """A table's settings; the standard ones where the configuration is silent."""
        return next((table for key, table in self.tables.items() if key == name), TableConfig())


class SheetConfig(_Settings):
    """What stands on a sheet, and how much of it (domain.md §3.1).

    Attributes:
        evaluation_chars: Most characters of 本月评价 (R007).
        next_month_chars: Most characters of 下月提升方向.
        sentence_chars: Most characters of a sentence (R017).
        name_chars: As how many characters a product's name counts at most.
        brand_rows: Rows of 牌子变化 above 合计, 其他 included.
        supply_rows: Rows of 下月供货与替代.
        order_rows: Rows of 建议每周订货.
        license_digits: Whether the licence is printed in full or by its last four characters.
        show_grade: Whether 档位 is printed (R111).
        order_table: Whose sheet holds 建议每周订货: shops of weak ability, all, or none.
        tear_off: Whether the back has a 回执 (R090); torn off, it takes the foot of the front with it.
        large_print_rural: Whether village shops get large print unasked (§3.3).
        pack_mix: Whether the back shows the mix by price per pack.
    """

    evaluation_chars: int = Field(default=160, ge=60, le=240)
    next_month_chars: int = Field(default=180, ge=60, le=270)
    sentence_chars: int = Field(default=60, ge=30, le=90)
    name_chars: int = Field(default=12, ge=4, le=30)
    brand_rows: int = Field(default=8, ge=2, le=12)
    supply_rows: int = Field(default=6, ge=1, le=12)
    order_rows: int = Field(default=8, ge=1, le=12)
    license_digits: Literal["full", "last4"] = "full"
    show_grade: bool = True
    order_table: Literal["weak", "all", "off"] = "all"
    tear_off: bool = False
    large_print_rural: bool = True
    pack_mix: bool = True


class LedgerConfig(_Settings):
    """Where the ledger is kept.

    Attributes:
        url_env: The environment variable that holds the database's URL; None keeps it below the output folder.
    """

    url_env: str | None = None

    @property
    def url(self) -> str | None:
        """The database's URL; None where the ledger is a file below the output folder.

        Raises:
            ConfigError: The environment variable isn't set.
        """
        return from_environment(self.url_env, "ledger.url_env") if self.url_env else None


class Config(_Settings):
    """All settings of a company."""

    company: Company = Company()
    wares: Wares = Wares()
    input: Input = Input()
    bands: Bands = Bands()
    stock: StockCover = StockCover()
    rules: dict[str, dict[str, Any]] = Field(default_factory=dict)
    sheet: SheetConfig = SheetConfig()
    ledger: LedgerConfig = LedgerConfig()
    mail: MailConfig = MailConfig()
    _path: Path | None = PrivateAttr(default=None)

    @property
    def path(self) -> Path | None:
        """Where the settings were read; None for the built-in ones."""
        return self._path

    def with_headings(self, headings: Mapping[str, str]) -> Config:
        """The same, with more of the exports' headings known."""
        if not headings:
            return self
        more = self.input.model_copy(update={"headings": {**headings, **self.input.headings}})
        return self.model_copy(update={"input": more})
