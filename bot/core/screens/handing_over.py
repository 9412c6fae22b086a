"""Handing a post over to a successor."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.buttons import action
from bot.core.cards import Button, Card, T, bold, item, line
from bot.core.screens.invitations import post_of
from bot.core.screens.staff import Member
from bot.core.screens.task import TaskView
from bot.core.screens.words import standing_words


def choose(one: Member, options: Sequence[tuple[int, str]]) -> Card:
    buttons = [Button(name[:20], action("post-heir", one.post_id, 0, person)) for person, name in options[:4]]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    words = T("Who takes over?") if options else T("Nobody else is linked yet. Please invite the successor here.")
    return Card(
        line(bold(T("🔁 Hand over the post of {name}", name=one.name))), (item(post_of(one.role, one.agency), words),)
    ).with_rows(
        *rows,
        (Button(T("✖ Cancel"), action("cancel")), Button(T("➕ Invite successor"), action("post-invite", one.post_id))),
    )


def check(one: Member, person_id: int, name: str, count: int) -> Card:
    return Card(
        line(bold(T("Hand over from {old} to {new}?", old=one.name, new=name))),
        (
            item(
                post_of(one.role, one.agency),
                T("Open tasks that pass on: {n}", n=count),
                T("The access of {name} in this post ends at once.", name=one.name),
            ),
        ),
    ).with_rows(
        (
            Button(T("✖ No"), action("staff-one", one.post_id)),
            Button(T("🔁 Hand over"), action("post-given", one.post_id, 0, person_id)),
        )
    )


def done(one: Member, name: str, count: int) -> Card:
    return Card(
        line(bold(T("🔁 {new} has taken over from {old}", new=name, old=one.name))),
        (item(post_of(one.role, one.agency), T("Open tasks passed on: {n}", n=count)),),
    ).with_rows((Button(T("👥 People"), action("people")),))


def told(one: Member, name: str, count: int) -> Card:
    return Card(
        line(bold(T("🔁 {new} has taken over from {old}", new=name, old=one.name))),
        (item(post_of(one.role, one.agency), T("Open tasks passed on: {n}", n=count)),),
    )


def to_successor(one: Member, views: Sequence[TaskView], count: int) -> Card:
    lines = [
        T("{code} {title} – {standing}", code=view.code, title=view.task.title, standing=standing_words(view.standing))
        for view in views
    ]
    if count > len(views):
        lines.append(T("… and {n} more", n=count - len(views)))
    return Card(
        line(bold(T("🔁 The comrade takes over from {name}", name=one.name))),
        (item(post_of(one.role, one.agency), T("Open tasks: {n}", n=count), *lines),),
    ).with_rows((Button(T("📋 My tasks"), action("mine", 1)), Button(T("❓ Tour of 1 minute"), action("tour", 1))))
