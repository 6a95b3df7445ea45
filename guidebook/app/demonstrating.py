"""`demo`: a workspace with generated exports, and one route of it printed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guidebook.app.making import make_month
from guidebook.app.population import first_route
from guidebook.app.request import EXPORTS, Request
from guidebook.app.summary import Summary
from guidebook.app.watch import Unwatched, Watch
from guidebook.demo import write_exports
from guidebook.model import Month
from guidebook.storage import write_whole

_CONFIG = """\
# 示例工作文件夹的配置：只写与默认不同的设置，全部设置见项目里的 config.yaml。
company:
  name: 示例市烟草公司
  complaint_phone: "12313"
input:
  folder: {exports}
# 平时关着的几条规则，示例里都打开，好看看它们怎么说；带人情、要客户经理出力的，用不用由公司定。
rules:
  season_wedding: {{enabled: true}}
  online_order_help: {{enabled: true}}
  peer_experience: {{enabled: true}}
  policy_explained: {{enabled: true}}
  greeting: {{enabled: true}}
  small_shop_help: {{enabled: true}}
"""


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What `demo` wrote.

    Attributes:
        exports: The generated exports, with the rows of each file.
        config: The workspace's configuration.
        summary: What came out of it.
    """

    workspace: Path
    exports: Path
    rows: dict[str, int]
    config: Path
    month: Month
    summary: Summary


def demo(
    workspace: Path,
    *,
    retailers: int,
    seed: int,
    month: Month,
    workers: int | None = None,
    watch: Watch | None = None,
) -> DemoReport:
    """Generate a county's exports and print its first route.

    Args:
        workspace: Gets `exports/`, `config.yaml` (unless there is one) and `output/`.
        retailers: How many shops.
        seed: The same seed gives the same exports.
        month: The last month of the exports.
        workers: How many processes print.
        watch: Is told what goes on.

    Raises:
        UsageError: A value is out of range, or the folder holds other exports.
    """
    watch = watch or Unwatched()
    watch.step("生成数据")
    exports = workspace / EXPORTS
    written = write_exports(exports, retailers=retailers, seed=seed, month=month.text)
    config = workspace / "config.yaml"
    if not config.exists():
        write_whole(config, _CONFIG.format(exports=EXPORTS).encode())
    request = Request(month, config=config, output=workspace / "output")
    summary = make_month(request, select=first_route, workers=workers, watch=watch)
    return DemoReport(
        workspace=workspace,
        exports=exports,
        rows=dict(written.rows),
        config=config,
        month=month,
        summary=summary,
    )
