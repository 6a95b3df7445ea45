"""Names of owners and shops: invented, but of the shape real ones have."""

from __future__ import annotations

from importlib import resources

import numpy as np

from guidebook.demo.arrays import Flags, Ints

COUNTY = "示例区"
TOWN_QUARTERS = ("东城街道", "西城街道", "南城街道", "北城街道", "开发区")
TOWNSHIPS = ("柳河镇", "安平镇", "双桥镇", "清泉镇", "大杨集镇", "吕陵铺镇", "白虎寨乡", "沙土岗乡")

SINGLE_GIVEN_NAME = 0.15
"""Share of owners whose given name is one character."""

SURNAME_EXPONENT = 1.6
"""By this power of their rank surnames get rarer: seven owners in eight have one of the first hundred."""

GIVEN_CHARACTERS = (
    "伟强军勇杰涛明超刚平辉鹏华飞鑫波斌浩宇建国志红海英玉兰秀芳娟敏静丽霞燕玲桂花春梅爱云凤香莲素文庆福"
    "德林成永长新民立东生荣光宝金银良才学礼义仁信忠孝传广兴旺顺祥和安康泰瑞雪冬雨晴彦振邦继承立峰岩松柏"
    "月菊琴珍翠萍艳萌佳慧颖洁倩媛婷欣悦思远博涵逸晨阳"
)
COMMON_RARE = 12
"""The first characters of rare_characters.txt are those met most; every other rare name has one of them."""

LUCKY_FIRST, LUCKY_SECOND = "鑫福惠宏万永恒金顺兴聚佳富天德百", "源达民盛隆和旺发利泰丰祥缘家来城"
ROADS = (
    "学府路", "人民路", "和平街", "建设路", "青年路", "解放街", "牡丹路", "黄河路", "长江路", "中华路",
    "育才巷", "文化街", "双河路", "曹州路", "太原路", "车站街", "康庄路", "丹阳路", "永昌街", "南关街",
)  # fmt: skip
ESTATES = ("阳光花园", "和谐家园", "锦绣城", "东方小区", "丽都苑", "盛世家园", "枣园新村", "御景湾", "安居苑")
VILLAGE_SURNAMES = "王李张刘陈杨赵孙马朱郭何高林罗郑梁谢宋唐许邓韩冯曹彭曾"
VILLAGE_ENDINGS = ("庄", "楼", "集", "堂", "屯", "寨", "营", "洼", "家庄", "老家", "桥", "店")

SHOP_KINDS: dict[str, tuple[str, ...]] = {
    "便利店": ("便利店", "便民超市", "便民店", "便利超市", "24小时便利店", "生活便利店"),
    "食杂店": ("副食", "食杂店", "副食门市", "粮油副食店", "烟酒副食", "百货店"),
    "超市": ("超市", "生活超市", "购物超市", "量贩超市"),
    "商场": ("商场", "购物中心"),
    "烟酒商店": ("烟酒店", "烟酒行", "名烟名酒店", "烟酒商行"),
    "娱乐服务类": ("棋牌室", "茶楼", "宾馆", "饭店"),
    "其他": ("报刊亭", "服务部", "加油站便利店"),
}
VILLAGE_FORMATS, VILLAGE_KINDS = ("便利店", "食杂店"), ("代销点", "代销店", "小卖部")
VILLAGE_KIND_SHARE = 0.3

NAME_PATTERNS = (*["{lucky}"] * 5, *["{where}"] * 3, "{where}{lucky}", "{owner}")
"""What stands before the kind of shop, each as often as it stands here."""

ESTATE_SHARE = 0.3

LONG_NAME = "{county}{town}{village}村{lucky}连锁便民生活超市烟酒副食店"
"""A name as the registry has them: it fills two lines of the sheet's heading."""

TRAP_NAMES = ("学生超市", "时尚便利店", "尊贵烟酒行")
"""Real-sounding names that a careless word filter would refuse (domain.md §3.4: names are exempt)."""


def rare_characters() -> list[str]:
    """Characters that encodings and fonts lose first, the commonest of them first."""
    return _lines("rare_characters.txt")


