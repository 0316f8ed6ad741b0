"""What a package can get: a class, a version of one, an object, a telegram, a companion profile."""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from ..model import InterfaceClass
from ..module_names import likely_name
from ..sources import SUFFIX
from ..syntax.literals import write_string
from ..targets.rendering import environment
from ..vocabulary import STANDARD_PACKAGE
from .home import Draft, Home, Unfit

if TYPE_CHECKING:
    from jinja2 import Environment

OBJECTS: Final = f"objects{SUFFIX}"
TELEGRAMS: Final = f"telegrams{SUFFIX}"
PROFILES: Final = f"profiles{SUFFIX}"


@cache
def templates() -> Environment:
    """Those of the folder beside this module."""
    return environment("cosemgen.starting")


def class_draft(
    home: Home,
    class_id: int,
    name: str,
    *,
    after: str | None = None,
    origin: str | None = None,
    file: str | None = None,
    sources: tuple[str, ...] = (),
) -> Draft:
    """A class in a file of its own.

    `after` is the class beside whose file it goes; `origin`, as `3` or `3/1`, the one that it
    is written from.
    """
    stem = likely_name(name).lower() or f"class_{class_id}"
    folder = PurePosixPath()
    if after is not None:
        folder = PurePosixPath(home.known_class(after, own=True).family)
    elif file is None:
        _check_families(home)
    path = home.place(file, f"{folder / stem}{SUFFIX}")
    written_from, free = None, 2
    if origin is not None:
        text, _, number = origin.partition("/")
        cls = home.known_class(text, own=False)
        version = _version(cls, number)
        written_from = f"class {cls.class_id} version {version}"
        free = _free_number(cls, version)
    text = (
        templates()
        .get_template("class.cosem.jinja")
        .render(
            class_id=class_id,
            name=write_string(name),
            source=home.source(sources),
            origin=written_from,
            attribute=free,
            edition=home.edition,
        )
    )
    return home.with_items(path, text, "")


def version_draft(home: Home, cls: str, origin: int | None = None) -> Draft:
    """The next version of a class of the package, in the class's file; from the newest one, if none is said."""
    found = home.known_class(cls, own=True)
    newest = max(each.version for each in found.versions)
    base = newest if origin is None else _version(found, str(origin))
    # Of all versions it is known which edition has them first, or of none.
    tells = any(each.since is not None for each in found.versions)
    text = (
        templates()
        .get_template("version.cosem.jinja")
        .render(
            version=newest + 1,
            origin=base,
            attribute=_free_number(found, base),
            edition=home.edition if tells else "",
        )
    )
    return home.with_version(found, text)


def object_draft(
    home: Home,
    code: str,
    name: str,
    *,
    cls: str | None = None,
    overlaps: str | None = None,
    file: str | None = None,
    sources: tuple[str, ...] = (),
) -> Draft:
    """An OBIS code with its name; `cls` as `3` or `3/1` is the class that its object has.

    `overlaps` is why the code may have another name too.
    """
    use = None
    if cls is not None:
        text, slash, version = cls.partition("/")
        found = home.known_class(text, own=False)
        only = f" version {_version(found, version)}" if slash else ""
        use = f"{found.class_id}{only}"
    text = (
        templates()
        .get_template("object.cosem.jinja")
        .render(
            code=code,
            name=write_string(name),
            use=use,
            overlaps=None if overlaps is None else write_string(overlaps),
            source=home.source(sources),
        )
    )
    introduction = templates().get_template("objects.cosem.jinja").render()
    return home.with_items(home.place(file, OBJECTS), text, introduction)


def telegram_draft(
    home: Home,
    name: str,
    title: str,
    *,
    file: str | None = None,
    sources: tuple[str, ...] = (),
) -> Draft:
    """A list that meters push, of four places."""
    _check_standard(home, "telegram")
    text = (
        templates()
        .get_template("telegram.cosem.jinja")
        .render(
            name=name,
            title=write_string(title),
            fixed=write_string(f"{name.upper()}_1"),
            source=home.source(sources),
        )
    )
    return home.with_items(home.place(file, TELEGRAMS), text, "")


def profile_draft(
    home: Home,
    name: str,
    title: str,
    *,
    origin: str | None = None,
    file: str | None = None,
    sources: tuple[str, ...] = (),
) -> Draft:
    """A companion profile; `origin` is the one that it is written from."""
    _check_standard(home, "profile")
    text = (
        templates()
        .get_template("profile.cosem.jinja")
        .render(
            name=name,
            title=write_string(title),
            origin=origin,
            source=home.source(sources),
        )
    )
    return home.with_items(home.place(file, PROFILES), text, "")


def _version(cls: InterfaceClass, text: str) -> int:
    """The version of that number, or the newest one. Raises Unfit where there is none."""
    versions = [each.version for each in cls.versions]
    if not text:
        return max(versions)
    if text not in map(str, versions):
        raise Unfit(
            f"class {cls.class_id} has no version {text!r}: "
            f"expected one of {', '.join(map(str, versions))}"
        )
    return int(text)


def _free_number(cls: InterfaceClass, version: int) -> int:
    """The number of the next attribute."""
    (found,) = (each for each in cls.versions if each.version == version)
    return max((each.number for each in found.attributes), default=1) + 1


def _check_families(home: Home) -> None:
    """Raises Unfit where classes stand in folders, and it is not said in which."""
    families = {each.family for each in home.model.classes}
    if families and "" not in families:
        raise Unfit(
            "the classes of this package stand in folders "
            f"({', '.join(sorted(families))}): say with --after CLASS beside which"
        )


def _check_standard(home: Home, what: str) -> None:
    """Raises Unfit where the codes of a starter are not known."""
    names = {home.model.package.name, *home.model.package.needs}
    if STANDARD_PACKAGE not in names:
        raise Unfit(
            f"a {what} is about codes of the standard: expected 'needs "
            f"{STANDARD_PACKAGE}' in package {home.model.package.name!r}"
        )
