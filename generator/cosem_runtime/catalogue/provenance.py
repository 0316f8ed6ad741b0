"""How sure the facts of a class version are, and where the standard has it.

A generated package has a module `_provenance` with one text, a row for each version:

    VERSIONS: Final = '''... rows of: class_id version | name | clause | edition | confidence |
                             open question | open question ...'''

and, where it has any, a text DOUBTS of what is not confirmed of the types of attributes:

    DOUBTS: Final = '''... rows of: class_id version attribute | member | what, and why ...'''

The member is one of a structure; empty for all of the type. The name stands where the version is called otherwise than the class; the confidence is a level, `low`, or one with
why it is not higher, `low: rests on one transcription`.
"""

from __future__ import annotations

from ..text_rows import fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

__all__ = ["NOTHING", "Provenance", "provenances"]


class Provenance:
    """What is known of a class version besides its contents; empty texts where nothing is."""

    __slots__ = (
        "clause",
        "confidence",
        "confidence_reason",
        "doubts",
        "edition",
        "name",
        "open_questions",
    )

    def __init__(
        self,
        name: str = "",
        clause: str = "",
        edition: str = "",
        confidence: str = "",
        *questions: str,
    ) -> None:
        self.name: Final = name
        self.clause: Final = clause
        self.edition: Final = edition
        level, _, reason = confidence.partition(": ")
        self.confidence: Final = level
        self.confidence_reason: Final = reason
        self.open_questions: Final = questions
        self.doubts: Final[dict[int, tuple[tuple[str, str], ...]]] = {}
        """Attribute -> what of its type nobody confirmed: a member or nothing, and what."""

    def __repr__(self) -> str:
        sure = ": ".join(filter(None, (self.confidence, self.confidence_reason)))
        facts = (self.name, self.clause, self.edition, sure)
        return f"Provenance{(*facts, *self.open_questions)}"


NOTHING = Provenance()


def provenances(text: str, doubts: str = "") -> dict[tuple[int, int], Provenance]:
    """The rows of a `_provenance` module by (class_id, version)."""
    found = {}
    for line in text.splitlines():
        key, *told = fields(line)
        class_id, version = key.split()
        found[int(class_id), int(version)] = Provenance(*told)
    for line in doubts.splitlines():
        key, member, doubt = fields(line)
        number, of, attribute = map(int, key.split())
        known = found[number, of].doubts
        known[attribute] = (*known.get(attribute, ()), (member, doubt))
    return found
