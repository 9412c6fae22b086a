"""Re-organisation: what moved by itself, what waits for the office, and who takes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.buttons import action
from bot.core.cards import Button, Card, Item, T, Text, bold, italic, item, line
from bot.core.screens.task import TaskView, open_button
from bot.core.screens.words import names, role_name, standing_words

SHOWN = 5
OPTIONS = 6
EXTRA = 24  # characters that a button can carry beside its verb


@dataclass(frozen=True)
class Ended:
    """A body that is no more, and what of it waits."""

    code: str
    name: str
    short: str
    heir: str | None  # who takes over by itself
    last_day: date
    tasks: int  # led, waiting for a decision
    support: int
    people: int

    @property
    def since(self) -> date:
        return self.last_day + timedelta(days=1)


@dataclass(frozen=True)
class Mover:
    """A person whose agency is no more."""

    post_id: int
    name: str
    role: str


def moved(body: Ended, led: int, helped: int) -> Card:
    """To the office, on the day."""
    lines = [T("Tasks led: {led}, supported: {helped}. The history keeps the old name.", led=led, helped=helped)]
    if body.people:
        lines.append(T("People of the old agency: {n}. Their posts do not move by themselves.", n=body.people))
    card = Card(
        line(
            bold(T("🔄 {old} → {new} from {day}: tasks were passed on", old=body.short, new=body.heir, day=body.since))
        ),
        (item(*lines),),
    )
    return card.with_rows((_body_button(body, T("👥 Move people")),)) if body.people else card


def asked(body: Ended) -> Card:
    """To the office: nobody takes over by itself."""
    return Card(
        line(
            bold(
                T(
                    "🔄 {name} has ended: {n} open task needs a decision",
                    "🔄 {name} has ended: {n} open tasks need a decision",
                    name=body.short,
                    n=body.tasks + body.support,
                )
            )
        ),
        (item(T("No task moves without the office. Last day: {day}.", day=body.last_day)),),
    ).with_rows((_body_button(body, T("▶️ Decide")),))


def received(body: Ended, views: Sequence[TaskView]) -> Card:
    """To the people of the successor."""
    return Card(
        line(bold(T("🔄 Tasks of {old} are now led by this agency", old=body.name))),
        (
            item(T("From {day}. Dates do not change.", day=body.since)),
            _lines(views),
        ),
    ).with_rows((Button(T("📋 My tasks"), action("mine", 1)),))


def received_one(view: TaskView, old: str) -> Card:
    return Card(
        line(bold(T("🔄 {code} of {old} is now led by this agency", code=view.code, old=old))),
        (item(view.task.title, standing_words(view.standing), T("The date does not change.")),),
    ).with_rows((open_button(view),))


def _lines(views: Sequence[TaskView]) -> Item:
    lines = [_task_line(view) for view in views[:SHOWN]]
    if len(views) > SHOWN:
        lines.append(T("… and {n} more", n=len(views) - SHOWN))
    return item(*lines)


def _task_line(view: TaskView) -> Text:
    return T(
        "{code} {title} – {standing}", code=view.code, title=view.task.title, standing=standing_words(view.standing)
    )


def overview(waiting: Sequence[Ended], coming: Sequence[tuple[str, str | None, date, int]]) -> Card:
    """`coming`: body, its automatic heir, its last day, its open tasks."""
    items: list[Item] = []
    for number, one in enumerate(waiting[:8], 1):
        items.append(item(bold(T("{n}. {name}", n=number, name=one.short)), _waits(one)))
    if not waiting:
        items.append(item(T("Nothing waits for a decision.")))
    if coming:
        lines = [
            T("• {old} until {day} → {new}: {n}", old=old, day=day, new=heir or T("to be decided"), n=count)
            for old, heir, day, count in coming[:8]
        ]
        items.append(item(bold(T("To come, with open tasks:")), *lines))
    numbers = [_body_button(one, str(number)) for number, one in enumerate(waiting[:8], 1)]
    return Card(line(bold(T("🔄 Re-organisation"))), tuple(items)).with_rows(
        tuple(numbers[:4]), tuple(numbers[4:]), (Button(T("👥 People"), action("people")),)
    )


def _waits(one: Ended) -> Text:
    return T(
        "until {day} · tasks: {tasks} · support: {support} · people: {people}",
        day=one.last_day,
        tasks=one.tasks,
        support=one.support,
        people=one.people,
    )


def _body_button(one: Ended, label: Text | str) -> Button:
    return Button(label, action("reorg-body", 1, 0, one.code[:EXTRA]))


def body(
    one: Ended, views: Sequence[TaskView], holders: Sequence[Mover], supported: Sequence[str], page: int, pages: int
) -> Card:
    """One body: its tasks to be given to somebody, its people to be moved."""
    items = [item(T("Last day: {day}", day=one.last_day))]
    if one.heir:
        items.append(item(T("Its tasks went to {new}.", new=one.heir)))
    items += [
        item(
            bold(T("{n}. {code} · {title}", n=n, code=view.code, title=view.task.title)), standing_words(view.standing)
        )
        for n, view in enumerate(views, 1)
    ]
    if supported:
        items.append(item(T("Supports: {names}", names=names(supported))))
    if holders:
        items.append(
            item(
                bold(T("People of the old agency")),
                *[T("• {name} – {role}", name=x.name, role=role_name(x.role)) for x in holders],
            )
        )
    numbers = tuple(Button(str(n), action("reorg-task", view.task.id)) for n, view in enumerate(views, 1))
    pager = []
    if page > 1:
        pager.append(Button(T("◀ Back"), action("reorg-body", page - 1, 0, one.code)))
    if page < pages:
        pager.append(Button(T("Next ▶"), action("reorg-body", page + 1, 0, one.code)))
    more = []
    if supported:
        more.append(Button(T("🤝 Support"), action("reorg-help", 0, 0, one.code)))
    more += [Button(T("👤 {name}", name=_short(x.name)), action("reorg-post", x.post_id)) for x in holders[:4]]
    rows = [tuple(more[start : start + 2]) for start in range(0, len(more), 2)]
    return Card(line(bold(one.name)), tuple(items)).with_rows(
        numbers, tuple(pager), *rows, (Button(T("🔄 Re-organisation"), action("reorg")),)
    )


def _short(name: str) -> str:
    return name if len(name) <= 16 else name.split()[-1][:16]


def choose(view: TaskView, options: Sequence[tuple[str, str]], old: str) -> Card:
    buttons = [
        Button(_label(short), action("reorg-give", view.task.id, view.task.revision, code))
        for code, short in options[:OPTIONS]
    ]
    return Card(
        line(bold(T("Who takes {code} from {old}?", code=view.code, old=old))),
        (item(view.task.title), _write(options)),
    ).with_rows(*_pairs(buttons), (Button(T("✖ Cancel"), action("cancel")),))


def choose_support(old: str, code: str, options: Sequence[tuple[str, str]]) -> Card:
    buttons = [Button(_label(short), action("reorg-helps", 0, 0, code_)) for code_, short in options[:OPTIONS]]
    return Card(line(bold(T("Who supports in place of {old}?", old=old))), (_write(options),)).with_rows(
        *_pairs(buttons), (Button(T("✖ Cancel"), action("cancel")),)
    )


def choose_post(post_id: int, name: str, old: str, options: Sequence[tuple[str, str]]) -> Card:
    buttons = [Button(_label(short), action("reorg-move", post_id, 0, code)) for code, short in options[:OPTIONS]]
    return Card(line(bold(T("Where does {name} ({old}) go?", name=name, old=old))), (_write(options),)).with_rows(
        *_pairs(buttons),
        (Button(T("✖ Cancel"), action("cancel")), Button(T("🚪 End the post"), action("post-ask", post_id))),
    )


def _label(short: str) -> str:
    """An agency's name as a button: at most twenty characters."""
    name = short.removeprefix("UBND ")
    return name if len(name) <= 20 else name[:19] + "…"


def _write(options: Sequence[tuple[str, str]]) -> Item:
    if options:
        return item(italic(T("Choose, or write another agency's name.")))
    return item(italic(T("No successor is known. Please write the agency's name.")))


def _pairs(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]


def given(view: TaskView, old: str, code: str) -> Card:
    return Card(
        line(bold(T("🔄 {code}: {old} → {new}", code=view.code, old=old, new=view.lead))),
        (item(T("{agency} has been told. The history keeps the old name.", agency=view.lead)),),
    ).with_rows((Button(T("▶️ Go on"), action("reorg-body", 1, 0, code)), open_button(view)))


def post_moved(name: str, agency: str, code: str) -> Card:
    return Card(line(bold(T("👤 {name} is now at {agency}", name=name, agency=agency)))).with_rows(
        (Button(T("▶️ Go on"), action("reorg-body", 1, 0, code)),)
    )


def your_post_moved(role: str, agency: str, count: int) -> Card:
    return Card(
        line(bold(T("🔄 The comrade's post is now at {agency}", agency=agency))),
        (item(role_name(role), T("Open tasks: {n}", n=count)),),
    ).with_rows((Button(T("📋 My tasks"), action("mine", 1)),))
