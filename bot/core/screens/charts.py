"""The words of a chart: those that stand in the picture, and its caption, which says the same without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from bot.core.buttons import action
from bot.core.cards import Button, Card, Item, Joined, Line, T, Text, bold, italic, item, line
from bot.core.charts import Wanted, text_bar
from bot.core.figures import Figures, Rate
from bot.core.screens.figures import rate_words
from bot.core.screens.lists import Listing, pager
from bot.core.screens.refusals import menu_button

PER_PICTURE = 8  # agencies, so that a phone shows them large enough
CLASSES: Mapping[str, Text] = MappingProxyType(
    {
        "overdue": T("Overdue, not completed"),
        "in_time": T("In progress, in time"),
        "undated": T("In progress, without a date"),
        "suspended": T("Suspended"),
        "done_in_time": T("Completed in time"),
        "done_late": T("Completed late"),
        "done_undated": T("Completed, without a date"),
    }
)
"""The classes of the figures in the order of a bar: what is overdue begins at the edge, where lengths compare best."""


@dataclass(frozen=True)
class Chart:
    """What is drawn: agencies with their figures, or one agency's classes where there is one row."""

    wanted: Wanted
    found: Listing
    rows: Sequence[tuple[str, Figures]]  # of this page
    every: Figures  # of all rows of all pages
    committee: int | None  # how many the committee counts, for which a job for many is one; None beside named agencies
    by_class: bool

    @property
    def notes(self) -> list[Text]:
        """Beneath the title, after the moment."""
        notes = [_during(self.wanted)] if self.wanted.period else []
        if self.found.pages > 1:
            first = (self.found.page - 1) * PER_PICTURE + 1
            last = first + len(self.rows) - 1
            notes.append(T("Agencies {first}–{last} of {n}", first=first, last=last, n=self.found.total))
        return notes

    @property
    def foot(self) -> list[Text]:
        foot = []
        others = self.found.total - len(self.rows)
        if others and not self.by_class:
            shown = sum((figures for _, figures in self.rows), Figures())
            left, late = self.every.total - shown.total, self.every.overdue - shown.overdue
            foot.append(
                T(
                    "1 other agency: {left} tasks, overdue {late}",
                    "{n} other agencies: {left} tasks, overdue {late}",
                    n=others,
                    left=left,
                    late=late,
                )
            )
        if self.committee not in (None, self.every.total):
            said = T("A job for many counts for each lead agency; the committee counts {n} tasks.", n=self.committee)
            foot.append(said)
        return foot

    @property
    def awaiting(self) -> list[Text]:
        n = self.every.awaiting
        return [T("Of these {n} wait for confirmation", n=n)] if n else []


def title(scope: str, of: Text | Joined | str) -> Text:
    match scope:
        case "overdue":
            return T("Chart of overdue tasks – {of}", of=of)
        case "open":
            return T("Chart of open tasks – {of}", of=of)
        case "due":
            return T("Chart of tasks due soon – {of}", of=of)
        case "done":
            return T("Chart of completed tasks – {of}", of=of)
    return T("Chart of tasks – {of}", of=of)


def _during(wanted: Wanted) -> Text:
    period = wanted.period
    assert period
    match wanted.scope:
        case "done":
            return T("Completed {first} – {last}", first=period.first, last=period.last)
        case "":
            return T("Assigned {first} – {last}", first=period.first, last=period.last)
    return T("Due {first} – {last}", first=period.first, last=period.last)


def figure(chart: Chart, figures: Figures) -> Text | int:
    """What stands at the end of an agency's line."""
    if chart.wanted.scope:
        return figures.total
    return T("overdue {late} / {n}", late=figures.overdue, n=figures.total)


def share(chart: Chart, count: int) -> Text:
    return rate_words(Rate(count, chart.every.total))


def card(chart: Chart, file_id: int | None, now: datetime) -> Card:
    """The caption; where no picture can be shown, bars of signs follow."""
    heads: list[Line | Text] = [line(italic(T("As of {now}", now=now))), *chart.notes]
    total = chart.every.total
    classes = [
        T("• {name}: {n}", name=name, n=count)
        for kind, name in CLASSES.items()
        if (count := getattr(chart.every, kind))
    ]
    head = bold(T("Total: {n} task", "Total: {n} tasks", n=total))
    items = [item(*heads), item(head, *classes, *chart.awaiting)]
    if not chart.by_class:
        items.append(item(*(_agency(chart, name, figures) for name, figures in chart.rows)))
    if chart.foot:
        items.append(item(*chart.foot))
    title = line(bold(T("📊 {title}", title=chart.found.title)))
    pages = pager(chart.found) if chart.wanted.carried is not None else ()
    said = Card(title, tuple(items), file_id=file_id, without_file=(_bars(chart),))
    return said.with_rows(pages, _ways_on(chart.wanted))


def _agency(chart: Chart, name: str, figures: Figures) -> Text:
    if chart.wanted.scope:
        return T("• {name}: {n}", name=name, n=figures.total)
    late, done = figures.overdue, figures.completed
    return T("• {agency}: overdue {late}/{n}, completed {done}", agency=name, n=figures.total, late=late, done=done)


def _bars(chart: Chart) -> Item:
    """ "▇▇▇▁▁▁▁▁ 37.50% (3/8) · Sở TT&TT": how much of an agency's work is completed, or shares of the whole."""
    shares: list[tuple[Text | str, Rate]]
    if chart.by_class:
        shares = [(name, Rate(getattr(chart.every, kind), chart.every.total)) for kind, name in CLASSES.items()]
    elif chart.wanted.scope:
        shares = [(name, Rate(one.total, chart.every.total)) for name, one in chart.rows]
    else:
        shares = [(name, one.completed_of_all) for name, one in chart.rows]
    whole = chart.by_class or chart.wanted.scope
    head = T("Share of the total:") if whole else T("Share completed:")
    return item(
        italic(head),
        *(
            T("{bar} {rate} · {name}", bar=text_bar(rate), rate=rate_words(rate), name=name)
            for name, rate in shares
            if rate.part or not chart.by_class  # of an agency that has completed nothing this is said
        ),
    )


def _ways_on(wanted: Wanted) -> tuple[Button, ...]:
    if len(wanted.agencies) > 1:
        return ()
    late = Button(T("🔴 Overdue"), action("overdue", 1, 0, "".join(wanted.agencies)))
    file = Button(T("📊 Export Excel"), action("export", 0, 0, wanted.scope or "all"))
    return (late,) if wanted.agencies else (late, file)


_NONE = {
    "overdue": T("✅ No overdue task"),
    "open": T("No open task"),
    "done": T("No task is completed yet"),
}


def nothing(wanted: Wanted) -> Card:
    """There is nothing to draw, which may be the answer."""
    if wanted.period:
        said = T("There is no task to draw in this period.")
    else:
        said = _NONE.get(wanted.scope, T("There is no task to draw."))
    return Card(line(bold(said))).with_rows((menu_button(),))
