"""What an interface class, an attribute or a method is, in words."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..catalogue.registered import Registered
    from . import AttributeSpec, InterfaceClass, MethodSpec, SelectorSpec

__all__ = [
    "ClassDescription",
    "MemberDescription",
    "attribute",
    "interface_class",
    "method",
]


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
        "confidence_reason",
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
    confidence_reason: str
    """Why they are not surer; empty when not said."""
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
            why = f": {self.confidence_reason}" if self.confidence_reason else ""
            lines.append(f"  confidence {self.confidence}{why}")
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


def interface_class(
    registered: Registered, kind: type[InterfaceClass]
) -> ClassDescription:
    """What an interface class is."""
    it = ClassDescription()
    it.class_id = kind.CLASS_ID
    it.version = kind.VERSION
    it.name = kind.NAME
    it.description = " ".join((kind.__doc__ or "").partition("\n\n")[0].split())
    known = registered.provenance(kind.CLASS_ID, kind.VERSION)
    it.called = known.name or kind.NAME
    it.clause, it.edition = known.clause, known.edition
    it.confidence = known.confidence
    it.confidence_reason = known.confidence_reason
    it.open_questions = known.open_questions
    it.package = registered.package(kind.CLASS_ID, kind.VERSION)
    it.versions = registered.versions(kind.CLASS_ID)
    it.attributes = tuple(map(attribute, kind.ATTRIBUTES))
    it.methods = tuple(map(method, kind.METHODS))
    return it
