"""What becomes of messages and updates when something breaks."""

from datetime import timedelta

from sqlmodel import select

from bot.core.channel import RawUpdate, TryLater, Uncertain
from bot.store import inbox
from models import Address, Inbox, Outbox, Role


async def test_an_update_that_kills_the_process_is_set_aside_and_the_office_is_told(city):
    head = city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    raw = {"chat_id": "so-tttt", "account_id": "so-tttt", "text": "việc của tôi"}
    await city.app.worker.receive("fake", [RawUpdate("poison", "so-tttt", raw)])
    for _ in range(inbox.TRIES):
        assert await city.database.run(inbox.claim, city.clock.now(), owner=1)  # and the process dies
        city.clock.moment += timedelta(minutes=3)
    await city.settles()
    assert "Mã lỗi E-" in head.last.text
    assert "Một tin đến không xử lý được" in city.office.last.text
    assert "Giám đốc" in city.office.last.text
    assert city.database.do(lambda s: s.exec(select(Inbox)).one().raw) is None
    assert "không có" in (await head.says("việc của tôi")).lower()


async def test_a_blocked_chat_is_told_to_the_office_once_whatever_waits_for_it(city):
    head = city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    city.chat.blocked.add("so-tttt")
    for number in range(3):
        raw = {"chat_id": "so-tttt", "account_id": "so-tttt", "text": f"NV-{number}"}
        await city.app.worker.receive("fake", [RawUpdate(f"b{number}", "so-tttt", raw)])
    await city.app.worker.work_off()
    while await city.app.sender.send_next():
        pass
    told = [text for text in city.office.unread() if "không đến" in text or "chưa đến" in text or "⚠️" in text]
    assert len(told) == 1
    assert not head.messages
    assert city.database.do(lambda s: s.exec(select(Address.broken).where(Address.chat_id == "so-tttt")).one())


async def test_a_confirmation_that_may_have_arrived_goes_again_once_and_says_so(city):
    sends = []
    deliver = city.chat.send

    async def breaks(to, part, file=None):
        sends.append(part.text)
        await deliver(to, part, file)
        raise Uncertain

    await city.app.worker.receive("fake", [RawUpdate("1", "office", _said("office", "xin chào"))])
    await city.app.worker.work_off()
    city.database.do(_make_all_notes)
    city.chat.send = breaks
    for _ in range(4):
        while await city.app.sender.send_next():
            pass
        city.clock.moment += timedelta(seconds=10)
    assert len(sends) == 2
    assert "có thể" not in sends[0]
    assert "Tin này có thể đã được gửi" in sends[1] or "lặp lại" in sends[1]
    row = city.database.do(lambda s: s.exec(select(Outbox)).one())
    assert (row.state, row.reason, row.repeated) == ("failed", "uncertain", True)


async def test_a_refusal_for_a_while_keeps_the_order_of_the_chat(city):
    refused = []
    deliver = city.chat.send

    async def busy_once(to, part, file=None):
        if not refused:
            refused.append(part.text)
            raise TryLater(1, chat_only=True)
        return await deliver(to, part, file)

    city.chat.send = busy_once
    updates = [RawUpdate(str(n), "office", _said("office", text)) for n, text in enumerate(("xin chào", "cảm ơn"))]
    await city.app.worker.receive("fake", updates)
    await city.settles()
    assert not city.office.messages
    city.clock.moment += timedelta(seconds=2)
    city.app.sender._lanes[0]._pacing.halt(0.0)
    city.app.sender._lanes[0]._pacing._chats.clear()
    await city.settles()
    assert city.office.messages[0].text == refused[0]
    assert len(city.office.messages) == 2


def _said(account, text):
    return {"chat_id": account, "account_id": account, "text": text}


def _make_all_notes(db):
    for row in db.exec(select(Outbox)):
        row.kind = "note"
        db.add(row)
