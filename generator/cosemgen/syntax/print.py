"""The printer: tree to text, in the one layout that `cosemgen fmt` gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ..diagnostics import Diagnostic
from . import tree, write
from .heads import Piece, Typed, head
from .lines import Gap, body, gap, has_braces, inner
from .parse import parse
from .tree import File, Node
from .write import STEP, WIDTH

_CONTINUED: Final = STEP * 2
"""Further indentation of a line that goes on with the one above it."""


def formatted(text: str, path: str) -> tuple[str | None, list[Diagnostic]]:
    """A file's text in canonical layout, or None with what is wrong with it."""
    file, findings = parse(text, path)
    if file is None or findings:
        return None, findings
    return laid_out(file), []


def laid_out(file: File) -> str:
    """A file in canonical layout, which is held against it."""
    result = print_file(file)
    again, _ = parse(result, file.path)
    if again != file:
        raise AssertionError(
            f"{file.path}: the canonical layout would change the meaning"
        )
    return result


def print_file(file: File) -> str:
    """A file's text; parsing it gives the same tree again."""
    text = print_nodes(file.items)
    end = "".join(f"{comment}\n" for comment in file.comments_at_end)
    return f"{text}\n{end}" if text and end else text + end


def print_nodes(nodes: Sequence[Node]) -> str:
    """Items of one body, whatever body it is, as they would be in a file."""
    lines: list[str] = []
    _print_all(nodes, "", lines)
    return "".join(f"{line}\n" for line in lines)


def _print_all(nodes: Sequence[Node], indent: str, lines: list[str]) -> None:
    columns = _columns(nodes)
    before: Node | None = None
    for node, column in zip(nodes, columns, strict=True):
        above = [*node.comments.before]
        between = gap(before, node)
        if above[:1] == [""] and between is not Gap.FREE:
            del above[0]
        if between is Gap.BLANK:
            lines.append("")
        item = inner(node)
        if item is not node:
            above += item.comments.before
        lines += [f"{indent}{comment}" if comment else "" for comment in above]
        if item.doc:
            lines += [f"{indent}/// {line}".rstrip() for line in item.doc.split("\n")]
        _print(node, item, indent, head(node, column), lines)
        before = node


def _print(
    node: Node, item: Node, indent: str, pieces: list[Piece], lines: list[str]
) -> None:
    braces = has_braces(item)
    parts, at_end, behind = body(item), item.comments.at_end, item.comments.behind
    opening = ""
    if braces:
        opening = " {" if parts or at_end or behind else " {}"
    first, *rest = _wrapped(pieces, indent, opening).split("\n")
    beside = node.comments.beside or item.comments.beside
    lines.append(f"{indent}{first}  {beside}" if beside else f"{indent}{first}")
    lines += rest
    if opening == " {":
        _print_all(parts, indent + STEP, lines)
        lines += [f"{indent}{STEP}{comment}" if comment else "" for comment in at_end]
        lines.append(f"{indent}}}  {behind}" if behind else f"{indent}}}")


def _wrapped(pieces: Iterable[Piece], indent: str, ending: str) -> str:
    """Pieces in as few lines as fit; the first one without its indentation."""
    text = ""
    for piece in pieces:
        if isinstance(piece, Typed):
            line = f"{piece.before}{write.type_use(piece.type)}{piece.after}"
            if len(indent) + len(line) + len(ending) > WIDTH:
                use = write.wrapped_type(piece.type, indent)
                line = f"{piece.before}{use}{piece.after}"
        else:
            line = piece
        if not text:
            text = line
            continue
        above, _, last = text.rpartition("\n")
        used = len(last) + (0 if above else len(indent))
        first_line = line.partition("\n")[0]
        if used + 1 + len(first_line) + len(ending) <= WIDTH:
            text += f" {line}"
        else:
            text += f"\n{indent}{_CONTINUED}{line}"
    return text + ending


# ---------------------------------------------------------------- columns


def _columns(nodes: Sequence[Node]) -> list[int]:
    """How wide each node's name or number is to be, so that neighbours line up.

    What is documented, commented on or set apart begins a new run of neighbours.
    """
    result: list[int] = []
    run: list[int] = []
    for node in nodes:
        if node.doc or node.comments.before:
            result += _aligned(run)
            run = []
        run.append(_own_width(node))
    return result + _aligned(run)


def _aligned(run: list[int]) -> list[int]:
    widest = max(run, default=0)
    return [widest if width else 0 for width in run]


def _own_width(node: Node) -> int:
    """Width of what neighbours line up behind; 0 for nothing of the kind."""
    match node:
        case tree.Field():
            return len(node.name) + 2
        case tree.Member() | tree.UnitRow():
            return len(write.number(node.value))
        case tree.DataType():
            return len(write.number(node.tag))
        case tree.TelegramItem() | tree.TelegramList():
            return 0 if node.place is None else len(write.number(node.place))
        case tree.Object(in_block=True) | tree.InUseRow():
            return len(node.pattern)
        case tree.WantedObject(in_block=True):
            return len(node.pattern)
        case tree.Code(codes=(only,)) if only.first == only.last:
            return len(write.codes((only,)))
        case _:
            return 0
