"""Whose the items below a line are, by the names in that line."""

from __future__ import annotations

from bot.core.conclusions.drafts import Lead, leads_of
from bot.core.conclusions.layout import Block
from bot.core.conclusions.masked import Masked


def addressed_by(masked: Masked, block: Block) -> tuple[Lead, ...]:
    """The units of a line that is nothing but names: "Sở Tài chính:", "Đề nghị Công an tỉnh"."""
    found = masked.patterns["names_only"].fullmatch(masked.mask[block.start : block.end])
    if found is None:
        return ()
    aside = masked.patterns["heading_aside"].search(masked.text.lower, block.start + 1, block.end)
    return leads_of(masked.within(block.start, aside.start() if aside else block.end))


def doers_above(masked: Masked, block: Block) -> tuple[Lead, ...]:
    """Whose the items below a line "UBND các tỉnh ven biển:", "Các trường tổ chức bán trú:" are, known or not."""
    found = masked.patterns["doers_above"].fullmatch(masked.mask, block.start, block.end)
    if found is None:
        return ()
    names = masked.within(*found.span("unit"))
    if len(names) > 1:
        return leads_of(names)
    said = masked.said(*found.span("unit"))
    return (Lead(said, is_group=names[0].is_group if names else True),)


def named_last(masked: Masked, block: Block) -> tuple[Lead, ...]:
    """The units that a line ends with: "... yêu cầu các sở, ban, ngành:"."""
    found = masked.patterns["named_last"].search(masked.mask, block.start, block.end)
    return leads_of(masked.within(*found.span("unit"))) if found else ()
