"""Keeps a channel's token out of the logs."""

from __future__ import annotations

import logging
from collections.abc import Collection


class Veil(logging.Filter):
    """Hides the token in what the libraries log: httpx writes every address at INFO, a gateway may quote it."""

    def __init__(self, token: str, loggers: Collection[str]) -> None:
        super().__init__()
        self._secret = token.partition(":")[2]  # some addresses write the colon as %3A
        self._loggers = loggers

    def put_on(self) -> None:
        for name in self._loggers:
            logging.getLogger(name).addFilter(self)

    def take_off(self) -> None:
        for name in self._loggers:
            logging.getLogger(name).removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if self._secret in line:
            record.msg, record.args = line.replace(self._secret, "<token>"), ()
        return True
