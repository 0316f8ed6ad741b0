"""What `describe` answers: codes, classes, attributes and methods in words."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .interface import AttributeSpec, MethodSpec, SelectorSpec
    from .obis import Obis

__all__ = [
    "ClassDescription",
    "MemberDescription",
    "ObisDescription",
    "attribute",
    "method",
]


class ObisDescription:
    """What an OBIS code is. `str()` says it in a few lines.

    Shared by all who ask for the code, so that its members are set once: AttributeError
    for whoever wants to change one.
    """

    __slots__ = (
        "_groups",
        "allowed",
        "alternatives",
        "class_versions",
        "classes",
        "clause",
        "code",
        "confidence",
        "core_classes",
        "kind",
        "medium",
        "name",
        "notes",
        "package",
        "unconfirmed",
        "unit_codes",
        "units",
        "value_types",
    )

    code: Obis
    name: str
    """What the code stands for; empty when no pattern holds it."""
    kind: str
    """`standard`, `manufacturer`, `utility`, `consortia`, `country`, `inactive` or
    `unknown`, which also stands for codes that are reserved."""
    medium: str
    """What value group A means; empty when it is reserved."""
    _groups: dict[str, str]
    classes: tuple[tuple[int, str], ...]
    """(class_id, name) that may have this logical name, the preferred one first. None
    for a range that is left to others: any class."""
    allowed: tuple[tuple[int, int], ...]
    """(class_id, version) of every known version of those classes that may be used."""
    class_versions: tuple[tuple[int, int], ...]
    """(class_id, version) of the classes that are bound to one version."""
    core_classes: tuple[int, ...]
    """The class ids that the standard itself names, where that is narrower."""
    units: tuple[str, ...]
    """Symbols of the units that the value may have; "" is a value without a unit. None
    when the unit is open."""
    unit_codes: tuple[int, ...]
    """The same as values of the unit enumeration."""
    value_types: tuple[str, ...]
    """The common data types that attribute 2 may have; none when that is open."""
    clause: str
    confidence: str
    """`high`, `medium` or `low`: how well the sources agree; empty when not said."""
    notes: tuple[str, ...]
    unconfirmed: str
    """What nobody could confirm; empty when there is nothing."""
    package: str
    """The Python package whose tables say so; empty when none does."""
    alternatives: tuple[ObisDescription, ...]
    """What the code is for classes that the description itself does not allow."""

    @property
    def groups(self) -> dict[str, str]:
        """Letter -> what the code means in that group, as far as the tables say."""
        return dict(self._groups)

    if not TYPE_CHECKING:

        def __setattr__(self, name, value):
            if hasattr(self, name):
                raise _unchangeable(name)
            object.__setattr__(self, name, value)

        def __delattr__(self, name):
            raise _unchangeable(name)

    def __str__(self) -> str:
        lines = [f"{self.code}  {self.name or 'reserved or unknown code'}"]
        lines.append(f"  medium    {self.medium or 'reserved'}")
        if self.kind != "standard":
            lines.append(f"  kind      {self.kind}")
        for letter, meaning in self._groups.items():
            if letter != "A":
                lines.append(
                    f"  {letter} = {self.code['ABCDEF'.index(letter)]:<6}{meaning}"
                )
        if self.kind != "unknown":
            only = dict(self.class_versions)
            classes = ", ".join(
                (
                    f"{name} ({number}, version {only[number]})"
                    if number in only
                    else f"{name} ({number})"
                )
                for number, name in self.classes
            )
            lines.append(f"  classes   {classes or 'any'}")
        if self.units:
            # Two units may have one symbol: cubic metres as measured, and corrected.
            symbols = dict.fromkeys(unit or "none" for unit in self.units)
            lines.append(f"  unit      {', '.join(symbols)}")
        if self.value_types:
            lines.append(f"  value     {', '.join(self.value_types)}")
        if self.clause:
            lines.append(f"  clause    {self.clause}")
        lines += [f"  note      {note}" for note in self.notes]
        if self.unconfirmed:
            lines.append(f"  not confirmed: {self.unconfirmed}")
        for other in self.alternatives:
            classes = ", ".join(f"{name} ({number})" for number, name in other.classes)
            lines.append(f"  or, as {classes}: {other.name}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<ObisDescription {self.code} {self.name!r}>"


def _unchangeable(name: str) -> AttributeError:
    return AttributeError(
        f"{name} of a description cannot be changed: others are given the same one"
    )


class MemberDescription:
    """What an attribute or a method is. `str()` says it in one line."""

    __slots__ = ("description", "facts", "id", "kind", "name", "type", "unconfirmed")

    id: int
    name: str
    kind: str
    """`attribute` or `method`."""
    type: str
    """The type in the standard's words; of a method, its parameter, or `not known`."""
    facts: tuple[str, ...]
    """Static or dynamic, unit, default, what the method returns and the like."""
    description: str
    unconfirmed: str

    def __str__(self) -> str:
        text = f"{self.id:>3} {self.name}: {self.type}"
        if self.facts:
            text += f" [{', '.join(self.facts)}]"
        if self.description:
            text += f" - {self.description}"
        if self.unconfirmed:
            text += f" (not confirmed: {self.unconfirmed})"
        return text

    def __repr__(self) -> str:
        return f"<MemberDescription {self.kind} {self.id} {self.name!r}>"


