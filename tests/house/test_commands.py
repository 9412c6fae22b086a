"""The commands, as an administrator types them."""

import re
import sqlite3
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.directory.sample import sample_text
from bot.reports.qr import qr_picture

ROOT = Path(__file__).resolve().parents[2]
HEAD = "code,name,short,name_en,kind,parent,valid_from,valid_to,doc_symbol,aliases\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_TOKEN", "ZALO_TOKEN", "ZALO_BOT_LINK", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)

    def command(*words):
        return CliRunner().invoke(main, list(words))

    return command


def test_run_without_a_channel_says_what_to_set(run):
    found = run("run")
    assert found.exit_code == 1
    assert "TELEGRAM_TOKEN" in found.output
    assert "demo" in found.output


def test_an_invitation_is_printed_once_and_only_its_hash_is_kept(run, tmp_path):
    found = run("invite", "--role", "head", "--agency", "STTTT", "--name", "Giám đốc")
    assert found.exit_code == 0, found.output
    code = re.search(r"^([\w-]{32})$", found.output, re.MULTILINE)[1]
    stored = sqlite3.connect(tmp_path / "data" / "tasks.db").execute("SELECT code_hash FROM invitation").fetchone()[0]
    assert code not in stored


def test_with_zalo_the_code_can_be_typed_and_the_link_is_shown_as_a_qr_picture_without_a_connection(
    run, tmp_path, monkeypatch
):
    monkeypatch.setenv("ZALO_TOKEN", "1234567890:AbCdEf-loopback_secret")
    monkeypatch.setenv("ZALO_API_URL", "http://127.0.0.1:9")  # where nobody is
    link = "https://bot.zaloplatforms.com/bots/42"
    monkeypatch.setenv("ZALO_BOT_LINK", link)
    found = run("invite", "--role", "head", "--agency", "STTTT", "--qr", "zalo.png")
    assert found.exit_code == 0, found.output
    code = re.search(r"^([0-9A-Z]{5}-[0-9A-Z]{5})$", found.output, re.MULTILINE)[1]
    assert f"Zalo: {link}" in found.output
    picture = (tmp_path / "zalo.png").read_bytes()
    assert picture == qr_picture(link)
    assert picture.startswith(b"\x89PNG")
    assert code.encode() not in picture


def test_without_zalos_link_no_qr_picture_is_written_and_the_reason_is_said(run, tmp_path, monkeypatch):
    monkeypatch.setenv("ZALO_TOKEN", "1234567890:AbCdEf-loopback_secret")
    found = run("invite", "--role", "office", "--qr", "zalo.png")
    assert found.exit_code == 1
    assert "ZALO_BOT_LINK" in found.output
    assert not (tmp_path / "zalo.png").exists()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--role", "king"), "king"),
        (("--role", "head"), "--agency"),
        (("--role", "office", "--agency", "STTTT"), "--agency"),
        (("--role", "head", "--agency", "XYZ"), "XYZ"),
    ],
)
def test_a_wrong_invitation_names_what_is_wrong(run, words, named):
    found = run("invite", *words)
    assert found.exit_code == 1
    assert named in found.output


def test_the_committees_rules_are_listed_and_set(run):
    assert run("agencies", "list").exit_code == 0  # makes the database
    assert "result_by_head_only = no" in run("rules", "list").output
    assert run("rules", "set", "result_by_head_only", "yes").exit_code == 0
    assert "result_by_head_only = yes" in run("rules", "list").output
    wrong = run("rules", "set", "everything_goes", "yes")
    assert wrong.exit_code == 1
    assert "result_by_head_only" in wrong.output


def test_the_directory_is_listed(run):
    found = run("agencies", "list")
    assert "STTTT" in found.output
    assert "Sở Thông tin và Truyền thông" in found.output


def test_another_citys_agencies_are_loaded(run, tmp_path):
    (tmp_path / "hue.csv").write_text(f"{HEAD}HUE1,Sở Du lịch thành phố Huế,Sở Du lịch Huế,,so,,,,SDL,\n", "utf-8")
    assert "1 agencies loaded" in run("agencies", "load", "hue.csv").output
    assert "HUE1" in run("agencies", "list").output


def test_a_bad_line_is_named_and_nothing_is_loaded(run, tmp_path):
    (tmp_path / "bad.csv").write_text(f"{HEAD}A1,Sở Một,S1,,so,,,,,\nA2,Sở Hai,S2,,so,,2022-13-01,,,\n", "utf-8")
    found = run("agencies", "load", "bad.csv")
    assert found.exit_code == 1
    assert "3" in found.output
    assert "A1" not in run("agencies", "list").output


def test_a_conclusion_is_imported_once(run, tmp_path):
    (tmp_path / "ket-luan.txt").write_text(sample_text(), "utf-8")
    assert "drafts wait" in run("import", "ket-luan.txt").output
    assert "before" in run("import", "ket-luan.txt").output


def test_a_secret_file_is_not_imported(run, tmp_path):
    (tmp_path / "x.txt").write_text("MẬT\nGiao Sở Nội vụ báo cáo.", "utf-8")
    assert run("import", "x.txt").exit_code == 1


def test_check_reports_and_fails_on_an_altered_history(run, tmp_path):
    run("migrate")
    assert run("check").exit_code == 0
    database = sqlite3.connect(tmp_path / "data" / "tasks.db")
    database.execute("UPDATE alembic_version SET version_num = 'old'")
    database.commit()
    found = run("check")
    assert found.exit_code == 1
    assert "migrate" in found.output
    assert run("run").exit_code == 1


