"""Files by signed links: for apps that carry no files, and pictures that an app fetches by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from urllib.parse import quote

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.core import links
from bot.reports import MIME as XLSX
from bot.store import conclusions, settings
from bot.store.database import Database
from models import StoredFile

PER_LINK, IN_ALL, WINDOW = 30, 300, 60.0  # fetches in so many seconds: Zalo and several phones may fetch one picture
PICTURES = frozenset({"image/png", "image/jpeg"})
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KNOWN = PICTURES | {"application/pdf", "text/plain", XLSX, DOCX}


def signed_files(database: Database, now: Callable[[], datetime]) -> Route:
    """The route of signed links. Whoever has no good one learns nothing: not even that a file exists."""
    bound = Bound()

    def found(db: Session, ticket: str) -> StoredFile | None:
        file_id = links.admitted(settings.file_key(db), ticket, now())
        return conclusions.file(db, file_id) if file_id is not None else None

    async def fetched(request: Request) -> Response:
        ticket = request.path_params["ticket"]
        if not links.is_ticket(ticket):
            return Response(status_code=404)
        if not bound.allows(ticket):
            return Response(status_code=429, headers={"retry-after": f"{WINDOW:.0f}"})
        try:
            file = await database.run(found, ticket)
        except DBAPIError:
            return Response(status_code=503)
        return _handed_out(file) if file else Response(status_code=404)

    return Route(f"{links.PATH}/{{ticket}}/{{name}}", fetched, methods=["GET"])


def _handed_out(file: StoredFile) -> Response:
    """A picture is shown, everything else saved; what the sender called a page of HTML is not served as one."""
    manner = "inline" if file.mime in PICTURES else "attachment"
    return Response(
        file.content,
        media_type=file.mime if file.mime in KNOWN else "application/octet-stream",
        headers={
            "content-disposition": f"{manner}; filename*=UTF-8''{quote(file.name, safe='')}",
            "content-security-policy": "default-src 'none'; sandbox",
            "referrer-policy": "no-referrer",
        },
    )


class Bound:
    """How often a link, and all of them together, may be fetched."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._since = clock()
        self._fetches: Counter[str] = Counter()

    def allows(self, ticket: str) -> bool:
        """Counts one more; a new window begins with nothing counted."""
        if self._clock() - self._since >= WINDOW:
            self._since = self._clock()
            self._fetches.clear()
        if self._fetches[ticket] >= PER_LINK or self._fetches.total() >= IN_ALL:
            return False
        self._fetches[ticket] += 1
        return True