class ClassDescription:
    """What an interface class is. `str()` lists its attributes and methods."""

    __slots__ = (
        "attributes",
        "called",
        "class_id",
        "clause",
        "confidence",
        "description",
        "edition",
        "methods",
        "name",
        "open_questions",
        "package",
        "version",
        "versions",
    )

    class_id: int
    version: int
    name: str
    called: str
    """What this version is called, mostly the same as `name`."""
    description: str
    clause: str
    edition: str
    """The first edition of the standard that has it, as far as that is known."""
    confidence: str
    """`high`, `medium` or `low`: how sure its facts are; empty when not said."""
    open_questions: tuple[str, ...]
    """What no source tells."""
    package: str
    versions: tuple[int, ...]
    """Every known version of the class."""
    attributes: tuple[MemberDescription, ...]
    methods: tuple[MemberDescription, ...]

    def __str__(self) -> str:
        versions = ", ".join(map(str, self.versions))
        head = f"{self.name} (class_id {self.class_id}, version {self.version}"
        head += f"; known versions: {versions})" if len(self.versions) > 1 else ")"
        lines = [head]
        if self.description:
            lines.append(f"  {self.description}")
        if self.called != self.name:
            lines.append(f"  called {self.called}")
        if self.clause:
            lines.append(f"  clause {self.clause}")
        if self.edition:
            lines.append(f"  first edition {self.edition}")
        if self.confidence:
            lines.append(f"  confidence {self.confidence}")
        lines += [f"  open: {question}" for question in self.open_questions]
        lines += ["  attributes", *(f"  {member}" for member in self.attributes)]
        if self.methods:
            lines += ["  methods", *(f"  {member}" for member in self.methods)]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<ClassDescription {self.class_id}/{self.version} {self.name!r}>"


def attribute(spec: AttributeSpec) -> MemberDescription:
    """What an attribute is, from its facts."""
    it = _member(spec, "attribute", str(spec.type))
    facts = []
    if spec.static is not None:
        facts.append("static" if spec.static else "dynamic")
    if spec.unit:
        facts.append(f"unit {spec.unit}")
    if spec.default is not None:
        facts.append(f"default {spec.default}")
    if spec.selectors:
        facts.append(f"selectors {', '.join(map(_selector, spec.selectors))}")
    facts += [word for word in ("secret", "read_only") if getattr(spec, word)]
    it.facts = tuple(facts)
    return it


def _selector(spec: SelectorSpec) -> str:
    if spec.returns is None:
        return spec.name
    return f"{spec.name} (returns {spec.returns})"


def method(spec: MethodSpec) -> MemberDescription:
    """What a method is, from its facts."""
    it = _member(spec, "method", str(spec.parameter or "not known"))
    facts = ["mandatory"] if spec.mandatory else ["optional"]
    if spec.default is not None:
        facts.append(f"default {spec.default}")
    if spec.returns is not None:
        facts.append(f"returns {spec.returns}")
    if spec.secret:
        facts.append("secret")
    it.facts = tuple(facts)
    return it


def _member(
    spec: AttributeSpec | MethodSpec, kind: str, type: str
) -> MemberDescription:
    it = MemberDescription()
    it.id = spec.id
    it.name = spec.name
    it.kind = kind
    it.type = type
    it.description = spec.description
    it.unconfirmed = spec.unconfirmed or ""
    return it
