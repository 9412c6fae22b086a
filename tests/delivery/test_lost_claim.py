"""A connection breaks between a commit and the news of it: what was marked as *sending* then is sent all the same."""

import asyncio

from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot.app import App
from bot.core.channel import RawUpdate
from bot.delivery.pacing import Pacing
from models import Outbox
from tests import virtual_time
from tests.city import City
from tests.delivery.test_limits import LoopClock


def test_a_message_whose_claim_was_committed_unheard_leaves_at_the_next_look(tmp_path):
    """Not only after its lease, when an answer would be dropped as stale."""

    async def main():
        city = City(tmp_path)
        app = App(city.settings, city.database, [city.chat], LoopClock(), pacing={"fake": Pacing()})
        app.cities._city = city.app.cities.known
        run, unheard = app.database.run, []

        async def breaks_once(work, *args, **kwargs):
            done = await run(work, *args, **kwargs)
            if isinstance(done, Outbox) and not unheard:
                unheard.append(done.id)
                raise OperationalError("COMMIT", {}, Exception("gone"), connection_invalidated=True)
            return done

        app.database.run = breaks_once
        working = [asyncio.create_task(app.sender.run()), asyncio.create_task(app.worker.run())]
        raw = {"chat_id": "chair", "account_id": "chair", "text": "/quahan"}
        await app.worker.receive("fake", [RawUpdate("1", "chair", raw, "/quahan")])
        await asyncio.sleep(30)
        app.sender.stop()
        app.worker.stop()
        await asyncio.gather(*working)
        rows = app.database.do(lambda db: [(one.id, one.state, one.attempts) for one in db.exec(select(Outbox))])
        said = len(city.chair.messages)
        await city.close()
        return unheard, rows, said

    unheard, rows, said = virtual_time.run(main())
    assert unheard == [1]
    assert rows == [(1, "sent", 2)]
    assert said == 1
