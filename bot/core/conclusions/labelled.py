"""Work with its particulars told line by line: "Cơ quan chủ trì: Sở X", "Thời gian: Quý I/2025"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.conclusions.drafts import Draft, Lead, leads_of
from bot.core.conclusions.layout import Block, Span
from bot.core.conclusions.masked import Masked
from bot.core.conclusions.speech import Kind

_SHORTEST_TASK = 12  # letters
_JOINTS = " (;:.,-–"  # between the work and the first label


@dataclass(frozen=True)
class Labelled:
    """A draft with the blocks that it is told in, the first and the one after the last."""

    draft: Draft
    first: int
    after: int


def labelled(masked: Masked, blocks: list[Block]) -> Iterator[Labelled]:
    """The runs of labelled lines, or labels behind the work in one line, that name a body as lead."""
    number = reached = 0
    while number < len(blocks):
        if blocks[number].cells or not _has_label(masked, blocks[number]):
            number += 1
            continue
        first, after = number, _end_of_run(masked, blocks, number)
        found = _draft(masked, blocks, first, after, reached)
        if found is not None:
            yield found
            reached = after
        number = after


def _has_label(masked: Masked, block: Block) -> bool:
    """Looked for only up to the last colon, as every label ends in one."""
    colon = masked.text.lower.rfind(":", block.start, block.end)
    if colon < 0:
        return False
    return masked.patterns["label"].search(masked.text.lower, block.start, colon + 1) is not None


def _within(masked: Masked, block: Block) -> tuple[str, int, int]:
    return masked.text.lower, block.start, block.end


def _end_of_run(masked: Masked, blocks: list[Block], first: int) -> int:
    after = first + 1
    while after < len(blocks) and masked.patterns["label"].match(*_within(masked, blocks[after])):
        after += 1
    return after


def _draft(masked: Masked, blocks: list[Block], first: int, after: int, reached: int) -> Labelled | None:
    fields: dict[str, Span] = {}
    for block in blocks[first:after]:
        fields = {**_fields(masked, block), **fields}
    leads = _bodies(masked, fields.get("lead"))
    if not leads:
        return None
    task, number = _task(masked, blocks, first, reached, fields)
    if task is None:
        return None
    support = tuple(unit for unit in _bodies(masked, fields.get("support")) if unit not in leads)
    draft = Draft(
        task[0],
        blocks[after - 1].end,
        task[0],
        Kind.BARE,
        leads,
        support,
        block=number,
        is_listed=True,
        due_span=fields.get("due"),
        work_end=task[1],
    )
    return Labelled(draft, number, after)


def _fields(masked: Masked, block: Block) -> Mapping[str, Span]:
    """What stands behind each label of a line."""
    found: dict[str, Span] = {}
    labels = list(masked.patterns["label"].finditer(*_within(masked, block)))
    ends = [*(label.start() for label in labels[1:]), block.end]
    for label, end in zip(labels, ends, strict=True):
        kind = next(name for name, value in label.groupdict().items() if value)
        found.setdefault(kind, (label.end(), end))
    return found


def _bodies(masked: Masked, span: Span | None) -> tuple[Lead, ...]:
    names = masked.within(*span) if span else ()
    return leads_of(names) if names and all(name.is_body and not name.is_post for name in names) else ()


def _task(
    masked: Masked, blocks: list[Block], first: int, reached: int, fields: Mapping[str, Span]
) -> tuple[Span | None, int]:
    """The work: labelled itself, in front of the first label, or in the line above; and its block."""
    if "task" in fields:
        return fields["task"], first
    label = masked.patterns["label"].search(*_within(masked, blocks[first]))
    start = blocks[first].start
    if label and label.start() - start >= _SHORTEST_TASK:
        told = masked.text.text[start : label.start()].rstrip(_JOINTS)
        return (start, start + len(told)), first
    if label is None or label.start() > start or first <= reached:
        return None, first
    above = blocks[first - 1]
    is_work = above.level and not above.cells and above.end - above.start >= _SHORTEST_TASK
    return ((above.start, above.end) if is_work else None), first - 1
