"""What is to be had, as text of the language, with the place in the source that each line is from.

Objects that ask for the same stand in one block. A profile that adds to another one says only what differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from ..syntax.literals import write_string
from .claims import Claim, Member, Problems, Profile, identifier, plain

__all__ = [
    "Above",
    "Line",
    "every_claim",
    "package_text",
    "profile_lines",
]


class Line(NamedTuple):
    """A line of a profile."""

    text: str
    places: tuple[str, ...] = ()
    without: Mapping[str, Callable[[], None]] = {}
    """Takes a part of it away: `type`, `access`, `value`; or, by "", all of it."""


def package_text(
    name: str, title: str, profiles: Iterable[tuple[Profile, Problems]]
) -> str:
    """The package, with a source for each profile."""
    sources = [
        f"  source {profile.name} {write_string(_cited(profile))}"
        for profile, _ in profiles
    ]
    head = f"package {name} {write_string(plain(title))} {{"
    return "\n".join([head, "  needs cosem", *sources, "}", ""])


def profile_lines(profile: Profile, parent: Profile | None, above: Above) -> list[Line]:
    """The lines of a profile, `parent` being the one that it adds to."""
    origin = "" if parent is None else f" from {parent.name}"
    head = f"profile {profile.name} {write_string(plain(profile.title))}{origin}"
    lines = [Line(f"{head} source {profile.name} {{")]
    if profile.doc:
        lines.insert(0, Line(f"/// {plain(profile.doc)}"))
    add = "" if parent is None else "add "
    lines += [
        Line(f"  {add}client {name}{'' if number is None else f' {number}'}")
        for name, number in profile.clients.items()
        if name and name not in above.clients
    ]
    used = {each for claim in profile.claims for each in claim.variants}
    lines += [
        Line(f"  {add}variant {identifier(name)} {write_string(title)}")
        for name, title in profile.variants.items()
        if name in used and name not in above.variants
    ]
    if parent is None:
        for block in _blocks(profile.claims):
            lines += _block_lines(profile, block)
    else:
        for claim in profile.claims:
            lines += _changes(profile, claim, above)
    return [*lines, Line("}")]


class Above:
    """What a profile stands on: all that these say, the nearest first."""

    def __init__(self, profiles: Sequence[Profile] = ()) -> None:
        self.clients: Final = {name for each in profiles for name in each.clients}
        self.variants: Final = {
            name
            for each in profiles
            for claim in each.claims
            for name in claim.variants
        }
        self._claims: Final[dict[object, Claim]] = {}
        for profile in reversed(profiles):
            for claim in profile.claims:
                for known in self.replaced(claim):
                    for key in _keys(known):
                        self._claims.pop(key, None)
                self._claims.update(dict.fromkeys(_keys(claim), claim))

    def replaced(self, claim: Claim) -> list[Claim]:
        """The objects that one takes the place of: of its tag, or of its class and code."""
        found = [self._claims[key] for key in _keys(claim) if key in self._claims]
        return list(dict.fromkeys(found))


def _keys(claim: Claim) -> list[object]:
    return [(claim.class_id, claim.code), *([claim.tag] if claim.tag else [])]


def every_claim(profiles: Sequence[Profile]) -> Mapping[str, Claim]:
    """The objects of these by their tags; the nearest profile is first."""
    return {
        claim.tag: claim
        for profile in reversed(profiles)
        for claim in profile.claims
        if claim.tag
    }


# ---------------------------------------------------------------- blocks of objects


def _blocks(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Claims that ask for the same, each where its first stands."""
    found: dict[object, list[Claim]] = {}
    for claim in claims:
        asked = tuple(_member_text(each) for each in claim.members)
        # Alone without members: a block asks for some.
        key = (_clauses(claim), asked) if asked else claim
        found.setdefault(key, []).append(claim)
    return list(found.values())


def _block_lines(profile: Profile, block: list[Claim]) -> Iterator[Line]:
    yield Line("")
    first = block[0]
    places = tuple(each.place for each in block)
    if len(block) == 1:
        yield _row(profile, first, "  object ", _clauses(first), bool(first.members))
        if not first.members:
            return
    else:
        drop = partial(_drop_claims, profile, block)
        yield Line(f"  objects{_clauses(first)} {{", places, {"": drop})
    for at in range(len(first.members)):
        yield _line([each.members[at] for each in block], block, "    ")
    if len(block) > 1:
        for each in block:
            yield _row(profile, each, "    ", "", False)
    yield Line("  }")


