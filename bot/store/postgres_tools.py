"""`pg_dump` and `pg_restore`, which come with PostgreSQL's client programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from sqlalchemy.engine import URL

from bot.store.shapes import Unfit

MAGIC = b"PGDMP"
TABLE_DATA = re.compile(r"^\d+; \d+ \d+ TABLE DATA \S+ (\S+) ", re.MULTILINE)


def dump(url: URL, file: Path) -> None:
    """The database at one moment, in pg_dump's custom form."""
    plain = ["--format=custom", "--no-owner", "--no-privileges", f"--file={file}"]
    done = _run("pg_dump", *plain, f"--dbname={_address(url)}", password=url.password)
    if done.returncode:
        raise Unfit(f"The backup was not made; {_reason(done)}")


def restore(url: URL, file: Path) -> None:
    """Into an empty database, in one transaction."""
    plain = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    done = _run("pg_restore", *plain, f"--dbname={_address(url)}", str(file), password=url.password)
    if done.returncode:
        raise Unfit(f"{file} was not restored and nothing was changed; {_reason(done)}")


def read_through(file: Path, *, name: str) -> None:
    """Raises Unfit for a file that cannot be read to its end."""
    if _run("pg_restore", f"--file={os.devnull}", str(file)).returncode:
        raise Unfit(f"{name} is damaged.")


def tables(file: Path, *, name: str) -> frozenset[str]:
    done = _run("pg_restore", "--list", str(file))
    if done.returncode:
        raise Unfit(f"{name} is damaged.")
    return frozenset(TABLE_DATA.findall(done.stdout))


def revision(file: Path, *, name: str) -> str | None:
    """The schema's revision that the file holds."""
    done = _run("pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file))
    if done.returncode:
        raise Unfit(f"{name} is damaged.")
    found = re.search(r"^COPY \S+ \(version_num\) FROM stdin;\n(\w+)\n", done.stdout, re.MULTILINE)
    return found[1] if found else None


def _address(url: URL) -> str:
    """For libpq; the password goes by the environment, where other users of the machine do not see it."""
    return url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _run(program: str, *words: str, password: str | None = None) -> subprocess.CompletedProcess[str]:
    path = shutil.which(program)
    if path is None:
        raise Unfit(f"{program} is not installed; it comes with PostgreSQL's client programs (postgresql-client).")
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    return subprocess.run([path, *words], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - fixed programs, no shell


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    """In one line; the second often has the detail."""
    lines = [re.sub(r"^\w+: (?:error: |detail: )*", "", line) for line in done.stderr.strip().splitlines()[:2]]
    return f"{Path(done.args[0]).name}: {'; '.join(lines) or 'no reason was given'}"
