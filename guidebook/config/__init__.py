"""The company's settings: `config.yaml` → `Config`, all faults reported at once.

Every setting has a default, so that a folder with standard headings needs no configuration.  `rules` stays
raw here: the rule catalogue knows what each rule may be told, and checks it.
"""

from guidebook.config.databases import DatabaseConfig
from guidebook.config.loading import load
from guidebook.config.mail import MailConfig
from guidebook.config.settings import (
    Company,
    Config,
    Input,
    LedgerConfig,
    Sanity,
    SheetConfig,
    TableConfig,
    TableName,
    Wares,
)
from guidebook.config.thresholds import Bands, StockCover

__all__ = [
    "Bands",
    "Company",
    "Config",
    "DatabaseConfig",
    "Input",
    "LedgerConfig",
    "MailConfig",
    "Sanity",
    "SheetConfig",
    "StockCover",
    "TableConfig",
    "TableName",
    "Wares",
    "load",
]
