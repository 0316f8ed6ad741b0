"""Judging a dump: each check over all that it looks at."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pkgutil import get_data
from types import ModuleType
from typing import Any, Final, TypeAlias

from cosem_runtime.catalogue import Catalogue
from cosem_runtime.companion import CompanionProfile
from cosem_runtime.errors import UnknownNameError, did_you_mean, quote

from ..dumps import Dump, load
from ..dumps.content import Readable
from . import (
    active,
    answers,
    codes,
    devices,
    identity,
    lists,
    profiles,
    references,
    rights,
    rules,
    types,
)
from .active import GoneError, Wire
from .comparing import Comparison, compare
from .findings import (
    ERROR,
    FAILED,
    INCONCLUSIVE,
    NOT_APPLICABLE,
    PASSED,
    WARNING,
    Finding,
    Judgement,
    Octets,
    Place,
)
from .known import CHECK, KnownFailure, apply, read_known
from .meter import Item, Meter, Read, Seen
from .profiles import Claim, Claims
from .table import ACTION, DUMP, FAMILIES, READ, WRITE, Check, Outcome

__all__ = ["CHECKS", "Judge", "judge", "selected"]

_TABLES: Final = (
    lists.CHECKS,
    identity.CHECKS,
    answers.CHECKS,
    types.CHECKS,
    rights.CHECKS,
    rules.CHECKS,
    references.CHECKS,
    codes.CHECKS,
    devices.CHECKS,
    profiles.CHECKS,
    active.CHECKS,
)
_ORDER: Final = list(FAMILIES)

CHECKS: Final[Mapping[str, Check]] = {
    check.id: check
    for check in sorted(
        (check for table in _TABLES for check in table),
        key=lambda check: (_ORDER.index(check.family), check.id),
    )
}
"""Every check by its id, family by family."""


def judge(
    catalogue: Catalogue | ModuleType,
    dump: Dump | Readable,
    *,
    only: Iterable[str] = (),
    without: Iterable[str] = (),
    known_failures: str | Iterable[KnownFailure] = (),
    profile: str | CompanionProfile | None = None,
    variants: Iterable[str] = (),
    wire: Wire | None = None,
) -> Judgement:
    """Judge a dump, or the file of one, by what a generated package knows.

    `only` and `without` name checks or their families, as "TY-01" or "TY".
    `known_failures` is the text of such a file, or what `read_known` made of one. `profile` is
    the companion profile that the meter claims, or its name in a package that is registered;
    without one, checks of profiles are left out. `variants` are those that the meter is said
    to be of, beside those that are recognised. `wire` is a live association of the meter, for
    the checks that ask it; it is closed at the end.
    Raises DumpError for what is no dump, UnknownNameError for a check, a profile or a variant that
    there is not, and KnownFailuresError.
    """
    known_by: Catalogue = (
        catalogue.CATALOGUE if isinstance(catalogue, ModuleType) else catalogue
    )
    only = tuple(only)
    checks = selected(only, without, live=wire is not None)
    if isinstance(profile, str):
        profile = known_by.companion_profile(profile)
    if profile is None and not only:
        checks = [each for each in checks if each.family != profiles.FAMILY]
    if isinstance(known_failures, str):
        known = read_known(known_failures, CHECKS)
    else:
        known = tuple(known_failures)
    whole = dump if isinstance(dump, Dump) else load(dump, partial=True)
    meter = Meter(whole, known_by)
    if profile is not None:
        meter.claims = Claims(meter, profile, variants)
    if wire is not None:
        _join(meter, wire)
    counts = {check.id: Counter[str]() for check in checks}
    of_class: _Counts = {}
    found = _findings(meter, checks, counts, of_class, wire)
    try:
        findings = list(apply(known, found, counts))
    finally:
        if wire is not None:
            wire.close()
    unexpected = sum(each.check == CHECK for each in findings)
    if unexpected:
        counts[CHECK] = Counter({FAILED: unexpected})
    versions = _versions(known_by, profile)
    if wire is not None:
        versions["live association"] = wire.allowed
    return Judgement(
        meter.name,
        counts,
        tuple(findings),
        versions,
        _classes(known_by, findings),
        os.fspath(dump) if isinstance(dump, (str, os.PathLike)) else "",
        of_class,
    )


class Judge:
    """Judges by one generated package: `cosem.judge` is the one of the standard's."""

    __slots__ = ("_catalogue",)

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def __call__(
        self,
        dump: Dump | Readable,
        *,
        only: Iterable[str] = (),
        without: Iterable[str] = (),
        known_failures: str | Iterable[KnownFailure] = (),
        profile: str | CompanionProfile | None = None,
        variants: Iterable[str] = (),
        wire: Wire | None = None,
    ) -> Judgement:
        """What all checks find in a dump, or in the file of one: see `judge`."""
        return judge(
            self._catalogue,
            dump,
            only=only,
            without=without,
            known_failures=known_failures,
            profile=profile,
            variants=variants,
            wire=wire,
        )

    def compare(self, old: Dump | Readable, new: Dump | Readable) -> Comparison:
        """What changed from one dump to another, or from the file of one to another's.

        Raises DumpError for what is no dump.
        """
        before, after = (
            each if isinstance(each, Dump) else load(each, partial=True)
            for each in (old, new)
        )
        return compare(self._catalogue, before, after)

    def __repr__(self) -> str:
        return f"<Judge by {', '.join(self._catalogue.packages())}>"


