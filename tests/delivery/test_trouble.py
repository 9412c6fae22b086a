"""What becomes of messages and updates when something breaks."""

import asyncio
from datetime import timedelta

from sqlmodel import select

from bot.core import cards
from bot.core.channel import MovedTo, RawUpdate, TryLater, Uncertain
from bot.store import inbox, people
from models import Address, Inbox, Outbox, Role
from tests.dialogues import given


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


async def test_an_update_over_which_even_the_apology_fails_is_failed_with_its_code_and_the_bot_goes_on(city):
    unreadable = {"chat_id": "office", "account_id": "office", "of a version to come": True}
    await city.app.worker.receive("fake", [RawUpdate("odd", "office", unreadable)])
    assert await city.database.run(inbox.claim, city.clock.now(), owner=1)  # and the process dies
    city.clock.moment += timedelta(minutes=3)
    working = asyncio.create_task(city.app.worker.run())
    await city.app.worker.receive("fake", [RawUpdate("next", "chair", _said("chair", "xin chào"))])
    async with asyncio.timeout(30):
        while not _settled(city):
            assert not working.done(), working.exception()
            await asyncio.sleep(0.01)
    city.app.worker.stop()
    await working
    odd, after = city.database.do(lambda s: s.exec(select(Inbox).order_by(Inbox.id)).all())
    assert (odd.state, odd.raw) == ("failed", None)
    assert odd.code.startswith("E-")
    assert after.state == "done"


def _settled(city):
    return city.database.do(lambda s: all(row.settled_at for row in s.exec(select(Inbox))))


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


async def test_what_was_due_goes_to_the_persons_other_channel_and_an_answer_does_not(city):
    city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")

    def second_account(db):
        person_id = db.exec(select(Address.person_id).where(Address.chat_id == "so-tttt")).one()
        other = people.link(db, person_id, channel="other", account_id="o1", chat_id="o1", now=city.clock.now())
        other.preferred = False
        moments = {"not_before": city.clock.now(), "created_at": city.clock.now()}
        moments["good_until"] = city.clock.now() + timedelta(days=1)
        for key, kind in (("note", "note"), ("answer", "answer")):
            row = Outbox(
                key=key, kind=kind, channel="fake", chat_id="so-tttt", person_id=person_id, card="{}", **moments
            )
            row.card = cards.to_json(cards.Card(cards.line(key)))
            db.add(row)

    city.database.do(second_account)
    city.chat.blocked.add("so-tttt")
    while await city.app.sender.send_next():
        pass
    rows = city.database.do(lambda s: {row.key: (row.channel, row.state) for row in s.exec(select(Outbox))})
    assert rows["note"] == ("fake", "failed")
    assert rows["answer"] == ("fake", "failed")
    assert rows["note:other"] == ("other", "waiting")
    assert "answer:other" not in rows


async def test_a_group_that_became_a_supergroup_is_followed(city):
    deliver = city.chat.send

    async def moved(to, part, file=None):
        if to.chat_id == "-1":
            raise MovedTo("-100")
        return await deliver(to, part, file)

    def two_messages(db):
        moments = {"not_before": city.clock.now(), "created_at": city.clock.now()}
        moments["good_until"] = city.clock.now() + timedelta(days=1)
        for key in "ab":
            card = cards.to_json(cards.Card(cards.line(key)))
            db.add(Outbox(key=key, kind="note", channel="fake", chat_id="-1", card=card, **moments))

    city.database.do(two_messages)
    city.chat.send = moved
    while await city.app.sender.send_next():
        pass
    assert [message.text for message in city.chat.chats["-100"]] == ["a", "b"]


async def test_a_letter_that_could_not_leave_all_day_is_owed_again_the_next_morning(city):
    head = city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    for title in ("Báo cáo tháng", "Kế hoạch quý"):
        given.task(city, title, "STTTT", due="2022-09-26")
    city.chat.busy.add("so-tttt")
    await city.goes_to("2022-09-26 08:00")
    await city.lives_until("2022-09-26 18:00")
    assert not head.messages
    city.chat.busy.clear()
    await city.goes_to("2022-09-27 08:00")
    (letter,) = head.unread()
    assert "Báo cáo tháng" in letter
    assert "Kế hoạch quý" in letter
    rows = city.database.do(lambda s: s.exec(select(Outbox).where(Outbox.chat_id == "so-tttt")).all())
    assert [(row.state, row.reason) for row in rows] == [("skipped", "too-late"), ("sent", None)]


async def test_after_an_outage_the_letter_of_the_morning_says_what_the_lost_one_would_have_said(city):
    head = city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    given.task(city, "Báo cáo tháng", "STTTT", due="2022-09-29")  # a word three days before
    given.task(city, "Kế hoạch quý", "STTTT", due="2022-09-27")
    city.clock.moment = city.clock.moment.replace(day=26, hour=8)
    await city.app.plan()  # and the process dies
    await city.goes_to("2022-09-27 08:00")
    (letter,) = head.unread()
    assert "Báo cáo tháng" in letter
    assert "Kế hoạch quý" in letter