def _row(
    profile: Profile, claim: Claim, before: str, clauses: str, is_open: bool
) -> Line:
    units = f" unit {', '.join(claim.units)}" if claim.units else ""
    note = f" note {write_string(claim.note)}" if claim.note else ""
    # A channel is 1..64; 0 is none, and greater ones are not the standard's.
    where = " where b in 1..64" if claim.code.split(".")[1] == "b" else ""
    facts = f"{where}{clauses}{units}{note}"
    head = f"{before}{claim.code} {write_string(claim.name)}{facts}"
    drop = partial(_drop_claims, profile, [claim])
    return Line(head + " {" * is_open, (claim.place,), {"": drop})


def _clauses(claim: Claim) -> str:
    version = "" if claim.version is None else f" version {claim.version}"
    optional = " optional" if claim.optional else ""
    when = ", ".join(identifier(each) for each in claim.variants)
    return f" as {claim.class_id}{version}{optional}{f' when {when}' if when else ''}"


def _member_text(member: Member) -> str:
    rights = [f"{client} {right}".strip() for client, right in member.access.items()]
    parts = (
        f"{member.kind} {member.number} {member.name}",
        f": {member.type}" if member.type else "",
        f" {'=' if member.fixed else 'default'} {member.value}" if member.value else "",
        f" access {', '.join(rights)}" if rights else "",
        f" note {write_string(member.note)}" if member.note else "",
    )
    return "".join(parts)


def _line(same: list[Member], claims: list[Claim], before: str) -> Line:
    """The line of a member that several objects have."""

    def without(what: str, empty: object) -> None:
        for each in same:
            setattr(each, what, empty)

    def dropped() -> None:
        for claim, each in zip(claims, same, strict=True):
            claim.members.remove(each)

    return Line(
        before + _member_text(same[0]),
        tuple(each.place for each in same),
        {
            "type": partial(without, "type", ""),
            "access": partial(without, "access", {}),
            "value": partial(without, "value", ""),
            "": dropped,
        },
    )


def _drop_claims(profile: Profile, claims: Iterable[Claim]) -> None:
    for each in claims:
        profile.claims.remove(each)


# ---------------------------------------------------------------- what differs


def _changes(profile: Profile, claim: Claim, above: Above) -> Iterator[Line]:
    """How an object is other than in what the profile stands on; nothing where it is the same."""
    known = above.replaced(claim)
    same = [each for each in known if _is_changed_only(each, claim)]
    if same:
        yield from _changed(profile, same[0], claim)
        return
    yield Line("")
    for each in known:
        yield Line(f"  remove object {each.code} as {each.class_id}", (claim.place,))
    yield _row(profile, claim, "  add object ", _clauses(claim), bool(claim.members))
    if claim.members:
        for member in claim.members:
            yield _line([member], [claim], "    ")
        yield Line("  }")


def _is_changed_only(known: Claim, claim: Claim) -> bool:
    """Whether `change` can say what is other: it takes no clause away."""
    return (
        (known.class_id, known.code) == (claim.class_id, claim.code)
        and known.variants == claim.variants
        and known.optional == claim.optional
    )


def _changed(profile: Profile, known: Claim, claim: Claim) -> Iterator[Line]:
    before = {(each.kind, each.number): _member_text(each) for each in known.members}
    after = {(each.kind, each.number): each for each in claim.members}
    lines = [
        _line([each], [claim], f"    {'change' if key in before else 'add'} ")
        for key, each in after.items()
        if before.get(key) != _member_text(each)
    ]
    lines += [
        Line(f"    remove {kind} {number}", (claim.place,))
        for kind, number in before
        if (kind, number) not in after
    ]
    clauses = ""
    if claim.version not in (None, known.version):
        clauses = f" as {claim.class_id} version {claim.version}"
    name = f" {write_string(claim.name)}" if claim.name != known.name else ""
    if not lines and not clauses and not name:
        return
    head = f"  change object {claim.code}{name}{clauses}"
    drop = partial(_drop_claims, profile, [claim])
    yield Line("")
    yield Line(head + " {" * bool(lines), (claim.place,), {"": drop})
    if lines:
        yield from lines
        yield Line("  }")


def _cited(profile: Profile) -> str:
    """Where a profile is from, in words."""
    source = profile.source
    where = " ".join(filter(None, (source.repository, source.file, source.commit)))
    words = filter(None, (where or source.form, source.licence))
    return plain("; ".join(words)) or plain(profile.title)