def owner_names(rng: np.random.Generator, number: int) -> list[str]:
    """Draw owners' names, common surnames more often than rare ones."""
    surnames = _lines("surnames.txt")
    weights = 1 / (np.arange(len(surnames)) + 4.0) ** SURNAME_EXPONENT
    family = rng.choice(len(surnames), number, p=weights / weights.sum())
    given = rng.integers(0, len(GIVEN_CHARACTERS), (number, 2))
    single = rng.random(number) < SINGLE_GIVEN_NAME
    return [
        surnames[f] + GIVEN_CHARACTERS[a] + ("" if alone or a == b else GIVEN_CHARACTERS[b])
        for f, (a, b), alone in zip(family, given, single, strict=True)
    ]


def with_rare_character(rng: np.random.Generator, name: str) -> str:
    """Put a rare character in the place of a name's last one."""
    rare = rare_characters()
    choice = rng.integers(COMMON_RARE) if rng.random() < 0.5 else rng.integers(len(rare))
    return name[:-1] + rare[int(choice)]


def village_names(rng: np.random.Generator, number: int) -> list[str]:
    """Draw names of villages."""
    families = rng.integers(0, len(VILLAGE_SURNAMES), number)
    endings = rng.integers(0, len(VILLAGE_ENDINGS), number)
    return [VILLAGE_SURNAMES[f] + VILLAGE_ENDINGS[e] for f, e in zip(families, endings, strict=True)]


def shop_names(
    rng: np.random.Generator, formats: list[str], villages: list[str], owners: list[str]
) -> list[str]:
    """Draw shop names after what kind of shop it is and where it stands.

    Args:
        rng: The subject's random numbers.
        formats: 业态 of each shop.
        villages: The village of each shop, empty in town.
        owners: The owners: some shops bear their name.
    """
    number = len(formats)
    luck = rng.integers(0, (len(LUCKY_FIRST), len(LUCKY_SECOND)), (number, 2))
    place, kind, pattern, estate, plain = rng.random((5, number))
    names = []
    for n, (shop_format, village, owner) in enumerate(zip(formats, villages, owners, strict=True)):
        lucky = LUCKY_FIRST[luck[n, 0]] + LUCKY_SECOND[luck[n, 1]]
        where = village or _at(ESTATES if estate[n] < ESTATE_SHARE else ROADS, place[n])
        small = village and shop_format in VILLAGE_FORMATS and plain[n] < VILLAGE_KIND_SHARE
        parts = {"where": where, "lucky": lucky, "owner": owner[1:] if len(owner) > 2 else owner}
        names.append(
            _at(NAME_PATTERNS, pattern[n]).format(**parts)
            + _at(VILLAGE_KINDS if small else SHOP_KINDS[shop_format], kind[n])
        )
    return names


def long_shop_name(rng: np.random.Generator, town: str, village: str) -> str:
    """Draw a very long name of a shop in a village, or in what was one if the shop is in town."""
    lucky = LUCKY_FIRST[rng.integers(len(LUCKY_FIRST))] + LUCKY_SECOND[rng.integers(len(LUCKY_SECOND))]
    return LONG_NAME.format(
        county=COUNTY, town=town, village=village or village_names(rng, 1)[0], lucky=lucky
    )


def make_unique(shops: list[str], owners: list[str], spare: list[str]) -> list[str]:
    """Give another owner to each shop whose name and owner both occurred before.

    Raises:
        StopIteration: There are fewer spare owners than repetitions.
    """
    seen: set[tuple[str, str]] = set()
    others, unique = iter(spare), []
    for shop, owner in zip(shops, owners, strict=True):
        name = owner
        while (shop, name) in seen:
            name = next(others)
        seen.add((shop, name))
        unique.append(name)
    return unique


def towns(rng: np.random.Generator, urban: Flags, route: Ints) -> list[str]:
    """Put each route in one part of the county: town routes in a quarter, village routes in a township."""
    offset = int(rng.integers(len(TOWNSHIPS)))
    return [
        TOWN_QUARTERS[r % len(TOWN_QUARTERS)] if u else TOWNSHIPS[(r + offset) % len(TOWNSHIPS)]
        for u, r in zip(urban, route, strict=True)
    ]


def _at(choices: tuple[str, ...], position: float) -> str:
    """The choice at a position from 0 to 1."""
    return choices[int(position * len(choices))]


def _lines(file: str) -> list[str]:
    return (resources.files("guidebook.demo") / "data" / file).read_text(encoding="utf-8").split()
