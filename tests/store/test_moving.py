"""`python -m bot move`: from SQLite to PostgreSQL, every row, or nothing."""

import uuid
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy.engine import make_url

from bot.__main__ import main
from bot.app import open_database
from bot.directory.sample import SAMPLE_NAME, sample_conclusion
from bot.settings import Settings
from bot.store import settings as stored
from bot.store import tasks
from bot.store.database import Database
from models import Conversation, Inbox, Person, Role, Row, StoredFile, Task
from tests.city import City, FakeChat

MOMENT = datetime(2022, 9, 22, 7, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture
def new(postgres):
    """The address of an empty PostgreSQL database."""
    name = f"t{uuid.uuid4().hex[:12]}"
    postgres.psql(f"CREATE DATABASE {name};")
    return make_url(postgres.get_uri()).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def old(tmp_path):
    return f"sqlite:///{tmp_path / 'tasks.db'}"


def move(old, new):
    found = CliRunner(env={"DATABASE_URL": old, "TELEGRAM_TOKEN": ""}).invoke(main, ["move", "--to", new])
    assert "Traceback" not in found.output
    return found


def rows(url) -> dict[str, list]:
    """Every row of every table, as the program reads it."""
    database = Database(url)
    with database.engine.begin() as connection:
        found = {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns))]
            for table in Row.metadata.sorted_tables
        }
    database.close()
    return found


async def lived_in(tmp_path, old) -> City:
    """A committee that has used most tables."""
    city = City(tmp_path, old)
    head = city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    await city.office.uploads(SAMPLE_NAME, sample_conclusion())
    await city.office.presses("Duyệt từng mục")
    await city.office.says("Giao Sở TT&TT báo cáo 🔴 “dữ liệu” trước ngày 30/9")

    def more(db):
        today = date(2022, 9, 22)
        parent = tasks.add(db, Task(title="Nhiều cơ quan", is_parent=True, assigned_on=today, assigned_at=MOMENT), [])
        child = Task(title="Một phần", parent_id=parent.id, lead="STTTT", assigned_on=today, assigned_at=MOMENT)
        tasks.add(db, child, [("SNV", True)])
        late = Task(title="Con có trước", parent_id=None, number=999, lead="SNV", assigned_on=today, assigned_at=MOMENT)
        db.add(late)
        db.add(StoredFile(sha256="x", name="tệp.bin", mime="x/y", size=4, content=b"\x00\xff\x00\x80"))
        came = {"channel": "fake", "chat_id": "1", "state": "done", "received_at": MOMENT, "settled_at": MOMENT}
        db.add(Inbox(inbound_id="n", raw={"a": [1, None, "đ", {"b": True}]}, **came))
        db.add(Conversation(channel="fake", chat_id="zz", question=None, last_list=[3, 1], expires_at=MOMENT))

    city.database.do(more)
    await city.goes_to("2022-09-26 08:00")
    await head.says("NV-1 50% đã có dự thảo")
    return city


async def test_every_row_arrives_as_it_was(tmp_path, old, new):
    await (await lived_in(tmp_path, old)).close()
    before = rows(old)
    assert len([table for table, found in before.items() if found]) >= 12
    found = move(old, new)
    assert found.exit_code == 0, found.output
    assert rows(new) == before
    assert f"task: {len(before['task'])} rows" in found.output
    assert rows(old) == before


async def test_nothing_becomes_a_json_null_that_was_none(tmp_path, old, new):
    await (await lived_in(tmp_path, old)).close()
    move(old, new)
    empty = sa.text("SELECT count(*) FROM conversation WHERE question IS NULL")
    counts = []
    for url in (old, new):
        database = Database(url)
        counts.append(database.do(lambda db: db.execute(empty).scalar_one()))
        database.close()
    assert counts[0] == counts[1] > 0


async def test_numbers_go_on_after_the_move_and_histories_are_whole(tmp_path, old, new):
    await (await lived_in(tmp_path, old)).close()
    move(old, new)
    database = Database(new)
    highest = database.do(lambda db: db.execute(sa.select(sa.func.max(Person.id))).scalar_one())
    number = database.do(lambda db: int(stored.get(db, "counter:task")))

    def add(db):
        person = Person(name="Người mới", created_at=MOMENT)
        task = tasks.add(db, Task(title="Việc mới", assigned_on=date(2022, 9, 26), assigned_at=MOMENT), [])
        db.add(person)
        db.flush()
        return person.id, task.number

    assert database.do(add) == (highest + 1, number + 1)
    database.close()


async def test_the_bot_runs_on_the_result(tmp_path, old, new):
    from bot.app import App
    from bot.delivery.pacing import Pacing

    city = await lived_in(tmp_path, old)
    await city.close()
    move(old, new)
    city.settings = Settings(_env_file=None, database_url=new)
    city.database, city.chat = open_database(city.settings), FakeChat()
    city.app = App(city.settings, city.database, [city.chat], city.clock, pacing={"fake": Pacing(1e6, 0)})
    assert "quá hạn" in await city.chair.says("có gì quá hạn?")
    await city.goes_to("2022-10-03 08:00")
    assert city.chair.messages
    await city.close()


async def test_a_target_that_holds_something_is_refused(tmp_path, old, new):
    for url in (old, new):
        open_database(Settings(_env_file=None, database_url=url)).close()
    before = rows(new)
    found = move(old, new)
    assert found.exit_code == 1
    assert "not empty" in found.output
    assert rows(new) == before


async def test_a_foreign_target_is_refused(old, new):
    open_database(Settings(_env_file=None, database_url=old)).close()
    database = Database(new)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE accounts (id INTEGER)")
    assert move(old, new).exit_code == 1
    assert database.schema() == "other"
    database.close()


async def test_an_old_or_empty_source_is_refused(old, new):
    assert move(old, new).exit_code == 1
    open_database(Settings(_env_file=None, database_url=old)).close()
    source = Database(old)
    with source.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    source.close()
    found = move(old, new)
    assert found.exit_code == 1
    assert "version" in found.output


async def test_a_row_that_postgresql_cannot_keep_is_named_and_nothing_is_moved(old, new):
    open_database(Settings(_env_file=None, database_url=old)).close()
    source = Database(old)
    source.do(lambda db: db.add(Person(name="a\x00b", created_at=MOMENT)))
    source.close()
    found = move(old, new)
    assert found.exit_code == 1
    assert "table person" in found.output
    target = Database(new)
    assert target.schema() == "empty"
    target.close()


@pytest.mark.parametrize("to", ["sqlite:///x.db", "nowhere", "postgresql://nobody:secret@127.0.0.1:1/none"])
async def test_a_target_that_cannot_be_had_is_one_sentence(old, to):
    open_database(Settings(_env_file=None, database_url=old)).close()
    found = move(old, to)
    assert found.exit_code == 1
    assert "--to" in found.output
    assert "secret" not in found.output


async def test_a_bot_that_runs_is_not_moved_away_under_its_feet(old, new):
    from bot.store.presence import Presence

    database = open_database(Settings(_env_file=None, database_url=old))
    running = Presence(database)
    running.begin()
    found = move(old, new)
    running.end()
    database.close()
    assert found.exit_code == 1
    assert "stop it first" in found.output
    assert move(old, new).exit_code == 0
