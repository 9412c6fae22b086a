"""Everybody does anything with some tasks, in any order: what always holds, holds."""

import asyncio
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlmodel import select

from bot.core import history, rights
from bot.core.lifecycle import Move
from bot.core.permissions import Actor
from bot.core.rights import Act
from bot.store import people, tasks
from bot.store.tasks import Source
from bot.usecases import questions
from models import Role, State, Task, TaskEvent
from tests.city import City

ACT_OF = {
    "acknowledged": Act.ACKNOWLEDGE,
    "progress": Act.UPDATE,
    "reported": Act.REPORT,
    "obstacle": Act.OBSTACLE,
    "obstacle_cleared": Act.OBSTACLE,
    "confirmed": Act.CONFIRM,
    "returned": Act.RETURN,
    "put_up": Act.PUT_UP,
    "due_changed": Act.SET_DUE,
    "suspended": Act.SUSPEND,
    "resumed": Act.RESUME,
    "withdrawn": Act.WITHDRAW,
    "reopened": Act.REOPEN,
    "lead_changed": Act.CHANGE_LEAD,
    "content_changed": Act.CHANGE_CONTENT,
    "completed_directly": Act.COMPLETE,
    "recurring": Act.REPEAT,
    "opinion": Act.OPINE,
    "part_given": Act.GIVE_PART,
    "part_done": Act.REPORT,
    "all_children_confirmed": Act.CLOSE,
    "extension_asked": Act.ASK_EXTENSION,
    "extension_drafted": Act.ASK_EXTENSION,
    "extension_advised": Act.ADVISE,
    "extension_refused": Act.DECIDE_EXTENSION,
    "extension_offered": Act.DECIDE_EXTENSION,
    "extension_question": Act.DECIDE_EXTENSION,
}
FREE = {
    "undone",
    "followed",
    "carried_over",
    "extension_dropped",
    "extension_answered",
    "extension_declined",
    "extended",
}  # other checks of their own
SAYINGS = (
    "đã nhận NV-{n}",
    "NV-{n} {p}% đã có dự thảo",
    "NV-{n} xong 324/BC-STTTT ngày 22/9/2022",
    "vướng mắc NV-{n}: chờ ý kiến Sở Xây dựng",
    "xin gia hạn NV-{n} đến 21/10/2022 vì chờ số liệu",
    "đồng ý gia hạn NV-{n}",
    "trả lại NV-{n} vì thiếu phụ lục",
    "tạm dừng NV-{n} vì chờ quy hoạch",
    "tiếp tục NV-{n}",
    "thu hồi NV-{n} vì trùng",
    "mở lại NV-{n} do thiếu phụ lục",
    "chuyển NV-{n} cho Sở Nội vụ",
    "hoàn tác",
    "NV-{n}",
    "giao việc con NV-{n}: P.CNTT lập danh mục trước 28/9",
    "NV-{n}.1 {p}%",
    "NV-{n}.1 xong",
    "thu hồi NV-{n}.1 vì trùng",
    "theo chỉ đạo của Chủ tịch ngày 22/9/2022",
    "có",
)
MADE_UP = ("confirm", "done-bare", "ack", "obst-clear", "opine")
LEADS = ("STTTT", "SNV", "STTTT")


