"""Where output goes and how it looks: rich on a terminal, plain anywhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal, TextIO

from cosem_runtime.errors import visible as visible
from cosem_runtime.errors import visible_line as visible_line

from .page import (
    Block,
    Heading,
    Paragraph,
    Style,
    Table,
    Text,
    Tree,
    plain,
    table_lines,
)

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


@contextmanager
def progress_bar(
    begins: str, *, octets: bool = False
) -> Iterator[Callable[[int, int, str], None]]:
    """A bar where somebody looks, and nothing anywhere else.

    What it gives is called with how much is done, how much there is, and what is done now.
    `octets`: they are counted, in units that can be read.
    """
    if not is_terminal(sys.stderr):
        yield lambda done, total, what: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    colours: Literal["auto"] | None = "auto" if coloured(sys.stderr) else None
    columns = (
        BarColumn(),
        DownloadColumn(binary_units=True) if octets else MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
    )
    out = Console(stderr=True, color_system=colours)
    with Progress(*columns, console=out, transient=True) as progress:
        task = progress.add_task(begins, total=None)

        def tell(done: int, total: int, what: str) -> None:
            progress.update(task, completed=done, total=total, description=what)

        yield tell


def _print(console: Console, block: Block) -> None:
    from rich.text import Text as RichText

    match block:
        case Heading(text):
            console.print(RichText(visible(text), style="bold"))
        case Paragraph(text):
            console.print(RichText(visible(text)))
        case Table():
            for line in table_lines(block, console.width):
                pieces = ((visible(text), _STYLES[style]) for text, style in line)
                console.print(RichText.assemble(*pieces), soft_wrap=True)
        case Tree():
            console.print(_rich_tree(block))
        case Text(laid_out):
            console.print(RichText(visible(laid_out(console.width))), soft_wrap=True)


def _rich_tree(tree: Tree) -> RichTree:
    from rich.text import Text as RichText
    from rich.tree import Tree as RichTree

    label = RichText(visible(tree.label), style="bold")
    if tree.note:
        label.append(f": {visible(tree.note)}", style="not bold cyan")
    if tree.text:
        label.append(" = ", style="not bold dim")
        label.append(visible(tree.text), style="not bold")
    branch = RichTree(label, guide_style="dim")
    for child in tree.children:
        branch.children.append(_rich_tree(child))
    return branch


# ---------------------------------------------------------------- text of others


def visible_json(document: str) -> str:
    """JSON that means the same, with those characters as escapes of JSON."""
    return "".join(c if visible(c) == c else _escaped(c) for c in document)


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
