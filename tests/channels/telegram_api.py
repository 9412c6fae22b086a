"""Checks a call against the description of the Bot API: method and parameters known, the required ones there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

DESCRIPTION = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "telegram-bot-api.json"

# What this bot uses, for where the whole description is not at hand: method → required, optional.
_OURS = {
    "getMe": ("", ""),
    "deleteWebhook": ("", "drop_pending_updates"),
    "getUpdates": ("", "offset limit timeout allowed_updates"),
    "sendMessage": ("chat_id text", "parse_mode reply_markup link_preview_options"),
    "sendDocument": ("chat_id document", "caption parse_mode reply_markup"),
    "sendPhoto": ("chat_id photo", "caption parse_mode reply_markup"),
    "editMessageText": ("text", "chat_id message_id parse_mode reply_markup link_preview_options"),
    "answerCallbackQuery": ("callback_query_id", "text"),
    "getFile": ("file_id", ""),
    "setMyCommands": ("commands", "scope language_code"),
}


def problems(method: str, given: Iterable[str]) -> list[str]:
    """What the Bot API would not understand in a call."""
    fields = _methods().get(method)
    if fields is None:
        return [f"{method}: no such method"]
    names = set(given)
    unknown = [f"{method}: unknown parameter {name}" for name in sorted(names - fields.keys())]
    missing = [f"{method}: {name} is missing" for name, required in fields.items() if required and name not in names]
    return unknown + missing


@cache
def _methods() -> dict[str, dict[str, bool]]:
    """Method → its parameters and whether each is required."""
    if not DESCRIPTION.exists():
        return {
            name: {**dict.fromkeys(optional.split(), False), **dict.fromkeys(required.split(), True)}
            for name, (required, optional) in _OURS.items()
        }
    methods = json.loads(DESCRIPTION.read_text(encoding="utf-8"))["methods"]
    return {
        name: {field["name"]: field["required"] for field in method.get("fields", ())}
        for name, method in methods.items()
    }
