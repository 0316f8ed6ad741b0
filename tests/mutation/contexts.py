"""Which tests reach which lines: a plugin of pytest, and what it has written.

`pytest -p tests.mutation.contexts` with the folder for its files in MUTATION_CONTEXTS.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path, PurePath

import pytest
from coverage import Coverage, CoverageData

FOLDER = "MUTATION_CONTEXTS"


class Contexts:
    """Measures the generator and the runtime, test by test."""

    def __init__(self, folder: str) -> None:
        self._coverage = Coverage(
            data_file=str(Path(folder, "lines")),
            data_suffix=True,
            source=["generator"],
            config_file=False,
            messages=False,
        )
        # The process that hands tests to others runs none: that is no error.
        self._coverage.set_option("run:disable_warnings", ["no-data-collected"])
        self._coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, bool, bool]:
        self._coverage.switch_context(item.nodeid)
        done = yield
        self._coverage.switch_context("")
        return done

    def pytest_unconfigure(self) -> None:
        self._coverage.stop()
        self._coverage.save()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Contexts(os.environ[FOLDER]))


class Reached:
    """What a run with the plugin has found."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        data = CoverageData(str(folder / "lines"))
        for part in sorted(folder.glob("lines.*")):
            one = CoverageData(str(part))
            one.read()
            data.update(one)
        self._lines: dict[str, dict[int, set[str]]] = {}
        self._sizes: dict[str, int] = {}
        for path in data.measured_files():
            name = Path(path).relative_to(root).as_posix()
            lines = self._lines[name] = {}
            for line, tests in data.contexts_by_lineno(path).items():
                lines[line] = {test for test in tests if test}
                for test in lines[line]:
                    self._sizes[test] = self._sizes.get(test, 0) + 1

    def tests(self, path: str, line: int, most: int) -> list[str]:
        """Tests that reach a line, those that reach little else first, file by file.

        A line that runs when its module is imported, once in each process, is taken to
        be reached by all that reach the module, or else its folder: nobody knows which
        test would see it.
        """
        found = self._lines.get(path, {}).get(line, set())
        if len(found) < 3:
            around = [path, *(f"{folder}/" for folder in PurePath(path).parents)]
            found = next(filter(None, map(self._below, around)), found)
        nearest = sorted(found, key=lambda test: (self._sizes[test], test))[:most]
        # What the tests of a file share is made once.
        files = [*dict.fromkeys(map(file_of, nearest))]
        return sorted(nearest, key=lambda test: files.index(file_of(test)))

    def _below(self, start: str) -> set[str]:
        """Tests that reach a file whose path begins so."""
        files = (lines for path, lines in self._lines.items() if path.startswith(start))
        return set().union(*(tests for lines in files for tests in lines.values()))


def file_of(test: str) -> str:
    """The file in the name of a test."""
    return test.partition("::")[0]
