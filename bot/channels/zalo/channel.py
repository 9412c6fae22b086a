"""The channel: one client, started, polled or brought to, sent through and stopped."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

import httpx
import structlog

from bot.channels.zalo import reading
from bot.channels.zalo.client import Client, Kind, Trouble
from bot.channels.zalo.polling import growing, poll
from bot.channels.zalo.styles import styles_of, text_of
from bot.core.channel import (
    Attachment,
    Capabilities,
    Commands,
    Destination,
    Gone,
    Hook,
    Inbound,
    OutgoingFile,
    Part,
    Receive,
    Rejected,
    TryLater,
    Uncertain,
    Unreachable,
)
from bot.core.degrade import Measure, length

log = structlog.get_logger()

POLL = 30  # seconds that Zalo holds a poll open
SOON = 2.0  # seconds after a clear error of the server
LATER = 300.0  # seconds: the token was refused; somebody has to look at it
SPENT = 3600.0  # seconds after a 429: the month's messages are used up, and Zalo does not say until when
REFUSALS = 3  # permanent refusals in a row after which a chat counts as gone; Zalo has no code for "blocked"
HOOK_PATH, HOOK_HEADER = "/webhooks/zalo", "X-Bot-Api-Secret-Token"
HOOK_MANNERS: dict[str, Any] = {
    "denied": 401,
    "unreadable": 200,
    "limit": 64 * 1024,  # bytes; real ones have a few hundred beside their text
    "patience": 1.8,  # seconds; how long Zalo waits is not documented, two are believed to be safe
}
LIMIT = 2000
PICTURE_LIMIT = 10 * 1024 * 1024


class Zalo:
    """Sends through the Bot Platform and receives from it. A malformed token is a ValueError at once."""

    name = "zalo"
    can = Capabilities(
        text_limit=LIMIT,
        measure=Measure.UTF16,
        buttons=False,
        edit=False,
        files_out=False,
        pictures_by_link=True,
        file_limit=PICTURE_LIMIT,
        per_second=5,
        chat_gap=1.0,
        month_limit=3000,  # of the free plan
    )

    def __init__(
        self,
        token: str,
        *,
        api_url: str | None = None,
        public_url: str | None = None,
        secret: str | None = None,
        chat_link: str | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """With a `secret`, Zalo brings the updates to `public_url`; otherwise they are fetched.

        `chat_link` is the bot's share link: it cannot be worked out, since its number may differ from the bot's own.
        """
        self.chat_link = chat_link
        self._client = Client(token, base_url=api_url)
        self._pictures = httpx.AsyncClient(timeout=20.0, follow_redirects=True, max_redirects=3)
        self.hook = Hook(HOOK_PATH, HOOK_HEADER, secret, reading.stored, **HOOK_MANNERS) if secret else None
        self._hook_url = f"{public_url}{HOOK_PATH}"
        self._pause = pause
        self._me = reading.Me()
        self._refused = False  # the token: nothing more is tried until somebody has set another
        self._refusals: Counter[str] = Counter()

    async def start(self) -> None:
        """Returns when Zalo has greeted us; waits as long as it is away. ValueError if it refuses token or address."""
        for tries, pause in enumerate(growing()):
            trouble = await self._greeted()
            if trouble is None:
                return
            if trouble.kind is Kind.TOKEN:
                await self.stop()
                raise ValueError("Zalo refuses the bot's token; copy it again from Zalo Bot Manager.")
            if tries == 0:
                log.warning("zalo-away", reason=str(trouble))
            await self._pause(pause)

    async def _greeted(self) -> Trouble | None:
        me = await self._client.get_me()
        if isinstance(me, Trouble):
            return me
        if not isinstance(me, dict):
            return Trouble(Kind.UNKNOWN, words="an answer that is none")
        trouble = await self._choose_way_in()
        if trouble is None:
            self._me = reading.introduced(me)
            log.info("zalo-connected", account=str(me.get("account_name")), groups=self._me.groups)
        return trouble

    async def _choose_way_in(self) -> Trouble | None:
        if self.hook is None:
            return await self._client.delete_webhook()  # polling does not work while a webhook is set
        found = await self._client.set_webhook(self._hook_url, self.hook.secret)
        if isinstance(found, Trouble):
            if found.kind is Kind.REFUSED:
                raise ValueError(f"Zalo refuses PUBLIC_URL as the address of a webhook: {found.words}")
            return found
        _tell_verification(found)
        return None

    async def run(self, receive: Receive) -> None:
        """Receives until cancelled. A token that is refused meanwhile stops this channel and no other."""
        if self.hook is None:
            fetch = partial(self._client.get_updates, POLL)
            await poll(fetch, partial(receive, self.name), self._pause)
            self._token_refused()
        await asyncio.Event().wait()

    async def stop(self) -> None:
        await self._client.close()
        await self._pictures.aclose()

    async def reaches(self) -> bool:
        return not self._refused and not isinstance(await self._client.get_me(), Trouble)

    def is_private(self, chat_id: str) -> bool:
        """Ids do not tell; what goes to a group is marked so in the outbox."""
        return True

    def read(self, raw: Mapping[str, Any]) -> Inbound | None:
        return reading.read(raw, self._me)

    async def send(self, to: Destination, part: Part, file: OutgoingFile | None = None) -> str:
        """A picture goes by its link, with the text as caption; no other file can: Rejected("no-files")."""
        if file is not None and file.link is None:
            raise Rejected("no-files")
        if self._refused:
            raise TryLater(LATER, away=True)
        if not to.private and not self._me.groups:
            raise Rejected("no-groups")
        text, styles = text_of(part), styles_of(part)
        if file is not None and file.link:
            found = await self._client.send_photo(to.chat_id, file.link, text)
            if not (isinstance(found, Trouble) and found.kind is Kind.REFUSED):
                return self._outcome(to, found)
            log.warning("zalo-picture-refused", reason=found.words)
            longer = f"{text}\n{file.link}"
            text = longer if length(longer, Measure.UTF16) <= LIMIT else text
        found = await self._client.send_message(to.chat_id, text, styles)
        if styles and isinstance(found, Trouble) and found.kind is Kind.REFUSED:
            log.warning("zalo-styles-refused", reason=found.words)
            found = await self._client.send_message(to.chat_id, text)
        return self._outcome(to, found)

    def _outcome(self, to: Destination, found: Any | Trouble) -> str:
        if isinstance(found, Trouble):
            self._fail(to, found)
        self._refusals.pop(to.chat_id, None)
        return str(found.get("message_id") or "") if isinstance(found, dict) else ""

    def _fail(self, to: Destination, trouble: Trouble) -> NoReturn:
        """The table of Zalo's errors, in the words of the sender."""
        match trouble.kind:
            case Kind.TOKEN:
                self._token_refused()
                raise TryLater(LATER, away=True)
            case Kind.QUOTA:
                log.error("zalo-quota-exceeded")
                raise TryLater(SPENT, spent=True)
            case Kind.AWAY | Kind.SERVER:
                raise TryLater(SOON, away=True)
            case Kind.TIMEOUT | Kind.UNKNOWN:
                raise Uncertain(str(trouble))
        self._refusals[to.chat_id] += 1
        log.warning("zalo-send-refused", reason=str(trouble), words=trouble.words, row=self._refusals[to.chat_id])
        if self._refusals[to.chat_id] >= REFUSALS:
            del self._refusals[to.chat_id]
            raise Unreachable("needs-relink")
        if trouble.kind is Kind.NOT_FOUND:
            raise TryLater(SOON, chat_only=True)
        raise Rejected("bad-request")

    def _token_refused(self) -> None:
        if not self._refused:
            log.error("zalo-token-refused", advice="set ZALO_TOKEN anew and start again")
        self._refused = True

    async def edit(self, to: Destination, message_ref: str, part: Part) -> str:
        raise Gone("no-editing")

    async def answer_tap(self, tap_id: str, text: str) -> None:
        """There are no buttons to tap."""

    async def working(self, chat_id: str) -> None:
        if not self._refused:
            await self._client.send_typing(chat_id)

    async def download(self, attachment: Attachment) -> bytes:
        """A picture by the address that came with it, at most `can.file_limit`."""
        failure: TryLater | Rejected
        try:
            async with self._pictures.stream("GET", attachment.file_id) as answer:
                if answer.status_code == 200:
                    return await _bounded(answer, self.can.file_limit)
                gone = answer.status_code < 500
            failure = Rejected("file-gone") if gone else TryLater(SOON)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects):
            failure = Rejected("file-gone")
        except httpx.HTTPError:
            failure = TryLater(SOON)
        raise failure  # outside the `except`: the picture's address is nobody's business

    async def set_commands(self, menus: Sequence[Commands]) -> None:
        """There is no command menu."""

    def invitation_link(self, code: str) -> str | None:
        """No link of Zalo's can carry a code."""
        return None


async def _bounded(answer: httpx.Response, limit: int) -> bytes:
    content = bytearray()
    async for piece in answer.aiter_bytes():
        content += piece
        if len(content) > limit:
            raise Rejected("file-too-big")
    return bytes(content)


def _tell_verification(found: Any) -> None:
    """Zalo keeps the address even if it could not reach it; why not is worth a line."""
    said = found.get("verification") if isinstance(found, dict) else None
    if not isinstance(said, dict):
        log.info("zalo-webhook-set", outcome="not verified")
    elif said.get("ok") is True:
        log.info("zalo-webhook-set", outcome=said.get("outcome"), latency_ms=said.get("latency_ms"))
    else:
        log.error("zalo-webhook-not-reached", outcome=said.get("outcome"), hint=said.get("hint"))
