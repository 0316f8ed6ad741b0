"""Every example that a reader may copy: from README, documentation, docstrings and --help."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pyarrow as pa
import pyarrow.parquet as pq

from cosem_conformance.dumps import load, save
from cosemgen.cli.app import group
from cosemgen.diagnostics.entry import split_example
from cosemgen.json_text import dump as json_text
from cosemgen.targets.json.document import model_document
from tests.bench import payloads
from tests.compiled import model_of, write_package
from tests.unit.dumps.vectors import GXC
from tests.unit.dumps.workbook import workbook
from tests.unit.judge.planted import NONE, READ, dump, thing

ROOT = Path(__file__).parents[2]
TUTORIALS = sorted((ROOT / "generator/cosemgen/targets/docs/pages").glob("tutorial_*"))
"""Done as a whole, in a folder of their own: `test_tutorials.py`."""
_TUTORIALS = {path.name for path in TUTORIALS}
PAGES = (
    *(ROOT / "README.md", ROOT / "CONTRIBUTING.md"),
    *sorted(
        path
        for path in (ROOT / "generated" / "docs").rglob("*.md")
        if path.name not in _TUTORIALS
    ),
)
MODULES = sorted(
    path
    for folder in (
        *("generator/cosem_runtime", "generator/cosem_conformance"),
        *("generator/cosemgen", "generated/cosem"),
    )
    for path in (ROOT / folder).rglob("*.py")
)
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """Python of one place: a program, or a session whose answers are to be compared."""

    place: str
    text: str

    @property
    def is_session(self) -> bool:
        return ">>> " in self.text


class Command(NamedTuple):
    """A command line and what it is said to print; nothing where nothing is shown."""

    place: str
    line: str
    output: str


def blocks(page: Path, *languages: str) -> list[str]:
    """The fenced blocks of a page in one of these languages."""
    found = FENCED.findall(page.read_text(encoding="utf-8"))
    return [text for language, text in found if language in languages]


def vendor_files() -> dict[str, dict[str, str]]:
    """The specs on the page for vendors, by the names of their folders and files."""
    specs = blocks(ROOT / "generated/docs/vendors.md", "cosem")
    return dict(zip(("acme", "valley"), map(split_example, specs), strict=True))


def write_dumps(folder: Path) -> None:
    """Write the files that the examples of dumps are about."""
    page = ROOT / "generator/cosemgen/targets/docs/pages/dumps.md"
    (table,) = blocks(page, "text")
    (folder / "model.csv").write_text(table, encoding="utf-8")
    importing = ROOT / "generator/cosemgen/targets/docs/pages/importing.md"
    (table,) = blocks(importing, "text")
    (folder / "faulty.csv").write_text(table, encoding="utf-8")
    (folder / "device.gxc").write_text(GXC, encoding="utf-8")
    (folder / "model.xlsx").write_bytes(workbook({"Model": [["Kode", "Attribute"]]}))
    (folder / "columns.json").write_text('{"Kode": "logical_name"}', encoding="utf-8")
    save(load(folder / "device.gxc"), folder / "device.jsonl.gz")
    rights = dict.fromkeys((1, 2, 3), READ)
    values = {1: "0906 0100010800FF", 2: "06 0001E240", 3: "0202 0FFD 161E"}
    energy = thing(3, 0, "1.0.1.8.0.255", values, rights, {1: NONE})
    for name in ("meter.jsonl", "meter.jsonl.gz", "old.jsonl", "new.jsonl"):
        save(dump(energy), folder / name)
    (folder / "profile.cosem").write_text(_PROFILE, encoding="utf-8")
    (folder / "known.txt").write_text("# Nothing is known.\n", encoding="utf-8")


def write_buffers(folder: Path) -> None:
    """Write the buffers that the examples of archives are about."""
    buffers = pa.table(
        {
            "meter": ["M0001", "M0002"],
            "buffer": [payloads.profile(96), payloads.null_profile(96)],
            "capture_objects": [payloads.capture_objects()] * 2,
            "capture_period": [payloads.CAPTURE_PERIOD] * 2,
        }
    )
    pq.write_table(buffers, folder / "buffers.parquet")


_PROFILE = """\
package acme_profile "What ACME asks for" {
  needs cosem
  source book "ACME companion specification"
}

