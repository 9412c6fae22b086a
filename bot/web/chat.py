"""The page of the local demo: choose who you are, chat, move the clock.

For 127.0.0.1 only: everybody who reaches the page may be anybody. So it answers to local host names alone (a page
elsewhere cannot rebind its name to us), takes posts from its own origin alone, and loads nothing from anywhere else.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any, Protocol
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.channels.web import Web
from bot.core.cards import Text
from bot.web.files import PICTURES
from bot.web.local import GUARDS, bounded
from bot.web.page_texts import PAGE_TEXTS
from locales import LANGUAGES

CLOCK_MOVES = ("next-morning", "monday")
JSON_LIMIT = 5 * 1024 * 1024
FORM_ROOM = 64 * 1024  # what a form adds to its file
CLOCK_EVERY = 15  # seconds between two words on the demo clock when nothing happens
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

ASSETS = {
    "chat.html": "text/html; charset=utf-8",
    "chat.css": "text/css; charset=utf-8",
    "chat.js": "text/javascript; charset=utf-8",
}


@dataclass(frozen=True)
class Person:
    """Somebody whom a visitor can be."""

    account: str
    name: str
    post: str
    role: str  # chair, vice_chair, office, head, contact, observer


class Demo(Protocol):
    """What the page needs from the demo around it."""

    @property
    def people(self) -> Sequence[Person]:
        """Whom a visitor can be."""

    @property
    def sample(self) -> bytes:
        """A conclusion to take in, as .docx."""

    @property
    def sample_name(self) -> str:
        """The name of its file."""

    def now(self) -> datetime:
        """The demo clock, in the city's time zone."""

    async def advance(self, to: str) -> datetime:
        """Moves the clock to "next-morning" or "monday", with all that falls due on the way."""

    def say(self, text: Text, language: str) -> str:
        """The words of a text."""


def chat_app(channel: Web, demo: Demo) -> Starlette:
    """The demo's page at `/`, its files below `/static/`, and what they talk to below `/api/`."""
    channel.now = demo.now
    page = Page(channel, demo)
    routes = [
        Route("/", page.static),
        Route("/static/{name}", page.static),
        Route("/api/start", page.start),
        Route("/api/events", page.events),
        Route("/api/sample", page.sample),
        Route("/api/clock", page.clock, methods=["POST"]),
        Route("/api/chats/{account}/messages", page.write, methods=["POST"]),
        Route("/api/chats/{account}/presses", page.press, methods=["POST"]),
        Route("/api/chats/{account}/files", page.send_file, methods=["POST"]),
        Route("/api/chats/{account}/files/{file_id}", page.fetch_file),
    ]
    return Starlette(routes=routes, middleware=GUARDS, exception_handlers={HTTPException: _refused})


