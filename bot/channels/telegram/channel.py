"""The channel: one `telegram.Bot`, started, polled, sent through and stopped."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram import failures, reading
from bot.channels.telegram.markup import html, keyboard
from bot.channels.telegram.polling import Backoff, described, poll
from bot.channels.veil import Veil
from bot.core.channel import (
    Attachment,
    Capabilities,
    Commands,
    Destination,
    Gone,
    Hook,
    Inbound,
    MovedTo,
    OutgoingFile,
    Part,
    Receive,
    Rejected,
    TryLater,
    Uncertain,
    Unreachable,
)

log = structlog.get_logger()

T = TypeVar("T")
_Sends = Callable[..., Awaitable[Message]]  # the method of the Bot API that carries a file

TELEGRAM = "https://api.telegram.org"
POLL = 30  # seconds that Telegram holds a poll open
LONGEST_CALL = 90.0  # seconds; shorter than the outbox's lease, so nobody else takes the message up meanwhile
HOOK_PATH, HOOK_HEADER = "/webhooks/telegram", "X-Telegram-Bot-Api-Secret-Token"
CAPTION_LIMIT = 1024
DRAWN, PICTURE_LIMIT = "image/png", 10 * 1024 * 1024  # what we draw is shown; a photograph stays whole, as a document
TOAST_LIMIT = 200
_TOKEN = re.compile(r"(\d+):[A-Za-z0-9_-]+")
_LOGGERS = ("httpx", "telegram.Bot", "telegram.request.BaseRequest")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_NO_ANSWER = (LookupError, TypeError, ValueError, AttributeError)  # the library met JSON that it does not know


class WebhookRefused(ValueError):
    """Telegram does not take our address; the message says why."""


class Telegram:
    """Sends through the Bot API and polls it. A malformed token is a ValueError at once."""

    name = "telegram"
    can = Capabilities(text_limit=4096)
    chat_link: str | None = None

    def __init__(
        self,
        token: str,
        *,
        api_url: str | None = None,
        proxy: str | None = None,
        backoff: Backoff | None = None,
        public_url: str | None = None,
        secret: str | None = None,
    ) -> None:
        """With a `secret`, Telegram brings the updates to `public_url`; otherwise they are fetched."""
        shape = _TOKEN.fullmatch(token)
        if not shape:
            raise ValueError("The Telegram token has the wrong form; copy it again from @BotFather.")
        self._veil = Veil(token, _LOGGERS)
        self._veil.put_on()
        root = (api_url or TELEGRAM).rstrip("/")
        connection = partial(HTTPXRequest, http_version="1.1", proxy=proxy, read_timeout=20.0, connect_timeout=10.0)
        self._updates = connection(connection_pool_size=1)
        self._bot = Bot(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=connection(connection_pool_size=8, write_timeout=20.0, pool_timeout=5.0),
            get_updates_request=self._updates,
        )
        self._me = reading.Me(int(shape[1]))
        self._backoff = backoff or Backoff()
        self.hook = Hook(HOOK_PATH, HOOK_HEADER, secret, reading.stored) if secret else None
        self._hook_url = f"{public_url}{HOOK_PATH}"

    async def start(self) -> None:
        """Returns when Telegram has greeted us; waits as long as it is away. ValueError if it refuses the token."""
        self._veil.put_on()
        for tries, pause in enumerate(self._backoff.pauses()):
            trouble = await self._greeted()
            if trouble is None:
                break
            if tries == 0:
                log.warning("telegram-away", reason=trouble)
            await asyncio.sleep(pause)
        log.info("telegram-connected", username=self._me.username)

    async def knows_itself(self) -> bool:
        """Learns the bot's name and leaves alone how updates come; False if Telegram is away or refuses the token."""
        try:
            return await self._greeted(way_in=False) is None
        except ValueError:
            return False

    async def _greeted(self, *, way_in: bool = True) -> str | None:
        """None when the bot may poll; else why not yet."""
        refused = False
        try:
            await self._bot.initialize()
            if way_in:
                await self._choose_way_in()
            self._me = reading.Me(self._bot.id, self._bot.username)
        except InvalidToken:
            refused = True
        except TelegramError as error:
            return described(error)
        except WebhookRefused:
            raise
        except _NO_ANSWER:
            return "an answer that is none"
        if refused:  # outside the `except`: the library's error quotes the token
            await self.stop()
            raise ValueError("Telegram refuses the bot's token; copy it again from @BotFather.")
        return None

    async def _choose_way_in(self) -> None:
        """Each of several replicas says the same. ValueError if Telegram refuses the address."""
        if self.hook is None:
            await self._bot.delete_webhook()  # polling is refused while a webhook is set
            return
        try:
            await self._bot.set_webhook(self._hook_url, secret_token=self.hook.secret, allowed_updates=reading.WANTED)
        except BadRequest as error:
            raise WebhookRefused(f"Telegram refuses PUBLIC_URL as the address of a webhook: {error.message}") from None

    async def run(self, receive: Receive) -> None:
        """Receives until cancelled."""
        if self.hook is not None:
            await asyncio.Event().wait()
        await poll(self._fetch, partial(receive, self.name), self._backoff)

    async def _fetch(self, offset: int | None) -> Any:
        """One long poll, as JSON.

        `Bot.get_updates` builds objects of the whole batch and raises if one of them is malformed, and so it would
        again at every poll; `do_api_request` warns at a method that `Bot` has. So the bot's own connection for
        polling is asked directly.
        """
        query = {"timeout": POLL, "allowed_updates": json.dumps(reading.WANTED)}
        if offset is not None:
            query["offset"] = offset
        return await self._updates.post(f"{self._bot.base_url}/getUpdates?{urlencode(query)}", read_timeout=POLL + 10)

    async def reaches(self) -> bool:
        try:
            await self._bot.get_me()
        except (TelegramError, *_NO_ANSWER):
            return False
        return True

    def is_private(self, chat_id: str) -> bool:
        return not chat_id.startswith("-")

    async def stop(self) -> None:
        await self._bot.shutdown()
        self._veil.take_off()

    def read(self, raw: Mapping[str, Any]) -> Inbound | None:
        return reading.read(raw, self._me)

    async def send(self, to: Destination, part: Part, file: OutgoingFile | None = None) -> str:
        """A file goes with its text as caption, or after the text where that is too long for a caption."""
        if file is None:
            return await self._send_text(to, part)
        if len(part.text) <= CAPTION_LIMIT:
            return await self._send_file(to, part, file)
        message_ref = await self._send_text(to, part)
        half_sent = False
        try:
            await self._send_file(to, Part(()), file)
        except (TryLater, MovedTo):
            half_sent = True
        if half_sent:
            raise Uncertain("the text was sent, the file was not")
        return message_ref

    async def _send_text(self, to: Destination, part: Part) -> str:
        async def call(text: str, mode: ParseMode | None) -> str:
            message = await self._bot.send_message(
                to.chat_id,
                text,
                parse_mode=mode,
                reply_markup=keyboard(part, self.invitation_link),
                link_preview_options=_NO_PREVIEW,
                **_manner(to),
            )
            return str(message.message_id)

        return await self._styled(to, part, call)

    async def _send_file(self, to: Destination, part: Part, file: OutgoingFile) -> str:
        """A picture is shown; one that Telegram does not take for a picture goes as a document."""
        if file.mime == DRAWN and len(file.content) <= PICTURE_LIMIT:
            try:
                return await self._send_with(self._bot.send_photo, to, part, file)
            except Rejected as refusal:
                log.warning("telegram-picture-refused", reason=refusal.reason)
        return await self._send_with(self._bot.send_document, to, part, file)

    async def _send_with(
        self, method: Callable[..., Awaitable[Message]], to: Destination, part: Part, file: OutgoingFile
    ) -> str:
        async def call(text: str, mode: ParseMode | None) -> str:
            message = await method(
                to.chat_id,
                InputFile(file.content, filename=file.name),
                caption=text or None,
                parse_mode=mode,
                reply_markup=keyboard(part, self.invitation_link),
                **_manner(to),
            )
            return str(message.message_id)

        return await self._styled(to, part, call)

    async def edit(self, to: Destination, message_ref: str, part: Part) -> str:
        """An unchanged message is a success; one that has no text to edit, or can't be found, is Gone."""
        if not message_ref.isdecimal():
            raise Gone("message-gone")

        async def call(text: str, mode: ParseMode | None) -> None:
            await self._bot.edit_message_text(
                text,
                to.chat_id,
                int(message_ref),
                parse_mode=mode,
                reply_markup=keyboard(part, self.invitation_link),
                link_preview_options=_NO_PREVIEW,
            )

        try:
            await self._styled(to, part, call)
        except Rejected as refusal:
            if refusal.reason == "message-gone":
                raise Gone(refusal.reason) from None
            if refusal.reason != "not-modified":
                raise
        return message_ref

    async def _styled(self, to: Destination, part: Part, call: Callable[[str, ParseMode | None], Awaitable[T]]) -> T:
        """The call with HTML; without it if Telegram does not understand ours: the words matter more."""
        try:
            return await _told(call(html(part), ParseMode.HTML), to)
        except Rejected as refusal:
            if refusal.reason != "markup":
                raise
        log.error("telegram-markup-refused")
        return await _told(call(part.text, None), to)

    async def working(self, chat_id: str) -> None:
        try:
            await _told(self._bot.send_chat_action(chat_id, ChatAction.TYPING))
        except (TryLater, Unreachable, Rejected, MovedTo, Uncertain) as failure:
            log.info("telegram-typing-not-shown", reason=str(failure))

    async def answer_tap(self, tap_id: str, text: str) -> None:
        toast = text if len(text) <= TOAST_LIMIT else f"{text[: TOAST_LIMIT - 1]}…"
        try:
            await _told(self._bot.answer_callback_query(tap_id, toast or None))
        except (TryLater, Unreachable, Rejected, MovedTo, Uncertain) as failure:
            log.info("telegram-tap-not-answered", reason=str(failure))

    async def download(self, attachment: Attachment) -> bytes:
        """The bytes; Rejected("file-too-big") over `can.file_limit`. Fetching again does no harm: never Uncertain."""
        if attachment.size > self.can.file_limit:
            raise Rejected("file-too-big")
        try:
            return await _told(self._bytes(attachment.file_id))
        except Uncertain:
            failure: TryLater | Rejected = TryLater(failures.SOON)
        except Unreachable as refusal:
            failure = Rejected(refusal.reason)
        raise failure

    async def _bytes(self, file_id: str) -> bytes:
        file = await self._bot.get_file(file_id)
        if (file.file_size or 0) > self.can.file_limit:
            raise Rejected("file-too-big")
        if not file.file_path:
            raise Rejected("file-gone")
        try:
            return bytes(await file.download_as_bytearray())
        except InvalidToken:  # the library's word for 404
            raise Rejected("file-gone") from None

    async def set_commands(self, menus: Sequence[Commands]) -> None:
        """A menu is a convenience: one that Telegram refuses is logged, and the others are shown."""
        for menu in menus:
            try:
                await _told(self._show(menu))
            except (TryLater, Unreachable, Rejected, MovedTo, Uncertain) as failure:
                log.warning("telegram-menu-refused", language=menu.language, reason=str(failure))

    async def _show(self, menu: Commands) -> None:
        everybody = BotCommandScopeAllGroupChats() if menu.groups else BotCommandScopeDefault()
        scope = everybody if menu.chat_id is None else BotCommandScopeChat(menu.chat_id)
        commands = [BotCommand(name, text) for name, text in menu.commands]
        await self._bot.set_my_commands(commands, scope, menu.language or None)

    def invitation_link(self, code: str) -> str | None:
        """None until Telegram has told us our name."""
        return f"https://t.me/{self._me.username}?start={code}" if self._me.username else None


def _manner(to: Destination) -> dict[str, Any]:
    """Without a sound, and as an answer to a message that may be gone by now."""
    silent: dict[str, Any] = {"disable_notification": True} if to.silent else {}
    if to.reply_to and to.reply_to.isdecimal():
        silent["reply_parameters"] = ReplyParameters(int(to.reply_to), allow_sending_without_reply=True)
    return silent


async def _told(call: Awaitable[T], to: Destination | None = None) -> T:
    """The call's result, or its failure in the channel's own words."""
    try:
        async with asyncio.timeout(LONGEST_CALL):
            return await call
    except TelegramError as error:
        failure = failures.meaning(error, private=to is None or to.private)
    except TimeoutError:
        failure = Uncertain("no answer in time")
    except _NO_ANSWER:
        failure = Uncertain("an answer that is none")
    raise failure  # outside the `except`: the library's errors would come along, and they may quote the token