def test_the_wheel_holds_the_data_it_needs(tmp_path):
    from hatchling.builders.wheel import WheelBuilder

    built = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    held = set(zipfile.ZipFile(built).namelist())
    assert {
        "bot/directory/agencies_danang.csv",
        "bot/reports/fonts/DejaVuSansCondensed.ttf",
        "bot/reports/fonts/LICENSE.txt",
        "bot/web/static/chat.html",
        "locales/vi/LC_MESSAGES/bot.po",
        "locales/vi/phrases/deadlines.toml",
        "models/migrations/versions/0001_first_release.py",
    } <= held


async def test_the_offices_corrections_can_be_exported(city, tmp_path, monkeypatch):
    import json

    from bot.directory.sample import SAMPLE_NAME, sample_conclusion

    await city.office.uploads(SAMPLE_NAME, sample_conclusion())
    await city.office.presses("Duyệt từng mục")
    await city.office.presses("Sửa nội dung")
    await city.office.says("Nội dung do Văn phòng sửa")
    await city.office.presses("✅ Nhận")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", str(city.database.url))
    found = CliRunner().invoke(main, ["readings", "export", "readings.jsonl"])
    assert "1 reviewed drafts" in found.output
    line = json.loads((tmp_path / "readings.jsonl").read_text("utf-8"))
    assert line["corrected"]["action"] == "Nội dung do Văn phòng sửa"
    assert line["read"]["action"] != line["corrected"]["action"]


def test_another_citys_agencies_replace_a_directory_that_is_not_used(run, tmp_path):
    (tmp_path / "hue.csv").write_text(f"{HEAD}HUE1,Sở Thông tin và Truyền thông,Sở TT&TT,,so,,,,,\n", "utf-8")
    assert run("agencies", "load", "hue.csv").exit_code == 0
    assert "STTTT" not in run("agencies", "list").output


def test_a_name_that_already_means_another_agency_in_use_is_refused(run, tmp_path):
    run("invite", "--role", "head", "--agency", "STTTT")
    (tmp_path / "hue.csv").write_text(f"{HEAD}HUE1,Sở Thông tin và Truyền thông,Sở TT&TT,,so,,,,,\n", "utf-8")
    found = run("agencies", "load", "hue.csv")
    assert found.exit_code == 1
    assert "line 2" in found.output
    assert "STTTT" in found.output


def test_migrate_and_check_do_not_leave_an_empty_directory(run):
    assert "empty" in run("check").output
    assert run("migrate").exit_code == 0
    assert "STTTT" in run("agencies", "list").output


@pytest.mark.parametrize("url", ["foo", "mysql://x/y", "postgresql://nobody@127.0.0.1:1/none"])
def test_a_database_that_cannot_be_had_is_named_in_one_sentence(run, monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    found = run("agencies", "list")
    assert found.exit_code == 1
    assert "DATABASE_URL" in found.output
    assert "Traceback" not in found.output


def test_the_calendar_is_shown_and_changed(run):
    assert "Tết Dương lịch" in run("calendar", "list").output
    assert "2030-05-06 changed. Dates that moved: 0" in run("calendar", "set", "2030-05-06", "--off", "Nghỉ bù").output
    assert "2030-05-06  day off      Nghỉ bù" in run("calendar", "list").output
    run("calendar", "set", "2030-05-06", "--plain")
    assert "Nghỉ bù" not in run("calendar", "list").output
    unsaid = run("calendar", "set", "2030-05-06")
    assert (unsaid.exit_code, "Say one of" in unsaid.output) == (1, True)


SUCCESSIONS = "old,new,relation,automatic,effective_on\n"


def kept_successions(folder: Path) -> list[tuple]:
    """Those of 2031, which no shipped file has."""
    query = "SELECT old, new, automatic FROM agency_succession WHERE effective_on LIKE '2031%' ORDER BY old"
    return sqlite3.connect(folder / "data" / "tasks.db").execute(query).fetchall()


def test_successions_are_brought_in_and_what_they_will_move_is_said(run, tmp_path):
    run("agencies", "list")
    (tmp_path / "s.csv").write_text(
        f"{SUCCESSIONS}SKHCN25,STC25,merge,yes,2031-03-01\nP-HAICHAU,P-HOACUONG,territory,no,2031-07-01\n", "utf-8"
    )
    found = run("agencies", "succeed", "s.csv")
    assert found.exit_code == 0, found.output
    assert "2 successions loaded." in found.output
    both = [("P-HAICHAU", "P-HOACUONG", 0), ("SKHCN25", "STC25", 1)]
    assert kept_successions(tmp_path) == both
    again = run("agencies", "succeed", "s.csv")
    assert again.exit_code == 0, "the same file twice changes nothing"
    assert kept_successions(tmp_path) == both


def test_with_one_bad_succession_every_fault_is_named_and_nothing_is_brought_in(run, tmp_path):
    run("agencies", "list")
    (tmp_path / "s.csv").write_text(
        f"{SUCCESSIONS}SKHCN25,STC25,merge,yes,2031-03-01\nXYZ,STC25,merge,yes,2031-03-01\nSNV25,STC25,eaten,yes,2031\n",
        "utf-8",
    )
    found = run("agencies", "succeed", "s.csv")
    assert found.exit_code == 1
    assert "line 3" in found.output
    assert "XYZ" in found.output
    assert "line 4" in found.output
    assert "Traceback" not in found.output
    assert kept_successions(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00garbage", b"old,new\n"])
def test_a_file_that_holds_no_successions_is_refused_in_one_sentence(run, tmp_path, content):
    (tmp_path / "s.csv").write_bytes(content)
    found = run("agencies", "succeed", "s.csv")
    assert found.exit_code == 1
    assert "Traceback" not in found.output
    assert found.output.strip()


def test_a_file_of_successions_that_is_not_there_is_named(run):
    found = run("agencies", "succeed", "none.csv")
    assert found.exit_code == 2
    assert "none.csv" in found.output