class Page:
    """The end points; a refusal is `{"error": code}`, whose words the page has."""

    def __init__(self, channel: Web, demo: Demo) -> None:
        self.channel = channel
        self.demo = demo
        self.moving = asyncio.Lock()
        self.people = {person.account: person for person in demo.people}
        self.assets = {name: (files("bot.web") / "static" / name).read_bytes() for name in ASSETS}

    async def static(self, request: Request) -> Response:
        name = request.path_params.get("name", "chat.html")
        if name not in self.assets:
            raise HTTPException(404, "not-found")
        return Response(self.assets[name], media_type=ASSETS[name])

    async def start(self, request: Request) -> Response:
        """All that the page needs to know once."""
        return JSONResponse(
            {
                "epoch": self.channel.epoch,
                "people": [asdict(person) for person in _chair_first(self.demo.people)],
                "texts": {language: self._texts(language) for language in LANGUAGES},
                "now": self._now(),
                "sample": self.demo.sample_name,
                "file_limit": self.channel.can.file_limit,
            }
        )

    async def events(self, request: Request) -> Response:
        return StreamingResponse(self._stream(self._after(request)), media_type="text/event-stream")

    async def sample(self, request: Request) -> Response:
        return _handed_out(self.demo.sample_name, DOCX, self.demo.sample)

    async def clock(self, request: Request) -> Response:
        to = (await _json(request)).get("to")
        if to not in CLOCK_MOVES:
            raise HTTPException(400, "bad-request")
        async with self.moving:
            await self.demo.advance(to)
        return JSONResponse({"now": self._now()})

    async def write(self, request: Request) -> Response:
        given = await _json(request)
        return await self._push(request, {"text": given.get("text"), "language": given.get("language")})

    async def press(self, request: Request) -> Response:
        given = await _json(request)
        wanted = {name: given.get(name) for name in ("button", "message_ref", "tap_id", "language")}
        return await self._push(request, wanted)

    async def send_file(self, request: Request) -> Response:
        self._person(request)
        limit = self.channel.can.file_limit
        bounded(request, "multipart/form-data", limit + FORM_ROOM)
        async with request.form(max_files=1, max_fields=4) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile) or not file.filename:
                raise HTTPException(400, "bad-request")
            content = await file.read()
            if len(content) > limit:
                raise HTTPException(413, "too-big")
            kept = self.channel.upload(file.filename, file.content_type or "", content)
            return await self._push(request, {"attachment": kept, "language": form.get("language")})

    async def fetch_file(self, request: Request) -> Response:
        kept = self.channel.file(request.path_params["account"], request.path_params["file_id"])
        if not kept:
            raise HTTPException(404, "not-found")
        return _handed_out(kept.name, kept.mime, kept.content)

    async def _push(self, request: Request, raw: dict[str, Any]) -> Response:
        person = self._person(request)
        if raw.get("language") not in LANGUAGES:
            raw = {**raw, "language": None}
        try:
            self.channel.read({**raw, "account": person.account})
        except ValueError as error:
            raise HTTPException(400, "bad-request") from error
        known = {name: value for name, value in raw.items() if value is not None}
        await self.channel.push(person.account, {**known, "display_name": person.name})
        return JSONResponse({})

    def _person(self, request: Request) -> Person:
        person = self.people.get(request.path_params["account"])
        if not person:
            raise HTTPException(404, "not-found")
        return person

    def _texts(self, language: str) -> dict[str, str]:
        return {name: self.demo.say(text, language) for name, text in PAGE_TEXTS.items()}

    def _now(self) -> str:
        return self.demo.now().isoformat(timespec="seconds")

    def _after(self, request: Request) -> int:
        """Where a page that comes back goes on; from the beginning for one of an earlier start."""
        epoch, _, seq = request.headers.get("last-event-id", "").partition("-")
        return int(seq) if epoch == self.channel.epoch and seq.isdecimal() else 0

    async def _stream(self, after: int) -> AsyncIterator[str]:
        pause = 0.0
        while not self.channel.ended:
            changes = await self._changes(after, pause)
            after = changes[-1]["seq"] if changes else after
            pause = CLOCK_EVERY
            news = {"epoch": self.channel.epoch, "now": self._now(), "changes": changes}
            yield f"id: {self.channel.epoch}-{after}\ndata: {json.dumps(news, ensure_ascii=False)}\n\n"

    async def _changes(self, after: int, patience: float) -> list[dict[str, Any]]:
        try:
            async with asyncio.timeout(patience):
                return await self.channel.changes(None, after)
        except TimeoutError:
            return []


def _chair_first(people: Sequence[Person]) -> list[Person]:
    return sorted(people, key=lambda person: person.role != "chair")


async def _json(request: Request) -> dict[str, Any]:
    bounded(request, "application/json", JSON_LIMIT)
    try:
        given = await request.json()
    except ValueError as error:
        raise HTTPException(400, "bad-request") from error
    if not isinstance(given, dict):
        raise HTTPException(400, "bad-request")
    return given


def _handed_out(name: str, mime: str, content: bytes) -> Response:
    """A picture is shown, everything else saved."""
    disposition = f"{'inline' if mime in PICTURES else 'attachment'}; filename*=utf-8''{quote(name, safe='')}"
    return Response(content, media_type=mime, headers={"Content-Disposition": disposition})


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code)
