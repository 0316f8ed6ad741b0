"""A session of an editor with the server, as it happens over standard input and output."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from cosemgen.compile import compile_packages
from cosemgen.words import aside

from .editor import Editor, at

PACKAGE = """\
package acme "Acme" {
  edition first "First"
  source book "the book of Acme"
}
"""

TYPES = """\
/// A span of time.
structure window {
  /// When it begins.
  start: long-unsigned
}

/// What became of it.
enumeration outcome {
  0 done
  1 failed
}
"""

CLASS = """\
use outcome, window from types

/// Counts calls; "𝄞" is two units of UTF-16.
class 32768 "Counter" {
  since first
  source book

  version 0 {
    /// How many.
    attribute 2 value: static long-unsigned (0..10) note "𝄞"
    /// When.
    attribute 3 windows: static array of window
    /// What became of it.
    attribute 4 last: outcome

    /// Begin again.
    method 1 reset(0) optional
  }

  version 1 from 0 {
    /// How many.
    change attribute 2 value: static double-long-unsigned
  }
}
"""


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    root = tmp_path_factory.mktemp("workspace")
    for name, text in {
        "acme/package.cosem": PACKAGE,
        "acme/types.cosem": TYPES,
        "acme/counter.cosem": CLASS,
        "beta/package.cosem": 'package beta "Beta" {\n  needs acme\n}\n',
        "beta/more.cosem": "use window from acme.types\n\n"
        "/// Windows.\ntype windows = array of window\n",
        "alone/lost.cosem": "/// Nothing.\ntype a = long\n",
    }.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    found = Editor(root)
    yield found
    assert found.close() == 0


@pytest.fixture(autouse=True)
def _as_on_disk(editor: Editor) -> Iterator[None]:
    editor.open("acme/counter.cosem")
    yield
    editor.change("acme/counter.cosem", CLASS)
    editor.findings("acme/counter.cosem", lambda found: not found)
    editor.shut("acme/counter.cosem")


def counter(editor: Editor, text: str = CLASS) -> str:
    if text != CLASS:
        editor.change("acme/counter.cosem", text)
    return "acme/counter.cosem"


def test_findings_are_those_of_check(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = CLASS.replace("static double-long-unsigned", "static double-long-unsignde")
    file = counter(editor, text)
    told = editor.findings(file, bool)
    monkeypatch.chdir(editor.root)
    path = editor.root / file
    path.write_text(text, encoding="utf-8")
    try:
        expected = compile_packages(["acme"]).diagnostics
    finally:
        path.write_text(CLASS, encoding="utf-8")
    assert [(d.code, d.message, d.range.start.line + 1) for d in told] == [
        (d.code, d.message + aside(d.hint), d.span.line) for d in expected
    ]
    (only,) = told
    assert only.range.start == at(text, "double-long-unsignde")
    assert only.range.end == at(text, "double-long-unsignde", 20)
    editor.change(file, CLASS)
    assert editor.findings(file, lambda found: not found) == []


def test_a_mistake_of_the_text_is_told_while_others_wait(editor: Editor) -> None:
    file = counter(editor, CLASS.replace("attribute 3", "attribut 3"))
    (told,) = editor.findings(file, bool)
    assert (told.code, told.severity) == ("C101", lsp.DiagnosticSeverity.Error)
    assert told.message.endswith("(did you mean 'attribute'?)")


def test_a_place_behind_letters_of_two_units(editor: Editor) -> None:
    text = CLASS.replace('note "𝄞"', 'note "𝄞" unit wat')
    (told,) = editor.findings(counter(editor, text), bool)
    assert told.code == "C215", told
    assert told.range.start == at(text, "wat")


def test_what_is_known_outlives_a_mistake_elsewhere_in_the_file(editor: Editor) -> None:
    text = "claas\n" + CLASS
    file = counter(editor, text)
    editor.findings(file, bool)
    assert "When it begins." in editor.hover(file, at(text, "array of window", 10))
    assert editor.definition(file, at(text, "array of window", 10)) == (
        "acme/types.cosem:2"
    )


@pytest.mark.parametrize(
    ("word", "inside", "said"),
    [
        ("32768", 2, "**Counter** (class 32768)"),
        ("first\n", 1, "**edition first**: First"),
        ("book\n", 1, "**source book**: the book of Acme"),
        ("long-unsigned (", 3, "**long-unsigned**: tag 18, 0..65535, 2 octets"),
        ("of window", 4, "structure window {"),
        ("outcome\n", 1, "0 done"),
        ("reset", 1, "**method 1** of class 32768"),
        ("from 0", 5, "**version 0** of class 32768"),
    ],
)
def test_what_is_told_of_a_name(
    editor: Editor, word: str, inside: int, said: str
) -> None:
    assert said in editor.hover("acme/counter.cosem", at(CLASS, word, inside))


def test_a_finding_is_explained(editor: Editor) -> None:
    text = CLASS.replace("array of window", "array of widow")
    file = counter(editor, text)
    editor.findings(file, bool)
    assert "**C201** unknown type" in editor.hover(file, at(text, "widow"))


def test_nothing_is_told_of_nothing(editor: Editor) -> None:
    assert editor.hover("acme/counter.cosem", lsp.Position(1, 0)) == ""
    assert editor.hover("acme/counter.cosem", lsp.Position(9999, 9999)) == ""
    assert editor.definition("acme/counter.cosem", lsp.Position(0, 0)) == ""


def test_where_a_name_is_used_also_in_packages_that_need_it(editor: Editor) -> None:
    assert editor.references("acme/counter.cosem", at(CLASS, "of window", 4)) == [
        "acme/counter.cosem:1",
        "acme/counter.cosem:12",
        "acme/types.cosem:2",
        "beta/more.cosem:1",
        "beta/more.cosem:4",
    ]
    assert editor.definition("acme/counter.cosem", at(CLASS, "types")) == (
        "acme/types.cosem:1"
    )


def test_rename_everywhere(editor: Editor) -> None:
    changed = editor.rename("acme/counter.cosem", at(CLASS, "of window", 4), "span_")
    assert sorted(changed) == [
        "acme/counter.cosem",
        "acme/types.cosem",
        "beta/more.cosem",
    ]
    assert changed["acme/counter.cosem"] == (
        CLASS.replace("outcome, window", "outcome, span_").replace(
            "of window", "of span_"
        )
    )
    assert "use span_ from acme.types" in changed["beta/more.cosem"]
    assert "type windows = array of span_" in changed["beta/more.cosem"]
    before = {name: (editor.root / name).read_bytes() for name in changed}
    for name, text in changed.items():
        (editor.root / name).write_text(text, encoding="utf-8")
    try:
        found = compile_packages([editor.root / "acme", editor.root / "beta"])
        assert found.diagnostics == ()
    finally:
        for name, octets in before.items():
            (editor.root / name).write_bytes(octets)


@pytest.mark.parametrize(
    ("word", "new", "why"),
    [
        ("of window", "a b", "expected a name"),
        ("of window", "outcome", "error C606"),
        ("of window", "unsigned", "error C203"),
        ("x value", "a b", "expected a name"),
        ("attribute 2", "b", "of attribute 2, found its number"),
    ],
)
def test_a_rename_that_would_be_wrong_is_refused(
    editor: Editor, word: str, new: str, why: str
) -> None:
    inside = {"o": 4, "x": 2, "a": len("attribute ")}[word[0]]
    place = at(CLASS, word.replace("x ", "2 "), inside)
    with pytest.raises(JsonRpcException, match=why):
        editor.rename("acme/counter.cosem", place, new)


def test_an_attribute_is_renamed_in_all_versions(editor: Editor) -> None:
    place = at(CLASS, "2 value", 2)
    params = lsp.PrepareRenameParams(editor.document("acme/counter.cosem"), place)
    asked = editor.wait(editor.client.text_document_prepare_rename_async(params))
    assert isinstance(asked, lsp.PrepareRenamePlaceholder)
    assert asked.placeholder == "value"
    changed = editor.rename("acme/counter.cosem", place, "count")
    assert changed == {"acme/counter.cosem": CLASS.replace("2 value:", "2 count:")}


def test_completion_knows_the_place(editor: Editor) -> None:
    editor.findings("acme/counter.cosem", lambda found: not found)
    for end, some, none in (
        ("  version 2 from 1 {\n    change attribute ", {"2", "3", "4"}, {"window"}),
        (
            "  version 2 from 1 {\n    add attribute 5 x: o",
            {"outcome", "octet-string", "array of"},
            {"version", "value"},
        ),
        ("  version 2 from 1 {\n    since ", {"first"}, {"book", "window"}),
        ("  version 2 from 1 {\n    source ", {"book"}, {"first"}),
        (
            "  version 2 from 1 {\n    ",
            {"add", "change", "remove", "since"},
            {"package"},
        ),
        ("  ver", {"version", "structure"}, {"attribute"}),
        ('  version 2 from 1 {\n    open "a ', set(), {"add"}),
    ):
        text = f"{CLASS[:-2]}{end}"
        counter(editor, text + "\n}\n")
        line = text.count("\n")
        place = lsp.Position(line, len(text.rpartition("\n")[2]))
        labels = editor.labels("acme/counter.cosem", place)
        assert some <= labels.keys(), end
        assert none.isdisjoint(labels), end
    text = "/// A number.\ntype a = long\n"
    assert "tag 16" in editor.hover(counter(editor, text), at(text, "long"))
    found = editor.labels("acme/counter.cosem", at(text, "long"))["window"]
    (line_above,) = found.additional_text_edits or ()
    assert line_above.new_text.startswith("use window from types\n")


def test_format_is_that_of_fmt(editor: Editor) -> None:
    wild = CLASS.replace("  version 0 {", "version   0   {").replace(": ", ":  ")
    assert editor.format(counter(editor, wild), wild) == CLASS
    assert editor.format(counter(editor, "clas"), "clas") is None


def test_outline(editor: Editor) -> None:
    params = lsp.DocumentSymbolParams(editor.document("acme/counter.cosem"))
    found = editor.wait(editor.client.text_document_document_symbol_async(params))
    assert found is not None
    (one,) = found
    assert isinstance(one, lsp.DocumentSymbol)
    assert (one.name, one.detail) == ("Counter", "class 32768")
    assert one.range == lsp.Range(at(CLASS, "class"), lsp.Position(23, 1))
    first, second = one.children or ()
    assert [each.name for each in first.children or ()] == [
        "value",
        "windows",
        "last",
        "reset",
    ]
    assert second.detail == "from 0"
    assert first.range.end == lsp.Position(17, 3)


def test_what_a_version_inherits(editor: Editor) -> None:
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))
    params = lsp.InlayHintParams(editor.document("acme/counter.cosem"), whole)
    found = editor.wait(editor.client.text_document_inlay_hint_async(params))
    assert [(each.position.line, each.label) for each in found or ()] == [
        (19, "inherits 2 attributes and 1 method"),
        (21, 'was value: static long-unsigned (0..10) note "𝄞"'),
    ]


def test_a_fix_is_offered_and_right(editor: Editor) -> None:
    text = CLASS.replace("use outcome, window", "use outcome")
    file = counter(editor, text)
    editor.findings(file, bool)
    action = editor.actions(file, at(text, "of window").line)[
        "Add use window from types"
    ]
    assert action.edit is not None and action.kind == lsp.CodeActionKind.QuickFix
    (edit,) = (action.edit.changes or {})[editor.uri(file)]
    assert edit.new_text == "use window from types\n"


def test_files_are_renamed_only_where_the_editor_can(editor: Editor) -> None:
    editor.open("acme/a-b.cosem", "/// A.\ntype a = long\n")
    told = editor.findings("acme/a-b.cosem", bool)
    assert [each.code for each in told] == ["C609"]
    assert editor.actions("acme/a-b.cosem", 0) == {}
    editor.shut("acme/a-b.cosem")


@pytest.mark.parametrize("uri", ["file:///a%00b", f"file:///{'a' * 300}", "untitled:/"])
def test_a_uri_that_no_file_can_have(editor: Editor, uri: str) -> None:
    editor.open(uri, "/// A number.\ntype a = lnog\n")
    assert [d.code for d in editor.findings(uri, bool)]
    editor.shut(uri)
    editor.findings(uri, lambda found: not found)
    assert editor.hover(uri, lsp.Position(0, 0)) == ""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_what_never_ends_is_not_read(editor: Editor) -> None:
    """Neither what is asked of, nor what stands in the package."""
    pipe, zero = editor.root / "acme/pipe.cosem", editor.root / "acme/zero.cosem"
    os.mkfifo(pipe)
    zero.symlink_to("/dev/zero")
    try:
        editor.change("acme/counter.cosem", CLASS + "\n")
        for file in (pipe, zero):
            (told,) = editor.findings(file.as_uri(), bool)
            assert told.code == "C610"
            editor.hover(file.as_uri(), lsp.Position(0, 0))
    finally:
        pipe.unlink()
        zero.unlink()


def test_a_file_of_no_package(editor: Editor) -> None:
    editor.open("alone/lost.cosem")
    (told,) = editor.findings("alone/lost.cosem", bool)
    assert told.code == "C601"
    editor.shut("alone/lost.cosem")


def test_a_document_without_a_file(editor: Editor) -> None:
    editor.open("untitled:Untitled-1", 'package new "New" {}\n\ntype a = lnog\n')
    told = editor.findings("untitled:Untitled-1", bool)
    assert "C201" in [each.code for each in told]
    editor.shut("untitled:Untitled-1")
    editor.findings("untitled:Untitled-1", lambda found: not found)


def test_what_others_write_to_disk_is_seen(tmp_path: Path) -> None:
    """An editor tells of it where it is asked to."""
    watching = lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    workspace = lsp.WorkspaceClientCapabilities(did_change_watched_files=watching)
    (tmp_path / "package.cosem").write_text('package acme "Acme" {\n}\n')
    editor = Editor(tmp_path, lsp.ClientCapabilities(workspace=workspace))
    editor.open("package.cosem")
    assert editor.findings("package.cosem", lambda found: not found) == []
    (registered,) = editor.registered
    watched = [{"globPattern": f"**/{name}"} for name in ("*.cosem", "released.lock")]
    assert registered.method == lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
    assert registered.register_options == {"watchers": watched}
    (tmp_path / "other.cosem").write_text("/// A type.\ntype other = lnog\n")
    made = lsp.FileEvent(editor.uri("other.cosem"), lsp.FileChangeType.Created)
    editor.client.workspace_did_change_watched_files(
        lsp.DidChangeWatchedFilesParams([made])
    )
    (found,) = editor.findings("other.cosem", bool)
    assert found.code == "C201"
    assert editor.close() == 0


def test_a_new_file_of_a_package_that_was_not_saved_yet(editor: Editor) -> None:
    text = "use window from types\n\n/// One.\ntype one = window\n"
    editor.open("acme/fresh.cosem", text)
    editor.findings("acme/fresh.cosem", lambda found: not found)
    assert editor.definition("acme/fresh.cosem", at(text, "= window", 3)) == (
        "acme/types.cosem:2"
    )
    editor.shut("acme/fresh.cosem")


def test_a_file_that_was_not_saved_tells_what_is_wrong_in_others(
    editor: Editor,
) -> None:
    editor.open("acme/types.cosem")
    editor.change("acme/types.cosem", TYPES.replace("window", "windows"))
    told = editor.findings("acme/counter.cosem", bool)
    assert {each.code for each in told} >= {"C605"}
    editor.shut("acme/types.cosem")
    editor.findings("acme/counter.cosem", lambda found: not found)


@pytest.mark.slow  # a process of its own for each
@pytest.mark.parametrize(
    ("encoding", "units"),
    [(lsp.PositionEncodingKind.Utf8, 4), (lsp.PositionEncodingKind.Utf32, 1)],
)
def test_units_are_agreed_on(
    encoding: lsp.PositionEncodingKind, units: int, tmp_path: Path
) -> None:
    general = lsp.GeneralClientCapabilities(position_encodings=[encoding])
    editor = Editor(tmp_path, lsp.ClientCapabilities(general=general))
    try:
        assert editor.capabilities.position_encoding == encoding
        editor.open(
            "one.cosem", 'package one "𝄞" {}\n\ntype a = long note "𝄞" unit b\n'
        )
        told = editor.findings("one.cosem", bool)
        (place,) = (d.range.start for d in told if d.code == "C215")
        assert place == lsp.Position(2, len('type a = long note "" unit ') + units)
    finally:
        assert editor.close() == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "\0\0\0",
        "\ufeff" + CLASS.replace("\n", "\r\n"),
        "{" * 20_000,
        'class 1 "' + "𝄞" * 5_000,
        "\u2028".join(["type a = long"] * 50),
        "///\n" * 500,
        "type \ud83d",
        "x" * 2_000_001,
    ],
    ids=[
        *("empty", "mark", "nul", "windows", "braces", "open", "lines", "docs", "half"),
        "large",
    ],
)
def test_any_text_is_answered(editor: Editor, text: str) -> None:
    file = counter(editor, text)
    for place in (lsp.Position(0, 0), lsp.Position(3, 7), lsp.Position(2**30, 2**30)):
        editor.hover(file, place)
        editor.labels(file, place)
        editor.definition(file, place)
    editor.format(file, text)
    editor.actions(file, 0)
    editor.change(file, CLASS)
    assert "structure window" in editor.hover(file, at(CLASS, "of window", 4))
