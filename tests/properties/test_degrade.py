"""Whatever the card: nothing is cut, every action is reachable, no part is over the limit."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.core.degrade import Capabilities, Key, Measure, Rendered, Row, Run, length, parts

# Letters of one and two UTF-16 units, marks that join, blanks of several kinds: what splitting can go wrong over. A few
# pieces repeated make texts over the limit from few draws, so that an example is cheap also on a busy machine.
pieces = st.sampled_from(["a", "ệ", "e\u0302\u0323", "🔴", "👩‍👩‍👧", " ", "\u00a0", "(1)", "quá hạn ", "\u200b"])
texts = st.builds(lambda piece, times, end: piece * times + end, pieces, st.integers(0, 60), pieces)
rows = st.builds(Row, st.lists(st.builds(Run, texts), max_size=3).map(tuple), st.booleans())
blocks = st.lists(st.lists(rows, min_size=1, max_size=3).map(tuple), max_size=5).map(tuple)
keys = st.lists(
    st.lists(st.builds(Key, st.text(min_size=1, max_size=20, alphabet="ăbc "), st.just("v1|x|1|1|")), max_size=2).map(
        tuple
    ),
    max_size=4,
).map(tuple)
channels = st.builds(
    Capabilities, text_limit=st.integers(60, 400), measure=st.sampled_from(Measure), buttons=st.booleans()
)


@given(st.builds(Rendered, blocks, keys), channels)
def test_no_part_is_over_the_limit(rendered, can):
    assert all(length(part.text, can.measure) <= can.text_limit for part in parts(rendered, can))


@given(st.builds(Rendered, blocks, keys), channels)
def test_no_word_is_lost(rendered, can):
    said = "".join(row.text for block in rendered.blocks for row in block)
    rows = [row.text for part in parts(rendered, can) for row in part.rows]
    sent = "".join(row for row in rows if not re.fullmatch(r"\(\d+/\d+\)", row))
    assert "".join(said.split()) in "".join(sent.split())


@given(st.builds(Rendered, blocks, keys), channels)
def test_every_action_stays_reachable(rendered, can):
    last = parts(rendered, can)[-1]
    offered = [key for row in last.keys for key in row] + list(last.menu)
    assert offered == [key for row in rendered.keys for key in row]
