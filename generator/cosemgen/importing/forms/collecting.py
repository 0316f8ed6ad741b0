"""Claims put together from rows, each of which tells of one attribute or method of an object."""

from __future__ import annotations

from typing import Final

from cosem_conformance.dumps import DumpError

from ..claims import MEMBERS, OBJECTS, Claim, Member, Problems, Profile
from ..classes import data_type

__all__ = ["Claims", "units_of"]

_SCALER_UNITS: Final = {3: 3, 4: 3, 5: 4}
"""Attributes of registers that are a structure of scaler and unit, by class."""


class Claims:
    """The claims of a profile, made as rows name them."""

    def __init__(self, profile: Profile, problems: Problems) -> None:
        self._profile = profile
        self._problems = problems
        self._known: dict[tuple[int, str, str], Claim] = {}
        self._members = 0

    def add(self, claim: Claim, member: Member | None) -> None:
        """A row: the object, as it alone tells of it, and its attribute or method.

        Of what is said twice the first is taken, and the other told. Raises DumpError for more
        objects than a profile can have.
        """
        key = (claim.class_id, claim.code, claim.tag)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = claim
            if len(self._profile.claims) == OBJECTS:
                raise DumpError("", f"at most {OBJECTS} objects", "more")
            self._profile.claims.append(claim)
        elif known.version is None:
            known.version = claim.version
        elif claim.version not in (None, known.version):
            self._problems.left_out(
                claim.place,
                f"{known} has version {known.version} at {known.place}, "
                f"and version {claim.version} here",
            )
            return
        if claim.variants != known.variants:
            known.variants = _both(known.variants, claim.variants)
        known.units = known.units or claim.units
        if member is not None:
            self._add_member(known, member)

    def _add_member(self, claim: Claim, member: Member) -> None:
        first = claim.member(member.kind, member.number)
        if first is None:
            self._members += 1
            if self._members > MEMBERS:
                raise DumpError("", f"at most {MEMBERS} attributes and methods", "more")
            claim.members.append(member)
            return
        what = f"{claim} has the same {member.kind} twice"
        if member.access != first.access:
            rights = (_rights(first), _rights(member))
            what += f", with other rights: {rights[0]} at {first.place}, {rights[1]}"
        elif data_type(member.type) != data_type(first.type):
            what += ", with another type"
        elif member.value != first.value:
            what += ", with another value"
        self._problems.left_out(member.place, what)


def _both(first: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    if not first or not other:
        return ()
    return tuple(dict.fromkeys((*first, *other)))


def _rights(member: Member) -> str:
    told = [f"{name} {right}".strip() for name, right in member.access.items()]
    return ", ".join(told) or "none said"


def units_of(class_id: int, attribute: int, octets: bytes | None) -> tuple[str, ...]:
    """The number of the unit, where the octets of that attribute are scaler and unit; else none."""
    if _SCALER_UNITS.get(class_id) != attribute or octets is None or len(octets) != 6:
        return ()
    is_one = octets[:3] == b"\x02\x02\x0f" and octets[4] == 22
    return (str(octets[5]),) if is_one else ()
