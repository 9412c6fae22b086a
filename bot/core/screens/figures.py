"""Figures in words: every one with its time, every rate with its fraction, classes with their check sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.core.buttons import action
from bot.core.cards import Button, Card, Item, Line, T, Text, bold, italic, item, line
from bot.core.charts import Wanted
from bot.core.figures import FEWEST_PERCENT, Figures, Flow, Placed, Rate
from bot.core.permissions import DIRECTORS, Actor
from bot.core.screens.lists import PAGE, Listing, pager
from bot.core.screens.task import TaskView
from bot.core.screens.words import role_name, standing_words


def rate_words(rate: Rate) -> Text:
    """ "83,70% (6.932/8.282)"; of fewer than three the fraction alone."""
    if rate.hundredths is None or rate.whole < FEWEST_PERCENT:
        return T("{part}/{whole}", part=rate.part, whole=rate.whole)
    whole, rest = divmod(rate.hundredths, 100)
    percent = T("{whole}.{hundredths}%", whole=whole, hundredths=f"{rest:02d}")
    return T("{percent} ({part}/{whole})", percent=percent, part=rate.part, whole=rate.whole)


def stats(
    title: Text,
    figures: Figures,
    before: tuple[date, Figures] | None,
    now: datetime,
    actor: Actor,
    wanted: Wanted,
) -> Card:
    """`wanted`: the same figures as a chart."""
    items = [
        item(italic(T("As of {now}", now=now))),
        Item(tuple(_classes(figures))),
        item(
            T("Completed, of all assigned: {rate}", rate=rate_words(figures.completed_of_all)),
            T("Completed, of those that have come due: {rate}", rate=rate_words(figures.completed_of_due)),
            T("In time, of all assigned: {rate}", rate=rate_words(figures.in_time_of_all)),
            T("In time, of the completed with a date: {rate}", rate=rate_words(figures.in_time_of_done)),
            T(
                "By the dates they had at first: {rate}; now due later: {n}",
                rate=rate_words(figures.in_first_time_of_done),
                n=figures.extended,
            ),
            italic(T("“Come due” = completed or overdue. “In time” = the accepted result came by the due day.")),
        ),
    ]
    if before:
        items.append(Item((_compared(*before, figures),)))
    return Card(line(bold(title)), tuple(items)).with_rows(*_hub(actor, wanted))


def _classes(figures: Figures) -> list[Line]:
    lines = [
        T("✅ Completed in time: {n}", n=figures.done_in_time),
        T("✅ Completed late: {n}", n=figures.done_late),
        T("✅ Completed, without a date: {n}", n=figures.done_undated),
        T("🟢 In progress, in time: {n}", n=figures.in_time),
        T("🔴 Overdue, not completed: {n}", n=figures.overdue),
        T("⚪ In progress, without a date: {n}", n=figures.undated),
        T("⏸ Suspended: {n}", n=figures.suspended),
    ]
    check = (
        T("Together {sum} = total {total}", sum=sum(figures.classes), total=figures.total)
        if figures.adds_up
        else T("⚠️ Together {sum}, but the total is {total}", sum=sum(figures.classes), total=figures.total)
    )
    more = [T("Of these {n} wait for confirmation", n=figures.awaiting)] if figures.awaiting else []
    return [line(bold(T("Total: {n} task", "Total: {n} tasks", n=figures.total))), *map(line, [*lines, check, *more])]


def _compared(day: date, then: Figures, now: Figures) -> Line:
    return line(
        T(
            "Compared with {day}: completed {done} ({was_done} → {is_done}), overdue {late} ({was_late} → {is_late})",
            day=day,
            done=_signed(now.completed - then.completed),
            was_done=then.completed,
            is_done=now.completed,
            late=_signed(now.overdue - then.overdue),
            was_late=then.overdue,
            is_late=now.overdue,
        )
    )


def _signed(n: int) -> str:
    return f"+{n}" if n > 0 else f"−{-n}" if n else "0"


def _hub(actor: Actor, wanted: Wanted) -> list[tuple[Button, ...]]:
    """Where one goes on from the figures."""
    file = Button(T("📊 Export Excel"), action("export", 0, 0, "all"))
    chart = Button(T("📊 Chart"), action("chart", 1, 0, wanted.carried or ""))
    if actor.role not in DIRECTORS:
        ranking = (Button(T("🏅 Own rank"), action("ranking", 1, 0, "worst")),) if actor.agency else ()
        month = (Button(T("🗓 Monthly summary"), action("month")),) if actor.agency else ()
        return [(*ranking, *month), (chart, file)]
    return [
        (Button(T("🏢 By agency"), action("agencies", 1)), Button(T("👤 By leader"), action("leaders"))),
        (Button(T("🏷 By field"), action("fields")), Button(T("🏅 Ranking"), action("ranking", 1, 0, "worst"))),
        (Button(T("📝 Meeting brief"), action("brief", 1)), file),
        (chart,),
    ]


def compared(title: Text, now: datetime, *flows: Flow) -> Card:
    """Two periods side by side."""
    items = [item(italic(T("As of {now}", now=now)))]
    for flow in flows:
        items.append(
            item(
                bold(T("{first} – {last}", first=flow.first, last=flow.last)),
                T("Assigned: {n}", n=flow.assigned),
                T("Completed: {n}, in time {rate}", n=flow.completed, rate=rate_words(flow.in_time_rate)),
                T("Overdue at the end: {n}", n=flow.overdue_at_end),
            )
        )
    if len(flows) == 2:
        later, earlier = flows
        done, late = later.completed - earlier.completed, later.overdue_at_end - earlier.overdue_at_end
        items.append(item(T("Difference: completed {done}, overdue {late}", done=_signed(done), late=_signed(late))))
    return Card(line(bold(title)), tuple(items))


# ---------------------------------------------------------------- agencies


def _band(band: tuple[int, int | None] | None) -> Text:
    if band is None:
        return T("Fewer than 5 tasks, not ranked")
    least, most = band
    return T("From {least} to {most} tasks", least=least, most=most) if most else T("More than 300 tasks")


def ranking(placed: Sequence[tuple[str, Placed]], found: Listing, now: datetime) -> Card:
    """A page of agencies with their short names, under the heading of their band."""
    items = [item(italic(T("As of {now}", now=now)), italic(T("Ranked among agencies with about as many tasks.")))]
    heading: object = ""
    for name, one in placed:
        figures = one.record.figures
        lines: list[Any] = [bold(_band(one.band))] if one.band != heading else []
        heading = one.band
        place = T("{place}/{n}", place=one.place, n=one.among) if one.place else T("–")
        lines.append(
            T(
                "{place} · {agency}: overdue {late}; completed {done}, in time {in_time}",
                place=place,
                agency=name,
                late=figures.overdue,
                done=rate_words(figures.completed_of_all),
                in_time=rate_words(figures.in_time_of_done),
            )
        )
        items.append(item(*lines))
    return Card(line(bold(found.title)), tuple(items)).with_rows(pager(found))


def own_rank(agency: str, own: Placed, band: Figures, supporting: int, now: datetime) -> Card:
    """An agency sees its own place and the average of its band, nobody else's name."""
    figures = own.record.figures
    place = (
        T("Place {place} of {n}: {band}", place=own.place, n=own.among, band=_band(own.band))
        if own.place
        else _band(None)
    )
    average = Rate(band.overdue, own.among) if own.among else None
    lines = [
        place,
        T("Overdue: {n}", n=figures.overdue),
        T("Completed: {rate}", rate=rate_words(figures.completed_of_all)),
        T("In time: {rate}", rate=rate_words(figures.in_time_of_done)),
        T("Supporting in {n} task (not ranked)", "Supporting in {n} tasks (not ranked)", n=supporting),
    ]
    items = [item(italic(T("As of {now}", now=now))), item(*lines)]
    if average:
        items.append(
            item(
                T(
                    "All {n} agencies of this size together: overdue {late}, completed {done}, in time {in_time}",
                    n=own.among,
                    late=band.overdue,
                    done=rate_words(band.completed_of_all),
                    in_time=rate_words(band.in_time_of_done),
                )
            )
        )
    return Card(line(bold(T("🏅 {agency} – place", agency=agency))), tuple(items))


