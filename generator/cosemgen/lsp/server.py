"""The server: which request is answered by whom, and when findings are told.

What a file's own text says is told at once, as soon as it changes; what its package says follows, from a thread, when
nobody has typed for a moment; packages that need it come when nobody has typed for longer.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import logging
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import unquote, urlsplit

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from .. import __version__
from ..diagnostics import Diagnostic
from ..disk import read_file
from ..model import Span
from ..resources import LOCK_FILE
from ..sources import SUFFIX, package_folder, real, shown_path
from ..syntax import tree
from ..syntax.parse import parse
from ..syntax.print import laid_out
from ..words import aside
from . import renaming
from .completion import complete
from .fixes import Fix, fixes
from .hints import inlay_hints
from .hovers import Catalogues, Hovers
from .names import Occurrence, Symbol
from .outline import outline
from .texts import UNITS, Edit, Place, Text, Units, unchanged, utf16
from .workspace import AT_ONCE, LARGEST, Analysis, Workspace

SOON: Final = 0.02
"""Seconds without a keystroke before the package of a file is compiled."""
LATER: Final = 2.0
"""Seconds before those are compiled that need it."""
MOST_FINDINGS: Final = 1000
"""Findings of one file that are told."""

_SEVERITIES: Final = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
}
_REQUEST_FAILED: Final = -32803
_ASIDE: Final = 2
"""Threads for what takes long of one request, beside the one that compiles."""

Answer = TypeVar("Answer")


class Server:
    """One editor's server."""

    def __init__(self, catalogue_of: Catalogues) -> None:
        self.ls = LanguageServer(
            "cosemgen",
            __version__,
            text_document_sync_kind=lsp.TextDocumentSyncKind.Full,
        )
        self.workspace = Workspace()
        self.hovers = Hovers(catalogue_of)
        self._worker = ThreadPoolExecutor(1, "compile")
        self._asides = ThreadPoolExecutor(_ASIDE, "aside")
        self._units: Units = utf16
        self._uris: dict[Path, str] = {}
        self._generation = 0
        self._analyses: dict[Path, tuple[int, Analysis]] = {}
        """The last one of each document, with the generation that it was made in: it has packages as they were then."""
        self._frozen = False
        self._running: dict[tuple[Path, int, bool], asyncio.Task[Analysis]] = {}
        self._waiting: dict[Path, asyncio.Task[None]] = {}
        """Who is to tell what is found in a package, by its folder."""
        self._told: dict[str, list[lsp.Diagnostic]] = {}
        self._broken: set[Path] = set()
        """Files whose own mistakes were told before those of their package."""
        _register(self)

    # ------------------------------------------------------------ files

    def path(self, uri: str) -> Path:
        """Where a document is; one without a file is as if it were in a folder that is not there."""
        try:
            parts = urlsplit(uri)
            if parts.scheme in ("", "file"):
                found = to_fs_path(uri)
                if found:
                    return real(Path(found))
            name = Path(unquote(parts.path)).name or "untitled"
            return real(Path(parts.scheme or "untitled", name).with_suffix(SUFFIX))
        except (ValueError, OSError):  # no system has a file of such a name
            name = hashlib.sha256(uri.encode("utf-8", "replace")).hexdigest()
            return real(Path("untitled", name).with_suffix(SUFFIX))

    def uri(self, shown: str) -> str:
        path = Path(os.path.abspath(shown))
        return self._uris.get(real(path)) or from_fs_path(str(path)) or path.as_uri()

    def shown(self, path: Path) -> str:
        return shown_path(path).as_posix()

    def text(self, path: Path) -> Text | None:
        """What a file has by now; None where there is none that can be read."""
        source = self.workspace.open.get(path)
        if source is None:
            try:
                source = read_file(path, 4 * LARGEST).decode("utf-8")
            except (OSError, ValueError):
                return None
        return Text(source, self._units)

    def read(self, shown: str) -> Text | None:
        return self.text(real(Path(shown)))

    def opened(self, uri: str) -> tuple[Path, Text]:
        """A document that the editor asks about."""
        path = self.path(uri)
        return path, self.text(path) or Text("", self._units)

    # ------------------------------------------------------------ what changes

    def start(self, folders: Iterable[str | None], encoding: str | None) -> None:
        self._units = UNITS.get(encoding or "utf-16", utf16)
        found = [to_fs_path(uri) for uri in folders if uri]
        self.workspace.folders = [real(Path(path)) for path in found if path]
        # While the editor says what it has open.
        self._worker.submit(_warm_up)

    def change(self, uri: str, text: str | None) -> None:
        """A document has another text, or with None the text on disk again."""
        path = self.path(uri)
        if text is None:
            self.workspace.open.pop(path, None)
            self._analyses.pop(path, None)
            self._uris.pop(path, None)
            if not os.path.exists(path):
                self._tell(uri, [])
        else:
            # JSON can have half of a letter, which no file has.
            text = text.encode("utf-16-le", "surrogatepass").decode(
                "utf-16-le", "replace"
            )
            self.workspace.open[path] = text
            self._uris[path] = uri
            self._tell_own(path, uri, text)
        self.changed([path])

    def changed(self, paths: Iterable[Path]) -> None:
        """Something is other than it was: what is found now is told of the packages of these files."""
        self._generation += 1
        for path in paths:
            package = package_folder(path) or path
            if waiting := self._waiting.get(package):
                waiting.cancel()
            self._waiting[package] = asyncio.ensure_future(self._tell_soon(path))

    def changed_on_disk(self, paths: Iterable[Path]) -> None:
        """Files are other than they were; of one that the editor has open its text counts, and was told."""
        opened = self.workspace.open
        if any(path not in opened for path in paths):
            # One document of each package will do.
            self.changed(
                {package_folder(each) or each: each for each in opened}.values()
            )

    def _tell_own(self, path: Path, uri: str, text: str) -> None:
        if len(text) > AT_ONCE:
            return
        _, findings = self.workspace.parse(text, self.shown(path))
        if findings or path in self._broken:
            self._broken.discard(path)
            if findings:
                self._broken.add(path)
            self._tell(uri, self._converted(Text(text, self._units), findings))

    async def _tell_soon(self, path: Path) -> None:
        if path in self._analyses:
            await asyncio.sleep(SOON)
            # Of all that is typed meanwhile only the last is compiled, however fast somebody types.
            if self._running:
                await asyncio.wait(self._running.values())
        try:
            await self._tell_found(path)
            await asyncio.sleep(LATER)
            await self._tell_found(path, dependents=True)
        except Exception as error:
            # A mistake of cosemgen: the next keystroke may well be understood.
            said = f"internal error: {type(error).__name__}: {error}"
            self.ls.window_log_message(
                lsp.LogMessageParams(lsp.MessageType.Error, said)
            )

    async def _tell_found(self, path: Path, *, dependents: bool = False) -> None:
        told = False
        while not told:  # as something in another package may have changed meanwhile
            generation = self._generation
            found = await self.analysis(path, dependents=dependents)
            told = generation == self._generation
        self._tell_all(found)

    # ------------------------------------------------------------ compiling

    async def analysis(self, path: Path, *, dependents: bool = False) -> Analysis:
        """What is known of a file by now."""
        known = self._analyses.get(path)
        if known is not None and known[0] == self._generation and not dependents:
            return known[1]
        key = (path, self._generation, dependents)
        task = self._running.get(key)
        if task is None:
            task = asyncio.ensure_future(self._analyse(*key))
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))
        # Who does not wait for it any more must not stop it for others.
        return await asyncio.shield(task)

    async def _analyse(self, path: Path, generation: int, dependents: bool) -> Analysis:
        texts = dict(self.workspace.open)
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(
            self._worker,
            lambda: self.workspace.analyse(path, texts, dependents=dependents),
        )
        if not self._frozen:
            # What is there now stays: nobody need look through it each time.
            gc.freeze()
            self._frozen = True
        if not dependents and path in self.workspace.open:
            self._analyses[path] = (generation, found)
        return found

    async def aside(self, answer: Callable[[], Answer]) -> Answer:
        """What takes long, in a thread, while others are answered.

        What an editor has taken back is not waited for, and not begun where it was still waiting itself.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._asides, answer)

    async def indexed(self, path: Path, *, dependents: bool = False) -> Analysis:
        """The same, for who asks what stands where."""
        analysis = await self.analysis(path, dependents=dependents)
        await self.aside(analysis.index.prepare)
        return analysis

    async def tree(self, path: Path, text: Text) -> tree.File | None:
        """The tree of a text of a file; None where it cannot be parsed."""
        shown = self.shown(path)
        if len(text.source) > AT_ONCE:
            # Its package is about to be compiled there, and needs it too.
            loop = asyncio.get_running_loop()
            parse = self.workspace.parse
            await loop.run_in_executor(self._worker, parse, text.source, shown)
        return self.workspace.parse(text.source, shown)[0]

    def latest(self, path: Path) -> Analysis | None:
        """What was known of a file last."""
        known = self._analyses.get(path)
        return None if known is None else known[1]

    # ------------------------------------------------------------ findings

    def _tell_all(self, analysis: Analysis) -> None:
        self._broken.clear()
        left = {uri for uri, told in self._told.items() if told}
        left |= {*self._uris.values()} - self._told.keys()
        for shown, findings in analysis.findings.items():
            if findings:
                uri, text = self.uri(shown), self.read(shown)
                left.discard(uri)
                text = text or Text("", self._units)
                self._tell(uri, self._converted(text, findings))
        # Of the many without findings it is asked which file is which only where one is to be told so.
        if left:
            for shown, findings in analysis.findings.items():
                if not findings and (uri := self.uri(shown)) in left:
                    self._tell(uri, [])
        for uri in [uri for uri, told in self._told.items() if told]:
            path = self.path(uri)
            if path not in self.workspace.open and not os.path.exists(path):
                self._tell(uri, [])

    def _tell(self, uri: str, findings: list[lsp.Diagnostic]) -> None:
        if self._told.get(uri, []) != findings or uri not in self._told:
            if findings or uri in self._uris.values() or uri in self._told:
                self.ls.text_document_publish_diagnostics(
                    lsp.PublishDiagnosticsParams(uri, findings)
                )
            self._told[uri] = findings

    def _converted(
        self, text: Text, findings: Iterable[Diagnostic]
    ) -> list[lsp.Diagnostic]:
        return [self.converted(text, each) for each in islice(findings, MOST_FINDINGS)]

    def converted(self, text: Text, found: Diagnostic) -> lsp.Diagnostic:
        place = Place(found.span.line, found.span.column)
        return lsp.Diagnostic(
            text.piece_range(place),
            f"{found.message}{aside(found.hint)}",
            severity=_SEVERITIES[found.severity.value],
            code=found.code,
            source="cosemgen",
        )

    @property
    def can_rename_files(self) -> bool:
        """Whether the editor does it where it is asked to."""
        given = self.ls.client_capabilities.workspace
        edit = None if given is None else given.workspace_edit
        operations = () if edit is None else edit.resource_operations or ()
        return lsp.ResourceOperationKind.Rename in operations

    # ------------------------------------------------------------ names

    def named(
        self, analysis: Analysis, path: Path, text: Text, position: lsp.Position
    ) -> tuple[Place | None, Occurrence | None]:
        """Where the token begins that a position is in, and what it names."""
        start = text.piece_around(text.place(position))
        if start is None:
            return None, None
        shown = self.shown(path)
        line = analysis.then(shown, text.lines, start.line)
        if line is None:
            return start, None
        step = text.step_around(start, text.place(position))
        for place in dict.fromkeys((step, start)):
            found = analysis.index.at(Span(shown, line, place.column))
            if found is not None:
                return place, found
        return start, None

    def location(self, analysis: Analysis, span: Span) -> lsp.Location | None:
        return next(iter(self.locations(analysis, [span])), None)

    def locations(
        self, analysis: Analysis, spans: Iterable[Span]
    ) -> list[lsp.Location]:
        """Where the places are by now; those left out that are no longer there."""
        texts: dict[str, tuple[str, Text | None]] = {}
        found: list[lsp.Location] = []
        for span in spans:
            if span.file not in texts:
                texts[span.file] = self.uri(span.file), self.read(span.file)
            uri, text = texts[span.file]
            if text is None:
                continue
            line: int | None = span.line
            # The packages that come with cosemgen are as they are on disk.
            if span.file in analysis.texts:
                line = analysis.now(span.file, text.lines, span.line)
            if line is not None:
                place = Place(line, span.column)
                found.append(lsp.Location(uri, text.piece_range(place)))
        return found

    def workspace_edit(self, edits: Iterable[Edit]) -> lsp.WorkspaceEdit:
        of_files: dict[str, list[Edit]] = {}
        for each in edits:
            of_files.setdefault(each.file, []).append(each)
        changes: dict[str, list[lsp.TextEdit]] = {}
        for file, those in of_files.items():
            text = self.read(file)
            if text is not None:
                changes[self.uri(file)] = [
                    lsp.TextEdit(text.range(start, end), new)
                    for _, start, end, new in those
                ]
        return lsp.WorkspaceEdit(changes=changes)

    def texts_of(self, analysis: Analysis) -> Mapping[str, Text]:
        """The texts of the workspace's own files that an analysis has seen."""
        found = {shown: self.read(shown) for shown in analysis.texts}
        return {shown: text for shown, text in found.items() if text is not None}


