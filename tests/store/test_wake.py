"""The sender is woken by what was posted, and by nothing else."""

from datetime import UTC, datetime, timedelta

from bot.store import outbox
from bot.store.database import Database
from models import Outbox

NOW = datetime(2022, 9, 22, 7, tzinfo=UTC)


async def test_only_a_commit_that_posted_wakes_the_sender(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'tasks.db'}")
    database.prepare()
    woken = []
    database.posted = lambda: woken.append(True)
    assert await database.run(outbox.claim, NOW) is None
    assert woken == []
    moments = {"not_before": NOW, "good_until": NOW + timedelta(days=1), "created_at": NOW}
    row = Outbox(key="k", kind="answer", channel="fake", chat_id="a", card="{}", **moments)
    assert await database.run(outbox.post, row)
    assert woken == [True]
    database.close()
