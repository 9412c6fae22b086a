"""Files and pictures: out by signed links, in as evidence."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest
from sqlmodel import select

from bot.channels.zalo import Client
from bot.core import links
from bot.core.lifecycle import Move
from bot.store import conclusions, settings, tasks
from bot.store.tasks import Source
from bot.web.files import PER_LINK, WINDOW, Bound
from bot.web.server import listen, serve
from models import Evidence, Role, State, StoredFile, Task
from tests.channels.zalo_server import PERSON, Body, Hangup, Switches, image, unsupported
from tests.zalo_city import zalo_city

HEAD = "9b0c1a2b3c4d5e6f7082"
LINK = re.compile(r"http://\S+")
JPEG = b"\xff\xd8\xff\xe0picture"
PUBLIC = "http://127.0.0.1"


@pytest.fixture
async def town(tmp_path):
    async with zalo_city(tmp_path) as found:
        found.at_zalo(PERSON, "Thư ký Zalo", Role.OFFICE)
        found.at_zalo(HEAD, "Giám đốc", Role.HEAD, "STTTT")
        yield found


@asynccontextmanager
async def public_town(folder, **how):
    """With a web server of its own, which Zalo's server can reach."""
    socket = listen("127.0.0.1", 0)
    async with zalo_city(folder, public_url=f"{PUBLIC}:{socket.getsockname()[1]}", **how) as found:
        serving = asyncio.create_task(serve(found.app.front(), socket))
        found.at_zalo(PERSON, "Thư ký Zalo", Role.OFFICE)
        found.at_zalo(HEAD, "Giám đốc", Role.HEAD, "STTTT")
        try:
            yield found
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


@pytest.fixture
async def public(tmp_path):
    async with public_town(tmp_path) as found:
        yield found


def gives(town, title="Báo cáo", lead="STTTT"):
    def give(db):
        now = town.clock.now()
        task = Task(title=title, lead=lead, given_by=Role.CHAIR, assigned_on=now.date(), assigned_at=now)
        tasks.add(db, task, [])
        facts = {"title": title, "lead": lead, "acknowledged_at": now, "state": State.IN_PROGRESS}
        tasks.record(db, task, Move("assigned", facts), by=None, at=now, source=Source())
        return task.id

    return town.database.do(give)


async def get(address, method="GET"):
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.request(method, address)


def link_of(town, content=b"%PDF-1.4 kq", name="Kết quả.pdf", mime="application/pdf"):
    def made(db):
        return conclusions.store_file(db, content, name=name, mime=mime).id

    file_id = town.database.do(made)
    key = town.database.do(settings.file_key)
    return links.address(town.settings.public_url, key, file_id, name, town.clock.now() + links.LIVES)


# ---------------------------------------------------------------- out


async def test_an_export_goes_as_a_link_that_opens_the_file_again_and_again(public):
    gives(public)
    said = await public.writes(PERSON, "xuất excel các việc đang mở")
    address = LINK.search(said)[0]
    assert "nhiem-vu-20220922" in address
    assert "14:00 thứ Sáu, 23/09/2022" in said  # until when
    for _ in range(3):
        answer = await get(address)
        assert answer.content.startswith(b"PK")
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''nhiem-vu-2022")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    head = await get(address, "HEAD")
    assert (head.status_code, head.content) == (200, b"")


async def test_a_link_ends_after_a_day(public):
    address = link_of(public)
    public.clock.moment += links.LIVES - timedelta(seconds=1)
    assert (await get(address)).status_code == 200
    public.clock.moment += timedelta(seconds=1)
    assert (await get(address)).status_code == 404


async def test_nothing_opens_without_a_good_signature(public):
    address = link_of(public)
    root, ticket, name = address.rsplit("/", 2)
    file_id, end, mac = ticket.split(".")
    forged = [
        f"{int(file_id) + 1}.{end}.{mac}",
        f"{file_id}.{int(end) + 1}.{mac}",
        f"{file_id}.{end}.{mac[:-1]}{'A' if mac[-1] != 'A' else 'E'}",
        f"{file_id}.{end}.{mac}x",
        f"{file_id}.{end}.",
        f"{file_id}",
        f"+{file_id}.{end}.{mac}",
        f"{'9' * 400}.{end}.{mac}",
        f"٣.{end}.{mac}",
        "..%2f..%2fetc%2fpasswd",
    ]
    for one in forged:
        assert (await get(f"{root}/{one}/{name}")).status_code == 404, one
    for one in ("", "/", f"/{ticket}", f"/{ticket}/"):
        assert (await get(f"{root}{one}")).status_code == 404, one
    assert (await get(address, "POST")).status_code == 405
    assert (await get(f"{root}/{ticket}/any-name.pdf")).status_code == 200  # the name is there for the reader


