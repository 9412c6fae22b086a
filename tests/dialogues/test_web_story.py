"""The press article of the meeting, from the paste to the digest, on the web channel."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.app import App, open_database
from bot.channels.web import Web
from bot.delivery.pacing import Pacing
from bot.settings import Settings
from bot.store import people, settings
from models import Role, Task
from tests.city import START, ZONE, TestClock

SEED = Path(__file__).resolve().parents[2].parent / "shared" / "corpora" / "conclusions" / "dev" / "seed.json"
PEOPLE = (
    ("office", Role.OFFICE, None),
    ("chair", Role.CHAIR, None),
    ("vice", Role.VICE_CHAIR, None),
    ("head", Role.HEAD, "STTTT"),
)


class Page:
    """The web chat without its page."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(_env_file=None, database_url=f"sqlite:///{folder / 'tasks.db'}")
        self.clock = TestClock(START)
        self.database = open_database(settings)
        self.web = Web()
        self.app = App(settings, self.database, [self.web], self.clock, pacing={"web": Pacing(1e6, 0)})
        self.database.do(self._seed)
        self.receiving = asyncio.create_task(self.web.run(self.app.worker.receive))

    def _seed(self, db) -> None:
        settings.put(db, "broadcast_minutes", "0")
        for account, role, agency in PEOPLE:
            since = START.date() - timedelta(days=9)
            person = people.add(db, name=account, role=role, agency=agency, today=since, now=START)
            people.link(db, person.id, channel="web", account_id=account, chat_id=account, now=START)

    async def settles(self) -> None:
        await self.app.worker.work_off()
        while await self.app.sender.send_next():
            pass

    def messages(self, account: str) -> list[dict]:
        return [message for message in self.web.messages(account) if message["from"] == "bot"]

    @staticmethod
    def text(message: dict) -> str:
        return "\n".join("".join(run["text"] for run in row["runs"]) for row in message["rows"])

    async def says(self, account: str, text: str) -> str:
        await self.web.push(account, {"text": text, "language": "vi"})
        await self.settles()
        return self.text(self.messages(account)[-1])

    async def presses(self, account: str, label: str) -> str:
        for message in reversed(self.messages(account)):
            for key in (key for row in message["keys"] for key in row):
                if label in key["label"]:
                    raw = {"button": key["action"], "message_ref": message["id"], "language": "vi"}
                    await self.web.push(account, raw)
                    await self.settles()
                    newest = max(self.messages(account), key=lambda one: one["seq"])
                    return self.text(newest)
        raise AssertionError(f"no button {label!r}")

    async def goes_to(self, moment: str) -> None:
        self.clock.moment = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
        await self.app.plan()
        await self.settles()

    async def ends(self) -> None:
        self.receiving.cancel()
        await self.web.stop()
        self.database.close()


@pytest.fixture
async def page(tmp_path):
    found = Page(tmp_path)
    yield found
    await found.ends()


async def review(page: Page, shown: str) -> None:
    """Every item: a lead where none is named, a date for two."""
    dates = ["30/9/2022", "7/10/2022"]
    for _ in range(60):
        if "Sẵn sàng giao" in shown:
            return
        if "chưa nêu cơ quan" in shown or "chưa rõ; văn bản ghi" in shown:
            await page.presses("office", "Sửa cơ quan")
            shown = await page.says("office", "VP CĐS; phối hợp: Sở TT&TT")
            assert "Chủ trì: Văn phòng Chuyển đổi số" in shown
            assert "Phối hợp: Sở TT&TT" in shown
        elif dates and "Chủ trì: Sở Thông tin và Truyền thông" in shown and "Hạn: ⚪" in shown:
            await page.presses("office", "📅 Đặt hạn")
            assert "Đúng không?" in await page.says("office", dates.pop(0))
            shown = await page.presses("office", "✅ Đúng")
            assert "Hạn: thứ Sáu" in shown
        shown = await page.presses("office", "✅ Nhận")
    raise AssertionError(shown)


def overdue_numbers(db, today: date) -> list[int]:
    """The plain truth, row by row."""
    rows = db.exec(select(Task).where(col(Task.parent_id).is_(None)))
    late = [row for row in rows if row.closed_at is None and row.due_on and (row.reported_on or today) > row.due_on]
    return [row.number for row in sorted(late, key=lambda row: (row.due_on, row.id))]


@pytest.mark.skipif(not SEED.exists(), reason="the gold conclusions are not beside this checkout")
async def test_the_press_article_from_the_paste_to_the_digest(page):
    summary = await page.says("office", json.loads(SEED.read_text("utf-8"))["text"])
    assert "Tìm thấy 13 nhiệm vụ" in summary
    assert "13/13 mục không ghi ngày hoàn thành" in summary
    await review(page, await page.presses("office", "Duyệt từng mục"))
    assert "Đã giao 13 nhiệm vụ" in await page.presses("office", "📤 Giao")
    assert any("giao Quý cơ quan chủ trì" in page.text(one) for one in page.messages("head"))

    assert "Đã ghi NV-1: 0% → 60%" in await page.says("head", "NV-1 60% đã có dự thảo")
    assert "Chờ Văn phòng xác nhận" in await page.says("head", "NV-1 xong rồi, 324/BC-STTTT ngày 29/9/2022")
    assert "324/BC-STTTT ngày 29/9/2022" in page.text(page.messages("office")[-1])
    assert "Đã xác nhận hoàn thành NV-1" in await page.presses("office", "✅ Xác nhận")

    page.clock.moment = page.clock.moment.replace(month=10, day=12)
    answer = await page.says("chair", "co gi qua han")
    expected = page.database.do(overdue_numbers, date(2022, 10, 12))
    assert expected, "the story needs something overdue"
    assert f"Quá hạn: {len(expected)} nhiệm vụ" in answer
    assert [int(number) for number in re.findall(r"^\d+\. NV-(\d+) ", answer, re.MULTILINE)] == expected

    before = len(page.messages("chair"))
    await page.goes_to("2022-10-17 07:30")
    await page.goes_to("2022-10-17 07:31")
    await page.goes_to("2022-10-17 09:00")
    digests = [page.text(one) for one in page.messages("chair")[before:]]
    assert len(digests) == 1
    assert f"Có {len(expected)} nhiệm vụ quá hạn" in digests[0]
