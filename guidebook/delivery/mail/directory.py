"""Who the shops are, as the snapshot has them from which their sheets were made: names, address, consent, manager."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from guidebook.model import RetailerStatus
from guidebook.snapshot import read_rows


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop that may be written to.

    Attributes:
        email: As entered; "" where nothing is.
        email_ok: Whether the owner agreed to get mail.
        owed: Whether the shop is owed a sheet at all (R106).
        route_id: None for a shop in no route.
        manager: Name and phone of the manager, None where unknown.
    """

    license_no: str
    shop_name: str
    owner_name: str | None
    email: str
    email_ok: bool
    owed: bool = True
    route_id: str | None = None
    manager: str | None = None


@dataclass(frozen=True)
class Directory:
    """The shops of a snapshot, and the names of the goods."""

    shops: Mapping[str, Shop]
    goods: tuple[str, ...]

    @classmethod
    def of(cls, snapshots: Path, snapshot_id: str) -> Directory:
        """Read the snapshot.

        Raises:
            InputError: It isn't there.
        """
        visits = {
            row["license_no"]: row
            for row in read_rows(snapshots, snapshot_id, "routes", ("license_no", "route_id", "manager_id"))
        }
        managers = {
            row["manager_id"]: "，电话".join(filter(None, (row["name"], row["phone"])))
            for row in read_rows(snapshots, snapshot_id, "managers", ("manager_id", "name", "phone"))
        }
        columns = ("license_no", "shop_name", "owner_name", "email", "email_ok", "status")
        shops = {}
        for row in read_rows(snapshots, snapshot_id, "retailers", columns):
            visit = visits.get(row["license_no"], {})
            shops[row["license_no"]] = Shop(
                license_no=row["license_no"],
                shop_name=row["shop_name"],
                owner_name=row["owner_name"],
                email=row["email"] or "",
                email_ok=row["email_ok"],
                owed=RetailerStatus(row["status"]).gets_sheet,
                route_id=visit.get("route_id"),
                manager=managers.get(visit.get("manager_id", "")),
            )
        names = ("sku_name", "short_name", "brand")
        goods = {row[name] for row in read_rows(snapshots, snapshot_id, "products", names) for name in names}
        return cls(shops, tuple(sorted(goods - {None})))


def named(shops: Iterable[Shop]) -> str:
    """Shops as a message names them."""
    return "、".join(f"{shop.shop_name}（{shop.license_no}）" for shop in shops)
