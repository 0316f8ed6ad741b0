"""What could be read of octets up to a mistake in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..page import Tree, tree_lines
from ..values import told

if TYPE_CHECKING:
    from cosem_runtime.types.base import DataType

_DEEPEST: Final = 50
_FIRST: Final = 10
_LAST: Final = 40
BROKEN: Final = "cannot be read"


def before(label: str, octets: bytes, kind: DataType) -> str:
    """The values in front of the mistake, with the names that the type gives them.

    Of very many lines the first and the last; nothing where the mistake comes first.
    """
    root = Tree(label)
    _walk(root, octets, 0, kind, 0)
    if root.text == BROKEN:
        return ""
    lines = list(tree_lines(root))
    left_out = len(lines) - _FIRST - _LAST
    if left_out > 1:
        lines[_FIRST:-_LAST] = [f"... {left_out} lines ..."]
    return "\n".join(lines)


def _walk(node: Tree, octets: bytes, at: int, kind: DataType, depth: int) -> int | None:
    """Fill a node with the value at `at`; the offset behind it, None behind a mistake."""
    from cosem_runtime import DecodeError
    from cosem_runtime.types import ANY, ArrayType, ChoiceType, StructureType
    from cosem_runtime.wire import ARRAY, STRUCTURE, TAG_NAMES, read_length

    tag = octets[at] if at < len(octets) else None
    if isinstance(kind, ChoiceType):
        kind = next((k for k in kind.alternatives if tag in k.tags), ANY)
    is_known = tag in kind.tags and kind is not ANY
    node.note = kind.name if is_known else TAG_NAMES.get(tag or 0, "")
    try:
        if tag not in (ARRAY, STRUCTURE) or depth == _DEEPEST:
            value, behind = (kind if is_known else ANY).decode(octets, at)
            node.text = told(value)
            return behind
        count, at = read_length(octets, at + 1)
    except (DecodeError, IndexError, RecursionError):
        node.text = BROKEN
        node.note = kind.name if kind is not ANY else ""
        return None
    fields = kind.fields if isinstance(kind, StructureType) and is_known else ()
    element = kind.element if isinstance(kind, ArrayType) and is_known else ANY
    for index in range(count):
        name, inner = fields[index] if index < len(fields) else (f"[{index}]", element)
        child = Tree(name)
        node.children.append(child)
        end = _walk(child, octets, at, inner, depth + 1)
        if end is None:
            return None
        at = end
    return at
