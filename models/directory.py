"""Agencies in time, and the days offices work."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from models.types import Row


class Agency(Row, table=True):
    """A body that can receive tasks. `valid_to` is its last day; a merged body gets a new code."""

    code: str = Field(primary_key=True)
    name: str
    short: str
    name_en: str = ""
    kind: str
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    doc_symbol: str = ""
    aliases: list[str] = Field(default_factory=list, sa_type=sa.JSON)


class AgencySuccession(Row, table=True):
    """Who takes over from a body that ends; `automatic` relations need no person's decision."""

    __tablename__ = "agency_succession"

    id: int | None = Field(default=None, primary_key=True)
    old: str
    new: str | None = None
    relation: str
    automatic: bool = False
    effective_on: date | None = None


class Holiday(Row, table=True):
    """A day that does not follow the five-day week; `works` marks a Saturday worked in exchange."""

    day: date = Field(primary_key=True)
    name: str
    works: bool = False


class Setting(Row, table=True):
    """What the office sets itself, and the counters and keys of this installation."""

    name: str = Field(primary_key=True)
    value: str
