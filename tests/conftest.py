"""What all tests share: where things are, golden files, a cache that is not the user's."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UPDATE = "--update-golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        UPDATE,
        action="store_true",
        help="write the expected files of golden tests; read the difference before committing",
    )


@pytest.fixture(scope="session", autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache for this run of the tests only; the checkout for processes that tests start."""
    checkout = [str(ROOT), str(ROOT / "generator"), str(ROOT / "generated")]
    inherited = os.environ.get("PYTHONPATH")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COSEM_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        patch.setenv(
            "PYTHONPATH",
            os.pathsep.join([*checkout, *([inherited] if inherited else [])]),
        )
        yield


class Golden:
    """Compares texts with a folder of expected ones: every file of it, and no other."""

    def __init__(self, update: bool) -> None:
        self._update = update

    def compare(self, actual: Mapping[str, str], folder: Path) -> None:
        """Fails with the difference; with --update-golden writes the folder instead."""
        expected = self._read(folder)
        if self._update:
            self._write(actual, expected, folder)
            return
        lines: list[str] = []
        for name in sorted(actual.keys() | expected.keys()):
            lines += difflib.unified_diff(
                expected.get(name, "").splitlines(),
                actual.get(name, "").splitlines(),
                f"expected/{name}" if name in expected else "(not expected)",
                f"actual/{name}" if name in actual else "(missing)",
                lineterm="",
            )
        if lines or actual.keys() != expected.keys():
            pytest.fail(
                f"{folder}: run with {UPDATE} if this is as it should be\n"
                + "\n".join(lines or sorted(actual.keys() ^ expected.keys())),
                pytrace=False,
            )

    def _read(self, folder: Path) -> dict[str, str]:
        return {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def _write(
        self, actual: Mapping[str, str], expected: Mapping[str, str], folder: Path
    ) -> None:
        for name, text in actual.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
        for name in expected.keys() - actual.keys():
            os.unlink(folder / name)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden.compare(texts by name, folder)`."""
    return Golden(bool(request.config.getoption(UPDATE)))
