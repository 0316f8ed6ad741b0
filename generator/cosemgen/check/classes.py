"""Classes: who may define which id, what makes a version whole."""

from __future__ import annotations

import re
from itertools import pairwise

from ..lower.expansion import ClassEntry
from ..lower.facts import legend_of
from ..model import ClassVersion, InterfaceClass
from ..naming import foreign_letters
from ..vocabulary import CLASS_RANGES, STANDARD_PACKAGE
from ..words import listed, plural
from .context import Context

_HAS_LETTER = re.compile(r"[A-Za-z]")


def check_class_ids(context: Context) -> None:
    """Ids are unique and in the range of those who write them; a foundation's versions stay its own."""
    package = context.model.package.name
    seen: dict[int, ClassEntry] = {}
    strangers: set[int] = set()
    names: dict[str, ClassEntry] = {}
    for entry in context.lowered.classes:
        node = entry.node
        class_id, name = int(node.class_id), str(node.name)
        in_range = _check_range(context, entry, package)
        known = seen.setdefault(class_id, entry)
        if known is not entry:
            place = known.node.class_id.span
            context.report.error(
                node.class_id.span,
                "C302",
                f"class {class_id} is already '{known.node.name}' "
                f"({place.file}:{place.line})",
            )
            context.misnamed = True
            continue
        if not in_range:
            strangers.add(class_id)
            context.misnamed = True
        if _HAS_LETTER.search(name) is None:
            context.report.error(
                node.name.span, "C325", f"expected a class name, found '{name}'"
            )
        foreign = foreign_letters(name)
        if foreign:
            told = listed((f"'{c}' (U+{ord(c):04X})" for c in foreign[:3]), "and")
            context.report.warning(
                node.name.span,
                "C332",
                f"the name of class {class_id} has {told}, which no name in Python gets",
                "write it with letters A to Z",
            )
        folded = re.sub(r"[^a-z0-9]", "", name.casefold())
        same = names.setdefault(folded, entry)
        if same is not entry:
            context.report.error(
                node.name.span,
                "C325",
                f"class {same.node.class_id:d} is called '{same.node.name}' already",
            )
    for foundation in context.foundations:
        for one in foundation.classes:
            mine = seen.get(one.class_id)
            if mine is not None and one.class_id not in strangers:
                _check_foundation(context, mine, one, foundation.package.name)


def _check_range(context: Context, entry: ClassEntry, package: str) -> bool:
    class_id = int(entry.node.class_id)
    span = entry.node.class_id.span
    standard, makers, users = CLASS_RANGES
    if not 0 <= class_id <= users.last:
        message = f"expected a class id (0..{users.last}), found {class_id}"
        context.report.error(span, "C301", message)
    elif package == STANDARD_PACKAGE and class_id > standard.last:
        context.report.error(
            span,
            "C301",
            f"expected a class id of the standard ({standard.first}..{standard.last}), "
            f"found {class_id}",
        )
    elif package != STANDARD_PACKAGE and class_id <= standard.last:
        taken = [
            one.name
            for foundation in context.foundations
            for one in foundation.classes
            if one.class_id == class_id
        ]
        context.report.error(
            span,
            "C301",
            f"class ids {standard.first}..{standard.last} are the standard's, "
            f"found {class_id}" + (f", which is '{taken[0]}'" if taken else ""),
            f"{makers.who} have {makers.first}..{makers.last}, "
            f"{users.who} {users.first}..{users.last}",
        )
    else:
        return True
    return False


def _check_foundation(
    context: Context, mine: ClassEntry, theirs: InterfaceClass, package: str
) -> None:
    if mine.node.name != theirs.name:
        context.report.error(
            mine.node.class_id.span,
            "C303",
            f"class {theirs.class_id} is '{theirs.name}' of package '{package}', "
            f"found '{mine.node.name}'",
        )
        return
    taken = {version.version for version in theirs.versions}
    again = [v.node.number for v in mine.versions if int(v.node.number) in taken]
    if again:
        context.report.error(
            again[0].span,
            "C303",
            f"{plural('version', len(again))} {listed(map(int, again), 'and')} of "
            f"class {theirs.class_id} {'is' if len(again) == 1 else 'are'} "
            f"already defined by package '{package}'",
            f"the next free one is {max(taken) + 1}",
        )


def check_versions(context: Context) -> None:
    """A class has versions, each once and with a number that fits an octet."""
    for entry in context.lowered.classes:
        if not entry.versions:
            context.report.error(
                entry.node.class_id.span,
                "C322",
                f"class {entry.node.class_id:d} '{entry.node.name}' has no version",
                "write 'version 0 { ... }'",
            )
        seen: dict[int, int] = {}
        for version in entry.versions:
            number = version.node.number
            if not 0 <= number <= 255:
                context.report.error(
                    number.span,
                    "C311",
                    f"expected a version number (0..255), found {number:d}",
                )
            if int(number) in seen:
                context.report.error(
                    number.span,
                    "C312",
                    f"version {number:d} of {entry.node.name} is already there "
                    f"(line {seen[int(number)]})",
                )
            seen.setdefault(int(number), number.span.line)


def check_editions(context: Context) -> None:
    """No version came before the one with the lower number."""
    models = (context.model, *context.foundations)
    order = list(legend_of(model.package for model in models).editions)
    for one in context.model.classes:
        dated = [version for version in one.versions if version.since is not None]
        for earlier, later in pairwise(dated):
            assert earlier.since is not None and later.since is not None
            first, last = earlier.since.first, later.since.last
            if order.index(last.key) < order.index(first.key):
                context.report.error(
                    later.span,
                    "C329",
                    f"version {later.version} of {one.name} is of {last.label}, "
                    f"before version {earlier.version} of {first.label}",
                )


def check_contents(context: Context) -> None:
    """Attributes follow one another from 2; a version has something, or says that nothing is known of it."""
    for one, version in context.versions():
        if version.undefined:
            if len(version.attributes) > 1 or version.methods:
                context.report.error(
                    version.span,
                    "C323",
                    f"version {version.version} of {one.name} is 'undefined': "
                    "expected neither attributes nor methods",
                )
            continue
        if len(version.attributes) == 1 and not version.methods:
            context.report.error(
                version.span,
                "C323",
                f"version {version.version} of {one.name} has neither attributes "
                "nor methods",
                "say why with 'undefined' where nothing is known of it",
            )
        entry = context.entry(version)
        if entry is None or not entry.misnumbered:
            _check_gaps(context, one, version)
        _check_selectors(context, one, version)


def _check_gaps(context: Context, one: InterfaceClass, version: ClassVersion) -> None:
    expected = 1
    for attribute in version.attributes:
        if attribute.number != expected:
            context.report.error(
                attribute.span,
                "C306",
                f"expected attribute {expected} of {one.name} before attribute "
                f"{attribute.number} '{attribute.name}'",
                "attributes are numbered without gaps",
            )
        expected = attribute.number + 1


def _check_selectors(
    context: Context, one: InterfaceClass, version: ClassVersion
) -> None:
    for attribute in version.attributes:
        seen: set[int] = set()
        for selector in attribute.selectors:
            where = f"{one.name}.{attribute.name}"
            if not 0 <= selector.number <= 255:
                context.report.error(
                    selector.span,
                    "C324",
                    f"expected a selector (0..255) of {where}, found {selector.number}",
                )
            elif selector.number in seen:
                context.report.error(
                    selector.span,
                    "C324",
                    f"selector {selector.number} of {where} is stated twice",
                )
            seen.add(selector.number)
