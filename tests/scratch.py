"""Files that tests write, and copies of the project that may be broken, and mended again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

ROOT = Path(__file__).parents[1]

_SKIPPED = shutil.ignore_patterns(
    *("__pycache__", ".*_cache", ".git", ".venv", "site", "dist", ".hypothesis")
)
_times = count()


def copied(folder: Path, *names: str) -> Path:
    """Copies these files and folders of the project; all of it where none is named."""
    for name in names or ("",):
        source, place = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, place, ignore=_SKIPPED, dirs_exist_ok=True)
        else:
            shutil.copy2(source, place)
    return folder


def written(folder: Path, texts: Mapping[str, str]) -> Path:
    """The folder, once these texts are written there, each by its path."""
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def changed(path: Path, text: str) -> Iterator[None]:
    """The file with another text, as long as the block runs."""
    before = path.read_text(encoding="utf-8")
    _write(path, text)
    try:
        yield
    finally:
        _write(path, before)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    # Compiled files go by size and time: no two changes may have the same.
    moment = path.stat().st_mtime + 1 + next(_times)
    os.utime(path, (moment, moment))


def python(
    folder: Path,
    *arguments: str,
    path: tuple[str, ...],
    timeout: float | None = None,
    **variables: str,
) -> subprocess.CompletedProcess[str]:
    """Python in a copy, with these folders of it to import from.

    It ends with all that it has started after `timeout` seconds: TimeoutExpired.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(folder / each) for each in path),
        **variables,
    }
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        out, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.communicate()
        raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, "")
