"""How many entries lists have, in words."""

from collections.abc import Sequence

from bot.texts import Texts
from corpus.references import Kind
from index.models import Item, Listing

__all__ = ["count_inside", "counted", "list_head"]


def counted(counts: Sequence[tuple[Kind, int]], _: Texts) -> str:
    """Say how many of each kind there are: 2 个部分、2 个附件."""
    return _("、").join(_counted(kind, count, _) for kind, count in counts)


def list_head(listing: Listing, _: Texts) -> str:
    """Say how many entries a list has, and where that is another number than the asked one."""
    if listing.formula:
        head = _("“{name}”是这 {count} 项：", name=listing.formula, count=listing.count)
        wrong = _("原文里不是 {asked} 项。", asked=listing.asked) if listing.asked else ""
        return wrong + head
    if not listing.items:
        return _("原文在这里没有再分点：")
    counts = counted(listing.counts, _)
    if listing.asked and listing.asked != listing.count:
        return _("原文不是 {asked}，而是 {counts}：", asked=listing.asked, counts=counts)
    return _("共 {counts}：", counts=counts)


def count_inside(item: Item, _: Texts) -> str:
    """Say how many articles an entry holds, where that was asked; else nothing."""
    if not item.inside:
        return ""
    return _("（{count}）", count=_counted(Kind.ARTICLE, item.inside, _))


def _counted(kind: Kind, count: int, _: Texts) -> str:
    match kind:
        case Kind.PART:
            return _("{count} 个部分", count=count)
        case Kind.BOOK | Kind.SUBBOOK:
            return _("{count} 编", count=count)
        case Kind.CHAPTER:
            return _("{count} 章", count=count)
        case Kind.DIVISION:
            return _("{count} 节", count=count)
        case Kind.ARTICLE:
            return _("{count} 条", count=count)
        case Kind.CLAUSE:
            return _("{count} 款", count=count)
        case Kind.APPENDIX:
            return _("{count} 个附件", count=count)
        case Kind.ANY:
            return _("{count} 项", count=count)
        case _other:
            return _("{count} 点", count=count)
