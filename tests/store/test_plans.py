"""No hot query walks the history: the plans of all that the bot really asks, on both databases, with a long past.

Only indexes of what is open may be walked from end to end; they do not grow with the years.
"""

import json
import re
from contextlib import contextmanager
from datetime import timedelta

import sqlalchemy as sa

from bot.core.lifecycle import Move
from bot.store import health, inbox, outbox, tasks
from bot.store.tasks import Source
from models import Inbox, Notice, Outbox, Role, Support, Task, TaskEvent
from tests.city import START, City

PAST = 4_000
WATCHED = {"task", "inbox", "outbox", "notice", "task_event"}
READS = re.compile(r"^\s*(SELECT|UPDATE|DELETE|WITH)", re.IGNORECASE)


def open_only(database) -> set[str]:
    """The partial indexes of what is open, and of the month's failed messages: few rows, whatever the past."""
    return {
        index.name
        for table in Task.metadata.sorted_tables
        for index in table.indexes
        if re.search("IS NULL|'failed'", str(index.dialect_options["sqlite"].get("where")))
    }


def fill(database) -> None:
    """Thousands of closed tasks with all their mail, and a few hundred open ones."""
    agencies = ["STTTT", "SNV", "STNMT", "SGTVT", "CATP", "VPCDS"]
    past = START - timedelta(days=400)
    source = "Giao cơ quan chủ trì, phối hợp với các đơn vị liên quan, hoàn thành và báo cáo kết quả. " * 5
    plain = {"source": source, "given_by": "chair", "is_parent": False, "reopened": 0, "revision": 2}

    def task(n: int, **more) -> dict:
        given = {"due_on": past.date() + timedelta(days=n % 300), "state": "completed", "closed_at": past, "number": n}
        given |= {"assigned_on": past.date(), "assigned_at": past, "lead": agencies[n % 6], "title": f"Việc {n}"}
        return {"id": n, "parent_id": None} | plain | given | more

    now = {"state": "in_progress", "closed_at": None}
    rows = [task(n) for n in range(1, PAST)]
    rows += [task(PAST + n, due_on=START.date() + timedelta(days=n % 60 - 20), **now) for n in range(300)]
    rows += [task(PAST + 300 + n, due_on=None, state="awaiting_confirmation", closed_at=None) for n in range(20)]
    events = [
        {"task_id": n, "seq": 1, "kind": "assigned", "person_name": "", "on_behalf": False, "at": past}
        | {"old": {}, "new": {}, "previous_hash": "", "hash": ""}
        for n in range(1, PAST + 320)
    ]
    mail = {"channel": "fake", "attempts": 1, "settled_at": past}
    came = [
        mail | {"inbound_id": f"p{n}", "chat_id": f"c{n % 50}", "state": "done", "secret": False, "received_at": past}
        for n in range(PAST)
    ]
    went = [
        mail
        | {"key": f"p{n}", "kind": "letter", "chat_id": f"c{n % 50}", "language": "vi", "card": "{}", "state": "sent"}
        | {"not_before": past, "good_until": past, "created_at": past, "repeated": False, "parts_sent": 0}
        for n in range(PAST)
    ]
    said = [
        {"task_id": n, "occasion": "x", "rung": "date0", "person_id": 1, "skipped": False, "outbox_key": f"p{n}"}
        | {"at": past}
        for n in range(1, PAST)
    ]
    support = [{"task_id": n, "agency_code": agencies[(n + 1) % 6], "co_lead": False} for n in range(1, PAST + 300, 2)]
    with database.engine.begin() as connection:
        for model, given in (
            (Task, rows),
            (TaskEvent, events),
            (Inbox, came),
            (Outbox, went),
            (Notice, said),
            (Support, support),
        ):
            connection.execute(sa.insert(model), given)
        connection.exec_driver_sql("INSERT INTO setting (name, value) VALUES ('counter:task', '90000')")
    with database.engine.connect() as connection:  # what PostgreSQL's autovacuum does
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql("VACUUM ANALYZE" if not database.sqlite else "SELECT 1")


@contextmanager
def asked(database):
    """The statements that are sent meanwhile, each once, with the values of its first time."""
    seen: dict[str, object] = {}

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if READS.match(statement):
            seen.setdefault(statement, parameters)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(database.engine, "before_cursor_execute", note)


def walks(database, statement: str, parameters) -> list[str]:
    """The tables that a statement walks from end to end, by a scan or by an index that holds the past too."""
    with database.engine.connect() as connection:
        if database.sqlite:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            return _sqlite_walks(statement, [row[3] for row in plan], open_only(database))
        plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    found = plan if isinstance(plan, list) else json.loads(plan)
    return list(_postgres_walks(found[0]["Plan"], open_only(database)))


