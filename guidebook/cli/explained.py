"""`explain` as people read it: sentences, their facts, the rows behind them, and the verdict on every rule."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

import typer

from guidebook.cli.chinese import two_columns
from guidebook.cli.show import TABLES, dump
from guidebook.model import Box
from guidebook.wording import BOX_TITLES

if TYPE_CHECKING:
    from guidebook.app.explaining import Explanation, FactTrail
    from guidebook.app.trails import SourceRow
    from guidebook.model import Verdict

_FIRST_ROWS = 6

_FIELDS = {
    "month": "月份",
    "sku_code": "商品编码",
    "sku_name": "商品全称",
    "brand": "牌子",
    "spec": "规格",
    "short_name": "简称",
    "sticks_per_carton": "每条支数",
    "sticks_per_pack": "每盒支数",
    "launch_date": "上市日",
    "state": "状态",
    "sticks": "条",
    "amount": "金额",
    "stock_open": "期初库存",
    "stock_close": "月末库存",
    "count_date": "盘点日",
    "retail_price": "零售价",
    "wholesale_price": "批发价",
    "list_price": "零售指导价",
    "valid_from": "生效日",
    "valid_to": "失效日",
    "market_type": "市场类型",
    "county": "区县",
    "format": "业态",
    "grade_from": "档位从",
    "grade_to": "档位到",
    "status": "供货状态",
    "limit_per_cycle": "每周限量",
    "limit_month": "每月限量",
    "reason": "说明",
    "authority": "来源文号",
    "as_of": "截至",
    "order_cycle_days": "订货周期",
    "lead_days": "到货天数",
    "ordered_on": "订货日",
    "channel": "渠道",
    "ordered": "订购条",
    "delivered": "到货条",
    "paid": "扣款成功",
    "out_events": "断货次数",
    "answered_on": "回答日",
    "q1": "对这张单子",
    "q2": "对上面的建议",
    "q3": "对送货和服务",
    "order_weekday": "订货日",
    "agreed_cartons": "商定量",
    "cash_day": "进钱日",
    "market_day": "赶集日",
    "first_month": "首次订货月",
    "license_expiry": "许可证到期",
    "grade": "档位",
    "stock_verified": "库存已核实",
    "wanted": "需求量",
    "advice_id": "建议编号",
    "box": "栏",
    "case": "情形",
    "rule_id": "规则",
    "bought_code": "建议进的商品编码",
    "qty_suggested": "建议条数",
    "text": "文字",
    "qty_done": "实进",
    "qty_sold": "实卖",
    "advice_log.status": "状态",
    "written_on": "日期",
    "kind": "类型",
    "notes.text": "内容",
    "printable": "可打印",
    "due": "期限",
    "done": "办结日",
    "category": "投诉类别",
    "manager_id": "客户经理编码",
    "name": "姓名",
    "phone": "电话",
    "since": "起始日",
    "until": "截止日",
    "region": "地区",
    "tag": "时令",
    "start": "开始",
    "end": "结束",
    "price_class": "价类",
    "label": "档位",
    "rank": "高低",
    "floor": "最低分（百分之一）",
    "term": "项目",
    "weight": "权重（百分之一）",
    "base": "比什么",
    "cap": "封顶（%）",
    "period": "按",
}


def show_explanation(explanation: Explanation, *, as_json: bool) -> None:
    """Every sentence with the trail of its facts, and the verdict on every rule."""
    if as_json:
        dump(asdict(explanation))
        return
    say = typer.echo
    say(
        f"{explanation.shop_name}（{explanation.license_no}） {explanation.month.text}"
        f" 快照 {explanation.snapshot}"
    )
    if explanation.withheld:
        say(f"这一户的指导书不发：{explanation.withheld}")
    for box, trails in groupby(explanation.sentences, lambda trail: trail.box):
        say(f"\n{BOX_TITLES[box]}")
        for trail in trails:
            say(f"  {trail.sentence.text}  〔{trail.sentence.rule}〕")
            for fact in trail.facts:
                _show_fact(fact)
    if explanation.alerts:
        say(f"\n{BOX_TITLES[Box.INTERNAL]}")
        for rule, text in explanation.alerts:
            say(f"  {text}  〔{rule}〕")
    say("\n规则")
    spoke = [verdict for verdict in explanation.verdicts if verdict.spoke]
    silent = [verdict for verdict in explanation.verdicts if not verdict.spoke]
    for title, verdicts in (("说了", spoke), ("没说", silent)):
        if verdicts:
            say(f"  {title}：")
            say(two_columns([(verdict.rule, _reason(verdict)) for verdict in verdicts]), nl=False)


def _reason(verdict: Verdict) -> str:
    about = f"（{verdict.sku_code}）" if verdict.sku_code else ""
    score = "" if verdict.score is None else f"，得分 {verdict.score:g}"
    return f"{verdict.reason}{about}{score}"


def _show_fact(trail: FactTrail) -> None:
    fact = trail.fact
    exact = "" if fact.value == fact.text else f"（准确值 {fact.value}）"
    typer.echo(f"      {fact.text}{exact}  ← {fact.measure}" + (f" {fact.sku_code}" if fact.sku_code else ""))
    for row in trail.rows[:_FIRST_ROWS]:
        typer.echo(f"          {_source(row)}")
    if len(trail.rows) > _FIRST_ROWS:
        typer.echo(f"          ……共{len(trail.rows)}行")


def _source(row: SourceRow) -> str:
    place = f"{row.file} 第{row.row}行" if row.file else f"{TABLES[row.table]}表"
    named = (f"{_field(row.table, name)} {value}" for name, value in row.values.items())
    return f"{place}：{'，'.join(named)}"


def _field(table: str, name: str) -> str:
    """A column's heading: one of its table, or else of any."""
    return _FIELDS.get(f"{table}.{name}") or _FIELDS.get(name, name)
