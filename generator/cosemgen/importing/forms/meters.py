"""Dumps of meters, in any form: what one meter has becomes what others are to have.

Each association is a client. Of values only the units go into the profile, as others change from meter to meter.
"""

from __future__ import annotations

from cosem_conformance.dumps import Association, Dump, DumpedObject, ObjectName
from cosemgen.notation import dotted

from ..claims import (
    ATTRIBUTE,
    METHOD,
    OBJECTS,
    Claim,
    Member,
    Problems,
    Profile,
    right,
)
from .collecting import units_of

__all__ = ["profile"]


def profile(dump: Dump, problems: Problems) -> Profile:
    """What a meter has."""
    meter = dump.meter
    words = (meter.maker, meter.model, meter.firmware)
    found = Profile(
        problems.file,
        " ".join(filter(None, words)) or "meter",
        dump.source,
        "What one meter has.",
    )
    known: dict[ObjectName, Claim] = {}
    for number, association in enumerate(dump.associations, 1):
        several = len(dump.associations) > 1
        unnamed = f"association {number}" if several else ""
        client = found.client(
            association.name
            or (
                unnamed
                if association.client is None
                else f"client {association.client}"
            ),
            association.client,
        )
        for each in association.objects:
            _add(known, each, client, _where(association, number, several))
    found.claims = list(known.values())
    if len(found.claims) > OBJECTS:
        del found.claims[OBJECTS:]
        problems.left_out("", f"more than {OBJECTS} objects")
    return found


def _where(association: Association, number: int, several: bool) -> str:
    return f"association {association.name or number}: " if several else ""


def _add(
    known: dict[ObjectName, Claim],
    each: DumpedObject,
    client: str,
    where: str,
) -> None:
    name = ObjectName(each.class_id, each.logical_name)
    place = f"{where}{name}"
    claim = known.setdefault(
        name, Claim(place, each.class_id, each.version, dotted(each.logical_name))
    )
    claim.version = each.version if claim.version is None else claim.version
    lists = ((ATTRIBUTE, each.attribute_access), (METHOD, each.method_access))
    for kind, access in lists:
        for number, allowed in access.items():
            member = claim.member(kind, number)
            if member is None:
                member = Member(f"{place}: {kind} {number}", kind, number)
                claim.members.append(member)
            told = right(allowed, kind)
            if told:
                member.access[client] = told
    for value in each.values:
        claim.units = claim.units or units_of(
            each.class_id, value.attribute, value.octets
        )
