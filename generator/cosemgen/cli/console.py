"""Where output goes and how it looks: rich on a terminal, plain anywhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, TextIO

from .page import Block, Heading, Paragraph, Table, Tree, plain

if TYPE_CHECKING:
    from rich.console import Console
    from rich.tree import Tree as RichTree


def is_terminal(stream: TextIO) -> bool:
    """Whether somebody looks at the stream."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def coloured(stream: TextIO) -> bool:
    """Whether colour is wanted there; see https://no-color.org."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def show(blocks: Iterable[Block]) -> None:
    """Print results."""
    if not is_terminal(sys.stdout):
        print(plain(blocks))
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
    print(text, file=sys.stderr)


def _print(console: Console, block: Block) -> None:
    from rich.table import Table as RichTable
    from rich.text import Text

    match block:
        case Heading(text):
            console.print(Text(text, style="bold"))
        case Paragraph(text):
            console.print(Text(text))
        case Table():
            table = block.trimmed()
            grid = RichTable(
                box=None,
                pad_edge=False,
                header_style="dim",
                show_header=any(table.headers),
            )
            for number, header in enumerate(table.headers):
                named = number == 1 and bool(header)
                grid.add_column(
                    header,
                    overflow="fold",
                    no_wrap=named,
                    style="bold" if named else "",
                )
            for row in table.rows:
                grid.add_row(*(Text(cell) for cell in row))
            console.print(grid)
        case Tree():
            console.print(_rich_tree(block))


def _rich_tree(tree: Tree) -> RichTree:
    from rich.text import Text
    from rich.tree import Tree as RichTree

    label = Text(tree.label, style="bold")
    if tree.note:
        label.append(f": {tree.note}", style="not bold cyan")
    if tree.text:
        label.append(" = ", style="not bold dim")
        label.append(tree.text, style="not bold")
    branch = RichTree(label, guide_style="dim")
    for child in tree.children:
        branch.children.append(_rich_tree(child))
    return branch
