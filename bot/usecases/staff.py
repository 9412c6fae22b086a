"""Who holds which post: lists, ending a post, the alarm when an agency has nobody left."""

from __future__ import annotations

from bot.core import permissions
from bot.core.buttons import Press
from bot.core.cards import Kind
from bot.core.permissions import Actor
from bot.core.screens import invitations as invitation_screens
from bot.core.screens import refusals
from bot.core.screens import staff as screens
from bot.core.screens.staff import Member
from bot.store import invitations, people, tasks
from bot.usecases.context import Turn
from bot.usecases.people import invitable
from models import AGENCY_ROLES, Role

PAGE = 8


def overview(turn: Turn) -> None:
    if not invitable(turn.actor):
        turn.reply(invitation_screens.refused("not-yours"))
        return
    rows = invitations.open_ones(turn.db, turn.now)
    mine = [row for row in rows if permissions.may_manage(turn.actor, row.role, row.agency_code)]
    office = turn.actor.role is Role.OFFICE
    unlinked = unlinked_agencies(turn) if office else ()
    turn.reply(screens.overview(len(_shown(turn)), len(mine), unlinked, everything=office))


def unlinked_agencies(turn: Turn) -> list[str]:
    """Agencies that have open tasks and nobody who can be reached."""
    linked = people.linked_agencies(turn.db, turn.today)
    return [turn.city.short(lead) for lead, _ in tasks.by_lead(turn.db, tasks.OPEN) if lead and lead not in linked]


def show_list(turn: Turn, page: int = 1) -> None:
    if not invitable(turn.actor):
        turn.reply(invitation_screens.refused("not-yours"))
        return
    found = _shown(turn)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, page), pages)
    turn.reply(screens.listing([member(turn, one) for one in found[(page - 1) * PAGE : page * PAGE]], page, pages))


def _shown(turn: Turn) -> list[Actor]:
    """Everybody for the office, the own agency for a head."""
    if turn.actor.role is Role.OFFICE:
        found = people.holders(turn.db, turn.today, list(Role))
    else:
        found = people.holders(turn.db, turn.today, AGENCY_ROLES, [turn.actor.agency or ""])
    return [one for one in found if one.stands_for is None]


def member(turn: Turn, actor: Actor) -> Member:
    accounts = people.accounts(turn.db, actor.person_id)
    post = people.post(turn.db, actor.post_id)
    return Member(
        post_id=actor.post_id,
        person_id=actor.person_id,
        name=actor.name,
        role=actor.role,
        agency=turn.city.short(actor.agency) if actor.agency else None,
        since=post.valid_from if post else turn.today,
        channels=tuple(dict.fromkeys(one.channel for one in accounts if not one.broken)),
        broken=tuple(dict.fromkeys(one.channel for one in accounts if one.broken)),
    )


def show_one(turn: Turn, press: Press) -> None:
    found = _held(turn, press.id)
    if found:
        manage = permissions.may_manage(turn.actor, found.role, found.agency)
        turn.reply(screens.member(member(turn, found), manage=manage))


def _held(turn: Turn, post_id: int) -> Actor | None:
    """The holder of a post that is held today and that this person may see; else the reply says so."""
    held = _shown(turn) if invitable(turn.actor) else []
    found = next((one for one in held if one.post_id == post_id), None)
    if found is None:
        turn.reply(refusals.gone())
    return found


def contacts(turn: Turn, agency: str | None) -> None:
    """Who of an agency can be asked; an agency sees its own."""
    wanted = agency if permissions.sees_everything(turn.actor) else turn.actor.agency
    if wanted is None:
        show_list(turn)
        return
    found = people.holders(turn.db, turn.today, AGENCY_ROLES, [wanted])
    turn.reply(screens.contacts(turn.city.short(wanted), [member(turn, one) for one in found]))


# ---------------------------------------------------------------- leaving a post


def ask_end(turn: Turn, press: Press) -> None:
    found = may_end(turn, press.id)
    if found:
        last = len(people.holders(turn.db, turn.today, AGENCY_ROLES, [found.agency or ""])) == 1
        turn.reply(screens.ask_end(member(turn, found), _open_tasks(turn, found.agency), last=last))


def end(turn: Turn, press: Press) -> None:
    """Access ends at once; the person, the office and, if nobody is left, the alarm."""
    found = may_end(turn, press.id)
    if found is None:
        return
    shown = member(turn, found)
    close(turn, found)
    turn.reply(screens.ended(shown), kind=Kind.CONFIRMATION)
    note = screens.told_ended(found.name, found.role, shown.agency, turn.actor.name)
    turn.tell([one for one in turn.office() if one.person_id != found.person_id], note, Kind.NOTE)
    alarm(turn, found.agency)


def close(turn: Turn, found: Actor) -> None:
    """Ends the post and tells its holder where they can still be reached."""
    post = people.post(turn.db, found.post_id)
    assert post
    address = people.addresses(turn.db, [found.person_id]).get(found.person_id)
    people.end_post(turn.db, post, turn.today)
    if address and found.person_id != turn.actor.person_id:
        short = turn.city.short(found.agency) if found.agency else None
        turn.mail.to_chat(
            address.channel,
            address.chat_id,
            screens.your_post_ended(found.role, short),
            Kind.CONFIRMATION,
            language=found.language,
            person_id=found.person_id,
        )


def alarm(turn: Turn, agency: str | None) -> None:
    """When the last person of an agency has gone."""
    if agency and not [
        one for one in people.holders(turn.db, turn.today, AGENCY_ROLES, [agency]) if not one.stands_for
    ]:
        card = screens.nobody_left(turn.city.short(agency), _open_tasks(turn, agency))
        turn.mail.to(turn.office(), card, Kind.NOTE)


def may_end(turn: Turn, post_id: int, *, alone: bool = False) -> Actor | None:
    """The holder of a post that this person may end; `alone`: even the last of the office, for somebody follows."""
    found = _held(turn, post_id)
    if found is None:
        return None
    if not permissions.may_manage(turn.actor, found.role, found.agency):
        turn.reply(invitation_screens.refused("not-yours"))
        return None
    if found.role is Role.OFFICE and not alone and len(people.holders(turn.db, turn.today, {Role.OFFICE})) == 1:
        turn.reply(screens.last_of_office())
        return None
    return found


def _open_tasks(turn: Turn, agency: str | None) -> int:
    return tasks.counted(turn.db, tasks.OPEN, tasks.for_agency(agency)) if agency else 0


def end_account(turn: Turn, press: Press) -> None:
    """The office takes back an account that was added with six digits."""
    address = people.account(turn.db, press.id)
    if turn.actor.role is not Role.OFFICE or address is None:
        turn.reply(refusals.gone())
        return
    person = people.person(turn.db, address.person_id)
    people.drop_account(turn.db, address)
    turn.reply(screens.account_ended(person.name if person else "—", address.channel), kind=Kind.CONFIRMATION)