async def test_another_installations_link_opens_nothing(public, tmp_path_factory):
    address = link_of(public)
    async with public_town(tmp_path_factory.mktemp("other")) as other:
        link_of(other)
        foreign = address.replace(public.settings.public_url, other.settings.public_url)
        assert (await get(foreign)).status_code == 404


async def test_what_a_sender_called_html_is_handed_out_as_bytes_to_be_saved(public):
    answer = await get(link_of(public, b"<script>alert(1)</script>", "a\r\nb.html", "text/html"))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''a%0D%0Ab.html"
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_a_link_that_is_fetched_too_often_waits(public):
    address = link_of(public)
    statuses = [(await get(address)).status_code for _ in range(PER_LINK + 1)]
    assert statuses == [200] * PER_LINK + [429]
    assert (await get(link_of(public, b"other"))).status_code == 200


def test_the_bound_opens_again_after_its_window():
    now = 0.0
    bound = Bound(lambda: now)
    assert [bound.allows("a") for _ in range(PER_LINK + 1)][-1] is False
    now = WINDOW
    assert bound.allows("a")


async def test_a_photo_that_is_evidence_goes_on_to_the_office_and_can_be_fetched_twice(public, monkeypatch):
    public.server.how = Switches(fetches=2)
    monkeypatch.setattr(public.zalo, "_pictures", httpx.AsyncClient(transport=httpx.MockTransport(_a_photo)))
    number = gives(public)
    await public.brings(image(HEAD, "https://zalo.invalid/p.jpg", f"NV-{number} xong"))
    (photo,) = [one for one in public.server.sent if "photo" in one]
    assert photo["chat_id"] == PERSON
    assert f"NV-{number}" in photo["caption"]
    assert [(one.status_code, one.content) for one in public.server.fetched] == [(200, JPEG)] * 2
    assert {one.headers["content-type"] for one in public.server.fetched} == {"image/jpeg"}
    assert {one.headers["content-disposition"].split(";")[0] for one in public.server.fetched} == {"inline"}


async def _a_photo(_request):
    return httpx.Response(200, content=JPEG)


async def test_a_picture_that_zalo_refuses_goes_as_words_with_the_link(public):
    public.server.fails("sendPhoto", Body(400))
    await invites(public)
    assert re.search(r"/files/\S+/ma-qr-zalo.png", public.server.texts[-1])


async def test_the_qr_picture_of_an_invitation_goes_as_a_picture(public):
    public.server.how = Switches(fetches=2)
    await invites(public)
    (photo,) = [one for one in public.server.sent if "photo" in one]
    assert "Đã lập thư mời" in photo["caption"]
    assert all(one.content.startswith(b"\x89PNG") for one in public.server.fetched)


async def test_a_chart_goes_as_a_picture_whose_link_opens_for_a_day_however_often(public):
    public.server.how = Switches(fetches=2)
    gives(public)
    caption = await public.writes(PERSON, "vẽ biểu đồ")
    (photo,) = [one for one in public.server.sent if "photo" in one]
    assert photo["caption"] == caption
    assert "Biểu đồ nhiệm vụ – Ban Chỉ đạo" in caption
    assert "• Sở TT&TT: quá hạn 0/1" in caption
    assert "▇" not in caption
    assert [(one.status_code, one.headers["content-type"]) for one in public.server.fetched] == [(200, "image/png")] * 2
    public.clock.moment += links.LIVES - timedelta(minutes=1)
    head = await get(photo["photo"], "HEAD")
    assert (head.status_code, head.headers["content-type"], head.content) == (200, "image/png", b"")
    assert int(head.headers["content-length"]) == len((await get(photo["photo"])).content)
    assert head.headers["content-disposition"].startswith("inline")
    public.clock.moment += timedelta(minutes=2)
    assert (await get(photo["photo"])).status_code == 404


