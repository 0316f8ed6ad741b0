"""What takes long of one request keeps nobody else waiting, and is let go of when the editor takes it back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from cosemgen.lsp.workspace import AT_ONCE

from .editor import Editor

LARGE = "/// Used.\ntype used = long\n" + "".join(
    f"\n/// A structure.\nstructure part_{number} {{\n"
    "  /// First of it.\n  first: used\n  /// Second of it.\n  second: used\n}\n"
    for number in range(2500)
)
NAME = lsp.Position(1, 6)


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    root = tmp_path_factory.mktemp("large")
    assert len(LARGE) > AT_ONCE
    (root / "package.cosem").write_text('package acme "Acme" {\n}\n', encoding="utf-8")
    (root / "types.cosem").write_text(LARGE, encoding="utf-8")
    found = Editor(root)
    found.open("types.cosem")
    assert "used" in found.hover("types.cosem", NAME)
    yield found
    assert found.close() == 0


@pytest.mark.parametrize("kind", ["format", "outline", "references", "rename"])
def test_who_asks_for_little_is_answered_first(editor: Editor, kind: str) -> None:
    document = editor.document("types.cosem")
    client = editor.client
    asked: Mapping[str, Callable[[], Coroutine[Any, Any, Any]]] = {
        "format": lambda: client.text_document_formatting_async(
            lsp.DocumentFormattingParams(document, lsp.FormattingOptions(2, True))
        ),
        "outline": lambda: client.text_document_document_symbol_async(
            lsp.DocumentSymbolParams(document)
        ),
        "references": lambda: client.text_document_references_async(
            lsp.ReferenceParams(lsp.ReferenceContext(True), document, NAME)
        ),
        "rename": lambda: client.text_document_rename_async(
            lsp.RenameParams(document, NAME, "called")
        ),
    }

    order: list[str] = []

    async def noted(name: str, answer: Coroutine[Any, Any, Any]) -> Any:
        found = await answer
        order.append(name)
        return found

    async def ask() -> tuple[Any, Any]:
        hover = client.text_document_hover_async(lsp.HoverParams(document, NAME))
        return await asyncio.gather(noted("long", asked[kind]()), noted("hover", hover))

    found, hover = editor.wait(ask())
    assert order == ["hover", "long"]
    assert isinstance(hover, lsp.Hover)
    if kind == "rename":
        assert isinstance(found, lsp.WorkspaceEdit) and found.changes is not None
        assert len(found.changes[editor.uri("types.cosem")]) == 5001
    else:
        assert isinstance(found, list | tuple)
        # It is laid out already.
        assert len(found) == {"format": 0, "outline": 2501, "references": 5001}[kind]


HELD = """\
import sys
import time
from pathlib import Path

from cosemgen.cli import main
from cosemgen.lsp import server

difference = server._difference

def held(*given):
    with open("begun", "a") as file:
        file.write("1")
    while not Path("goes on").exists():
        time.sleep(0.01)
    return difference(*given)

server._difference = held
sys.exit(main(sys.argv[1:]))
"""
"""A server that lays out nothing before it is told to go on, and tells how often it has begun."""


def test_what_is_taken_back_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "package.cosem").write_text('package acme "Acme" {}\n')
    editor = Editor(tmp_path, program=("-c", HELD))
    editor.open("package.cosem")
    params = lsp.DocumentFormattingParams(
        editor.document("package.cosem"), lsp.FormattingOptions(2, True)
    )
    ask: Callable[..., Awaitable[Any]] = editor.client.protocol.send_request_async
    cancel: Callable[[lsp.CancelParams], None] = editor.client.cancel_request
    begun = tmp_path / "begun"

    async def taken_back() -> tuple[asyncio.Future[Any], list[Any]]:
        kept, *others = (
            asyncio.ensure_future(
                ask(lsp.TEXT_DOCUMENT_FORMATTING, params, msg_id=name)
            )
            for name in ("kept", "running", "queued", "behind")
        )
        while not begun.exists() or begun.stat().st_size < 2:
            await asyncio.sleep(0.01)
        for name in ("running", "queued", "behind"):
            cancel(lsp.CancelParams(name))
        return kept, await asyncio.gather(*others, return_exceptions=True)

    kept, found = editor.wait(taken_back())
    assert not kept.done()
    for each in found:
        assert isinstance(each, JsonRpcException)
        assert each.code == lsp.LSPErrorCodes.RequestCancelled
    (tmp_path / "goes on").touch()

    async def answered() -> Any:
        return await kept

    answer = editor.wait(answered())
    assert answer is not None and not answer  # it is laid out already
    assert begun.stat().st_size == 2
    assert editor.close() == 0
