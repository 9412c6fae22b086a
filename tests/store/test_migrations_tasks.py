"""The step to broadcasts and periods, on a database that has been in use."""

import sqlalchemy as sa

from models import migrations

DAY = "'2022-09-23'"
TASK = (
    "INSERT INTO task (number, title, source, given_by, state, assigned_on, assigned_at, reopened, revision, is_parent)"
    f" VALUES (1, 'Đề án  Đô thị', '', 'chair', 'assigned', {DAY}, {DAY}, 0, 1, false)"
)


def test_an_older_database_can_be_searched_without_marks_and_keeps_its_indexes(database):
    with database.engine.begin() as connection:
        migrations.upgrade(connection, "0005")
        connection.execute(sa.text(TASK))
    with database.engine.begin() as connection:
        migrations.upgrade(connection)
        found = connection.execute(sa.text("SELECT folded, period_on, is_sub FROM task")).one()
        indexes = {index["name"]: index for index in sa.inspect(connection).get_indexes("outbox")}
    assert (found.folded, found.period_on, bool(found.is_sub)) == ("de an do thi", None, False)
    assert {"ix_outbox_open", "ix_outbox_chat", "ix_outbox_broadcast_id"} <= set(indexes)
    assert any("where" in name for name in indexes["ix_outbox_open"]["dialect_options"])
