"""Companion profiles of others, made into specs: `cosemgen import`.

A source is read into claims (`forms`), these are held against the classes (`fitting`), written as text (`writing`) and given to the
compiler, which has the last word (`settling`). What is wrong with a source is told with its place in it, and never kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from cosem_conformance.dumps import DumpError, registry
from cosem_conformance.dumps.content import Content, opened
from cosem_conformance.dumps.reading import assembled
from cosem_conformance.dumps.registry import Options

from ..compile import compile_sources
from ..model import Model
from ..sources import PACKAGE_FILE, text_sources
from ..vocabulary import STANDARD_PACKAGE
from .claims import Problem, Problems, Profile, identifier
from .classes import Classes
from .fitting import fit
from .forms import meters, osgp, rows, tables
from .settling import Draft, Unwritable, settled
from .writing import Above, every_claim, package_text, profile_lines

__all__ = ["Imported", "Problem", "Unwritable", "import_profiles"]

_PROFILES: Final[Mapping[str, Callable[[Content, Options, Problems], Profile]]] = {
    "csv": tables.csv_profile,
    "osgp": osgp.profile,
    "rows": rows.profile,
    "xlsx": tables.xlsx_profile,
}
"""Forms of dumps that say more than a meter can; of others, what a meter has is what is asked for."""


class Imported(NamedTuple):
    """What came of sources."""

    files: Mapping[str, str]
    """Spec files by name: the package, and one for each source."""
    problems: tuple[Problem, ...]
    objects: int


def import_profiles(
    sources: Sequence[str | os.PathLike[str]],
    package: str,
    *,
    title: str = "",
    form: str = "",
    columns: Mapping[str, str] | None = None,
    sheet: str = "",
    describe: Callable[[str, int], str] = lambda code, class_id: "",
) -> Imported:
    """Companion profiles, one for each source, as a spec package of that name.

    The form of a source is told by its content unless `form` names it; `columns` and `sheet` are as
    for dumps. `describe` names an object of a code and class where the source does not. Raises
    DumpError for what is no source, OSError for what cannot be read.
    """
    options = Options(True, columns or {}, sheet)
    read = [_read(os.fspath(source), form, options) for source in sources]
    _check_names(read)
    classes = Classes(_standard())
    chains = {profile.title: _chain(profile, read) for profile, _ in read}
    for profile, problems in read:
        tags = every_claim([profile, *chains[profile.title]])
        fit(profile, classes, tags, describe, problems)

    def drafts() -> Mapping[str, Draft]:
        return {
            f"{profile.name}.cosem": Draft(
                profile_lines(
                    profile,
                    next(iter(chains[profile.title]), None),
                    Above(chains[profile.title]),
                ),
                problems,
            )
            for profile, problems in read
        }

    titles = [profile.title for profile, _ in read]
    title = title or (titles[0] if len(titles) == 1 else package)
    files = settled(package_text(package, title, read), drafts)
    return Imported(
        files,
        tuple(each for _, problems in read for each in problems),
        sum(len(profile.claims) for profile, _ in read),
    )


def _standard() -> Model:
    """The standard, as a package sees it that needs it: parsed once, and not checked anew."""
    needs = f'package sources "Sources" {{ needs {STANDARD_PACKAGE} }}\n'
    found = compile_sources(text_sources({PACKAGE_FILE: needs}))
    return found.models[STANDARD_PACKAGE]


def _read(path: str, form: str, options: Options) -> tuple[Profile, Problems]:
    problems = Problems(path)
    with opened(path) as content:
        reader = registry.named(form) if form else registry.recognised(content)
        known = _PROFILES.get(reader.name)
        try:
            if known is not None:
                profile = known(content, options, problems)
            else:
                records = reader.records(content, options)
                profile = meters.profile(assembled(records, 64), problems)
        except DumpError as error:
            raise error.at(file=path) from None
    if not profile.claims:
        raise DumpError("nothing is asked for: no object could be read", file=path)
    return profile, problems


def _check_names(read: Iterable[tuple[Profile, Problems]]) -> None:
    known: dict[str, str] = {}
    for profile, problems in read:
        if profile.name in known:
            first = known[profile.name]
            raise DumpError(
                f"it is the profile {profile.title!r}, as {first} is",
                file=problems.file,
            )
        known[profile.name] = problems.file


def _chain(profile: Profile, read: Sequence[tuple[Profile, Problems]]) -> list[Profile]:
    """The profiles that one adds to, the nearest first."""
    known = {each.name: each for each, _ in read}
    chain: list[Profile] = []
    each = profile
    while each.parent:
        parent = known.get(identifier(each.parent))
        if parent is None:
            if each is profile:
                problems = next(p for one, p in read if one is profile)
                problems.left_out(
                    "", f"it adds to {each.parent}: give the file of that too"
                )
            break
        if parent is profile or parent in chain:
            raise DumpError(f"{each.title} adds to itself", file=profile.file)
        chain.append(parent)
        each = parent
    return chain
