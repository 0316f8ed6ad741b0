"""An editor that talks to `cosemgen lsp` as a process of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient
from pytest_lsp.client import make_test_lsp_client

Answer = TypeVar("Answer")

PATIENCE = 120
"""Seconds; the machine may be busy with other things."""


class Editor:
    """Every call waits for its answer."""

    def __init__(
        self,
        root: Path,
        capabilities: lsp.ClientCapabilities | None = None,
        program: tuple[str, ...] = ("-m", "cosemgen"),
    ) -> None:
        self.root = root
        self.loop = asyncio.new_event_loop()
        self.client: LanguageClient = make_test_lsp_client()
        self.versions: dict[str, int] = {}
        self.registered: list[lsp.Registration] = []

        @self.client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
        def _register(params: lsp.RegistrationParams) -> None:
            self.registered += params.registrations

        command = (sys.executable, *program, "lsp", "--stdio")
        self.wait(self.client.start_io(*command, cwd=root))
        self.capabilities = self.wait(
            self.client.initialize_session(
                lsp.InitializeParams(
                    capabilities or lsp.ClientCapabilities(),
                    workspace_folders=[lsp.WorkspaceFolder(root.as_uri(), "root")],
                )
            )
        ).capabilities

    def wait(self, answer: Coroutine[Any, Any, Answer]) -> Answer:
        return self.loop.run_until_complete(asyncio.wait_for(answer, PATIENCE))

    def close(self) -> int | None:
        """End the session; the exit code of the server."""
        self.wait(self.client.shutdown_session())
        process = self.client._server
        assert process is not None
        code = self.wait(process.wait())
        self.wait(self.client.stop())
        self.loop.close()
        return code

    # ------------------------------------------------------------ documents

    def uri(self, name: str) -> str:
        return name if ":" in name else (self.root / name).as_uri()

    def open(self, name: str, text: str | None = None) -> None:
        """Open a file, or one that is not on disk with a text."""
        uri = self.uri(name)
        if text is None:
            text = (self.root / name).read_text(encoding="utf-8")
        self.versions[uri] = 1
        item = lsp.TextDocumentItem(uri, "cosem", 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def change(self, name: str, text: str) -> None:
        uri = self.uri(name)
        self.versions[uri] += 1
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(self.versions[uri], uri),
                [lsp.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    def shut(self, name: str) -> None:
        document = lsp.TextDocumentIdentifier(self.uri(name))
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(document))

    def findings(
        self, name: str, fit: Callable[[list[lsp.Diagnostic]], bool]
    ) -> list[lsp.Diagnostic]:
        """The findings of a file, as soon as they are as they should be."""
        uri = self.uri(name)

        async def told() -> list[lsp.Diagnostic]:
            while uri not in self.client.diagnostics or not fit(
                list(self.client.diagnostics[uri])
            ):
                await self.client.wait_for_notification(
                    lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
                )
            return list(self.client.diagnostics[uri])

        return self.wait(told())

    # ------------------------------------------------------------ questions

    def document(self, name: str) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(self.uri(name))

    def hover(self, name: str, place: lsp.Position) -> str:
        params = lsp.HoverParams(self.document(name), place)
        found = self.wait(self.client.text_document_hover_async(params))
        if found is None:
            return ""
        assert isinstance(found.contents, lsp.MarkupContent)
        return found.contents.value

    def labels(self, name: str, place: lsp.Position) -> dict[str, lsp.CompletionItem]:
        params = lsp.CompletionParams(self.document(name), place)
        found = self.wait(self.client.text_document_completion_async(params))
        assert isinstance(found, tuple | list)
        return {item.label: item for item in found}

    def definition(self, name: str, place: lsp.Position) -> str:
        """File and line, as people count it."""
        params = lsp.DefinitionParams(self.document(name), place)
        found = self.wait(self.client.text_document_definition_async(params))
        return "" if found is None else self.shown(found)

    def references(self, name: str, place: lsp.Position) -> list[str]:
        context = lsp.ReferenceContext(include_declaration=True)
        params = lsp.ReferenceParams(context, self.document(name), place)
        found = self.wait(self.client.text_document_references_async(params))
        return [self.shown(each) for each in found or ()]

    def shown(self, found: Any) -> str:
        assert isinstance(found, lsp.Location)
        path = found.uri.removeprefix(f"{self.root.as_uri()}/")
        return f"{path}:{found.range.start.line + 1}"

    def rename(self, name: str, place: lsp.Position, new: str) -> dict[str, str]:
        """The texts of all files that change, from what is on disk."""
        params = lsp.RenameParams(self.document(name), place, new)
        edit = self.wait(self.client.text_document_rename_async(params))
        assert edit is not None
        return self.edited(edit)

    def edited(self, edit: lsp.WorkspaceEdit) -> dict[str, str]:
        found = {}
        for uri, edits in (edit.changes or {}).items():
            name = uri.removeprefix(f"{self.root.as_uri()}/")
            text = (self.root / name).read_text(encoding="utf-8")
            found[name] = applied(text, list(edits))
        return found

    def format(self, name: str, text: str) -> str | None:
        options = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
        params = lsp.DocumentFormattingParams(self.document(name), options)
        edits = self.wait(self.client.text_document_formatting_async(params))
        return None if edits is None else applied(text, list(edits))

    def actions(self, name: str, line: int) -> dict[str, lsp.CodeAction]:
        row = lsp.Range(lsp.Position(line, 0), lsp.Position(line, 0))
        params = lsp.CodeActionParams(
            self.document(name), row, lsp.CodeActionContext(diagnostics=[])
        )
        found = self.wait(self.client.text_document_code_action_async(params))
        actions = [each for each in found or () if isinstance(each, lsp.CodeAction)]
        return {each.title: each for each in actions}


def at(text: str, word: str, inside: int = 0) -> lsp.Position:
    """The position of the first such word, or of a letter in it, in UTF-16 units."""
    index = text.index(word) + inside
    line = text.count("\n", 0, index)
    before = text[text.rfind("\n", 0, index) + 1 : index]
    return lsp.Position(line, len(before.encode("utf-16-le")) // 2)


def applied(text: str, edits: list[lsp.TextEdit]) -> str:
    """A text with edits of an answer, as an editor applies them."""

    def offset(position: lsp.Position) -> int:
        lines = text.split("\n")
        above = sum(len(line) + 1 for line in lines[: position.line])
        if position.line >= len(lines):
            return len(text)
        units = lines[position.line].encode("utf-16-le")[: 2 * position.character]
        return above + len(units.decode("utf-16-le"))

    for edit in sorted(edits, key=lambda e: offset(e.range.start), reverse=True):
        start, end = offset(edit.range.start), offset(edit.range.end)
        text = text[:start] + edit.new_text + text[end:]
    return text
