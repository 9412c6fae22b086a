"""Guards of a page that is for this machine only."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_HOSTS = ("127.0.0.1", "localhost")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Hardened:
    """Tells the browser to load nothing from elsewhere and to show the page in nobody's frame."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, with_headers)


class OwnOrigin:
    """Refuses what another site's page sends: anything but a read must carry our own origin."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
            headers = Headers(scope=scope)
            if headers.get("origin") != f"{scope['scheme']}://{headers.get('host')}":
                await JSONResponse({"error": "other-origin"}, 403)(scope, receive, send)
                return
        await self.app(scope, receive, send)


GUARDS = (
    Middleware(Hardened),
    Middleware(TrustedHostMiddleware, allowed_hosts=LOCAL_HOSTS, www_redirect=False),
    Middleware(OwnOrigin),
)


def bounded(request: Request, media_type: str, limit: int) -> None:
    """Refuses a body of another kind, of unknown length, or longer than `limit` bytes, before it is read."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != media_type:
        raise HTTPException(415, "bad-request")
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise HTTPException(411, "bad-request")
    if int(length) > limit:
        raise HTTPException(413, "too-big")
