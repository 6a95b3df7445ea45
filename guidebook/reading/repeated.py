"""Fields that many of the exports' tables have: shops, products, months (domain.md §5)."""

from __future__ import annotations

from types import MappingProxyType

from guidebook.reading.fields import Field, Kind

LICENSE = Field(
    "license_no",
    ("许可证号", "专卖证号", "零售许可证号", "许可证", "license_no", "license_code"),
    Kind.LICENSE,
    True,
)
CUSTOMER = Field(
    "customer_code", ("客户编码", "客户代码", "客户编号", "customer_code", "cust_id", "cust_code"), Kind.CODE
)
SHOP = ("店名", "客户名称", "店铺名称", "零售户名称", "企业名称", "shop_name", "cust_name")
OWNER = ("负责人", "经营者", "持证人", "法人", "负责人姓名", "经营者姓名", "owner_name")
SHOP_THERE = Field("shop_name", SHOP, Kind.NAME, max_chars=60)
OWNER_THERE = Field("owner_name", OWNER, Kind.NAME, max_chars=20)
SKU = (
    "商品编码",
    "规格码",
    "卷烟编码",
    "商品代码",
    "商品条码",
    "条码",
    "条包条形码",
    "sku_code",
    "item_id",
    "cig_code",
)
SKU_NAMES = ("商品名称", "品名", "规格名称", "卷烟名称", "商品", "sku_name", "item_name", "cig_name")
BARCODES = ("条码", "商品条码", "条包条形码", "条形码", "barcode", "盒码")
BARCODE = Field("barcode", BARCODES, Kind.CODE)
KNOWN_BY = MappingProxyType({"sku_code": ("barcode", "sku_name"), "license_no": ("customer_code",)})
MONTH = ("月份", "年月", "月度", "统计月份", "month", "date1")
