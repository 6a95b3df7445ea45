"""The golden shop of domain.md §2.4, from its measured month to its sheet, made by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from guidebook.model import (
    Account,
    AccountRow,
    AccountTable,
    Advice,
    Back,
    Bar,
    BarChart,
    BrandRow,
    BrandTable,
    Change,
    Fact,
    Figure,
    Heading,
    InnerProfile,
    Level,
    Month,
    MonthAccount,
    OrderRow,
    Personality,
    Product,
    ProductLine,
    ProductMonth,
    Profile,
    Retailer,
    Sentence,
    Sheet,
    Slot,
    SupplyRow,
    Trend,
    Verb,
    Visit,
)

OCTOBER = Month(2026, 10)
LICENSE = "371702100012"

A = Product("6901001", "甲牌（硬）", brand="甲牌", wholesale_price=10000, list_price=11200)
B = Product("6901002", "丙牌（细支）", brand="丙牌", wholesale_price=22000, list_price=24500)
C = Product("6901003", "丁牌（金）", brand="丁牌")

ACCOUNT = Account(
    this=MonthAccount(OCTOBER, 48 * 200, 696000, 81000),
    last=MonthAccount(OCTOBER.plus(-1), 50 * 200, 620000, 73000),
    known_months=1,
    bought_before=1,
)

LINES = (
    ProductLine(
        product=A,
        this=ProductMonth(30 * 200, 300000, 36000),
        last=ProductMonth(40 * 200, 400000, 48000),
        price_mix_effect=Fraction(420),
        price_change_effect=Fraction(0),
        profit_quantity_effect=-12000,
        profit_margin_effect=0,
        rank=2,
    ),
    ProductLine(
        product=B,
        this=ProductMonth(18 * 200, 396000, 45000),
        last=ProductMonth(10 * 200, 220000, 25000),
        price_mix_effect=Fraction(1680),
        price_change_effect=Fraction(0),
        profit_quantity_effect=20000,
        profit_margin_effect=0,
        rank=1,
    ),
    ProductLine(product=C, this=ProductMonth(), last=ProductMonth(), rank=3),
)

PROFILE = Profile(
    retailer=Retailer(
        license_no=LICENSE,
        shop_name="某某便利店",
        owner_name="李建祥",
        grade="12档",
        visit=Visit("R01", "城东一线", 1, None),
        inner=InnerProfile(
            ability=Level.LOW,
            personality=Personality.STUBBORN,
            education=Level.HIGH,
            is_key=True,
            avoid_topics=frozenset(["zzz_topic"]),
        ),
    ),
    month=OCTOBER,
    as_of=date(2026, 11, 1),
    snapshot="7f3a-91c2-04de",
    account=ACCOUNT,
    history=(MonthAccount(OCTOBER.plus(-1), 50 * 200, 620000, 73000), ACCOUNT.this),
    lines=LINES,
    supply_known=True,
    supply_as_of=date(2026, 10, 28),
)

VOLUME = Sentence(
    rule="volume_flat",
    text="10月进了48条，跟上月差不多；丙牌（细支）多8条，甲牌（硬）少10条。",
    facts={
        "m": Fact("2026-10", "10", "month"),
        "q": Fact("48", "48", "account.this.sticks"),
        "b1": Fact(B.sku_code, B.sku_name, "products.sku_name", B.sku_code),
        "dq1": Fact("8", "8", "line.sticks_change", B.sku_code),
        "b2": Fact(A.sku_code, A.sku_name, "products.sku_name", A.sku_code),
        "dq2": Fact("10", "10", "line.sticks_change", A.sku_code),
    },
    sku_code=B.sku_code,
    verb=Verb.BOUGHT,
    slot=Slot.VOLUME,
    case="moved",
)

SUPPLY = Sentence(
    rule="supply_tight_top",
    text="11月甲牌（硬）会紧，每周5条，先留给老顾客。",
    facts={
        "n": Fact("2026-11", "11", "month"),
        "b1": Fact(A.sku_code, A.sku_name, "products.sku_name", A.sku_code),
        "lim": Fact("5", "5", "supply.limit_per_cycle", A.sku_code),
    },
    sku_code=A.sku_code,
)

TRIAL = Sentence(
    rule="new_product_trial",
    text="新到的丁牌（金）先进2条，摆出来看看反应。",
    facts={
        "b1": Fact(C.sku_code, C.sku_name, "products.sku_name", C.sku_code),
        "k": Fact("2", "2", "advice.trial_cartons", C.sku_code),
    },
    sku_code=C.sku_code,
    cartons=2,
)

ADVICE = Advice(evaluation=(VOLUME,), next_month=(SUPPLY, TRIAL))

SHEET = Sheet(
    month=OCTOBER,
    as_of=date(2026, 11, 1),
    snapshot="7f3a-91c2-04de",
    route_id="R01",
    visit_seq=1,
    pdf_name=f"R01/001_{LICENSE}_某某便利店.pdf",
    title="某某便利店 2026年10月经营分析指导书",
    large_print=False,
    heading=Heading("某某便利店", "李建祥", LICENSE, LICENSE, "城东一线", "2026年10月", "12档", None),
    account=AccountTable(
        subtitle="按标价算",
        this_label="10月",
        last_label="9月",
        year_ago_label=None,
        rows=(
            AccountRow(
                "进货", Figure("48", "条"), Figure("50", "条"), Change("▼", "少", Figure("2", "条")), None
            ),
        ),
    ),
    moves=BrandTable(
        this_label="10月",
        last_label="9月",
        shows_profit=True,
        profit_label="多赚少赚",
        rows=(
            BrandRow(
                kind="product",
                name=B.sku_name,
                this=Figure("18", "条"),
                last=Figure("10", "条"),
                change=Change("▲", "多", Figure("8", "条")),
                margin=Figure("25", "元"),
                profit=Figure("+200", "元"),
                sku_code=B.sku_code,
            ),
            BrandRow("total", "合计", Figure("48", "条"), None, None, None, None),
        ),
    ),
    trend=Trend("近几个月", ("9月", "10月"), (50.0, 48.0), (124.0, 145.0), "48条", "145元"),
    contributions=BarChart("谁多赚谁少赚", (Bar("丙牌", 200.0, "+200元"),)),
    evaluation=(VOLUME,),
    next_month=(SUPPLY, TRIAL),
    follow_up=(),
    footer=("数据截至10月31日，快照 7f3a-91c2-04de。",),
    back=Back(
        supply_title="11月供货与替代",
        supply=(SupplyRow("甲牌（硬）", "紧", "每周5条", "—", A.sku_code),),
        supply_note="供货数截至10月28日。",
        order_title="建议每周订货",
        orders=(OrderRow("丙牌", 4, Figure("4", "条"), B.sku_code),),
        order_note=None,
        pack_mix=BarChart("一盒多少钱的进得多", (Bar("10元", 30.0, "30条"),), "按盒"),
        grade=("10月12档",),
        tear_off=(),
    ),
)
