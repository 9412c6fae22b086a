"""The person's own words: reasons, notes, the work of a new task, the subject that is searched for.

Taken from the message word for word, without the words that carry the intent.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.core.deadlines import Deadline
from bot.core.understanding import slots
from bot.core.understanding.message import Message, Token
from bot.core.understanding.rules import Vocabulary
from bot.core.understanding.slots import OBJECTS, Named

Runs = list[list[int]]


class Wording:
    """Knows the words that frame a reason, a note or an order."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._cue = vocabulary.search(vocabulary.words("reason_cue"))
        self._barren = vocabulary.search(vocabulary.words("no_reason"))
        self._edges = vocabulary.single_words("edge") | {"."}
        self.small = self._edges | vocabulary.single_words("polite")
        """Words that say nothing of their own."""
        self._note_edges = self._edges | OBJECTS | {"PERCENT", "SELF"}
        self._note_tail = vocabulary.single_words("edge_end") | OBJECTS | {".", "PERCENT"}
        self._acts = vocabulary.single_words("act_word") | {".", "DATE", "DOC", "URL"}
        self._frame = vocabulary.search(vocabulary.words("action_end"))
        self._inside = vocabulary.single_words("of")
        self._benefits = vocabulary.single_words("benefit")
        self._action_head = vocabulary.single_words("action_head")
        self._action_tail = vocabulary.single_words("action_tail")
        self._lead = vocabulary.at_start(vocabulary.words("query_lead"))
        self._tail = vocabulary.at_end(vocabulary.words("query_tail"))
        self._deputies = [vocabulary.search([phrase]) for phrase in vocabulary.words("named_deputy")]

    def stated_reason(self, message: Message, said: range = range(0)) -> str | None:
        """What stands behind "vì", up to the clause of the act (tokens `said`) if that follows."""
        hit = self._cue.search(message.shape) if self._cue else None
        if hit is None or hit.end() >= len(message.shape):
            return None
        start, last = message.indices(*hit.span()).stop, len(message.tokens)
        if said.start > start:
            last = max((first for first, _ in message.clauses() if start < first <= said.start), default=said.start)
        return message.words(range(start, last)) or None

    def reason(self, message: Message, named: Named, said: range) -> str | None:
        return self.told_reason(message, said) or self.beside(message, named)

    def told_reason(self, message: Message, said: range) -> str | None:
        """What stands behind "vì", or in a clause of its own."""
        return self.stated_reason(message, said) or self._own_clause(message, said)

    def _own_clause(self, message: Message, said: range) -> str | None:
        """The longest clause apart from the one with the act (tokens `said`)."""
        others = [range(*clause) for clause in message.clauses()]
        within = [clause for clause in others if clause.start < said.stop and said.start < clause.stop]
        verb = max(reversed(within), key=lambda clause: _named_in(message, clause), default=said)
        said = range(max(said.start, verb.start), min(said.stop, verb.stop))
        apart = (clause for clause in others if clause.stop <= said.start or clause.start >= said.stop)
        own = (clause for clause in apart if not self._is_act(message, clause))
        texts = (slots.trimmed(message, clause, self._edges | OBJECTS) for clause in own)
        return max((text for text in texts if text and " " in text), key=len, default=None)

    def _is_act(self, message: Message, clause: range) -> bool:
        """Nothing but the act once more ("đề nghị cho lùi"), a day or a greeting."""
        return all(message.tokens[index].text in self._acts | self._edges | OBJECTS for index in clause)

    def beside(self, message: Message, named: Named) -> str | None:
        """The longest run of words that carry neither an act nor a slot."""
        tokens = message.tokens
        runs = _runs(message, lambda index: tokens[index].text in self._acts or _is_meant(tokens[index], named))
        longest = max(runs, key=len)
        words = slots.trimmed(message, longest, self._edges) if len(longest) > 1 else None
        said = " ".join(tokens[index].text for index in longest)
        return None if self._barren and self._barren.fullmatch(said) else words

    def note(self, message: Message) -> str | None:
        """The message without its task and the small words around it; without the clause of its percentage."""
        indices = range(self._behind_sender(message), len(message.tokens))
        if not message.has("PERCENT"):
            return slots.trimmed(message, indices, self._note_edges, self._note_tail)
        percents = [index for index in indices if message.tokens[index].text == "PERCENT"]
        clauses = [range(*clause) for clause in message.clauses()]
        apart = (clause for clause in clauses if not any(at in clause for at in percents))
        other = [index for clause in apart for index in clause if index in indices]
        told = other or range(percents[-1] + 1, len(message.tokens))
        words = slots.trimmed(message, told, self._note_edges, self._note_tail)
        return words if words and " " in words else None

    def _behind_sender(self, message: Message) -> int:
        """Where "Sở … kính báo cáo: nhiệm vụ số 5 …" says more than who reports on which task."""
        texts = [token.text for token in message.tokens]
        first = next((index for index, text in enumerate(texts) if text in OBJECTS), 0)
        return first if all(text in self._edges | {"AGENCY"} for text in texts[:first]) else 0

    def action(self, message: Message, supporters: int, supporting: frozenset[int], due: Deadline | None) -> str | None:
        """The work: the longest stretch between the bodies, the day and (from token `supporters` on) who supports."""
        hits = self._frame.finditer(message.shape) if self._frame else ()
        framing = {index for hit in hits for index in message.indices(*hit.span())} | {supporters}

        def is_border(index: int) -> bool:
            token = message.tokens[index]
            inside = index not in supporting and self._is_inside(message, index)
            body = token.text in ("AGENCY", "GROUP") and not inside
            return body or index in framing or (token.text == "DATE" and token.value is due)

        runs = _runs(message, is_border)
        texts = [slots.trimmed(message, run, self._action_head, self._action_tail) for run in runs]
        return max((text for text in texts if text), key=len, default=None)

    def _is_inside(self, message: Message, index: int) -> bool:
        """A body named within the work ("tổng hợp ý kiến của Sở Tài chính", "dựng kho dữ liệu cho các xã")."""
        before = message.tokens[index - 1].text
        if message.tokens[index].text == "GROUP" and before in self._benefits:
            return any(token.text == "AGENCY" for token in message.tokens[: index - 1])
        return index > 2 and before in self._inside

    def query(self, message: Message) -> str:
        """The subject, without the words that ask for it."""
        for token in message.tokens:
            if token.text == "TITLE":
                return message.original[token.start + 1 : token.end - 1].strip()
        first, last = 0, len(message.shape)
        if self._tail and (hit := self._tail.search(message.shape)) and hit.start() > 0:
            last = hit.start() - 1
        if self._lead and (hit := self._lead.match(message.shape[:last])):
            first = min(hit.end() + 1, last)
        return message.words(message.indices(first, last)) if first < last else ""

    def deputy(self, message: Message) -> str | None:
        """Who stands in, without the title."""
        hits = (pattern.search(message.shape) for pattern in self._deputies if pattern)
        hit = next((hit for hit in hits if hit), None)
        return message.words(message.indices(*hit.span("name"))) if hit else None


def _runs(message: Message, is_border: Callable[[int], bool]) -> Runs:
    runs: Runs = [[]]
    for index in range(len(message.tokens)):
        if is_border(index):
            runs.append([])
        else:
            runs[-1].append(index)
    return runs


def _named_in(message: Message, clause: range) -> int:
    """How many days and tasks are in it: a pattern may reach over the comma into the reason."""
    return sum(message.tokens[index].text in OBJECTS | {"DATE"} for index in clause)


def _is_meant(token: Token, named: Named) -> bool:
    """A task that the act is about, not one that is only compared with."""
    if token.text == "TASK":
        return token.value.value in named.tasks
    return token.text in OBJECTS
