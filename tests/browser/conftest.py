"""The page served over a socket with a small fake bot behind it, and a browser to look at it."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from bot.channels.web import Web
from bot.core.cards import Text
from bot.core.channel import Destination, Inbound, OutgoingFile, RawUpdate
from bot.core.degrade import Key, Part, Row, Run
from bot.reports.chart import Bar, Piece, Sketch, picture
from bot.texts import Texts
from bot.web.chat import Person, chat_app

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
FIRST_RUN = ("--disable-sync", "--no-first-run")
CHART = picture(Sketch("Biểu đồ", (), [Bar("Sở Nội vụ", "1", [Piece("overdue", 1, "1")])] * 8, 1))
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def part(*lines: str, keys: Sequence[Sequence[tuple[str, str]]] = ()) -> Part:
    """A message: "**bold line**", "> quoted line" or a plain line."""
    return Part(tuple(_row(line) for line in lines), tuple(tuple(Key(*key) for key in row) for row in keys))


def _row(line: str) -> Row:
    if line.startswith("> "):
        return Row((Run(line[2:], "italic"),), quoted=True)
    runs = [Run(text, "bold" if n % 2 else "plain") for n, text in enumerate(line.split("**")) if text]
    return Row(tuple(runs))


@dataclass
class FakeDemo:
    """Answers a line with an echo, a file with a review, a press with an edit and a toast."""

    channel: Web
    people: Sequence[Person] = (
        Person("office", "Trần Thị Bích", "Văn phòng Chuyển đổi số – Thư ký", "office"),
        Person("chair", "Lê Minh Trung", "Chủ tịch UBND thành phố, Trưởng ban", "chair"),
        Person("tttt", "Nguyễn Quang Vinh", "Sở Thông tin và Truyền thông – Giám đốc", "head"),
        Person("tnmt", "Phạm Thu Hà", "Sở Tài nguyên và Môi trường – Giám đốc", "head"),
    )
    sample: bytes = b"PK sample"
    sample_name: str = "Thông báo kết luận 22-9.docx"
    moment: datetime = field(default_factory=lambda: datetime(2022, 9, 23, 8, 0, tzinfo=ZONE))
    heard: list[Inbound] = field(default_factory=list)
    texts: Texts = field(default_factory=lambda: Texts(ZONE))

    def now(self) -> datetime:
        return self.moment

    async def advance(self, to: str) -> datetime:
        self.moment += timedelta(days=3)
        await self.channel.send(Destination("tttt"), part(f"**Nhắc việc** {to}"))
        return self.moment

    def say(self, text: Text, language: str) -> str:
        return self.texts.say(text, language)

    async def receive(self, channel: str, updates: Sequence[RawUpdate]) -> None:
        for update in updates:
            inbound = self.channel.read(json.loads(json.dumps(update.raw)))
            assert inbound is not None
            self.heard.append(inbound)
            await self._answer(inbound)

    async def _answer(self, inbound: Inbound) -> None:
        to = Destination(inbound.chat_id)
        if inbound.button and inbound.tap_id and inbound.message_ref:
            await self.channel.edit(to, inbound.message_ref, part(f"**Đã bấm** {inbound.button}"))
            await self.channel.answer_tap(inbound.tap_id, "Đã ghi nhận")
        elif inbound.attachment:
            content = await self.channel.download(inbound.attachment)
            await self.channel.send(to, part(f"Đã đọc {inbound.attachment.name}: {len(content)} byte"))
        elif inbound.text == "biểu đồ":
            await self.channel.send(to, part("**Biểu đồ**"), OutgoingFile("bieu-do.png", "image/png", CHART))
        else:
            keys = [[("✅ Nhận", "v1|accept|1|1|"), ("🗑 Bỏ", "v1|drop|1|1|")]]
            file = OutgoingFile("so.txt", "text/plain", b"register") if inbound.text == "tệp" else None
            await self.channel.send(to, part(f"**Nghe:** {inbound.text}", "> trích <b>nguyên văn</b>", keys=keys), file)


@dataclass(frozen=True)
class Served:
    url: str
    demo: FakeDemo


@pytest.fixture
def served() -> Iterator[Served]:
    """The page on a free port of this machine, its bot on a thread of its own."""
    channel = Web()
    demo = FakeDemo(channel)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(chat_app(channel, demo), log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)

        async def serve() -> None:
            receiving = asyncio.create_task(channel.run(demo.receive))
            await server.serve([listening])
            receiving.cancel()

        listening.listen()
        thread = threading.Thread(target=lambda: asyncio.run(serve()))
        thread.start()
        yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}/", demo)
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")  # not longer: an open Playwright holds the thread's event loop, which async tests need
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine: the page is not looked at")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=[*QUIET, *FIRST_RUN])
        yield launched
        launched.close()


@pytest.fixture
def wide(browser: Browser, served: Served) -> Iterator[Page]:
    yield from _opened(browser, served, 1440, 900)


@pytest.fixture
def phone(browser: Browser, served: Served) -> Iterator[Page]:
    yield from _opened(browser, served, 360, 740)


def _opened(browser: Browser, served: Served, width: int, height: int) -> Iterator[Page]:
    """A page that fails the test when a script or the content policy complains, or when it leaves the machine."""
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": height})
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("request", lambda made: complaints.append(made.url) if not made.url.startswith(served.url) else None)
    page.goto(served.url)
    yield page
    page.close()
    assert complaints == []