@dataclass(frozen=True)
class Group:
    """A line that opens a list: a name, its figures, the button."""

    name: Text | str
    open: int
    overdue: int
    verb: str
    extra: str = ""


def groups(found: Listing, rows: Sequence[Group], now: datetime) -> Card:
    """Agencies, leaders or fields with their open tasks; the number opens the list."""
    first = (found.page - 1) * PAGE + 1
    items = [item(italic(T("As of {now}", now=now)))]
    items += [
        item(
            T(
                "{number}. {name}: open {open}, overdue {late}",
                number=str(number),
                name=row.name,
                open=row.open,
                late=row.overdue,
            )
        )
        for number, row in enumerate(rows, first)
    ]
    if not rows:
        items.append(item(T("None.")))
    numbers = tuple(Button(str(n), action(row.verb, 1, 0, row.extra)) for n, row in enumerate(rows, first))
    return Card(line(bold(found.title)), tuple(items)).with_rows(numbers, pager(found))


def contacts(agency: str, people: Sequence[tuple[Actor, bool]] | None, office: Sequence[str]) -> Card:
    """Who answers for an agency, and whether the system reaches them; None: not for this reader."""
    if people is None:
        return Card(
            line(bold(agency)), (item(T("Please ask the committee's office: {names}", names=", ".join(office))),)
        )
    lines = [
        T("• {name} – {role}", name=one.name, role=role_name(one.role))
        if linked
        else T("• {name} – {role} (not linked, please call)", name=one.name, role=role_name(one.role))
        for one, linked in people
    ]
    found = lines or [T("Nobody is registered for this agency.")]
    more = [T("Office of the committee: {names}", names=", ".join(office))] if office else []
    return Card(line(bold(agency)), (item(*found), *([item(*more)] if more else [])))


