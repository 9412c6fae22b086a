"""The pace: even over all, slower within a chat, slower still within a group."""

import heapq
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from bot.delivery.pacing import CHAT_GAP, GROUP_COUNT, GROUP_WINDOW, PER_SECOND, Pacing


def test_messages_are_evenly_spaced_without_a_first_burst():
    pacing, at = Pacing(), 100.0
    moments = []
    for chat in map(str, range(60)):
        at = max(at, pacing.ready_at(chat))
        pacing.sent(chat, at)
        moments.append(at)
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert min(gaps) > 0.99 / PER_SECOND


def test_one_chat_waits_while_others_go_on():
    pacing = Pacing()
    pacing.sent("a", 10.0)
    assert pacing.ready_at("a") == 10.0 + CHAT_GAP
    assert pacing.ready_at("b") == 10.0 + 1 / PER_SECOND
    assert set(pacing.resting(10.5)) == {"a"}
    assert pacing.resting(20.0) == {}


def test_a_group_gets_twenty_in_a_minute():
    pacing, at = Pacing(), 0.0
    moments = []
    for _ in range(2 * GROUP_COUNT + 1):
        at = max(at, pacing.ready_at("-1"))
        pacing.sent("-1", at, group=True)
        moments.append(at)
    for first, twenty_first in zip(moments, moments[GROUP_COUNT:], strict=False):
        assert twenty_first - first >= GROUP_WINDOW


def test_a_halt_of_one_chat_leaves_the_others_and_a_halt_of_all_does_not():
    pacing = Pacing()
    pacing.halt(50.0, "a")
    assert (pacing.ready_at("a"), pacing.ready_at("b")) == (50.0, 0.0)
    pacing.sent("a", 1.0)
    assert pacing.ready_at("a") == 50.0
    pacing.halt(70.0)
    assert pacing.ready_at("b") == 70.0


LONG = st.sampled_from([0.0, 0.02, 0.1, 0.2, 0.28, 2.0])  # seconds under way
SHARE = st.sampled_from([0.0, 0.5, 1.0])  # of it, until the app is reached


@given(st.lists(st.tuples(LONG, SHARE, st.integers(1, 40)), min_size=3, max_size=8))
@example([(0.28, 1.0, 30), (0.0, 0.0, 40)])
def test_however_unevenly_messages_travel_no_second_sees_more_than_thirty(stretches):
    """Stretches of messages that travel alike; eight are under way at once."""
    ways = [(long, share) for long, share, count in stretches for _ in range(count)]
    pacing, now = Pacing(), 0.0
    under_way: list[tuple[float, str]] = []
    arrivals = []
    for number, (long, share) in enumerate(ways):
        chat = str(number)
        while (ready := pacing.ready_at(chat)) > now or len(under_way) == 8:
            waits_for_an_end = under_way and (len(under_way) == 8 or under_way[0][0] <= ready)
            now = max(now, under_way[0][0] if waits_for_an_end else ready)
            while under_way and under_way[0][0] <= now:
                ended, one = heapq.heappop(under_way)
                pacing.ended(one, ended)
        pacing.sent(chat, now)
        arrivals.append(now + share * long)
        heapq.heappush(under_way, (now + long, chat))
    arrivals.sort()
    for first, last in zip(arrivals, arrivals[30:], strict=False):
        assert last - first >= 1.0 - 1e-9


def test_a_slow_message_keeps_its_chat_waiting_until_a_second_after_it_may_have_arrived():
    pacing = Pacing()
    pacing.sent("a", 10.0)
    pacing.ended("a", 13.0)
    assert pacing.ready_at("a") == 14.0
    assert pacing.ready_at("b") < 13.0