class Life(RuleBasedStateMachine):
    """A small committee; each step is one message or one tap of anybody, on new or on old messages."""

    @initialize()
    def begin(self):
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.city = City(Path(self.folder.name))
        member = self.city.member
        self.members = [
            self.city.chair,
            self.city.vice_chair,
            self.city.office,
            member("head", "Giám đốc A", Role.HEAD, "STTTT"),
            member("contact", "Đầu mối A", Role.CONTACT, "STTTT"),
            member("other", "Giám đốc B", Role.HEAD, "SNV"),
            member("observer", "Quan sát", Role.OBSERVER),
        ]
        self.stranger = member("stranger", "Giám đốc C", Role.HEAD, "SGDDT")
        self.city.database.do(self._give)
        self.originals: dict[int, date] = dict.fromkeys(range(1, len(LEADS) + 1), date(2022, 9, 30))
        self.known: dict[int, tuple[int, dict]] = self.city.database.do(self._rows)

    def _give(self, db):
        now = self.city.clock.now()
        for number, lead in enumerate(LEADS, 1):
            giver = Role.VICE_CHAIR if number == 3 else Role.CHAIR
            task = Task(
                title=f"Việc bí mật số {number}", lead=lead, given_by=giver, assigned_on=now.date(), assigned_at=now
            )
            tasks.add(db, task, [("SNV", False)] if number == 1 else [])
            due = date(2022, 9, 30)
            facts = {"title": task.title, "lead": lead, "due_on": due, "original_due_on": due, "state": State.ASSIGNED}
            tasks.record(db, task, Move("assigned", facts), by=None, at=now, source=Source())

    @rule(who=st.integers(0, 7), saying=st.sampled_from(SAYINGS), n=st.integers(1, 4), p=st.sampled_from((0, 50, 101)))
    def somebody_writes(self, who, saying, n, p):
        member = [*self.members, self.stranger][who]
        self._act(member.says(saying.format(n=n, p=p)))

    @rule(who=st.sampled_from((0, 2)), n=st.integers(1, 3), day=st.sampled_from(("14/10", "28/10")))
    def corrects_a_date(self, who, n, day):
        """Asked back and given a reason, which single sayings would hardly ever line up to."""
        for words in (f"đổi hạn NV-{n} sang {day}/2022", "có", "ghi nhầm ngày trong thông báo"):
            self._act(self.members[who].says(words))

    @rule(who=st.integers(0, 7), back=st.integers(0, 5), which=st.integers(0, 9))
    def somebody_taps(self, who, back, which):
        member = [*self.members, self.stranger][who]
        keys = [message.keys for message in member.messages if message.keys]
        if keys:
            buttons = keys[-1 - back % len(keys)]
            self._act(member.presses_raw(buttons[which % len(buttons)].action))

    @rule(who=st.integers(0, 7), n=st.integers(0, 4), verb=st.sampled_from(MADE_UP))
    def somebody_sends_a_made_up_tap(self, who, n, verb):
        member = [*self.members, self.stranger][who]
        self._act(member.presses_raw(f"v1|{verb}|{n}|0|"))

    def _act(self, doing):
        self.loop.run_until_complete(doing)
        self.city.database.do(self._compare)

    def _rows(self, db):
        return {row.id: (row.revision, row.model_dump()) for row in db.exec(select(Task))}

    def _compare(self, db):
        """Every new event was its actor's right on the task as it was."""
        for task_id, (revision, before) in self.known.items():
            row = Task(**before)
            for event in tasks.since_revision(db, task_id, revision):
                actor = people.actor_by_person(db, event.person_id, self.city.clock.now().date())
                self._check_right(event, actor, row)
                row = Task(**{**row.model_dump(), **history.values(event.new)})
        self.known = self._rows(db)

    def _check_right(self, event: TaskEvent, actor: Actor, row: Task):
        assert event.kind in ACT_OF or event.kind in FREE, event.kind
        if event.kind in ACT_OF:
            refused = rights.refused(ACT_OF[event.kind], actor, row)
            assert refused is None, (event.kind, actor.role, actor.agency, row.state, refused)

    @invariant()
    def the_record_is_whole(self):
        if hasattr(self, "city"):
            self.city.database.do(self._whole)

    def _whole(self, db):
        assert tasks.broken_chains(db) == []
        for row in db.exec(select(Task)):
            folded = history.folded(tasks.history(db, row.id)[::-1])
            assert {name: getattr(row, name) for name in folded} == folded
            assert self.originals.setdefault(row.id, row.original_due_on) == row.original_due_on
            assert (row.closed_at is not None) == (row.state in (State.COMPLETED, State.CANCELLED))
        self._classes_add_up(db)

    def _classes_add_up(self, db):
        today = self.city.app.cities(db).today(self.city.clock.now())
        said = questions.totals_on(db, today, tasks.for_committee()).values
        paused = tasks.counted(db, Task.state == State.SUSPENDED)
        parts = ("done", "in_time", "overdue", "awaiting", "undated")
        assert sum(said[name] for name in parts) + paused == said["total"]
        assert all(said[name] >= 0 for name in parts)

    @invariant()
    def nobody_reads_of_a_task_that_is_not_theirs(self):
        if hasattr(self, "city"):
            assert not any("bí mật" in message.text for message in self.stranger.messages)

    def teardown(self):
        if hasattr(self, "city"):
            self.loop.run_until_complete(self.city.close())
            self.loop.close()
            self.folder.cleanup()


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