def leader_name(actor: Actor) -> Text:
    return T("{role}: {name}", role=role_name(actor.role), name=actor.name)


# ---------------------------------------------------------------- before a meeting


def _points(total: int, figures: Figures) -> Text:
    """They add up; what is suspended is named where there is any."""
    counts = {"n": total, "done": figures.completed, "late": figures.overdue}
    counts["open"] = figures.in_time + figures.undated
    if not figures.suspended:
        return T("{n} points: {done} completed, {late} overdue, {open} in progress", **counts)
    counts["paused"] = figures.suspended
    return T("{n} points: {done} completed, {late} overdue, {open} in progress, {paused} suspended", **counts)


def brief(found: Listing, points: Sequence[tuple[TaskView, str]], figures: Figures, now: datetime) -> Card:
    """Every point of earlier conclusions with its present state, conclusion by conclusion."""
    items = [
        item(
            italic(T("As of {now}", now=now)),
            _points(found.total, figures),
        )
    ]
    heading = None
    for view, conclusion in points:
        lines: list[Any] = [bold(conclusion)] if conclusion != heading else []
        heading = conclusion
        lines.append(T("{code} · {title}", code=view.code, title=view.task.title))
        if view.task.is_parent:
            lines.append(
                T(
                    "handed in {done}/{n} · {standing}",
                    done=view.handed_in,
                    n=view.children,
                    standing=standing_words(view.standing),
                )
            )
        else:
            lines.append(T("{agency} · {standing}", agency=view.lead, standing=standing_words(view.standing)))
        if view.task.last_note and view.task.closed_at is None:
            lines.append(line(view.task.last_note[:200], quoted=True))
        items.append(item(*lines))
    if not points:
        items.append(item(T("No conclusion has been assigned yet.")))
    file = (Button(T("📊 Export Excel"), action("export", 0, 0, "brief")),) if points else ()
    return Card(line(bold(found.title)), tuple(items)).with_rows(pager(found), file)