async def test_a_chart_that_zalo_does_not_take_is_there_in_words_and_as_a_link(public):
    public.server.fails("sendPhoto", Body(400))
    gives(public)
    said = await public.writes(PERSON, "vẽ biểu đồ")
    assert "• Sở TT&TT: quá hạn 0/1" in said
    assert (await get(LINK.search(said)[0])).headers["content-type"] == "image/png"


async def test_a_chart_without_a_public_address_is_bars_of_signs_and_the_other_app_is_named(town):
    number = gives(town)
    gives(town, lead="SNV")
    closed = {"state": State.COMPLETED, "closed_at": town.clock.now(), "reported_on": town.clock.now().date()}
    move = Move("became", closed)
    for lead in ("STTTT", "STTTT", "STTTT"):
        number = gives(town, lead=lead)
        town.database.do(
            lambda db, n=number: tasks.record(db, db.get(Task, n), move, by=None, at=town.clock.now(), source=Source())
        )
    said = await town.writes(PERSON, "vẽ biểu đồ")
    assert "▇▇▇▇▇▇▁▁ 75,00% (3/4) · Sở TT&TT" in said
    assert "▁▁▁▁▁▁▁▁ 0/1 · Sở Nội vụ" in said
    assert "Ứng dụng này chưa hiển thị được ảnh; có thể xem ảnh trên kênh khác." in said
    assert "http" not in said
    assert [one for one in town.server.sent if "photo" in one] == []
    town.at_zalo("7a", "Thư ký hai ứng dụng", Role.OFFICE, also="office-two")
    assert "đề nghị xem ảnh trên fake" in await town.writes("7a", "biểu đồ")
    own = await town.writes(HEAD, "biểu đồ")
    assert "▇▇▇▇▇▇▁▁ 75,00% (3/4) · Hoàn thành, không thời hạn" in own
    assert "Nội vụ" not in own


async def test_the_chart_of_many_agencies_fits_into_one_message_of_zalos_with_or_without_its_picture(town):
    alive = [one for one in town.app.cities.known.directory.bodies if one.lives_on(town.clock.now().date())]
    for body in sorted(alive, key=lambda one: -len(one.short))[:20]:
        for _ in range(3):
            gives(town, lead=body.code)
    before = len(town.server.sent)
    said = await town.writes(PERSON, "vẽ biểu đồ")
    assert len(town.server.sent) == before + 1
    assert "12 cơ quan khác" in said
    assert "Cơ quan thứ 9–16 trong 20" in await town.writes(PERSON, "tiếp")


async def invites(town):
    await town.writes(PERSON, "mời")
    await town.writes(PERSON, "Thủ trưởng cơ quan")
    await town.writes(PERSON, "Sở Nội vụ")
    await town.writes(PERSON, "Trần Văn C")
    await town.writes(PERSON, "Zalo")


async def test_without_a_public_address_it_is_said_and_the_persons_other_app_is_named(town):
    gives(town)
    assert "kênh khác" in await town.writes(PERSON, "xuất excel các việc đang mở")
    town.at_zalo("7a", "Thư ký hai ứng dụng", Role.OFFICE, also="office-two")
    said = await town.writes("7a", "xuất excel các việc đang mở")
    assert "đề nghị lấy tệp trên fake" in said
    assert "http" not in said


# ---------------------------------------------------------------- in


@pytest.fixture
def album(town, monkeypatch):
    """Where Zalo keeps pictures; counts the fetches."""
    fetched = []

    async def served(request):
        fetched.append(str(request.url))
        return httpx.Response(200, content=JPEG)

    monkeypatch.setattr(town.zalo, "_pictures", httpx.AsyncClient(transport=httpx.MockTransport(served)))
    return fetched


def evidence(town):
    return town.database.do(lambda db: [(one.task_id, one.file_id) for one in db.exec(select(Evidence))])


def files(town):
    return town.database.do(lambda db: sorted(db.exec(select(StoredFile.name))))


async def test_a_photo_with_its_task_in_the_caption_is_the_evidence_of_the_report(town, album):
    number = gives(town)
    update = image(HEAD, "https://zalo.invalid/p.jpg", f"NV-{number} xong")
    answer = (await town.brings(update))[0]
    assert f"Đã ghi báo cáo kết quả NV-{number}" in answer
    await town.brings(update)  # Zalo brings it again
    assert album == ["https://zalo.invalid/p.jpg"]
    ((task_id, file_id),) = evidence(town)
    assert task_id == number
    assert town.database.do(conclusions.file, file_id).content == JPEG
    assert town.database.do(lambda db: db.get(Task, number).state) == State.AWAITING


