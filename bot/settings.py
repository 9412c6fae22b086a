"""Every setting of the environment, typed, read once. A wrong one stops the start with one sentence."""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingError(Exception):
    """A setting is missing or wrong; the message names it."""


class Settings(BaseSettings):
    """The names are those of the environment, in capitals."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: str = ""
    telegram_token: SecretStr | None = None
    telegram_api_url: str | None = None
    telegram_proxy: SecretStr | None = None
    zalo_token: SecretStr | None = None
    zalo_api_url: str | None = None
    zalo_bot_link: str | None = None
    public_url: str | None = None
    listen: str = "127.0.0.1:8080"
    webhook_secret: SecretStr | None = None
    timezone: str = "Asia/Ho_Chi_Minh"
    locale: Literal["vi", "en"] = "vi"
    morning_letter_at: time = time(8, 0)
    digest_at: time = time(7, 30)
    data_dir: Path = Path("data")
    log_format: Literal["json", "text"] = "text"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("no such time zone; for example Asia/Ho_Chi_Minh") from None
        return value

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        match = re.fullmatch(r"[\w.\-\[\]:]+:(\d{1,5})", value)
        if match is None or not 0 < int(match[1]) < 65536:
            raise ValueError("must be host:port, for example 127.0.0.1:8080")
        return value

    @field_validator("telegram_token")
    @classmethod
    def _token_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"\d+:[\w-]{15,}", value.get_secret_value()):
            raise ValueError("is not a bot token as BotFather gives it (digits, a colon, letters)")
        return value

    @field_validator("zalo_token")
    @classmethod
    def _zalo_token_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"\d+:[A-Za-z0-9_.~-]{8,}", value.get_secret_value()):
            raise ValueError("is not a bot token as Zalo Bot Manager gives it (digits, a colon, letters)")
        return value

    @field_validator("telegram_api_url", "zalo_api_url", "zalo_bot_link", "public_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value and not re.match(r"https?://", value):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/") if value else None

    @field_validator("webhook_secret")
    @classmethod
    def _secret_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("must be 16 to 256 letters, digits, _ or -")
        return value

    @field_validator("morning_letter_at", "digest_at")
    @classmethod
    def _in_office_hours(cls, value: time) -> time:
        if value.tzinfo is not None or not time(7, 30) <= value < time(17):
            raise ValueError("must be an hour of the city between 07:30 and 16:59, such as 08:00")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not re.match(r"(?:sqlite:///|postgresql(?:\+psycopg)?://)", value):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @model_validator(mode="after")
    def _digest_first(self) -> Settings:
        if self.morning_letter_at < self.digest_at:
            raise ValueError("MORNING_LETTER_AT: must not be before DIGEST_AT")
        return self

    @model_validator(mode="after")
    def _reachable(self) -> Settings:
        if self.webhook_secret and not (
            self.public_url and re.match(r"https://|http://127\.0\.0\.1[:/]", self.public_url)
        ):
            raise ValueError("PUBLIC_URL: webhooks need an address that begins with https://")
        return self

    @property
    def database(self) -> str:
        """The address of the database: SQLite in the data folder unless said otherwise."""
        return self.database_url or f"sqlite:///{self.data_dir / 'tasks.db'}"

    @property
    def host(self) -> str:
        return self.listen.rsplit(":", 1)[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.listen.rsplit(":", 1)[1])


def read_settings() -> Settings:
    """The settings, or a SettingError with one sentence that names what is wrong."""
    try:
        return Settings()
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False)[0]
        reason = str(first["msg"]).removeprefix("Value error, ")
        named = f"{str(first['loc'][0]).upper()}: {reason}" if first["loc"] else reason
        raise SettingError(f"Setting {named}.") from None
