"""`.env.example`, `Settings` and the README's table say the same; a wrong setting is named."""

import re
from pathlib import Path

import pytest

from bot.settings import SettingError, Settings, read_settings

ROOT = Path(__file__).resolve().parents[2]
NAMES = {name.upper() for name in Settings.model_fields}


def test_the_example_holds_every_setting_and_no_other():
    example = (ROOT / ".env.example").read_text("utf-8")
    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == NAMES


def test_the_readme_names_every_setting():
    table = (ROOT / "README.md").read_text("utf-8")
    assert set(re.findall(r"`([A-Z][A-Z_]+)`", table.split("### Settings")[1])) >= NAMES


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMEZONE", "Mars/Olympus"),
        ("LISTEN", "8080"),
        ("LISTEN", "127.0.0.1:99999"),
        ("LOCALE", "fr"),
        ("TELEGRAM_TOKEN", "abc"),
        ("ZALO_TOKEN", "abc"),
        ("TELEGRAM_API_URL", "ftp://x"),
        ("MORNING_LETTER_AT", "25:00"),
        ("DIGEST_AT", "23:00"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(monkeypatch, tmp_path, name, value):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError) as wrong:
        read_settings()
    assert name in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_a_wrong_token_is_not_repeated(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_TOKEN", "secret-but-wrong")
    with pytest.raises(SettingError) as wrong:
        read_settings()
    assert "secret-but-wrong" not in str(wrong.value)