async def test_a_photo_without_words_is_kept_while_its_task_is_asked_for(town, album):
    gives(town, "Báo cáo một")
    number = gives(town, "Báo cáo hai")
    (asked,) = await town.brings(image(HEAD, "https://zalo.invalid/p.jpg"))
    assert "Tệp đã được giữ lại" in asked
    assert f"NV-{number}" in asked
    await town.writes(HEAD, "2")
    ((task_id, file_id),) = evidence(town)
    assert (task_id, file_id is not None) == (number, True)
    assert len(album) == 1


@pytest.mark.parametrize("words", ["NV-{n}", "NV-{n} xong", "nv {n}"])
async def test_the_task_of_a_kept_photo_can_be_written(town, album, words):
    gives(town)
    number = gives(town)
    await town.brings(image(HEAD, "https://zalo.invalid/p.jpg"))
    await town.writes(HEAD, words.format(n=number))
    assert [task for task, _ in evidence(town)] == [number]


async def test_a_photo_after_the_report_joins_it(town, album):
    number = gives(town)
    await town.writes(HEAD, f"NV-{number} xong 12/BC-STTTT ngày 22/9/2022")
    await town.brings(image(HEAD, "https://zalo.invalid/p.jpg"))
    assert [task for task, file in evidence(town) if file] == [number]


async def test_a_photo_with_progress_in_its_caption_is_kept_with_the_task(town, album):
    number = gives(town)
    (answer,) = await town.brings(image(HEAD, "https://zalo.invalid/p.jpg", f"NV-{number} 40%"))
    assert "40%" in answer
    assert [task for task, file in evidence(town) if file] == [number]
    assert town.database.do(lambda db: db.get(Task, number).state) == State.IN_PROGRESS


async def test_a_photo_whose_task_was_never_named_is_forgotten_after_a_month_and_evidence_is_not(town, album):
    number = gives(town)
    await town.brings(image(HEAD, "https://zalo.invalid/p.jpg", f"NV-{number} xong"))
    gives(town)
    town.database.do(lambda db: conclusions.store_file(db, b"another", name="thua.jpg", mime="image/jpeg"))
    assert files(town) == ["photo.jpg", "thua.jpg"]
    await town.app.tidy()
    assert files(town) == ["photo.jpg"]


async def test_a_photo_that_waits_for_its_task_is_kept_for_a_month(town, album):
    gives(town, "Báo cáo một")
    gives(town, "Báo cáo hai")
    await town.brings(image(HEAD, "https://zalo.invalid/p.jpg"))
    await town.app.tidy()
    assert files(town) == ["photo.jpg"]
    town.clock.moment += timedelta(days=31)
    await town.app.tidy()
    assert files(town) == []


async def test_a_file_stays_as_long_as_the_message_that_carries_it(public):
    gives(public)
    address = LINK.search(await public.writes(PERSON, "xuất excel các việc đang mở"))[0]
    await public.app.tidy()
    assert (await get(address)).status_code == 200
    public.clock.moment += timedelta(days=31)
    await public.app.tidy()
    assert files(public) == []


async def test_nobodys_photo_is_fetched(town, album):
    await town.brings(image("7f", "https://zalo.invalid/p.jpg", "NV-1 xong"))
    assert album == []


async def test_a_file_that_zalo_keeps_back_is_answered_with_one_sentence(town):
    (answer,) = await town.brings(unsupported(HEAD))
    assert "gửi ảnh chụp" in answer


async def test_a_picture_whose_answer_never_came_goes_again_as_a_possible_repeat(public):
    public.server.fails("sendPhoto", Hangup(done=True))
    await invites(public)
    public.clock.moment += timedelta(seconds=6)
    await public.settles()
    first, second = [one for one in public.server.sent if "photo" in one]
    assert "có thể đã được gửi" not in first["caption"]
    assert "có thể đã được gửi" in second["caption"]


async def test_the_client_sends_a_photo_as_documented(town):
    client = Client(town.server.token, base_url=town.server.url)
    assert (await client.send_photo(PERSON, "https://bot.example.vn/f.png", "Tiến độ"))["message_id"]
    await client.close()
