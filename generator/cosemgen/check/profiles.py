"""Companion profiles: they ask only for what classes have, of types and values that go together, and for nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from .. import model as m
from ..lower.expressions import UNKNOWN
from ..lower.profiles import MOST_CODES
from ..notation import type_text
from ..vocabulary import MEANINGS, SIMPLE_TYPES
from ..words import did_you_mean, listed
from .context import Context
from .defaults import Misfit, misfit_of
from .references import unknown_unit

MOST_OBJECTS: Final = 100_000
"""Objects of a profile, one for each code."""
MOST_OF_A_CODE: Final = 256
"""Objects that share a code, of other classes or variants."""


class _Sent(NamedTuple):
    """A data type in which a value may be sent, with its narrowing."""

    name: str
    size: m.Limits | None = None
    bounds: m.Limits | None = None


def check_profiles(context: Context) -> None:
    above = {
        each.name: each
        for model in (*context.foundations, context.model)
        for each in model.profiles
    }
    _check_variants(context)
    for profile in context.model.profiles:
        _check_facts(context, profile)
        # What comes as it is from another profile is told there.
        origin = above.get(profile.origin)
        known = set(() if origin is None else map(id, origin.objects))
        _check_repeated(context, profile)
        for wanted in profile.objects:
            if id(wanted) not in known:
                _check_object(context, wanted)


def _check_facts(context: Context, profile: m.Profile) -> None:
    if not profile.sources:
        context.report.warning(
            profile.span,
            "C914",
            f"profile '{profile.name}' has no source",
            "say with 'source' behind its title who asks for it",
        )
    if not profile.objects and not profile.origin:
        context.report.error(
            profile.span,
            "C915",
            f"profile '{profile.name}' asks for nothing: expected an object",
        )
    saps: dict[int, m.ProfileClient] = {}
    for client in profile.clients:
        if client.sap is None:
            continue
        first = saps.setdefault(client.sap, client)
        if first is not client:
            context.report.error(
                client.span,
                "C904",
                f"client '{client.name}' has the address of '{first.name}': {client.sap}",
            )


def _check_variants(context: Context) -> None:
    """Each variant is what something is asked of, in its profile or in one that is written from it."""
    below = [each for model in context.foundations for each in model.profiles]
    told = {variant.span for profile in below for variant in profile.variants}
    told |= {
        variant.span
        for profile in context.model.profiles
        for variant in profile.variants
        if any(variant.name in wanted.when for wanted in profile.objects)
    }
    for profile in context.model.profiles:
        for variant in profile.variants:
            if variant.span not in told:
                told.add(variant.span)
                context.report.warning(
                    variant.span,
                    "C916",
                    f"nothing is asked of variant '{variant.name}'",
                    f"say 'when {variant.name}' at what such meters have to have",
                )


def _check_repeated(context: Context, profile: m.Profile) -> None:
    """No code is asked for twice, for what may be one class of the same meters."""
    by_code: dict[tuple[int, ...], list[m.ProfileObject]] = {}
    number = 0
    for wanted in profile.objects:
        told = False
        codes = [*islice(wanted.codes(), MOST_CODES + 1)]
        if len(codes) > MOST_CODES:
            continue  # which is told already
        for code in codes:
            number += 1
            others = by_code.setdefault(code, [])
            if number > MOST_OBJECTS or len(others) == MOST_OF_A_CODE:
                context.report.error(
                    wanted.span,
                    "C907",
                    f"profile '{profile.name}' asks for more than {MOST_OBJECTS} objects, "
                    f"or {MOST_OF_A_CODE} of one code",
                )
                return
            other = next((each for each in others if _go_together(each, wanted)), None)
            if other is not None and not told:
                told = True
                context.report.error(
                    wanted.span,
                    "C905",
                    f"{'.'.join(map(str, code))} is already asked for "
                    f"({other.span.file}:{other.span.line})",
                    "say with 'as' or 'when' how the two differ",
                )
            others.append(wanted)


def _go_together(one: m.ProfileObject, other: m.ProfileObject) -> bool:
    classes = [{each.class_id for each in wanted.classes} for wanted in (one, other)]
    if all(classes) and not classes[0] & classes[1]:
        return False
    variants = set(one.when), set(other.when)
    return not all(variants) or bool(variants[0] & variants[1])


# ---------------------------------------------------------------- one object


def _check_object(context: Context, wanted: m.ProfileObject) -> None:
    for unit in wanted.units:
        unknown_unit(context, unit, wanted.span, wanted.name)
    versions = [*_versions(context, wanted)]
    for line in wanted.lines:
        _check_line(context, line, versions)


def _versions(
    context: Context, wanted: m.ProfileObject
) -> Iterator[tuple[m.InterfaceClass, m.ClassVersion]]:
    """The class versions that an object may have."""
    for class_id, number in wanted.classes:
        found = context.model.interface_class(class_id)
        if context.misnamed and (found is None or found in context.model.classes):
            continue  # another one may be meant
        if found is None:
            context.report.warning(
                wanted.span, "C912", f"class {class_id} is not defined"
            )
            continue
        versions = [v for v in found.versions if number in (None, v.version)]
        if not versions:
            known = listed((v.version for v in found.versions), "and")
            context.report.warning(
                wanted.span,
                "C912",
                f"{found.name} has no version {number}: known are {known}",
            )
        yield from ((found, version) for version in versions)


def _check_line(
    context: Context,
    line: m.ProfileLine,
    versions: Sequence[tuple[m.InterfaceClass, m.ClassVersion]],
) -> None:
    if not versions:  # nothing is known of the class
        _check_values(context, line, ())
        return
    names: dict[str, None] = {}
    types: list[m.TypeExpression] = []
    for _, version in versions:
        if line.what == "method":
            names |= {x.name: None for x in version.methods if x.number == line.number}
            continue
        for each in version.attributes:
            if each.number == line.number:
                names[each.name] = None
                types.append(each.type)
    called = listed(dict.fromkeys(found.name for found, _ in versions))
    # Of a version of which nobody knows the members, nothing can be said.
    if not names and any(version.undefined for _, version in versions):
        return
    if not names:
        of_version = ""
        if len(versions) == 1:
            of_version = f" version {versions[0][1].version}"
        context.report.error(
            line.span,
            "C911",
            f"{called}{of_version} has no {line.what} {line.number}",
        )
        return
    if line.name not in names:
        context.report.error(
            line.span,
            "C911",
            f"{line.what} {line.number} of {called} is {listed(names)}, found {line.name}",
            did_you_mean(line.name, names),
        )
    if line.what == "attribute":
        _check_types(context, line, types)
        _check_values(context, line, types)


def _check_types(
    context: Context, line: m.ProfileLine, types: Iterable[m.TypeExpression]
) -> None:
    allowed = [each for expression in types for each in _sent(context, expression)]
    if any(each.name == "" for each in allowed):
        return
    for narrower in line.types:
        if isinstance(narrower, m.Reference | m.Choice | m.OpenChoice):
            continue  # which is told already
        for each in _sent(context, narrower):
            if not any(_meet(each, one) for one in allowed):
                context.report.error(
                    line.span,
                    "C909",
                    f"{line.name} is never sent as {type_text(narrower)}: "
                    f"expected {listed(dict.fromkeys(one.name for one in allowed))}"
                    + (" of that size or range" if _named(each, allowed) else ""),
                )


def _named(each: _Sent, allowed: Iterable[_Sent]) -> bool:
    return any(one.name == each.name for one in allowed)


def _sent(context: Context, expression: m.TypeExpression) -> Iterator[_Sent]:
    """The data types in which a value may be sent; one without a name may be any."""
    if expression is UNKNOWN:
        yield _Sent("")
        return
    match context.resolve(expression):
        case m.Simple(name, size, bounds) as simple:
            yield _Sent(name, size or _implied(simple), bounds)
            if simple.or_empty:
                yield _Sent(name, m.Limits(0, 0), bounds)
        case m.Enumeration(base=base) | m.Bits(base=base) | m.UnitTable(base=base):
            yield _Sent(base)
        case m.Structure() | m.AnyStructure():
            yield _Sent("structure")
        case m.Array(size=size):
            yield _Sent("array", size)
        case m.CompactArray():
            yield _Sent("compact-array")
        case m.Choice(alternatives):
            for each in alternatives:
                yield from _sent(context, each)
        case m.OpenChoice(of):
            if of == "any":
                yield _Sent("")
            else:
                yield from map(_Sent, SIMPLE_TYPES)


def _implied(simple: m.Simple) -> m.Limits | None:
    """The length that octets of a meaning have."""
    meaning = MEANINGS.get(simple.meaning or "")
    if meaning is None or meaning.octets is None:
        return None
    return m.Limits(meaning.octets, meaning.octets)


def _meet(one: _Sent, other: _Sent) -> bool:
    return one.name == other.name and all(
        map(_overlap, (one.size, one.bounds), (other.size, other.bounds))
    )


def _overlap(one: m.Limits | None, other: m.Limits | None) -> bool:
    if one is None or other is None:
        return True
    lows = [each for each in (one.minimum, other.minimum) if each is not None]
    highs = [each for each in (one.maximum, other.maximum) if each is not None]
    return not lows or not highs or max(lows) <= min(highs)


def _check_values(
    context: Context, line: m.ProfileLine, of_class: Sequence[m.TypeExpression]
) -> None:
    """Each value is one of a type that the class has, and of one that the line says.

    Where the class has several, or nothing is known of it, one of them will do.
    """
    values = [("fixed value", each) for each in line.values]
    if line.preset is not None:
        values.append(("default", line.preset))
    for what, value in values:
        told = _misfit(context, value, of_class)
        # What names and lists mean, the class says, if it does.
        plain = isinstance(value, int | str | bytes)
        if told is None and (plain or all(_is_open(context, x) for x in of_class)):
            told = _misfit(context, value, line.types)
        if told is not None:
            context.report.error(
                line.span, "C913", f"{what} of {line.name}: {told.message}", told.hint
            )


def _misfit(
    context: Context, value: m.Literal_, types: Iterable[m.TypeExpression]
) -> Misfit | None:
    """Why a value is of none of these types; None where it is, or where there are none."""
    misfits = []
    for each in types:
        found = misfit_of(context, value, each)
        if found is None:
            return None
        misfits.append(found)
    # What is nearest to a value that fits says best what is wrong.
    near = (each for each in misfits if each.code != "C403")
    return next(near, misfits[0] if misfits else None)


def _is_open(context: Context, expression: m.TypeExpression) -> bool:
    """Whether a class leaves open what its values are."""
    if expression is UNKNOWN:  # which is told already
        return False
    return isinstance(context.resolve(expression), m.OpenChoice)