def _warm_up() -> None:
    """Load what is loaded when it is first needed."""
    from cosem_conformance.judge import evaluators

    assert evaluators
    parse("", "")


def _register(server: Server) -> None:
    """Say which request is answered how."""
    ls = server.ls

    @ls.feature(lsp.INITIALIZE)
    def _initialize(params: lsp.InitializeParams) -> None:
        folders = [each.uri for each in params.workspace_folders or ()]
        server.start(folders or [params.root_uri], ls.workspace.position_encoding)

    @ls.feature(lsp.INITIALIZED)
    async def _begun(_: lsp.InitializedParams) -> None:
        """Ask to be told of what git, `cosemgen fmt` or `release` changes on disk."""
        given = ls.client_capabilities.workspace
        watching = None if given is None else given.did_change_watched_files
        if watching is not None and watching.dynamic_registration:
            names = (f"**/*{SUFFIX}", f"**/{LOCK_FILE}")
            options = lsp.DidChangeWatchedFilesRegistrationOptions(
                [lsp.FileSystemWatcher(name) for name in names]
            )
            wanted = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = lsp.Registration(wanted, wanted, options)
            await ls.client_register_capability_async(
                lsp.RegistrationParams([registration])
            )

    @ls.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    async def _opened(params: lsp.DidOpenTextDocumentParams) -> None:
        server.change(params.text_document.uri, params.text_document.text)

    @ls.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def _changed(params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.change(uri, ls.workspace.get_text_document(uri).source)

    @ls.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    async def _closed(params: lsp.DidCloseTextDocumentParams) -> None:
        server.change(params.text_document.uri, None)

    @ls.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    async def _saved(params: lsp.DidSaveTextDocumentParams) -> None:
        server.changed([server.path(params.text_document.uri)])

    @ls.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def _watched(params: lsp.DidChangeWatchedFilesParams) -> None:
        server.changed_on_disk([server.path(each.uri) for each in params.changes])

    @ls.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def _hover(params: lsp.HoverParams) -> lsp.Hover | None:
        path, text = server.opened(params.text_document.uri)
        analysis = await server.indexed(path)
        start, found = server.named(analysis, path, text, params.position)
        if start is None:
            return None
        shown = server.shown(path)
        findings = [
            each
            for each in analysis.findings.get(shown, ())
            if each.span[1:] == tuple(start)
        ]
        piece = text.piece(start)
        said = server.hovers.at(analysis, shown, piece, found, findings)
        if not said:
            return None
        content = lsp.MarkupContent(lsp.MarkupKind.Markdown, said)
        return lsp.Hover(content, text.piece_range(start))

    @ls.feature(
        lsp.TEXT_DOCUMENT_COMPLETION,
        lsp.CompletionOptions(trigger_characters=[":", " ", "."]),
    )
    async def _complete(params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        path, text = server.opened(params.text_document.uri)
        # Nobody wants to wait while typing, but for the first time.
        known = server.latest(path) or await server.analysis(path)
        place = text.place(params.position)
        return complete(known, server.shown(path), text, place)

    @ls.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    async def _definition(params: lsp.DefinitionParams) -> lsp.Location | None:
        path, text = server.opened(params.text_document.uri)
        analysis = await server.indexed(path)
        _, found = server.named(analysis, path, text, params.position)
        if found is None:
            return None
        if found.symbol.kind == "file":
            span = analysis.file(found.symbol)
            return None if span is None else server.location(analysis, span)
        defined = analysis.index.definition(found.symbol)
        return None if defined is None else server.location(analysis, defined.span)

    @ls.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    async def _references(params: lsp.ReferenceParams) -> list[lsp.Location]:
        path, text = server.opened(params.text_document.uri)
        analysis = await server.indexed(path, dependents=True)
        _, found = server.named(analysis, path, text, params.position)
        if found is None:
            return []
        wanted = params.context.include_declaration
        spans = [
            each.span
            for each in analysis.index.same(found.symbol)
            if wanted or not each.defines
        ]
        return await server.aside(lambda: server.locations(analysis, spans))

    @ls.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    async def _prepare_rename(
        params: lsp.PrepareRenameParams,
    ) -> lsp.PrepareRenamePlaceholder:
        path, text = server.opened(params.text_document.uri)
        analysis = await server.indexed(path)
        start, found = server.named(analysis, path, text, params.position)
        try:
            name = renaming.name_of(found, text, start)
        except renaming.CannotRename as error:
            raise _refused(error) from None
        assert start is not None
        end = Place(start.line, start.column + len(name))
        return lsp.PrepareRenamePlaceholder(text.range(start, end), name)

    @ls.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    async def _rename(params: lsp.RenameParams) -> lsp.WorkspaceEdit:
        path, text = server.opened(params.text_document.uri)
        analysis = await server.indexed(path, dependents=True)
        start, found = server.named(analysis, path, text, params.position)
        texts = dict(server.workspace.open)

        def edits_of(symbol: Symbol, old: str) -> list[Edit]:
            now = server.texts_of(analysis)
            edits = renaming.edits(analysis, symbol, old, params.new_name, now)
            renamed = renaming.changed(now, edits)
            texts.update({real(Path(shown)): new for shown, new in renamed.items()})
            return edits

        try:
            name = renaming.name_of(found, text, start)
            assert found is not None
            symbol = found.symbol
            edits = await server.aside(lambda: edits_of(symbol, name))
            await asyncio.get_running_loop().run_in_executor(
                server._worker,
                lambda: renaming.check_meaning(server.workspace, path, texts, analysis),
            )
        except renaming.CannotRename as error:
            raise _refused(error) from None
        return await server.aside(lambda: server.workspace_edit(edits))

    @ls.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    async def _format(
        params: lsp.DocumentFormattingParams,
    ) -> list[lsp.TextEdit] | None:
        path, text = server.opened(params.text_document.uri)
        if len(text.source) > LARGEST:
            return None
        file = await server.tree(path, text)
        if file is None:
            return None
        return await server.aside(lambda: _difference(text, laid_out(file)))

    @ls.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def _symbols(
        params: lsp.DocumentSymbolParams,
    ) -> list[lsp.DocumentSymbol] | None:
        path, text = server.opened(params.text_document.uri)
        shown = server.shown(path)
        file = await server.tree(path, text)
        # Of a text that cannot be parsed an editor keeps the outline that it had.
        if file is None:
            return None
        return await server.aside(lambda: outline(text, shown, file))

    @ls.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix]),
    )
    async def _actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        path, text = server.opened(params.text_document.uri)
        analysis = await server.indexed(path)
        return await server.aside(
            lambda: _actions_in(server, analysis, path, text, params.range)
        )

    @ls.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
    async def _hints(params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
        path, text = server.opened(params.text_document.uri)
        analysis = await server.indexed(path)
        return inlay_hints(analysis, server.shown(path), text, params.range)


def _refused(error: renaming.CannotRename) -> JsonRpcException:
    return JsonRpcException(str(error), _REQUEST_FAILED)


def _actions_in(
    server: Server, analysis: Analysis, path: Path, text: Text, wanted: lsp.Range
) -> list[lsp.CodeAction]:
    """What puts findings of a range right; of very many the first are asked for it."""
    findings = analysis.findings.get(server.shown(path), ())
    actions = []
    for each in islice(findings, MOST_FINDINGS):
        told = server.converted(text, each)
        if (
            told.range.start.line <= wanted.end.line
            and wanted.start.line <= told.range.end.line
        ):
            for fix in fixes(each, text, analysis, server.read):
                if server.can_rename_files or not fix.rename:
                    actions.append(_action(server, path, fix, told))
    return actions


def _action(
    server: Server, path: Path, fix: Fix, told: lsp.Diagnostic
) -> lsp.CodeAction:
    edit = server.workspace_edit(fix.edits)
    if fix.rename:
        old = server.uri(server.shown(path))
        new = server.uri(server.shown(path.with_name(fix.rename)))
        edit = lsp.WorkspaceEdit(document_changes=[lsp.RenameFile(old, new)])
    return lsp.CodeAction(
        fix.title, kind=lsp.CodeActionKind.QuickFix, diagnostics=[told], edit=edit
    )


def _difference(text: Text, new: str) -> list[lsp.TextEdit]:
    """The lines of a text that are to be others, as one edit, so that the cursor stays where it can."""
    lines = new.split("\n")
    start, end = unchanged(text.lines, lines)
    last, after = len(text.lines) - end, len(lines) - end
    if start == last == after:
        return []
    line_end = "\r\n" if "\r\n" in text.source else "\n"
    if end:
        written = "".join(f"{line}{line_end}" for line in lines[start:after])
        place = Place(last + 1, 1)
    else:
        written = line_end.join(lines[start:after])
        place = Place(last, len(text.line(last)) + 1)
    return [lsp.TextEdit(text.range(Place(start + 1, 1), place), written)]


def serve(catalogue_of: Catalogues, *, debug: bool = False) -> None:
    """Talk to an editor over standard input and output until it says that it is done."""
    if not debug:
        # What cannot be understood is answered, and need not be told twice.
        for name in ("pygls", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
    gc.enable()
    gc.set_threshold(100_000, 10, 10)
    # What anything prints must not stand among the messages.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as output:
        sys.stdout = sys.stderr
        Server(catalogue_of).ls.start_io(sys.stdin.buffer, output)
