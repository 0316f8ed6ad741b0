"""What a version has of the one that it is written from, beside its lines."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from ..lower.expansion import VersionEntry
from ..syntax import tree
from ..syntax.write import type_use
from ..words import counted, listed
from .texts import Place, Text
from .workspace import Analysis


def inlay_hints(
    analysis: Analysis, shown: str, text: Text, wanted: lsp.Range
) -> list[lsp.InlayHint]:
    """Hints for the lines of a range: what is inherited, and what a changed line was."""
    package = analysis.package_of(shown)
    found = []
    for entry in () if package is None else package.classes:
        if entry.home.tree.path != shown:
            continue
        for version in entry.versions:
            for line, label, tooltip in _of_version(version):
                now = analysis.now(shown, text.lines, line)
                if now is None or not wanted.start.line <= now - 1 <= wanted.end.line:
                    continue
                end = text.position(*Place(now, len(text.line(now)) + 1))
                found.append(
                    lsp.InlayHint(end, label, tooltip=tooltip, padding_left=True)
                )
    return found


def _of_version(version: VersionEntry) -> Iterator[tuple[int, str, str]]:
    """Line, label and what more there is to say."""
    origin = version.origin
    if origin is None or not origin.expanded:
        return
    own = version.contents
    attributes = _kept(own.attributes, origin.contents.attributes)
    methods = _kept(own.methods, origin.contents.methods)
    counts = [
        counted(len(lines), word)
        for word, lines in (("attribute", attributes), ("method", methods))
        if lines
    ]
    if counts:
        label = f"inherits {listed(counts, 'and')}"
        yield version.node.span.line, label, "\n".join([*attributes, *methods])
    for part in version.node.parts:
        if isinstance(part, tree.Change) and isinstance(part.item, tree.Attribute):
            known = origin.contents.attributes.get(int(part.item.number))
            if known is not None:
                was = _attribute(known[0])
                yield part.span.line, f"was {was}", f"attribute {known[0].number:d} {was}"


def _kept(
    now: (
        dict[int, tuple[tree.Attribute, object]]
        | dict[int, tuple[tree.Method, object]]
        | object
    ),
    before: object,
) -> list[str]:
    assert isinstance(now, dict) and isinstance(before, dict)
    return [
        f"{node.word} {number} {_attribute(node)}"
        for number, (node, _) in sorted(now.items())
        if number in before and before[number][0] is node
    ]


def _attribute(node: tree.Attribute | tree.Method) -> str:
    if isinstance(node, tree.Method):
        return str(node.name)
    mark = f"{node.mark} " if node.mark else ""
    return f"{node.name}: {mark}{type_use(node.type)}"
