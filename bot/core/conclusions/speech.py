"""What is known about who speaks, and the duty that a clause lays."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.core.conclusions.layout import Span
from bot.core.conclusions.names import Name


class Kind(StrEnum):
    """How the duty is laid; the surest first."""

    ORDER = "order"  # giao Sở X ...
    DUTY = "duty"  # Sở X có trách nhiệm ...
    BARE = "bare"  # Sở X chủ trì ... in a list of orders
    CALL = "call"  # yêu cầu hoàn thành ...
    NEED = "need"  # cần hoàn thành ...
    VERB = "verb"  # hoàn thành ..., the unit is inherited


class Speech(NamedTuple):
    """What is known about who speaks, before a clause is read."""

    orders: bool  # an authority lays down what follows
    earlier: bool = False  # another occasion is told
    reports: bool = False  # the sentence tells what is
    reported: bool = False  # participants speak, not the chair
    by_participant: bool = False  # in this very sentence
    requested: bool = False  # in a list of what participants ask for
    unheard: bool = False  # nobody has spoken yet: a text without any frame
    silent: bool = False  # below a heading under which nothing is ordered
    is_item: bool = False
    in_list: bool = False
    runs_on: bool = False  # the sentence has laid a duty already
    addressed: bool = False  # an item of a list whose units are known
    opens_item: bool = False  # the first clause of an item
    assigner: str | None = None
    known: Set[str] = frozenset()  # who has got tasks so far
    promises_count: bool = False  # the document itself calls its plans an order


@dataclass(frozen=True)
class Obligation:
    kind: Kind
    work: int  # where the work begins
    leads: tuple[Name, ...] = ()
    assigner: tuple[Name, ...] = ()
    inherits: bool = False
    unnamed: Span | None = None  # a lead that no lexicon knows
    due_from: int | None = None  # where the words begin that tell when, if not with the clause
