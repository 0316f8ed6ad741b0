"""What a version has of the one that it is written from, beside its lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lsprotocol import types as lsp

from ..lower.expansion import VersionEntry
from ..syntax import tree
from ..syntax.print import print_nodes
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
                line = _line(known[0])
                was = line.removeprefix(f"attribute {known[0].number:d} ")
                yield part.span.line, f"was {was}", line


def _kept(
    now: Mapping[int, tuple[tree.Attribute | tree.Method, object]],
    before: Mapping[int, tuple[tree.Attribute | tree.Method, object]],
) -> list[str]:
    """The lines of what is as it was before."""
    return [
        _line(node)
        for number, (node, _) in sorted(now.items())
        if number in before and before[number][0] is node
    ]


def _line(node: tree.Attribute | tree.Method) -> str:
    """The line of an attribute or a method, without what stands around it or in its braces."""
    if isinstance(node, tree.Attribute):
        node = replace(node, selectors=())
    alone = replace(node, doc="", comments=tree.NO_COMMENTS)
    return " ".join(print_nodes((alone,)).split())
