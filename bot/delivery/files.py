"""A card's file as an app can have it: bytes, a picture or a link to fetch, or a word on where else it can be had."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.core import cards, links
from bot.core.cards import Card, T, Text
from bot.core.channel import Channel, OutgoingFile
from bot.core.screens.invitations import channel_name
from bot.store import conclusions, people, settings
from models import Outbox, StoredFile

PICTURES = frozenset({"image/png", "image/jpeg"})
LARGEST_PICTURE = 1024 * 1024  # bytes; a larger one goes as a link, for no app says what it shows


def with_file(
    db: Session, card: Card, row: Outbox, channel: Channel, public_url: str | None, now: datetime
) -> tuple[Card, OutgoingFile | None]:
    """The card, and what goes with it. A link is good for a day from now on."""
    stored = conclusions.file(db, card.file_id) if card.file_id else None
    if stored is None:
        return card, None
    if channel.can.files_out:
        return card, OutgoingFile(stored.name, stored.mime, stored.content)
    if public_url is None:
        return _with_line(replace(card, items=(*card.items, *card.without_file)), _elsewhere(db, row, stored)), None
    until = now + links.LIVES
    link = links.address(public_url, settings.file_key(db), stored.id or 0, stored.name, until)
    if channel.can.pictures_by_link and stored.mime in PICTURES and stored.size <= LARGEST_PICTURE:
        return card, OutgoingFile(stored.name, stored.mime, b"", link)
    return _with_line(card, T("📎 {name} (until {until}): {link}", name=stored.name, until=until, link=link)), None


def _with_line(card: Card, said: Text) -> Card:
    return replace(card, items=(*card.items, cards.item(said)), file_id=None)


def _elsewhere(db: Session, row: Outbox, stored: StoredFile) -> Text:
    accounts = people.accounts(db, row.person_id) if row.person_id else []
    other = next((one.channel for one in accounts if one.channel != row.channel and not one.broken), None)
    if stored.mime in PICTURES:
        return _elsewhere_seen(other)
    if other is None:
        return T("📎 {name}: this app takes no files; it can be had on another channel.", name=stored.name)
    app = channel_name(other)
    return T("📎 {name}: this app takes no files; please ask for it in {app}.", name=stored.name, app=app)


def _elsewhere_seen(other: str | None) -> Text:
    if other is None:
        return T("The picture cannot be shown in this app; it can be seen on another channel.")
    return T("The picture cannot be shown in this app; please ask for it in {app}.", app=channel_name(other))