def selected(
    only: Iterable[str] = (), without: Iterable[str] = (), *, live: bool = False
) -> list[Check]:
    """Checks of the table, in its order. Raises UnknownNameError for another name.

    Those that ask a meter are among them where one is `live`, or where `only` has their id.
    """
    only = [name.upper() for name in only]
    wanted = frozenset(each for name in only for each in _named(name))
    unwanted = frozenset(each for name in without for each in _named(name))
    return [
        check
        for check in CHECKS.values()
        if (not wanted or check.id in wanted)
        and check.id not in unwanted
        and (live or check.mode == DUMP or check.id in only)
    ]


def _named(name: str) -> Collection[str]:
    found = [each for each in CHECKS if name.upper() in (each, each[:2])]
    if not found:
        hint = did_you_mean(name.upper(), [*CHECKS, *FAMILIES])
        raise UnknownNameError(
            f"there is no check {quote(name)}{hint}; families are {', '.join(FAMILIES)}"
        )
    return found


_Counts: TypeAlias = dict[tuple[str, int | None], Counter[str]]


def _join(meter: Meter, wire: Wire) -> None:
    """Give the association of the dump that is live what asks it.

    Raises UnknownNameError where it is not to be found, or where there are several.
    """
    found = [each for each in meter.associations if wire.association in ("", each.name)]
    if len(found) > 1:
        clients = [each for each in found if each.facts.client == wire.client]
        found = clients or found
    if len(found) != 1:
        names = ", ".join(each.name for each in meter.associations) or "none"
        what = quote(wire.association) if wire.association else "one"
        raise UnknownNameError(
            f"{what} of the associations of the dump is live; say which by its name: {names}"
        )
    found[0].wire = wire


def _findings(
    meter: Meter,
    checks: Iterable[Check],
    counts: Mapping[str, Counter[str]],
    of_class: _Counts,
    wire: Wire | None,
) -> Iterator[Finding]:
    if not meter.dump.complete:
        yield Finding(
            "DUMP", "inconclusive", "the dump was cut short: more may have been read"
        )
    for (class_id, number), kinds in rules.undecided(meter).items():
        yield Finding(
            "RULES",
            INCONCLUSIVE,
            f"class {class_id} version {number} has rules that this version of cosem does not "
            f"know: {', '.join(kinds)}",
            place=Place(meter.name, "", class_id, number),
        )
    gone = ""
    for check in checks:
        count = counts[check.id]
        needs = gone if check.mode != DUMP else ""
        try:
            if not needs and _may_run(check, wire):
                for looked_at, outcome in _outcomes(meter, check, wire):
                    item = outcome.item or _item(looked_at)
                    kind = check.id, None if item is None else item.dumped.class_id
                    count[outcome.verdict] += 1
                    of_class.setdefault(kind, Counter())[outcome.verdict] += 1
                    if outcome.verdict != PASSED:
                        yield _finding(check, looked_at, outcome)
        except GoneError as error:
            needs = gone = str(error)
        if needs:
            count[INCONCLUSIVE] += 1
            of_class.setdefault((check.id, None), Counter())[INCONCLUSIVE] += 1
            yield Finding(check.id, INCONCLUSIVE, needs, place=Place(meter.name))
        elif not count:
            count[NOT_APPLICABLE] += 1
            of_class[check.id, None] = Counter({NOT_APPLICABLE: 1})
            reason = _MISSING[check.mode] + check.needs
            yield Finding(check.id, NOT_APPLICABLE, reason, place=Place(meter.name))
        if wire is not None and wire.unrestored:
            yield from _unrestored(check, wire, count, of_class)


_MISSING: Final = {
    DUMP: "the dump does not have it: ",
    READ: "it needs ",
    WRITE: "it needs leave to write, and ",
    ACTION: "it needs leave to invoke methods, and ",
}


