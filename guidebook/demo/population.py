"""The shops: licence, name, place, kind, grade, and how much each sells in an ordinary month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from guidebook.demo import names
from guidebook.demo.arrays import Flags, Floats, Ints, pick, stream
from guidebook.demo.casting import Cast

DISTRICT = "371702"
"""First six digits of every licence; the seventh is 1 for a person and 2 for a firm (domain.md §2.3)."""

FIRM_SHARE = 0.06
CUSTOMER_CODE_PREFIX = "0530"
"""Customer codes begin with a zero, as many real ones do: read as numbers they would be damaged."""

VILLAGE_SHARE = 0.27
"""Share of shops on village routes; with the few strays below, three quarters of all shops are 城网."""

RURAL_ON_VILLAGE_ROUTE, RURAL_ON_TOWN_ROUTE = 0.9, 0.02
SMALLEST_VILLAGE_ROUTE, LARGEST_VILLAGE_PART = 16, 0.4
"""A small export has a village route worth the name, though not at the cost of the town's."""

ROUTE_SIZES = (20, 200)
ROUTES_AT_LEAST = 8
"""A route has an eighth of all shops, within the sizes above; a customer manager looks after two hundred."""

VISIT_DAYS = 5

FORMATS = ("便利店", "食杂店", "超市", "烟酒商店", "娱乐服务类", "商场", "其他")
URBAN_FORMAT_SHARES = (0.48, 0.32, 0.07, 0.08, 0.025, 0.01, 0.015)
RURAL_FORMAT_SHARES = (0.30, 0.60, 0.05, 0.02, 0.01, 0.005, 0.015)

CHANNELS, CHANNEL_SHARES = ("手机", "网上", "电话"), (0.60, 0.25, 0.15)

GRADES = 30
MIDDLE_GRADES, SPREAD_OF_GRADE = (13.3, 16.3), 5.4
"""Of village and town shops; together a bell around 15."""

GRADE_VOLUMES = ((1, 12.0), (15, 98.0), (30, 430.0))
"""Cartons of an ordinary month by grade; between these points the logarithm is linear."""

SPREAD_OF_VOLUME = 0.12
PART_VOLUMES = {
    "sixty_products": (30, 780.0),
    "tiny": (1, 1.6),
    "one_product": (2, 14.0),
    "surging": (18, 130.0),
}
"""Grade and cartons of the shops that play these parts."""


@dataclass(frozen=True, slots=True)
class Population:
    """All shops in the order of their routes and visits; text in lists, the rest in arrays."""

    license_no: list[str]
    customer_code: list[str]
    shop_name: list[str]
    owner_name: list[str]
    town: list[str]
    village: list[str]
    format: list[str]
    urban: Flags
    grade: Ints
    volume: Floats
    route: Ints
    visit_seq: Ints
    visit_weekday: Ints
    order_weekday: Ints
    channel: list[str]
    """How each shop orders as a rule."""

    def __len__(self) -> int:
        return len(self.license_no)


def found_population(seed: int, shops: int, cast: Cast) -> Population:
    """Draw the shops of a county."""
    rng = stream(seed, "population")
    route, village_route = _routes(shops)
    strays = pick(rng, ~village_route, RURAL_ON_TOWN_ROUTE, 0)
    urban = ~(pick(rng, village_route, RURAL_ON_VILLAGE_ROUTE) | strays)
    first_of_route = np.searchsorted(route, route)
    size = np.bincount(route)[route]
    visit_seq = np.arange(shops) - first_of_route + 1
    visit_weekday = (visit_seq - 1) * VISIT_DAYS // size + 1
    formats = [str(_draw_format(u, x)) for u, x in zip(urban, rng.random(shops), strict=True)]
    villages = names.village_names(rng, shops)
    village = ["" if u else v for u, v in zip(urban, villages, strict=True)]
    town = names.towns(rng, ~village_route, route)
    bell = rng.normal(np.take(MIDDLE_GRADES, urban), SPREAD_OF_GRADE)
    grade = np.clip(np.rint(bell), 1, GRADES).astype(np.int64)
    volume = _volumes(rng, grade)
    for part, (part_grade, part_volume) in PART_VOLUMES.items():
        grade[cast.players[part]], volume[cast.players[part]] = part_grade, part_volume
    shop_name, owner_name = _names(seed, formats, village, town, cast)
    return Population(
        license_no=_licences(rng, shops),
        customer_code=[f"{CUSTOMER_CODE_PREFIX}{n:08d}" for n in rng.permutation(shops * 3)[:shops]],
        shop_name=shop_name,
        owner_name=owner_name,
        town=town,
        village=village,
        format=formats,
        urban=urban,
        grade=grade,
        volume=volume,
        route=route,
        visit_seq=visit_seq,
        visit_weekday=visit_weekday,
        order_weekday=visit_weekday % VISIT_DAYS + 1,
        channel=rng.choice(CHANNELS, shops, p=CHANNEL_SHARES).tolist(),
    )


def _routes(shops: int) -> tuple[Ints, Flags]:
    """Each shop's route, town routes first, and whether it is a village route."""
    size = int(np.clip(shops // ROUTES_AT_LEAST, *ROUTE_SIZES))
    smallest = min(SMALLEST_VILLAGE_ROUTE, int(shops * LARGEST_VILLAGE_PART))
    villages = max(round(shops * VILLAGE_SHARE), smallest)
    town_routes = max(1, round((shops - villages) / size))
    village_routes = max(1, round(villages / size))
    place = np.arange(shops)
    in_village = place >= shops - villages
    route = np.where(
        in_village,
        town_routes + (place - (shops - villages)) * village_routes // max(1, villages),
        place * town_routes // max(1, shops - villages),
    )
    return route, in_village


def _draw_format(urban: bool, chance: float) -> str:
    shares = URBAN_FORMAT_SHARES if urban else RURAL_FORMAT_SHARES
    place = np.searchsorted(np.cumsum(shares), chance, side="right")
    return FORMATS[min(int(place), len(FORMATS) - 1)]


def _licences(rng: np.random.Generator, shops: int) -> list[str]:
    serials = rng.permutation(100_000)[:shops]
    firms = rng.random(shops) < FIRM_SHARE
    return [f"{DISTRICT}{2 if firm else 1}{serial:05d}" for firm, serial in zip(firms, serials, strict=True)]


def _volumes(rng: np.random.Generator, grade: Ints) -> Floats:
    grades, cartons = zip(*GRADE_VOLUMES, strict=True)
    logarithm = np.interp(grade, grades, np.log(cartons)) + rng.normal(0, SPREAD_OF_VOLUME, grade.size)
    return np.asarray(np.exp(logarithm), dtype=np.float64)


def _names(
    seed: int, formats: list[str], village: list[str], town: list[str], cast: Cast
) -> tuple[list[str], list[str]]:
    rng = stream(seed, "names")
    shops = len(formats)
    owners = names.owner_names(rng, shops)
    shop_name = names.shop_names(rng, formats, village, owners)
    for n in cast.players["rare_owner"]:
        owners[n] = names.with_rare_character(rng, owners[n])
    for n in cast.players["rare_shop"]:
        shop_name[n] = names.with_rare_character(rng, shop_name[n][:2]) + shop_name[n][2:]
    for n in cast.players["long_name"]:
        shop_name[n] = names.long_shop_name(rng, town[n], village[n])
    for place, n in enumerate(cast.players["trap_name"]):
        shop_name[n] = names.TRAP_NAMES[place % len(names.TRAP_NAMES)]
    return shop_name, names.make_unique(shop_name, owners, names.owner_names(rng, shops))
