"""Serving an app on an address until the bot stops."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

GRACE = 2  # seconds that requests in hand may take at a stop


def listen(host: str, port: int) -> socket.socket:
    """The bound socket; OSError when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=128)


class Server(uvicorn.Server):
    """Leaves the signals to the bot."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def server(app: ASGIApp, *, grace: int = GRACE) -> Server:
    """Not started yet. No access log: addresses of webhooks are secrets."""
    return Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_keep_alive=30,
            timeout_graceful_shutdown=grace,
        )
    )


async def serve(app: ASGIApp, at: socket.socket) -> None:
    """Serves until cancelled; then requests in hand end first, and new ones are refused."""
    one = server(app)
    serving = asyncio.create_task(one.serve(sockets=[at]))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        one.should_exit = True
        await serving
        raise