def _sqlite_walks(statement: str, plan: list[str], allowed: set[str]) -> list[str]:
    real = {alias: table for table, alias in re.findall(r"(\w+) AS (\w+)", statement)}
    real |= {table: table for table in WATCHED}
    found = []
    for line in plan:
        step = re.match(r"(SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", line)
        if step is None or real.get(step[2]) not in WATCHED or step[3] in allowed:
            continue
        null_test = re.search(
            r"\((\w+)=\?\)", line
        )  # `parent_id IS NULL` looks like a search and finds nearly all rows
        if step[1] == "SCAN" or "AUTOMATIC" in line or (null_test and f"{step[2]}.{null_test[1]} IS NULL" in statement):
            found.append(line)
    return found


def _postgres_walks(node: dict, allowed: set[str], *, first_only: bool = False):
    """`first_only`: the newest row alone is taken from the end of an index."""
    kind, table, index = node["Node Type"], node.get("Relation Name"), node.get("Index Name")
    if "Seq Scan" in kind and table in WATCHED:
        yield f"{kind} on {table}"
    condition = node.get("Index Cond", "")
    narrowed = condition and not re.fullmatch(r"\(\w+ IS (NOT )?NULL\)", condition)
    if (
        "Index" in kind
        and index
        and not narrowed
        and index not in allowed
        and not (first_only and "Filter" not in node)
    ):
        yield f"{kind} over all of {index}"
    for below in node.get("Plans", []):
        yield from _postgres_walks(below, allowed, first_only=kind == "Limit" and node["Plan Rows"] == 1)


def progress(db, now) -> None:
    task = tasks.locked(db, PAST + 6)
    tasks.record(db, task, Move("progress", {"percent": 50}), by=None, at=now, source=Source())


async def a_week(city: City) -> None:
    """What a committee does in a week, and what the bot does by itself."""
    head = city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    for question in (
        "có gì quá hạn?",
        "tuần này có việc gì đến hạn?",
        "danh sách việc đang mở",
        "việc của Sở TT&TT",
        "việc chờ tôi",
        "việc chưa có hạn",
        "việc đã hoàn thành",
        f"NV-{PAST + 5}",
    ):
        for asker in (city.chair, city.office, head):
            await asker.says(question)
    city.database.do(progress, city.clock.now())
    await city.goes_to("2022-09-23 08:00")
    await city.goes_to("2022-09-23 08:30")
    await city.goes_to("2022-09-26 07:30")
    await city.goes_to("2022-09-26 08:00")
    city.database.do(health.figures, city.clock.now())
    city.database.do(outbox.next_moment, city.clock.now(), "fake")
    city.database.do(outbox.unsettled_counts)
    city.database.do(inbox.claim, city.clock.now(), busy=[("fake", "x")])
    city.database.do(tasks.open_with_titles)


def scans(database, statements) -> dict[str, list[str]]:
    found = {statement: walks(database, statement, given) for statement, given in statements.items()}
    return {statement: tables for statement, tables in found.items() if tables}


async def test_nothing_that_the_bot_asks_walks_the_history(database, tmp_path):
    """The nightly tidying is left out: it walks a month of settled mail, once."""
    city = City(tmp_path, database.url.render_as_string(hide_password=False))
    fill(city.database)
    with asked(city.database) as statements:
        await a_week(city)
    assert scans(city.database, statements) == {}
    if city.database.sqlite:  # nobody gathers figures there, but somebody might
        with city.database.engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
        assert scans(city.database, statements) == {}
    await city.close()
    hot = "\n".join(statements)
    parts = ("FROM inbox", "FROM outbox", "FROM notice", "count(*)", "UPDATE task")
    assert [part for part in parts if part not in hot] == []


async def test_what_is_overdue_is_counted_in_an_index_and_not_sorted(tmp_path):
    city = City(tmp_path)
    fill(city.database)
    with asked(city.database) as statements:
        await city.chair.says("có gì quá hạn?")
    about = {text: given for text, given in statements.items() if "coalesce(task.reported_on" in text}
    assert len(about) == 2
    with city.database.engine.connect() as connection:
        plans = {text: connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", about[text]).all() for text in about}
    await city.close()
    for text, plan in plans.items():
        told = " ".join(str(row[3]) for row in plan)
        assert "ix_task_open_due" in told
        assert "TEMP B-TREE" not in told
        assert ("COVERING" in told) == ("count(*)" in text)


def test_a_scan_would_be_seen(database, tmp_path):
    city = City(tmp_path, database.url.render_as_string(hide_password=False))
    fill(city.database)
    for scan in (
        "SELECT * FROM task WHERE state <> 'completed'",
        "SELECT * FROM outbox AS o WHERE o.state = 'waiting'",
        "SELECT * FROM task_event WHERE kind = 'x'",
        "SELECT count(*) FROM inbox",
    ):
        assert walks(city.database, scan, ()), scan
    assert not walks(city.database, "SELECT * FROM task WHERE closed_at IS NULL ORDER BY due_on, id LIMIT 5", ())
    city.database.close()
