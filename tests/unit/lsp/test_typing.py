"""However fast somebody types, what is compiled is the last of it, nothing waits in a queue, and no package is forgotten."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from cosemgen.lsp import server as module
from cosemgen.lsp.server import Server
from cosemgen.lsp.workspace import Analysis

NOTHING = Analysis({}, {}, {}, (), True)


class Typed:
    """A server that tells what it would compile, and waits in each compilation while it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.server = Server(lambda *_: None)  # type: ignore[arg-type]
        self.compiled: list[tuple[str, bool]] = []
        self.goes_on = threading.Event()
        self.goes_on.set()
        self._begun = threading.Semaphore(0)
        monkeypatch.setattr(self.server.workspace, "analyse", self._analyse)

    def _analyse(
        self, path: Path, texts: dict[Path, str], *, dependents: bool = False
    ) -> Analysis:
        self.compiled.append((texts.get(path, ""), dependents))
        self._begun.release()
        assert self.goes_on.wait(60)
        return NOTHING

    async def begun(self) -> None:
        """Wait for another compilation to begin."""
        loop = asyncio.get_running_loop()
        assert await loop.run_in_executor(None, self._begun.acquire, True, 60)

    def run(self, do: Callable[[], Awaitable[None]]) -> None:
        async def done() -> None:
            try:
                await do()
            finally:
                self.goes_on.set()
                for each in self.server._waiting.values():
                    each.cancel()

        asyncio.run(done())


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Nobody waits so long that other packages are looked at, unless a test says so."""
    monkeypatch.setattr(module, "LATER", 3600.0)
    return Typed(monkeypatch)


def test_only_the_last_of_what_is_typed_is_compiled(
    typed: Typed, tmp_path: Path
) -> None:
    uri = (tmp_path / "package.cosem").as_uri()

    async def type_fast() -> None:
        typed.server.change(uri, "a")
        await typed.begun()
        await typed.server.analysis(typed.server.path(uri))
        typed.goes_on.clear()
        typed.server.change(uri, "ab")
        await typed.begun()
        for text in ("abc", "abcd", "abcde"):
            typed.server.change(uri, text)
            # Long enough for a compilation to begin, were none under way.
            await asyncio.sleep(2 * module.SOON)
        typed.goes_on.set()
        await typed.begun()

    typed.run(type_fast)
    assert typed.compiled == [("a", False), ("ab", False), ("abcde", False)]


def test_a_change_in_one_package_leaves_no_other_unlooked_at(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LATER", 0.0)
    places = [tmp_path / name / "package.cosem" for name in "ab"]
    for place in places:
        place.parent.mkdir()
        place.write_text("")
    one, other = (place.as_uri() for place in places)

    async def type_in_both() -> None:
        typed.goes_on.clear()
        typed.server.change(one, "a")
        await typed.begun()
        typed.server.change(other, "b")
        typed.goes_on.set()
        while not {("a", True), ("b", True)} <= {*typed.compiled}:
            await typed.begun()

    typed.run(type_in_both)
    # The first was compiled while the other one became something else.
    assert typed.compiled.count(("a", False)) == 2


def test_a_save_is_no_news_and_another_file_is_news_of_all_packages(
    typed: Typed, tmp_path: Path
) -> None:
    places = [tmp_path / name / "package.cosem" for name in "ab"]
    for place in places:
        place.parent.mkdir()
        place.write_text("")

    async def save() -> None:
        for place, text in zip(places, "ab", strict=True):
            typed.server.change(place.as_uri(), text)
        for place in places:
            await typed.server.analysis(typed.server.path(place.as_uri()))
        before = typed.server._generation
        typed.server.changed_on_disk(places)
        assert typed.server._generation == before
        typed.compiled.clear()
        typed.server.changed_on_disk([tmp_path / "a" / "more.cosem"])
        while not {("a", False), ("b", False)} <= {*typed.compiled}:
            await typed.begun()

    typed.run(save)


def test_of_a_document_that_is_closed_nothing_stays(
    typed: Typed, tmp_path: Path
) -> None:
    place = tmp_path / "package.cosem"
    place.write_text("")

    async def close() -> None:
        typed.server.change(place.as_uri(), "a")
        await typed.server.analysis(place)
        assert typed.server.latest(place) is NOTHING
        typed.server.change(place.as_uri(), None)
        await typed.server.analysis(place)
        assert typed.server.latest(place) is None

    typed.run(close)