profile acme_1 "ACME 1" source book {
  variant polyphase "Three-phase meters" by 1.0.52.7.0.255

  object 1.0.1.8.0.255 "Active energy import" as 3 version 0 optional
  object 1.0.52.7.0.255 "Voltage L2" as 3 optional when polyphase
}
"""


def write_models(folder: Path) -> None:
    """Write two states of a model, which `diff` finds to be the same for all but readers."""
    for name, title in (("old", "ACME meters"), ("new", "Meters of ACME")):
        model = model_of(f'package acme "{title}" {{\n}}\n')
        text = json_text(model_document(model))
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


def keep_revision(folder: Path) -> None:
    """Let git have the spec as it is, as the release 0.1.0, and what is new; all else that is there is ignored."""
    (folder / "pyproject.toml").write_text('[project]\nversion = "0.1.0"\n')
    changes = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- More of it.\n"
    (folder / "CHANGELOG.md").write_text(changes)
    git(folder, "init")
    git(folder, "add", "spec", "pyproject.toml", "CHANGELOG.md")
    (folder / ".git" / "info" / "exclude").write_text("*\n")
    commit(folder)
    git(folder, "tag", "v0.1.0")


def commit(folder: Path) -> None:
    """Let git have what has changed, so that nothing is left for a release to stumble over."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    git(folder, *who, "commit", "--all", "--allow-empty", "-m", "Spec")


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def write_vendor_packages(folder: Path) -> None:
    """Write what the page generates of them, `acme_meter` and `cosem_valley`."""
    files = vendor_files()
    for name, spec, package, place in (
        ("acme", "acme", "acme_meter", folder),
        ("valley", "cosem_valley", "cosem_valley", folder / "valley"),
    ):
        model = model_of(files[name], spec)
        write_package(model, package, place)


def examples() -> Iterator[Example]:
    """The Python of every page and docstring; the sessions of a page are one session."""
    for page in PAGES:
        place = page.relative_to(ROOT).as_posix()
        found = [Example(place, text) for text in blocks(page, "python", "pycon")]
        yield from (each for each in found if not each.is_session)
        if session := "\n".join(each.text for each in found if each.is_session):
            yield Example(place, session)
    for path in MODULES:
        source = path.read_text(encoding="utf-8")
        if ">>> " in source:
            yield from _docstrings(path.relative_to(ROOT).as_posix(), ast.parse(source))


def _docstrings(place: str, tree: ast.Module) -> Iterator[Example]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, kinds) and ">>> " in (
            text := ast.get_docstring(node) or ""
        ):
            yield Example(f"{place}: {getattr(node, 'name', 'module')}", text)


def commands() -> Iterator[list[Command]]:
    """The commands of each page, in order, and those of each help text."""
    for page in PAGES:
        place = page.relative_to(ROOT).as_posix()
        text = "".join(blocks(page, "console"))
        parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)[1:]
        if parts:
            pairs = zip(parts[::2], parts[1::2], strict=True)
            yield [Command(place, line, output) for line, output in pairs]
    for name, each in [("", group), *_commands()]:
        help_text = inspect.cleandoc(each.help or "")
        found = re.findall(r"^ +(cosemgen .*)$", help_text, re.MULTILINE)
        # What a command is for stands behind it, some columns away.
        lines = [re.split(r" {2,}(?=\S)", line)[0] for line in found]
        if lines:
            yield [Command(f"cosemgen {name} --help", line, "") for line in lines]


def _commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            for inner, each in sorted(command.commands.items()):
                yield f"{name} {inner}", each
