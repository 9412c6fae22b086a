"""The pace: even over all, slower within a chat, slower still within a group."""

from itertools import pairwise

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
