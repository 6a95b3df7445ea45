"""A damaged configuration."""

from __future__ import annotations

from tests.bad_input.case import Case, settings, stopped

_FAULTS = {
    "not-yaml": ("input: [1, 2\n", ""),
    "tab": ("input:\n\tfolder: x\n", ""),
    "a-list": ("- 1\n- 2\n", ""),
    "unknown-key": ("inputs: {folder: x}\n", "inputs"),
    "unknown-table": ("input: {tables: {sale: {sheet: x}}}\n", "sale"),
    "unknown-field": ("input: {tables: {sales: {columns: {quantity: 数量}}}}\n", "quantity"),
    "wrong-type": ("input: {sum_duplicates: maybe}\n", "sum_duplicates"),
    "bad-pattern": ("input: {retailer_id: '['}\n", "retailer_id"),
    "bad-number": ("input: {sanity: {carton_price_min: cheap}}\n", "carton_price_min"),
    "twice": ("input: {folder: a}\ninput: {folder: b}\n", "input"),
    "tag": ("input: !!python/object/apply:os.system ['touch /tmp/guidebook-was-here']\n", ""),
    "bomb": (
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(
            f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        "",
    ),
    "unit-unknown": ("input: {tables: {sales: {quantity_unit: 麻袋}}}\n", ""),
    "missing-file": ("input: {tables: {sales: {files: [没有*.csv]}}}\n", "没找到"),
}

CASES = tuple(
    Case(f"config-{name}", f"config.yaml: {name}", settings(yaml), stopped(words))
    for name, (yaml, words) in _FAULTS.items()
)
