"""The office invites people in chat: role, agency, name, app, then a code for one use."""

from __future__ import annotations

from bot.core import codes, permissions
from bot.core.buttons import Press
from bot.core.cards import Kind
from bot.core.permissions import Actor
from bot.core.screens import invitations as screens
from bot.core.screens import people as people_screens
from bot.reports.qr import MIME, qr_picture
from bot.store import conclusions, conversations, invitations
from bot.usecases.context import Turn
from bot.usecases.linking import OFFER_LIVES
from bot.usecases.people import invitable, invite, offer
from models import AGENCY_ROLES, Invitation, Role, Stranger

PAGE = 5
LONGEST_NAME = 120
ANY = "any"


def start(turn: Turn, press: Press) -> None:
    """`press.extra`: the look-up code of the account that is to be invited."""
    roles = invitable(turn.actor)
    if not roles:
        turn.reply(screens.refused("not-yours"))
    elif len(roles) == 1:
        _take_role(turn, roles[0], press.extra)
    else:
        turn.reply(screens.ask_role(roles, press.extra))


def for_successor(turn: Turn, post: Actor) -> None:
    """The role and the agency are those of the post; only who and where is asked."""
    _ask_name(turn, {"role": post.role, "agency": post.agency, "lookup": "", "successor_of": post.post_id})


def take_role(turn: Turn, press: Press) -> None:
    role, _, lookup = press.extra.partition(":")
    if role in set(Role):
        _take_role(turn, Role(role), lookup)


def _take_role(turn: Turn, role: Role, lookup: str) -> None:
    own = turn.actor.agency
    if role in AGENCY_ROLES and turn.actor.role is Role.OFFICE:
        turn.ask("invite-agency", role=role, lookup=lookup)
        turn.reply(screens.ask_agency(role))
    else:
        _ask_name(turn, {"role": role, "lookup": lookup, "agency": own if role in AGENCY_ROLES else None})


def answered(turn: Turn, question: dict[str, object], words: str) -> None:
    """The words that answer one of this dialogue's questions."""
    if question["kind"] == "invite-agency":
        found = turn.city.agencies.candidates(words, turn.today)
        living = [code for code in found if (body := turn.city.directory.get(code)) and body.lives_on(turn.today)]
        if len(living) == 1:
            _ask_name(turn, {**question, "agency": living[0]})
        elif living:
            options = [(code, turn.city.short(code)) for code in living]
            turn.reply(screens.ask_agency(str(question["role"]), options, words[:80]))
        elif near := turn.city.agencies.nearest(words, turn.today):
            options = [(code, turn.city.short(code)) for code in near]
            turn.reply(screens.ask_agency(str(question["role"]), options, words[:80], near=True))
        else:
            turn.reply(screens.no_agency(words[:80]))
    elif len(words) > LONGEST_NAME:
        turn.reply(screens.refused("name-too-long"))
    else:
        _ask_channel(turn, {**question, "name": words})


def take_agency(turn: Turn, press: Press) -> None:
    question = turn.conversation.question or {}
    if question.get("kind") == "invite-agency" and turn.city.directory.get(press.extra):
        _ask_name(turn, {**question, "agency": press.extra})
    else:
        turn.reply(people_screens.nothing_open())


def _ask_name(turn: Turn, known: dict[str, object]) -> None:
    turn.ask(**{**known, "kind": "invite-name"})  # type: ignore[arg-type]  # what a question holds is plain
    agency = known.get("agency")
    turn.reply(screens.ask_name(str(known["role"]), turn.city.full(str(agency)) if agency else None))


def without_name(turn: Turn, _press: Press) -> None:
    question = turn.conversation.question or {}
    if question.get("kind") == "invite-name":
        _ask_channel(turn, {**question, "name": None})
    else:
        turn.reply(people_screens.nothing_open())


def _ask_channel(turn: Turn, known: dict[str, object]) -> None:
    """With one app only, or for one account, there is nothing to ask."""
    stranger = _stranger(turn, str(known.get("lookup") or ""))
    if stranger:
        _send(turn, known, stranger)
    elif len(turn.links) == 1:
        _make(turn, known, next(iter(turn.links)))
    else:
        turn.ask(**{**known, "kind": "invite-channel"})  # type: ignore[arg-type]  # as above
        turn.reply(screens.ask_channel(sorted(turn.links)))


def take_channel(turn: Turn, press: Press) -> None:
    question = turn.conversation.question or {}
    if question.get("kind") == "invite-channel" and press.extra in turn.links:
        _make(turn, question, press.extra)
    else:
        turn.reply(people_screens.nothing_open())


