"""Where chat apps bring updates: proved by a secret, stored, and only then acknowledged."""

from __future__ import annotations

import asyncio
import hmac
import json

import structlog
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.core.channel import Hook, Receive

log = structlog.get_logger()


def webhook(name: str, hook: Hook, receive: Receive) -> Route:
    """The route of one channel. 200 means that the update is committed; whoever lacks the secret learns nothing.

    An update that could not be stored is answered with 503, so that the app brings it again, perhaps to a replica.
    """

    async def brought(request: Request) -> Response:
        if int(request.headers.get("content-length", "0")) > hook.limit:  # digits, as the front has seen to
            return Response(status_code=413)
        shown = request.headers.get(hook.header, "")
        if not hmac.compare_digest(shown.encode(), hook.secret.encode()):
            return Response(status_code=hook.denied)  # before the body is read
        try:
            body = await request.body()
            if len(body) > hook.limit:
                return Response(status_code=413)
            update = hook.read(json.loads(body))
        except (ValueError, RecursionError):  # not JSON, not UTF-8, nested without end
            log.warning("webhook without JSON", channel=name)
            return Response(status_code=hook.unreadable)
        if update is None:
            log.error("webhook update without a number", channel=name)
            return PlainTextResponse("ok")  # brought again it would be no better
        try:
            async with asyncio.timeout(hook.patience):
                await receive(name, [update])
        except (DBAPIError, TimeoutError) as error:  # what is stored after all is kept once, however often it comes
            log.warning("webhook update not stored", channel=name, error=type(error).__name__)
            return Response(status_code=503)
        return PlainTextResponse("ok")

    return Route(hook.path, brought, methods=["POST"])
