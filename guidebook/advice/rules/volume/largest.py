"""The product a shop bought most of, for rules that name just one."""

from guidebook.model import ProductLine, Profile


def largest(profile: Profile) -> ProductLine:
    """The line with most cartons this month; the month must have purchases."""
    return min(profile.account_lines, key=lambda line: (-line.this.sticks, line.product.sku_code))
