"""The catalogue: every rule by name, built with the company's thresholds.

A rule that isn't listed here doesn't exist; a test holds list, files, wordings and cases together.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from guidebook.advice.rule import Rule
from guidebook.advice.rules.display.display_fix import DisplayFix
from guidebook.advice.rules.display.price_tag_fix import PriceTagFix
from guidebook.advice.rules.follow_up.commitment_status import CommitmentStatus
from guidebook.advice.rules.follow_up.follow_up_done import FollowUpDone
from guidebook.advice.rules.follow_up.follow_up_failed import FollowUpFailed
from guidebook.advice.rules.follow_up.follow_up_not_done import FollowUpNotDone
from guidebook.advice.rules.follow_up.follow_up_partly import FollowUpPartly
from guidebook.advice.rules.follow_up.manager_handover import ManagerHandover
from guidebook.advice.rules.grade.grade_down_risk import GradeDownRisk
from guidebook.advice.rules.grade.grade_up_close import GradeUpClose
from guidebook.advice.rules.internal.churn_red import ChurnRed
from guidebook.advice.rules.internal.irregular_pattern import IrregularPattern
from guidebook.advice.rules.law.license_expiry import LicenseExpiry
from guidebook.advice.rules.law.minor_sale_notice import MinorSaleNotice
from guidebook.advice.rules.margin.margin_step import MarginStep
from guidebook.advice.rules.money.agreed_qty_left import AgreedQtyLeft
from guidebook.advice.rules.money.capital_tied import CapitalTied
from guidebook.advice.rules.new.new_product_review import NewProductReview
from guidebook.advice.rules.new.new_product_trial import NewProductTrial
from guidebook.advice.rules.opening.affirmation import Affirmation
from guidebook.advice.rules.opening.care_line import CareLine
from guidebook.advice.rules.ordering.greeting import Greeting
from guidebook.advice.rules.ordering.online_order_help import OnlineOrderHelp
from guidebook.advice.rules.ordering.payment_fail import PaymentFail
from guidebook.advice.rules.ordering.policy_explained import PolicyExplained
from guidebook.advice.rules.ordering.small_shop_help import SmallShopHelp
from guidebook.advice.rules.price.price_change_effect import PriceChangeEffect
from guidebook.advice.rules.price.price_down_cause import PriceDownCause
from guidebook.advice.rules.price.price_flat import PriceFlat
from guidebook.advice.rules.price.price_only import PriceOnly
from guidebook.advice.rules.price.price_up_cause import PriceUpCause
from guidebook.advice.rules.profit.profit_down_by_brand import ProfitDownByBrand
from guidebook.advice.rules.profit.profit_flat import ProfitFlat
from guidebook.advice.rules.profit.profit_only import ProfitOnly
from guidebook.advice.rules.profit.profit_up_by_brand import ProfitUpByBrand
from guidebook.advice.rules.profit.profit_volume_diverge import ProfitVolumeDiverge
from guidebook.advice.rules.question.open_question import OpenQuestion
from guidebook.advice.rules.range.brand_concentration import BrandConcentration
from guidebook.advice.rules.range.gap_vs_peers import GapVsPeers
from guidebook.advice.rules.range.peer_experience import PeerExperience
from guidebook.advice.rules.range.range_too_narrow import RangeTooNarrow
from guidebook.advice.rules.range.range_too_wide import RangeTooWide
from guidebook.advice.rules.season.season_farming import SeasonFarming
from guidebook.advice.rules.season.season_midautumn import SeasonMidautumn
from guidebook.advice.rules.season.season_return import SeasonReturn
from guidebook.advice.rules.season.season_spring_after import SeasonSpringAfter
from guidebook.advice.rules.season.season_spring_stock import SeasonSpringStock
from guidebook.advice.rules.season.season_wedding import SeasonWedding
from guidebook.advice.rules.staple.staple_in_stock import StapleInStock
from guidebook.advice.rules.stock.dead_stock_clear import DeadStockClear
from guidebook.advice.rules.stock.overstock_pause import OverstockPause
from guidebook.advice.rules.stock.restock_before_runout import RestockBeforeRunout
from guidebook.advice.rules.stock.stockout_repeat import StockoutRepeat
from guidebook.advice.rules.substitute.substitute_low_price_rural import SubstituteLowPriceRural
from guidebook.advice.rules.substitute.substitute_retry import SubstituteRetry
from guidebook.advice.rules.substitute.substitute_same_price import SubstituteSamePrice
from guidebook.advice.rules.supply.policy_missing import PolicyMissing
from guidebook.advice.rules.supply.price_change_notice import PriceChangeNotice
from guidebook.advice.rules.supply.sku_stopped import SkuStopped
from guidebook.advice.rules.supply.supply_full_top import SupplyFullTop
from guidebook.advice.rules.supply.supply_tight_top import SupplyTightTop
from guidebook.advice.rules.volume.cycle_count_shift import CycleCountShift
from guidebook.advice.rules.volume.first_month import FirstMonth
from guidebook.advice.rules.volume.volume_down_demand import VolumeDownDemand
from guidebook.advice.rules.volume.volume_down_supply import VolumeDownSupply
from guidebook.advice.rules.volume.volume_flat import VolumeFlat
from guidebook.advice.rules.volume.volume_only import VolumeOnly
from guidebook.advice.rules.volume.volume_per_cycle import VolumePerCycle
from guidebook.advice.rules.volume.volume_restart import VolumeRestart
from guidebook.advice.rules.volume.volume_up_cause import VolumeUpCause
from guidebook.advice.rules.volume.zero_month import ZeroMonth
from guidebook.advice.rules.year.below_list_price import BelowListPrice
from guidebook.advice.rules.year.year_on_year import YearOnYear
from guidebook.config import Config
from guidebook.errors import ConfigError

RULES: tuple[type[Rule], ...] = (
    Affirmation,
    CareLine,
    ZeroMonth,
    FirstMonth,
    VolumeRestart,
    VolumeOnly,
    CycleCountShift,
    VolumePerCycle,
    VolumeUpCause,
    VolumeDownSupply,
    VolumeDownDemand,
    VolumeFlat,
    PriceOnly,
    PriceFlat,
    PriceChangeEffect,
    PriceUpCause,
    PriceDownCause,
    ProfitOnly,
    ProfitFlat,
    ProfitUpByBrand,
    ProfitDownByBrand,
    ProfitVolumeDiverge,
    YearOnYear,
    BelowListPrice,
    SupplyFullTop,
    SupplyTightTop,
    SkuStopped,
    PriceChangeNotice,
    PolicyMissing,
    SubstituteSamePrice,
    SubstituteLowPriceRural,
    SubstituteRetry,
    RestockBeforeRunout,
    StockoutRepeat,
    OverstockPause,
    DeadStockClear,
    CapitalTied,
    AgreedQtyLeft,
    GapVsPeers,
    RangeTooNarrow,
    RangeTooWide,
    BrandConcentration,
    PeerExperience,
    MarginStep,
    StapleInStock,
    SeasonSpringStock,
    SeasonSpringAfter,
    SeasonMidautumn,
    SeasonWedding,
    SeasonFarming,
    SeasonReturn,
    NewProductTrial,
    NewProductReview,
    PriceTagFix,
    DisplayFix,
    GradeUpClose,
    GradeDownRisk,
    MinorSaleNotice,
    OnlineOrderHelp,
    PaymentFail,
    SmallShopHelp,
    PolicyExplained,
    Greeting,
    LicenseExpiry,
    OpenQuestion,
    ManagerHandover,
    CommitmentStatus,
    FollowUpDone,
    FollowUpFailed,
    FollowUpPartly,
    FollowUpNotDone,
    ChurnRed,
    IrregularPattern,
)


def build(config: Config) -> tuple[Rule, ...]:
    """The rules with their thresholds from `config.yaml`.

    Raises:
        ConfigError: A rule or a threshold doesn't exist, or its value is wrong; all faults at once.
    """
    known = {rule.id: rule for rule in RULES}
    faults = [_unknown(name, known) for name in config.rules if name not in known]
    built = []
    for rule in RULES:
        shared = {"bands": config.bands, "stock": config.stock}
        settings: dict[str, Any] = {name: shared[name] for name in shared if name in rule.model_fields}
        own = config.rules.get(rule.id, {})
        faults.extend(
            f"rules.{rule.id}.{name}：各条规则共用，请写在最外层的 {name} 下"
            for name in own
            if name in shared
        )
        try:
            built.append(
                rule.model_validate({**settings, **{k: v for k, v in own.items() if k not in shared}})
            )
        except ValidationError as error:
            faults.extend(_faults(rule, error))
    if faults:
        raise ConfigError(faults, "规则的名称和阈值见 guidebook rules")
    return tuple(built)


def _unknown(name: str, known: Mapping[str, object]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"rules.{name}：没有这条规则" + (f"，是不是 {near[0]}？" if near else "")


def _faults(rule: type[Rule], error: ValidationError) -> list[str]:
    lines = []
    for detail in error.errors(include_url=False):
        place = ".".join(str(part) for part in detail["loc"])
        if detail["type"] == "extra_forbidden":
            near = get_close_matches(place, rule.model_fields, n=1)
            hint = f"，是不是 {near[0]}？" if near else ""
            lines.append(f"rules.{rule.id}.{place}：没有这个阈值{hint}")
        else:
            lines.append(f"rules.{rule.id}.{place}：值“{detail['input']}”不对")
    return lines
