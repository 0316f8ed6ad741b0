"""What a source says, held against the classes: what can be put right is, and what is wrong is left out and told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cosem_runtime.errors import quote

from .. import model as m
from ..notation import range_text
from ..words import few, listed, plural
from .claims import (
    ATTRIBUTE,
    METHOD,
    Claim,
    Member,
    Problems,
    Profile,
    identifier,
    plain,
)
from .classes import COMPLEX, Classes, data_type, folded, members
from .literals import Meaningless, literal

__all__ = ["fit"]


def fit(
    profile: Profile,
    classes: Classes,
    tags: Mapping[str, Claim],
    describe: Callable[[str, int], str],
    problems: Problems,
) -> None:
    """Make a profile one that the language can say.

    `tags` are the objects by what sources call them, those of profiles that it adds to too;
    `describe` names an object of a code and class.
    """
    fitting = _Fitting(classes, tags, problems)
    for claim in profile.claims:
        fitting.claim(claim)
        name = plain(claim.name)
        claim.name = name or describe(claim.code, claim.class_id)
        claim.name = claim.name or classes.name(claim.class_id) or str(claim)
        claim.note = plain(claim.note)


@dataclass(slots=True, frozen=True)
class _Fitting:
    classes: Classes
    tags: Mapping[str, Claim]
    problems: Problems

    def claim(self, claim: Claim) -> None:
        versions = self.classes.versions(claim.class_id)
        if not versions:
            self.problems.corrected(
                claim.place,
                f"no class {claim.class_id} is known: its members are believed",
            )
        elif claim.version is not None and claim.version not in versions:
            known = listed(sorted(versions), "and")
            self.problems.corrected(
                claim.place,
                f"no version {claim.version} is known of class {claim.class_id} "
                f"({self.classes.name(claim.class_id)}), but {known}: its members are held against those",
            )
        if claim.is_pattern and not claim.optional:
            # Each of its codes would have to be there.
            claim.optional = True
            self.problems.corrected(
                claim.place,
                "nobody says how many objects of a pattern there are: they are optional",
            )
        units = []
        for each in claim.units:
            if int(each) in self.classes.units:
                units.append(self.classes.units[int(each)])
            else:
                self.problems.left_out(claim.place, f"there is no unit {each}")
        claim.units = tuple(units)
        chosen = versions.get(-1 if claim.version is None else claim.version)
        candidates = [chosen] if chosen is not None else [*versions.values()]
        known_ones = [each for each in candidates if not each.undefined]
        claim.members = [
            each
            for each in sorted(claim.members, key=lambda one: (one.kind, one.number))
            if self._member(claim, each, known_ones)
        ]

    def _member(
        self, claim: Claim, member: Member, versions: list[m.ClassVersion]
    ) -> bool:
        """Put a member right; False for one that cannot be."""
        member.note = plain(member.note)
        found = [
            each
            for version in versions
            for each in members(version, member.kind)
            if each.number == member.number
        ]
        if not found:
            if versions:
                self.problems.left_out(
                    member.place, self._absent(claim, member, versions)
                )
                return False
            if (member.kind, member.number) == (ATTRIBUTE, 1):
                member.name = "logical_name"  # of any class
            member.name = identifier(member.name) or f"{member.kind}_{member.number}"
            return self._unknown(member)
        said = folded(member.name)
        of_name = [each for each in found if folded(each.name) == said]
        chosen = (of_name or found)[0]
        if (
            said
            and not of_name
            and not self._is_called(claim, member, chosen, versions)
        ):
            return False
        member.name = chosen.name
        if isinstance(chosen, m.Attribute):
            self._type(member, chosen)
            self._value(member, chosen)
        return True

    def _absent(
        self, claim: Claim, member: Member, versions: list[m.ClassVersion]
    ) -> str:
        numbers = sorted(
            {
                each.number
                for version in versions
                for each in members(version, member.kind)
            }
        )
        of = f"class {claim.class_id} ({self.classes.name(claim.class_id)})"
        if len(versions) == 1:
            of += f" version {versions[0].version}"
        has = range_text(numbers[0], numbers[-1]) if numbers else "none"
        called = f" ({plain(member.name, 60)})" if member.name else ""
        later = sorted(
            version
            for version, each in self.classes.versions(claim.class_id).items()
            if any(one.number == member.number for one in members(each, member.kind))
        )
        words = f"{plural('version', len(later))} {listed(later, 'and')}"
        hint = f"; {words} {'has' if len(later) == 1 else 'have'} it" if later else ""
        return f"{of} has no {member.kind} {member.number}{called}, but {has}{hint}"

    def _is_called(
        self,
        claim: Claim,
        member: Member,
        chosen: m.Attribute | m.Method,
        versions: list[m.ClassVersion],
    ) -> bool:
        """Whether it is meant although the source calls it otherwise."""
        said = folded(member.name)
        others = {
            folded(each.name)
            for version in versions
            for kind in (ATTRIBUTE, METHOD)
            for each in members(version, kind)
        }
        what = (
            f"{member.kind} {member.number} of class {claim.class_id} "
            f"({self.classes.name(claim.class_id)}) is {chosen.name}, "
            f"not {plain(member.name, 60)}"
        )
        if said in others:
            self.problems.left_out(
                member.place,
                f"{what}, which is another member: number and name do not fit",
            )
            return False
        self.problems.corrected(member.place, what)
        return True

    def _unknown(self, member: Member) -> bool:
        """What can be said of a member of a class that nobody knows."""
        name, size, _ = data_type(member.type)
        member.type = "" if name in COMPLEX else f"{name}{size}"
        if member.value:
            self._literal(member, {name} if name else None)
        return True

    def _type(self, member: Member, attribute: m.Attribute) -> None:
        """The type where it says more than the class does."""
        said = member.type
        member.type = ""
        if not said:
            return
        types = self.classes.attribute_types(attribute.type)
        name, size, meant = data_type(said)
        if not name:
            if meant:
                self.problems.corrected(
                    member.place,
                    f"there is no data type {quote(said)}: {meant} is meant",
                )
                name = meant
            else:
                return  # the name of a type of the class, in whatever words
        if types is not None and name not in types:
            if name in self.classes.meanings(attribute.type):
                return
            self.problems.left_out(
                member.place,
                f"the type {plain(said, 60)} is not that of {attribute.name}, which is {few(sorted(types), 5)}",
            )
        elif name not in COMPLEX and (types is None or len(types) > 1 or size):
            member.type = f"{name}{size}"

    def _value(self, member: Member, attribute: m.Attribute) -> None:
        if member.value:
            types = self.classes.attribute_types(attribute.type)
            if member.type:
                types = frozenset({member.type.partition("[")[0]})
            self._literal(member, types)
            names = self.classes.enumerators(attribute.type)
            if member.value.isdigit():
                member.value = names.get(int(member.value), member.value)

    def _literal(self, member: Member, types: frozenset[str] | set[str] | None) -> None:
        said = member.value
        chosen = None if types is None else frozenset(types)
        try:
            member.value = literal(said, member.name, chosen, self.classes, self.tags)
        except Meaningless as error:
            member.value = ""
            self.problems.left_out(
                member.place,
                f"the value of {member.kind} {member.number} ({member.name}): {error}",
            )
