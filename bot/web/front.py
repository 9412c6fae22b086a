"""The bot's own web server: health, metrics, and the routes that channels bring (webhooks).

It says nothing of people or tasks. Whoever may read the figures is decided by LISTEN and by the proxy in front.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT = 1024 * 1024  # bytes; an update is a few thousand
PATIENCE = 3.0  # seconds; a load balancer asks again soon
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"

Why = Callable[[], Awaitable[Sequence[str]]]
Page = Callable[[], Awaitable[bytes]]


def front_app(*, unready: Why, metrics: Page, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """`/health/live`, `/health/ready`, `/metrics`, and `routes`.

    `unready` tells why this process should get no requests just now (short codes; empty: it should); `metrics` gives
    the page of figures.
    """

    async def live(_request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def ready(_request: Request) -> Response:
        try:
            why = list(await asyncio.wait_for(unready(), PATIENCE))
        except TimeoutError:
            why = ["database"]
        return JSONResponse({"ready": not why, "why": why}, 503 if why else 200)

    async def figures(_request: Request) -> Response:
        return Response(await metrics(), media_type=PROMETHEUS)

    own = [Route("/health/live", live), Route("/health/ready", ready), Route("/metrics", figures)]
    return Starlette(routes=[*own, *routes], middleware=[Middleware(Quiet), Middleware(Bounded)])


class Quiet:
    """Answers are not kept by anybody on the way and not guessed at by browsers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
                message["headers"] = [*message.get("headers", []), *added]
            await send(message)

        await self.app(scope, receive, with_headers)


class TooBig(Exception):
    """The body is longer than it said, or than we take."""


class Bounded:
    """Refuses a body over the limit, by its stated length before it is read, and by count while it is read."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if not stated.isdigit() or int(stated) > BODY_LIMIT:
            await PlainTextResponse("too big\n", 413)(scope, receive, send)
            return
        seen, begun = 0, False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > BODY_LIMIT:
                raise TooBig
            return message

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, counted, watched)
        except TooBig:
            if not begun:
                await PlainTextResponse("too big\n", 413)(scope, receive, send)
