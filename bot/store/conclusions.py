"""Conclusions as taken in, and the drafts that were read from them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import date

from sqlmodel import Session, col, select

from bot.core.words import nfc
from models import Conclusion, Draft, Meeting, StoredFile


def text_hash(text: str) -> str:
    """Recognises the same words whatever the blanks and the Unicode form."""
    return hashlib.sha256(" ".join(nfc(text).split()).encode()).hexdigest()


def same_text(db: Session, text: str) -> Conclusion | None:
    """The newest conclusion with these words that was not dropped."""
    return db.exec(
        select(Conclusion)
        .where(Conclusion.text_hash == text_hash(text), Conclusion.state != "dropped")
        .order_by(col(Conclusion.id).desc())
    ).first()


def by_id(db: Session, conclusion_id: int) -> Conclusion | None:
    return db.get(Conclusion, conclusion_id)


def titles(db: Session, ids: Collection[int]) -> dict[int, str]:
    rows = db.exec(select(Conclusion.id, Conclusion.title).where(col(Conclusion.id).in_(list(ids))))
    return {row_id or 0: title for row_id, title in rows}


def locked(db: Session, conclusion_id: int) -> Conclusion | None:
    """The conclusion, held against another member of the office who presses at the same time."""
    query = select(Conclusion).where(Conclusion.id == conclusion_id).with_for_update()
    return db.exec(query.execution_options(populate_existing=True)).first()


def open_reviews(db: Session) -> list[Conclusion]:
    return list(db.exec(select(Conclusion).where(Conclusion.state == "open").order_by(col(Conclusion.id).desc())))


def meeting_on(db: Session, held_on: date, title: str) -> Meeting:
    """The committee's meeting of a day; made when it is first spoken of."""
    row = db.exec(select(Meeting).where(Meeting.held_on == held_on)).first()
    if row is None:
        row = Meeting(title=title, held_on=held_on)
        db.add(row)
        db.flush()
    return row


def store_file(db: Session, content: bytes, *, name: str, mime: str) -> StoredFile:
    """The row of these bytes; the same bytes are kept once, and not forgotten while this turn goes on."""
    digest = hashlib.sha256(content).hexdigest()
    known = select(StoredFile).where(StoredFile.sha256 == digest).with_for_update(read=True, key_share=True)
    row = db.exec(known).first()
    if row is None:
        row = StoredFile(sha256=digest, name=name[:200], mime=mime[:100], size=len(content), content=content)
        db.add(row)
        db.flush()
    return row


def file(db: Session, file_id: int) -> StoredFile | None:
    return db.get(StoredFile, file_id)


def drafts(db: Session, conclusion_id: int) -> list[Draft]:
    return list(
        db.exec(select(Draft).where(Draft.conclusion_id == conclusion_id).order_by(col(Draft.position), col(Draft.id)))
    )


def locked_draft(db: Session, draft_id: int) -> Draft | None:
    return db.exec(select(Draft).where(Draft.id == draft_id).with_for_update()).first()


def reviewed_drafts(db: Session) -> list[tuple[Draft, Conclusion]]:
    """Every draft that somebody has decided on, with its conclusion."""
    rows = db.exec(
        select(Draft, Conclusion)
        .join(Conclusion, col(Conclusion.id) == col(Draft.conclusion_id))
        .where(Draft.state != "pending")
        .order_by(col(Draft.id))
    )
    return list(rows.all())


def add_drafts(db: Session, rows: Sequence[Draft]) -> None:
    db.add_all(rows)
    db.flush()


def open_drafts(db: Session) -> list[Draft]:
    """The drafts of all reviews that are going on."""
    query = select(Draft).join(Conclusion, col(Conclusion.id) == col(Draft.conclusion_id))
    return list(db.exec(query.where(Conclusion.state == "open").order_by(col(Draft.id))))
