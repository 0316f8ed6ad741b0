"""`cosemgen new`: starter files."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from cosemgen.disk import write_file, write_new
from cosemgen.module_names import package_refusal

from . import console
from .endings import Findings
from .specification import HERE, check_name

if TYPE_CHECKING:
    from cosemgen.starting import Draft, Home

_Function = TypeVar("_Function", bound=Callable[..., Any])
_PATTERN: Final = re.compile(r"(?:\d{1,3}|[a-f])(?:\.(?:\d{1,3}|[a-f])){5}")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@click.group(short_help="Starter files: a class, a code, a package.")
def command() -> None:
    """Begin something: write a file, or the lines of one, that compiles as it stands.

    Its comments say what goes where. Nothing that is there is written over, and where the
    compiler would find something wrong, nothing is written. Without --spec it is about the
    package in the folder spec/ here.

    \b
    Examples:
      cosemgen new package brook "Brook meters"
    """


def _printable(
    context: click.Context, parameter: click.Parameter, text: str | None
) -> str | None:
    if text is not None and not (text.strip() and text.isprintable()):
        raise click.BadParameter(f"expected a text of one line, found {text!r}")
    return text


def _word(context: click.Context, parameter: click.Parameter, text: str) -> str:
    if not _NAME.fullmatch(text):
        raise click.BadParameter(
            f"expected letters, digits and '_', and no digit at the front, found {text!r}"
        )
    return text


def _code(context: click.Context, parameter: click.Parameter, text: str) -> str:
    """A code, or a pattern of codes, as specs have it."""
    if _PATTERN.fullmatch(text):
        return text
    from cosem_runtime import Obis, ObisError
    from cosemgen.notation import dotted

    try:
        return dotted(Obis(text))
    except ObisError as error:
        raise click.BadParameter(str(error)) from None


_spec = click.option(
    "--spec",
    multiple=True,
    metavar="PATH",
    type=click.Path(exists=True),
    help="Spec file or folder of the package, or of others that it needs; spec/ here unless given. May be repeated.",
)
_file = click.option(
    "--file",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Spec file to write it to, at its end; made where it is not there.",
)
_source = click.option(
    "--source",
    "sources",
    metavar="KEY",
    multiple=True,
    help="Source of the package's legend; its only one unless given. May be repeated.",
)
_title = click.argument("title", callback=_printable)


@command.command("class", short_help="A class, in a file of its own.")
@_spec
@_file
@_source
@click.option(
    "--after", metavar="CLASS", help="Class beside whose file it goes: number or name."
)
@click.option(
    "--from",
    "origin",
    metavar="CLASS[/VERSION]",
    help="Class that it takes all of, also one of the standard.",
)
@click.argument("class_id", metavar="ID", type=click.IntRange(0, 0xFFFF))
@click.argument("name", callback=_printable)
def class_(
    spec: tuple[str, ...],
    file: str | None,
    sources: tuple[str, ...],
    after: str | None,
    origin: str | None,
    class_id: int,
    name: str,
) -> None:
    """Begin class ID, called NAME, with its version 0.

    \b
    Examples:
      cosemgen new class 8900 "Sluice gate" --spec acme/
      cosemgen new class 8901 "Sealed register" --from 3 --spec acme/
    """
    from cosemgen.starting import class_draft

    home = _home(spec)
    with _fitting():
        draft = class_draft(
            home, class_id, name, after=after, origin=origin, file=file, sources=sources
        )
    _write(home, draft, spec, f"cosemgen show {class_id}")


@command.command(short_help="The next version of a class.")
@_spec
@click.option(
    "--from",
    "origin",
    metavar="VERSION",
    type=click.IntRange(0, 255),
    help="Version that it differs from; the newest unless given.",
)
@click.argument("class_", metavar="CLASS")
def version(spec: tuple[str, ...], origin: int | None, class_: str) -> None:
    """Begin the next version of CLASS, a number or a name, behind its others.

    \b
    Examples:
      cosemgen new version 8770 --from 0 --spec acme/
    """
    from cosemgen.starting import version_draft

    home = _home(spec)
    with _fitting():
        draft = version_draft(home, class_, origin)
    _write(home, draft, spec, f"cosemgen show {shlex.quote(class_)}")


@command.command("object", short_help="An OBIS code with its name.")
@_spec
@_file
@_source
@click.option(
    "--class",
    "class_",
    metavar="CLASS[/VERSION]",
    help="Class that its object has: number or name.",
)
@click.option(
    "--overlaps",
    metavar="WHY",
    callback=_printable,
    help="Why it may be called otherwise than the standard, or the package, calls it already.",
)
@click.argument("code", callback=_code)
@click.argument("name", callback=_printable)
def object_(
    spec: tuple[str, ...],
    file: str | None,
    sources: tuple[str, ...],
    class_: str | None,
    overlaps: str | None,
    code: str,
    name: str,
) -> None:
    """Give CODE, or a pattern of codes, a NAME, in objects.cosem of the package.

    \b
    Examples:
      cosemgen new object 0.0.128.20.0.255 "Gate" --class 8770 --spec acme/
    """
    from cosemgen.starting import object_draft

    home = _home(spec)
    with _fitting():
        draft = object_draft(
            home, code, name, cls=class_, overlaps=overlaps, file=file, sources=sources
        )
    one = code if re.fullmatch(r"[\d.]+", code) else shlex.quote(str(draft.path))
    _write(home, draft, spec, f"cosemgen show {one}")


@command.command(short_help="A list that meters push.")
@_spec
@_file
@_source
@click.argument("name", callback=_word)
@_title
def telegram(
    spec: tuple[str, ...],
    file: str | None,
    sources: tuple[str, ...],
    name: str,
    title: str,
) -> None:
    """Begin the telegram NAME, in telegrams.cosem of the package.

    \b
    Examples:
      cosemgen new telegram acme_minute "ACME, each minute" --spec acme/
    """
    from cosemgen.starting import telegram_draft

    home = _home(spec)
    with _fitting():
        draft = telegram_draft(home, name, title, file=file, sources=sources)
    _write(home, draft, spec, f"cosemgen show {name}")


@command.command(short_help="What meters have to have.")
@_spec
@_file
@_source
@click.option(
    "--from",
    "origin",
    metavar="PROFILE",
    callback=lambda context, parameter, text: text and _word(context, parameter, text),
    help="Profile that it differs from.",
)
@click.argument("name", callback=_word)
@_title
def profile(
    spec: tuple[str, ...],
    file: str | None,
    sources: tuple[str, ...],
    origin: str | None,
    name: str,
    title: str,
) -> None:
    """Begin the companion profile NAME, in profiles.cosem of the package.

    \b
    Examples:
      cosemgen new profile acme_1 "What ACME asks for" --spec acme/
      cosemgen new profile acme_2 "With a second tariff" --from acme_1 --spec acme/
    """
    from cosemgen.starting import profile_draft

    home = _home(spec)
    with _fitting():
        draft = profile_draft(
            home, name, title, origin=origin, file=file, sources=sources
        )
    _write(home, draft, spec, f"cosemgen show {name}")


@command.command(short_help="A project: spec, tests, CI, README.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder to make; called as the package unless given.",
)
@click.argument("name")
@click.argument("title", required=False, callback=_printable)
def package(out: Path | None, name: str, title: str | None) -> None:
    """Begin a project for the package NAME of classes and codes of your own.

    It has a spec, a test, a workflow of GitHub, pyproject.toml and README.md; `cosemgen build`
    and `pytest` in it work at once. TITLE is what the package is called for people.

    \b
    Examples:
      cosemgen new package lake "Lake meters"
      cosemgen new package cosem_pond "Pond meters" --out pond
    """
    from cosemgen.starting import project_files
    from cosemgen.vocabulary import STANDARD_PACKAGE

    taken = "the standard is called so" if name == STANDARD_PACKAGE else None
    check_name("the package", name, taken or package_refusal(name))
    folder = out or Path(name)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(f"{folder} is there already: nothing is written")
    for path, text in project_files(name, title or name).items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        write_new(place, text.encode("utf-8"))
        print(f"created {place.as_posix()}")
    _next(
        f"cd {shlex.quote(folder.as_posix())}",
        'python -m pip install -e ".[test]"',
        "cosemgen build",
        "python -m pytest",
    )


# ---------------------------------------------------------------- what they share


def _home(spec: Sequence[str]) -> Home:
    """The package that is added to. Tells errors, then raises Findings."""
    from cosemgen.sources import PACKAGE_FILE
    from cosemgen.starting import Home

    from .reports import report

    if not spec and not HERE.is_dir():
        raise click.UsageError(
            f"there is no folder {HERE}/ here: say with --spec where the package is, or "
            "begin one with `cosemgen new package`"
        )
    own = HERE / PACKAGE_FILE
    home = Home(spec or [own if own.is_file() else HERE])
    if not home.compilation.ok:
        report(home.compilation.diagnostics)
        console.note("nothing is written")
        raise Findings
    return home


@contextmanager
def _fitting() -> Iterator[None]:
    """What cannot be begun is wrong use, with the reason."""
    from cosemgen.starting import Unfit

    try:
        yield
    except Unfit as error:
        raise click.UsageError(str(error)) from None


def _write(home: Home, draft: Draft, spec: Sequence[str], show: str) -> None:
    """Write the draft, if the compiler has nothing against it. Tells findings, then raises Findings."""
    from .reports import report

    findings = home.findings(draft)
    if findings:
        report(findings)
        console.note("nothing is written")
        raise Findings
    path = Path(draft.path)
    if draft.is_new:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_new(path, draft.text.encode("utf-8"))
        print(f"created {draft.path}")
    else:
        write_file(path, draft.text)
        print(f"added to {draft.path}:{draft.line}")
    paths = "".join(f" {shlex.quote(each)}" for each in spec)
    where = "".join(f" --spec {shlex.quote(each)}" for each in spec)
    _next(
        f"edit {draft.path}:{draft.line}",
        f"cosemgen fmt{paths}",
        f"cosemgen check{paths}",
        f"{show}{where}",
    )


def _next(*steps: str) -> None:
    console.note("\n".join(["next:", *(f"  {step}" for step in steps)]))
