"""The main job over the wire: the bot is a process of its own, Telegram a server on loopback."""

from __future__ import annotations

import asyncio
import html
import json
import os
import re
import signal
import subprocess
import sys
from datetime import datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clock import Clock
from bot.directory.sample import SAMPLE_NAME, sample_conclusion
from tests.channels.telegram_api import problems
from tests.channels.telegram_server import TOKEN, TelegramServer, said, tapped

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "corpora" / "conclusions" / "dev" / "seed.json"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PATIENCE = 15.0  # seconds for an answer over the wire, with the machine's other work
LIMIT = 4096  # characters of a message: the app cuts a longer paste itself


class Bot:
    """The process, its database and its clock."""

    def __init__(self, folder: Path, server: TelegramServer) -> None:
        self.server = server
        self.clock = folder / "ahead"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.endswith(("_TOKEN", "_URL"))},
            "DATABASE_URL": f"sqlite:///{folder / 'tasks.db'}",
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": server.url,
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def goes_to(self, moment: str) -> None:
        there = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(str((there - Clock().now()).total_seconds()))
        fresh.replace(self.clock)

    def starts(self) -> None:
        command = [sys.executable, "-m", "tests.launcher", str(self.clock)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment)

    def stops(self) -> int:
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)

    async def command(self, *words: str) -> str:
        running = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, cwd=ROOT, env=self.environment, stdout=asyncio.subprocess.PIPE
        )
        output, _ = await asyncio.wait_for(running.communicate(), 60)
        assert running.returncode == 0
        return output.decode()


class Phone:
    """Somebody's Telegram."""

    ids = count(500)

    def __init__(self, bot: Bot, name: str) -> None:
        self.bot, self.number = bot, next(self.ids)
        self.person = {"id": self.number, "is_bot": False, "first_name": name, "language_code": "vi"}
        self.chat = {"id": self.number, "type": "private", "first_name": name}
        self.seen = 0

    def calls(self) -> list[dict[str, str]]:
        shown = {"sendMessage", "editMessageText", "sendDocument", "sendPhoto"}
        mine = [call for call in self.bot.server.calls if call.method in shown]
        return [call.params for call in mine if call.params["chat_id"] == str(self.number)]

    @staticmethod
    def text(call: dict[str, str]) -> str:
        return html.unescape(re.sub(r"<[^>]+>", "", call.get("text") or call.get("caption", "")))

    async def _answer(self, update: dict, holds: str) -> str:
        self.seen = len(self.calls())
        await self.bot.server.arrives(update)
        return await self.hears(holds)

    async def hears(self, holds: str) -> str:
        """Waits for a new message that holds the words."""

        def arrived() -> bool:
            return any(holds in self.text(call) for call in self.calls()[self.seen :])

        try:
            await self.bot.server.until(arrived, PATIENCE)
        except TimeoutError:
            raise AssertionError(f"{holds!r} not in {[self.text(c) for c in self.calls()[self.seen :]]}") from None
        return next(self.text(call) for call in self.calls()[self.seen :] if holds in self.text(call))

    async def says(self, text: str, holds: str) -> str:
        return await self._answer(said(text, chat=self.chat, **{"from": self.person}), holds)

    async def uploads(self, name: str, content: bytes, holds: str) -> str:
        self.bot.server.files[name] = content
        document = {"file_id": name, "file_unique_id": "u", "file_name": name, "file_size": len(content)}
        return await self._answer(said(chat=self.chat, document=document, **{"from": self.person}), holds)

    def button(self, label: str) -> str:
        for call in reversed(self.calls()):
            markup = json.loads(call.get("reply_markup") or "{}")
            for row in markup.get("inline_keyboard", []):
                for button in row:
                    if label in button["text"]:
                        return button["callback_data"]
        raise AssertionError(f"no button {label!r}")

    async def presses(self, label: str, holds: str) -> str:
        update = tapped(self.button(label), chat=self.chat)
        update["callback_query"]["from"] = self.person
        return await self._answer(update, holds)

    def last(self) -> str:
        return self.text(self.calls()[-1])


@pytest.fixture
async def bot(tmp_path):
    server = TelegramServer()
    await server.start()
    found = Bot(tmp_path, server)
    found.goes_to("2022-09-22 14:00")
    yield found
    if found.process and found.process.poll() is None:
        found.process.kill()
        found.process.wait()
    await server.stop()