def _make(turn: Turn, known: dict[str, object], channel: str) -> None:
    link = turn.links[channel]
    typed = link("x") is None  # an app without links: the code is typed
    made = _invite(turn, known, channel=channel, typed=typed)
    if made:
        code, row = made
        opens = turn.chat_links.get(channel) if typed else None
        picture = _picture_of(turn, opens)
        successor = row.successor_of is not None
        card = screens.made(offer(turn.db, turn.city, row), code, link(code), opens, picture, successor=successor)
        turn.reply(card, kind=Kind.CONFIRMATION)


def _picture_of(turn: Turn, link: str | None) -> int | None:
    """The link as a QR picture: held up to a phone it opens the chat."""
    if link is None:
        return None
    return conclusions.store_file(turn.db, qr_picture(link), name="ma-qr-zalo.png", mime=MIME).id


def _invite(
    turn: Turn, known: dict[str, object], *, channel: str, typed: bool = False, account: str | None = None
) -> tuple[str, Invitation] | None:
    """The right is checked here, whatever buttons were drawn."""
    turn.close_question()
    role, agency = str(known["role"]), known.get("agency")
    code = str(agency) if agency else None
    name, old_post = known.get("name"), known.get("successor_of")
    if not permissions.may_manage(turn.actor, role, code):
        turn.reply(screens.refused("not-yours"))
        return None
    return invite(
        turn.db,
        turn.city,
        turn.now,
        role=role,
        agency=code,
        name=str(name) if name else None,
        by=turn.actor.person_id,
        channel=channel,
        account=account,
        typed=typed,
        successor_of=old_post if isinstance(old_post, int) else None,
    )


# ---------------------------------------------------------------- to an account that wrote by itself


def _stranger(turn: Turn, lookup: str) -> Stranger | None:
    return invitations.by_lookup(turn.db, lookup) if lookup else None


def find_account(turn: Turn, lookup: str) -> None:
    """The office typed the look-up code that somebody told it by telephone."""
    if not invitable(turn.actor):
        turn.reply(screens.refused("not-yours"))
        return
    found = _stranger(turn, lookup)
    if found is None:
        turn.reply(screens.no_such_account(lookup))
    else:
        turn.reply(screens.found_account(found.display_name, lookup, found.channel))


def again(turn: Turn, press: Press) -> None:
    """A new invitation for the same post, to the account that asked for it."""
    old, stranger = invitations.by_id(turn.db, press.id), _stranger(turn, press.extra)
    if old is None or stranger is None:
        turn.reply(screens.refused("gone"))
        return
    _send(turn, {"role": old.role, "agency": old.agency_code, "name": old.name}, stranger)


def _send(turn: Turn, known: dict[str, object], stranger: Stranger) -> None:
    """The invitation appears in that account's own chat, and only that account may use it."""
    made = _invite(turn, known, channel=stranger.channel, account=stranger.account_id)
    if made is None:
        return
    _, row = made
    found = offer(turn.db, turn.city, row)
    conversation = conversations.of_chat(turn.db, stranger.channel, stranger.chat_id, turn.now)
    conversation.question = {"kind": "invitation", "invitation": row.id}
    conversation.expires_at = turn.now + OFFER_LIVES
    turn.mail.to_chat(
        stranger.channel, stranger.chat_id, screens.invited(found), Kind.CONFIRMATION, language=stranger.language
    )
    turn.reply(screens.sent_to_account(found, stranger.display_name or "—"), kind=Kind.CONFIRMATION)


# ---------------------------------------------------------------- the open ones


def show_open(turn: Turn, page: int = 1) -> None:
    if not invitable(turn.actor):
        turn.reply(screens.refused("not-yours"))
        return
    rows = invitations.open_ones(turn.db, turn.now)
    mine = [row for row in rows if permissions.may_manage(turn.actor, row.role, row.agency_code)]
    pages = max(1, -(-len(mine) // PAGE))
    page = min(max(1, page), pages)
    shown = [offer(turn.db, turn.city, row) for row in mine[(page - 1) * PAGE : page * PAGE]]
    turn.reply(screens.open_list(shown, page, pages))


def take_back(turn: Turn, press: Press) -> None:
    row = invitations.by_id(turn.db, press.id)
    if row is None or not permissions.may_manage(turn.actor, row.role, row.agency_code):
        turn.reply(screens.refused("not-yours"))
        return
    if row.used_at is None and row.revoked_at is None:
        row.revoked_at = turn.now
        turn.db.add(row)
        turn.db.flush()
    show_open(turn, press.revision or 1)


def is_lookup(text: str) -> str | None:
    """The look-up code that a line is, if it is nothing but one."""
    return codes.lookup(text) if "-" in text or text.strip().isupper() else None