def _outcomes(
    meter: Meter, check: Check, wire: Wire | None
) -> Iterator[tuple[Any, Outcome]]:
    if wire is not None:
        wire.checking = check.id
    for looked_at in meter.of_scope(check.scope):
        if check.mode == DUMP or _seen(looked_at).wire is not None:
            for outcome in check.run(looked_at):
                yield looked_at, outcome


def _may_run(check: Check, wire: Wire | None) -> bool:
    if check.mode == DUMP:
        return True
    if wire is None:
        return False
    return check.mode == READ or (
        wire.allow_write if check.mode == WRITE else wire.allow_actions
    )


def _unrestored(
    check: Check, wire: Wire, count: Counter[str], of_class: _Counts
) -> Iterator[Finding]:
    """What was written and could not be put back: told once, with what it held."""
    for (place, number), before in wire.unrestored.items():
        count[FAILED] += 1
        of_class.setdefault((check.id, place.class_id), Counter())[FAILED] += 1
        yield Finding(
            check.id,
            FAILED,
            "it was written, and what it held before could not be put back",
            ERROR,
            replace(place, attribute=number),
            expected=before.hex(" "),
            octets=Octets.around(before, 0),
        )
    wire.unrestored.clear()


def _finding(check: Check, looked_at: Any, outcome: Outcome) -> Finding:
    item = outcome.item or _item(looked_at)
    basis = outcome.basis
    if basis is None:
        by_class = item is not None and item.kind is not None
        basis = (
            item.basis_of(outcome.attribute, outcome.method, _members(outcome))
            if by_class and item is not None
            else Outcome(PASSED).basis
        )
    severity = outcome.severity
    reason = outcome.reason
    doubts = [outcome.doubt] if outcome.doubt else []
    if basis is not None and not basis.is_sure:
        doubts.append(
            f"not confirmed: {basis.doubt}" if basis.doubt else "its confidence is low"
        )
    if outcome.verdict == FAILED and doubts:
        reason = f"{reason} ({'; '.join(doubts)})"
        if severity == ERROR:
            severity = WARNING
    finding = Finding(
        check.id,
        outcome.verdict,
        reason,
        severity,
        _place(looked_at, outcome),
        outcome.expected,
        outcome.found,
        octets=outcome.octets,
    )
    return finding if basis is None else replace(finding, basis=basis)


def _members(outcome: Outcome) -> frozenset[str] | None:
    """What of a structure an outcome rests on: the members on its way, if it ends at one."""
    if outcome.members is not None:
        return outcome.members
    if not outcome.path or outcome.path.endswith("]"):
        return None
    return frozenset(outcome.path.replace("[", ".[").split("."))


def _item(looked_at: Any) -> Item | None:
    if isinstance(looked_at, Read):
        return looked_at.item
    if isinstance(looked_at, Claim):
        return looked_at.item
    return looked_at if isinstance(looked_at, Item) else None


def _seen(looked_at: Any) -> Seen:
    """The association of what asks a meter: a value, an object or an association."""
    item = _item(looked_at)
    return looked_at if item is None else item.seen


def _place(looked_at: Any, outcome: Outcome) -> Place:
    item = outcome.item or _item(looked_at)
    if item is not None:
        return item.place(outcome.attribute, outcome.method, outcome.path)
    if isinstance(looked_at, Claim):
        name = looked_at.claims.meter.name
        return Place(name, "", looked_at.class_id, None, looked_at.code)
    if isinstance(looked_at, Seen):
        return Place(looked_at.meter.name, looked_at.name)
    return Place(looked_at.name)


def _classes(catalogue: Catalogue, findings: Iterable[Finding]) -> dict[int, str]:
    """What the classes are called that findings name, those that are known."""
    numbers = {
        each.place.class_id for each in findings if each.place.class_id is not None
    }
    return {each: catalogue.name(each) for each in sorted(numbers) if each in catalogue}


def _versions(catalogue: Catalogue, profile: CompanionProfile | None) -> dict[str, str]:
    """What was judged by: packages, their tables of codes and rules, what decides these, a profile."""
    found = {}
    for package in catalogue.packages():
        found[package] = _version(package)
        for what, module in _TABLES_OF.items():
            tables = _text(package, module)
            if tables is not None:
                digest = sha256(tables).hexdigest()[:_DIGITS]
                found[f"{what} of {package}"] = f"sha256:{digest}"
    found["rules"] = _version("cosem")
    if profile is not None:
        found[f"profile {profile.name}"] = profile.title
    return found


_DIGITS: Final = 16
_TABLES_OF: Final = {"OBIS tables": "_obis.py", "rules": "_rules.py"}


def _text(package: str, module: str) -> bytes | None:
    try:
        return get_data(package, module)
    except OSError:  # of a package that was generated before there was such a module
        return None


@cache
def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:  # what was generated, and not installed
        return "0+unknown"
