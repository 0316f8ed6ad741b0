"""What objects are: ID-01 to ID-06."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .findings import Basis, Octets
from .meter import Item, Meter, Read, Seen, is_standard
from .table import PASS, Check, Outcome, inapplicable, unclear, warned, wrong

__all__ = ["CHECKS"]


def _class(item: Item) -> Iterator[Outcome]:
    class_id = item.dumped.class_id
    catalogue = item.seen.meter.catalogue
    if catalogue.versions(class_id):
        yield PASS
    elif is_standard(class_id):
        yield wrong(
            f"no edition that is known has a class {class_id}",
            expected="a class of the standard",
            found=str(class_id),
        )
    else:
        yield inapplicable(
            f"class {class_id} is in a range that is left to others, and no package that is "
            "registered has it"
        )


def _version(item: Item) -> Iterator[Outcome]:
    dumped = item.dumped
    versions = item.seen.meter.catalogue.versions(dumped.class_id)
    if not versions:
        return
    if dumped.version is None:
        yield unclear("nobody says which version the object is of")
    elif dumped.version in versions:
        yield PASS
    else:
        known = ", ".join(map(str, versions))
        yield wrong(
            f"the class has no version {dumped.version} that is known;"
            " the attributes are not judged",
            expected=f"one of {known}",
            found=str(dumped.version),
        )


def _logical_name(read: Read) -> Iterator[Outcome]:
    if read.number != 1 or read.value.derived:
        return
    due = b"\x09\x06" + bytes(read.item.code)
    if read.octets == due:
        yield PASS
        return
    yield wrong(
        "attribute 1 is not the logical name that the object is listed under",
        attribute=1,
        expected=due.hex(" "),
        found=read.octets[:16].hex(" "),
        octets=Octets.around(read.octets, 0),
    )


def _fits(read: Read) -> Iterator[Outcome]:
    if read.reading is None or read.item.kind is None:
        return
    if len(read.item.seen.meter.catalogue.versions(read.item.dumped.class_id)) < 2:
        return
    for each in read.reading.deviations:
        if each.code == "D151":
            yield wrong(
                f"expected {each.expected}, found {each.found}",
                attribute=read.number,
                expected=each.expected,
                found=each.found,
                octets=None if read.is_secret else Octets.around(read.octets, 0),
                doubt=read.doubt,
            )
            return
    yield PASS


def _as_many(seen: Seen) -> Iterator[Outcome]:
    names: dict[int, set[bytes]] = {}
    for item in seen.items:
        names.setdefault(item.dumped.class_id, set()).add(bytes(item.code))
    catalogue = seen.meter.catalogue
    for class_id in catalogue:
        limits = [
            (version, rule.arguments)
            for version in catalogue.versions(class_id)
            for rule in catalogue.rules(class_id, version)
            if rule.name == "cardinality"
        ]
        if not limits:
            continue
        version, (least, most) = limits[-1]
        count = len(names.get(class_id, ()))
        expected = f"{least}" if least == most else f"{least} to {most}"
        facts = {"expected": expected, "found": str(count)}
        known = catalogue.provenance(class_id, version)
        open_ = [each for each in known.open_questions if "cardinality" in each]
        doubt = "; ".join((known.confidence_reason, *open_)).strip("; ")
        basis = Basis(known.clause, known.edition, known.confidence, doubt)
        reason = (
            f"there are {count} objects of class {class_id}, {catalogue.name(class_id)}"
        )
        if isinstance(most, int) and count > most:
            yield wrong(reason, basis=basis, **facts)
        elif isinstance(least, int) and count < least:
            yield warned(f"{reason}: they are hidden, or missing", basis=basis, **facts)
        elif count:
            yield PASS


def _everywhere(meter: Meter) -> Iterator[Outcome]:
    if len(meter.associations) < 2:
        return
    seen: dict[tuple[int | None, int, bytes], tuple[str, int | None]] = {}
    for association in meter.associations:
        for item in association.items:
            dumped = item.dumped
            same = association.by_code[item.code]
            if dumped.version is None or len(same) > 1:
                continue  # OL-03 has what is listed twice
            key = association.facts.server, dumped.class_id, bytes(item.code)
            before = seen.setdefault(key, (association.name, dumped.version))
            if before[0] == association.name:
                continue
            if before[1] == dumped.version:
                yield PASS
                continue
            yield wrong(
                f"{item.code} of class {dumped.class_id} is of version {before[1]} in "
                f"association {before[0]}, of version {dumped.version} in "
                f"association {association.name}",
                expected=str(before[1]),
                found=str(dumped.version),
            )


CHECKS: Final = (
    Check(
        "ID-01",
        "classes are known",
        "The class_id is one of the standard, or of a package that is registered. Of ids that "
        "are left to makers and others nobody can tell.",
        "an object",
        "the list of classes",
        "object",
        _class,
    ),
    Check(
        "ID-02",
        "versions are known",
        "The version is a known one of that class. The attributes of another are not judged.",
        "an object of a known class",
        "versions of classes",
        "object",
        _version,
    ),
    Check(
        "ID-03",
        "attribute 1 is the logical name",
        "Attribute 1 is an octet-string of six octets: the name that the object is listed under.",
        "attribute 1 that was read",
        "the rule of the first attribute",
        "value",
        _logical_name,
    ),
    Check(
        "ID-04",
        "values are those of the version",
        "No value is that of another version of the class, and not of the one that is claimed.",
        "a value of a class with several versions",
        "types of all versions",
        "value",
        _fits,
    ),
    Check(
        "ID-05",
        "there are as many objects as the class allows",
        "An association lists no more objects of a class than there may be. That it lists fewer is "
        "a warning, as some may be hidden.",
        "objects of a class that may not have any number",
        "cardinality of classes",
        "association",
        _as_many,
    ),
    Check(
        "ID-06",
        "an object is the same in all associations",
        "An object that several associations of a logical device list is of one version.",
        "objects that two associations list",
        "identity of objects",
        "meter",
        _everywhere,
    ),
)
