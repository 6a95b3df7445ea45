"""The product a shop bought most of, for rules that name just one."""

from guidebook.advice.once import once
from guidebook.model import Finding, ProductLine, Profile


@once
def largest(profile: Profile) -> ProductLine:
    """The line with most cartons this month; the month must have purchases."""
    most = max(line.this.sticks for line in profile.account_lines)
    lines = (line for line in profile.account_lines if line.this.sticks == most)
    return min(lines, key=lambda line: line.product.sku_code)


def largest_named(profile: Profile, case: str) -> Finding:
    """The finding that names the product most bought; case `single` where it is the only one of the month."""
    line = largest(profile)
    moved = sum(line.this.sticks != 0 for line in profile.account_lines)
    return Finding("single" if moved == 1 else case, sku_code=line.product.sku_code)