async def linked(bot: Bot, name: str, *options: str) -> Phone:
    """Invited by the command, linked by opening the link."""
    printed = await bot.command("invite", "--name", name, *options)
    link = re.search(r"https://t\.me/nhiemvu_bot\?start=([\w-]+)", printed)
    assert link, printed
    phone = Phone(bot, name)
    await phone.says(f"/start {link[1]}", "Đồng chí được mời tham gia")
    await phone.presses("✅ Xác nhận", "Đã liên kết tài khoản")
    return phone


async def review(office: Phone) -> None:
    """Item by item; what has no lead gets one, two items get a date."""
    await office.presses("Duyệt từng mục", "Mục ")
    dates = ["30/9/2022", "7/10/2022"]
    for _ in range(60):
        shown = office.last()
        if "Sẵn sàng giao" in shown:
            return
        if "chưa nêu cơ quan" in shown or "chưa rõ; văn bản ghi" in shown:
            await office.presses("Sửa cơ quan", "Cơ quan của mục này")
            await office.says("Sở TT&TT", "Chủ trì: Sở Thông tin và Truyền thông")
        elif dates and "Chủ trì: Sở Thông tin và Truyền thông" in shown and "Hạn: ⚪" in shown:
            await office.presses("📅 Đặt hạn", "Hạn của mục này")
            await office.says(dates.pop(0), "Đúng không?")
            await office.presses("✅ Đúng", "Hạn: thứ Sáu")
        await office.presses("✅ Nhận", "")
    raise AssertionError(office.last())


async def story(bot: Bot, take_in) -> None:
    bot.starts()
    office = await linked(bot, "Thư ký", "--role", "office")
    chair = await linked(bot, "Trưởng ban", "--role", "chair")
    head = await linked(bot, "Giám đốc", "--role", "head", "--agency", "STTTT")

    await take_in(office)
    await review(office)
    head.seen = len(head.calls())
    await office.presses("📤 Giao", "Đã giao")
    bot.goes_to("2022-09-22 14:20")  # to several agencies it goes after ten minutes
    await head.hears("giao Quý cơ quan chủ trì")

    mine = await head.says("việc của tôi", "Đang mở")
    number = re.search(r"NV-(\d+)", mine)[1]
    await head.says(f"NV-{number} 40%", f"Đã ghi NV-{number}: 0% → 40%")
    await head.says(f"nv{number} xong 324/BC-STTTT ngày 29/9/2022", "Chờ Văn phòng xác nhận")
    await office.hears("324/BC-STTTT")
    await office.presses("✅ Xác nhận", f"Đã xác nhận hoàn thành NV-{number}")

    chair.seen = len(chair.calls())
    bot.goes_to("2022-10-12 09:00")
    overdue = await chair.says("co gi qua han", "🔴 Quá hạn:")
    assert f"NV-{number} " not in overdue
    assert "quá hạn" in overdue
    await chair.says("vẽ biểu đồ", "Biểu đồ nhiệm vụ – Ban Chỉ đạo")
    (photo,) = bot.server.of("sendPhoto")
    assert all(content.startswith(b"\x89PNG") for _, content in photo.files.values())

    chair.seen = len(chair.calls())
    bot.goes_to("2022-10-17 07:31")
    await chair.hears("tổng hợp tuần")
    bot.goes_to("2022-10-17 08:05")
    await head.hears("tuần")
    bot.goes_to("2022-10-17 09:00")
    await office.says("/quahan", "Quá hạn")
    digests = [call for call in chair.calls()[chair.seen :] if "tổng hợp tuần" in chair.text(call)]
    assert len(digests) == 1, "the digest arrives once"
    assert bot.stops() == 0
    broken = [one for call in bot.server.calls for one in problems(call.method, [*call.params, *call.files])]
    assert broken == []


async def test_a_conclusion_as_a_file(bot):
    async def upload(office: Phone) -> None:
        await office.uploads(SAMPLE_NAME, sample_conclusion(), "Tìm thấy")

    await story(bot, upload)


@pytest.mark.skipif(not SEED.exists(), reason="the gold conclusions are not beside this checkout")
async def test_the_press_article_pasted_in_two_messages(bot):
    text = json.loads(SEED.read_text("utf-8"))["text"]

    async def paste(office: Phone) -> None:
        cut = text.rindex("\n", 0, LIMIT)
        await office.says(text[:cut], "Tìm thấy")
        await office.says(text[cut:], "Tìm thấy 13 nhiệm vụ")

    await story(bot, paste)
