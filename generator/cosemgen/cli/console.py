"""Where output goes and how it looks: rich on a terminal, plain anywhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal, TextIO

from .columns import Style, table_lines
from .page import Block, Heading, Paragraph, Table, Tree, plain
from .visible import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.tree import Tree as RichTree


_STYLES: Final[Mapping[Style, str]] = {
    "": "",
    "head": "dim",
    "name": "bold",
    "below": "dim",
}


def is_terminal(stream: TextIO) -> bool:
    """Whether somebody looks at the stream."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def coloured(stream: TextIO) -> bool:
    """Whether colour is wanted there; see https://no-color.org."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def show(blocks: Iterable[Block]) -> None:
    """Print results."""
    if not is_terminal(sys.stdout):
        print(visible(plain(blocks)))
        return
    from rich.console import Console

    colours: Literal["auto"] | None = "auto" if coloured(sys.stdout) else None
    console = Console(highlight=False, color_system=colours)
    for number, block in enumerate(blocks):
        if number:
            console.print()
        _print(console, block)


def note(text: str) -> None:
    """Print progress, or anything else that is no result."""
    print(visible(text), file=sys.stderr)


def _print(console: Console, block: Block) -> None:
    from rich.text import Text

    match block:
        case Heading(text):
            console.print(Text(visible(text), style="bold"))
        case Paragraph(text):
            console.print(Text(visible(text)))
        case Table():
            for line in table_lines(block, console.width):
                pieces = ((visible(text), _STYLES[style]) for text, style in line)
                console.print(Text.assemble(*pieces), soft_wrap=True)
        case Tree():
            console.print(_rich_tree(block))


def _rich_tree(tree: Tree) -> RichTree:
    from rich.text import Text
    from rich.tree import Tree as RichTree

    label = Text(visible(tree.label), style="bold")
    if tree.note:
        label.append(f": {visible(tree.note)}", style="not bold cyan")
    if tree.text:
        label.append(" = ", style="not bold dim")
        label.append(visible(tree.text), style="not bold")
    branch = RichTree(label, guide_style="dim")
    for child in tree.children:
        branch.children.append(_rich_tree(child))
    return branch
