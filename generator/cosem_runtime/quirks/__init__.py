"""What some meters send otherwise than the standard has it, and what it means.

    quirks = cosem.quirks("india_deviation")      # by name
    quirks = cosem.quirks(profile="DSMR 4.2.2")   # or all that a meter is known for
    quirks.to_datetime(time)                      # a DateTime as `datetime`
    cosem.profile_reader(capture_objects, quirks=quirks)

What is meant is as the standard has it: a time whose deviation came with the other sign
has the right one. `sent` leads back to what such a meter takes. A quirk is data of a
generated package: see its `_quirks` module.
"""

from __future__ import annotations

from ..datetimes import DateTime
from ..errors import CosemError, DateTimeError, quote, show
from ..obis import Obis
from ..structure import SetOnce
from .effects import EffectsOfOne, Plan, QuirkEffect

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, Final, TypeAlias

    from ..interface import AttributeSpec, GenericObject, InterfaceClass
    from ..tolerant import Reading

    _Applies = tuple[tuple[str, str], ...]
    _Owner: TypeAlias = type[InterfaceClass] | InterfaceClass | GenericObject | None

__all__ = ["Quirk", "QuirkEffect", "Quirks"]

SELECTORS: Final = ("maker", "model", "firmware", "profile", "country")
"""What meters are known by."""


class Quirk(SetOnce):
    """What meters of one kind send otherwise, and where that is known from.

    `applies` says which meters: all pairs of one of its lines have to hold, as
    `(("maker", "KAM"), ("model", "Omnipower"))`; a `*` at the end of a text stands for any
    further letters. Without lines the quirk is chosen by its name alone. `package` is the
    spec package that has it.
    """

    __slots__ = (
        "applies",
        "confidence",
        "description",
        "effects",
        "name",
        "package",
        "remarks",
        "sources",
        "title",
    )

    def __init__(
        self,
        name: str,
        title: str,
        effects: tuple[QuirkEffect, ...],
        *,
        applies: tuple[_Applies, ...] = (),
        sources: tuple[str, ...] = (),
        confidence: str = "",
        remarks: tuple[str, ...] = (),
        description: str = "",
        package: str = "",
    ) -> None:
        """CosemError where it is about nothing that can be, or has no effect."""
        self.name: Final = name
        self.title: Final = title
        self.effects: Final = effects
        self.applies: Final = applies
        self.sources: Final = sources
        self.confidence: Final = confidence
        # What was decided where sources disagree, and what is open.
        self.remarks: Final = remarks
        self.description: Final = description
        self.package: Final = package
        texts = (name, title, confidence, description, package, *sources, *remarks)
        if not all(isinstance(text, str) for text in texts):
            raise CosemError(f"quirk {quote(name)}: what it says is text")
        if not effects or not all(isinstance(e, QuirkEffect) for e in effects):
            raise CosemError(f"quirk {quote(name)}: its effects are expected")
        for line in applies:
            if not line or not all(map(_is_condition, line)):
                raise CosemError(
                    f"quirk {quote(name)}: applies has pairs of {', '.join(SELECTORS)}"
                    " and a text"
                )

    def fits(self, **known: str | None) -> bool:
        """Whether a meter of which this is known (`maker`, `model`, ...) has it."""
        return any(
            all(same_name(text, known.get(word)) for word, text in line)
            for line in self.applies
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quirk):
            return NotImplemented
        return self._facts() == other._facts()

    def __hash__(self) -> int:
        return hash(self.name)

    def __reduce__(self) -> tuple[Any, ...]:
        return _quirk, (self._facts(),)

    def _facts(self) -> tuple[tuple[str, Any], ...]:
        return tuple((name, getattr(self, name)) for name in self.__slots__)

    def _unchangeable(self, name: str) -> str:
        return f"{name} of a Quirk cannot be changed"

    def __str__(self) -> str:
        lines = [f"{self.name}: {self.title}"]
        if self.description:
            lines += ["", self.description, ""]
        for line in self.applies:
            lines.append(f"  applies {' '.join(f'{w} {t!r}' for w, t in line)}")
        lines += [f"  {effect}" for effect in self.effects]
        if self.confidence:
            lines.append(f"  confidence {self.confidence}")
        lines += [f"  source {source}" for source in self.sources]
        lines += [f"  {remark}" for remark in self.remarks]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<Quirk {self.name}: {self.title}>"


class Quirks(SetOnce):
    """The quirks of a meter: immutable, `|` unites them with others.

    `in` takes a name or a Quirk. CosemError where two of them contradict each other.
    """

    __slots__ = ("_plan", "_quirks")

    def __init__(self, quirks: Iterable[Quirk] = ()) -> None:
        self._quirks: Final = tuple(dict.fromkeys(quirks))
        _check(self._quirks)
        self._plan: Final = Plan(e for quirk in self._quirks for e in quirk.effects)

    @property
    def names(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(quirk.name for quirk in self._quirks)

    # ---- what values mean ----

    def meant(
        self, owner: _Owner, attribute: AttributeSpec | int | str, value: Any
    ) -> Any:
        """What the value of an attribute means, as the standard would have sent it.

        `owner` is the object, or its class; quirks of some objects alone need the
        object. Where it is None, the AttributeSpec tells of what class it is, or, made by
        hand, its number and name do. Date-times are found at any
        depth of arrays and structures, but not in a compact-array. Of a value that is
        meant already, ask no more: it would be read otherwise twice.
        """
        return self._of(owner, attribute).meant(value)

    def meant_at(
        self,
        class_id: int | None,
        logical_name: Obis | None,
        attribute: int,
        value: Any,
        data_index: int = 0,
    ) -> Any:
        """The same of a value whose object is told by its class and code.

        Of a part of an attribute (`data_index` above 0) its times alone are known.
        """
        number = None if data_index else attribute
        return self._plan.of(class_id, None, number, None, logical_name).meant(value)

    def sent(
        self, owner: _Owner, attribute: AttributeSpec | int | str, value: Any
    ) -> Any:
        """What such a meter sends for a value, and wants to be sent: `meant` undone.

        A deviation that is not specified stays so, as the standard has it.
        """
        return self._of(owner, attribute).sent(value)

    def read(
        self, owner: _Owner, attribute: AttributeSpec, reading: Reading[Any]
    ) -> Reading[Any]:
        """A reading of what was sent, with what that means as its value."""
        value = self.meant(owner, attribute, reading.value)
        if value is reading.value:
            return reading
        return type(reading)(
            value, reading.octets, reading.deviations, is_secret=reading.is_secret
        )

    def date_time(self, time: DateTime) -> DateTime:
        """The time with its deviation as the standard has it.

        DateTimeError for what is no DateTime.
        """
        if not isinstance(time, DateTime):
            raise DateTimeError(f"a DateTime is expected, found {show(time)}")
        return self._plan.date_time(time)

    def to_datetime(self, time: DateTime) -> datetime.datetime:
        """A time that was sent as `datetime`: see `DateTime.to_datetime`."""
        return self.date_time(time).to_datetime()

    # ---- what profiles ask ----

    def sort_method(self, logical_name: Obis | str | bytes | None = None) -> int | None:
        """1 (fifo) or 2 (lifo), as rows of a profile really come; None as it says.

        Without its logical name, what is known of some profiles alone does not count.
        """
        code = None if logical_name is None else Obis(logical_name)
        return {"oldest-first": 1, "newest-first": 2}.get(self._plan.order(code) or "")

    def is_unix_time(self, class_id: int, logical_name: Obis, attribute: int) -> bool:
        """Whether the numbers of an attribute are seconds since 1970."""
        effect = self._plan.value(class_id, None, attribute, None, logical_name)
        return effect is not None and effect.means == "unix-time"

    def of_cells(
        self, class_id: int, logical_name: Obis, attribute: int, data_index: int = 0
    ) -> Callable[[Any], Any] | None:
        """What makes of the cells of a column what they mean; None: they are that."""
        effects = self._plan.of(
            class_id, None, None if data_index else attribute, None, logical_name
        )
        # Seconds are times already, and scalers of columns are given by who reads them.
        return effects.of_cells()

    def _of(self, owner: _Owner, attribute: AttributeSpec | int | str) -> EffectsOfOne:
        if owner is None:
            if isinstance(attribute, (int, str)):
                raise CosemError(
                    "an attribute by number or name is one of a class:"
                    f" found {quote(attribute)} of none"
                )
            owner = attribute.owner
            if owner is None:
                return self._plan.of(None, None, attribute.id, attribute.name, None)
        if isinstance(attribute, (int, str)):
            # A GenericObject knows attributes by number, an interface class by name too.
            attribute = owner.attribute(attribute)  # type: ignore[arg-type]
        code = getattr(owner, "logical_name", None)
        return self._plan.of(
            owner.CLASS_ID,
            owner.VERSION,
            attribute.id,
            None,
            code if isinstance(code, Obis) else None,
        )

    # ---- as a collection ----

    def __iter__(self) -> Iterator[Quirk]:
        return iter(self._quirks)

    def __len__(self) -> int:
        return len(self._quirks)

    def __contains__(self, which: object) -> bool:
        return which in self._quirks or which in self.names

    def __or__(self, other: Quirks) -> Quirks:
        if not isinstance(other, Quirks):
            return NotImplemented
        return Quirks((*self._quirks, *other._quirks))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quirks):
            return NotImplemented
        return self._quirks == other._quirks

    def __hash__(self) -> int:
        return hash(self._quirks)

    def __reduce__(self) -> tuple[type[Quirks], tuple[Any, ...]]:
        return Quirks, (self._quirks,)

    def _unchangeable(self, name: str) -> str:
        return f"{name} of Quirks cannot be changed: unite them with others by |"

    def __str__(self) -> str:
        return "\n".join(map(str, self._quirks)) or "no quirks"

    def __repr__(self) -> str:
        return f"<Quirks {', '.join(self.names) or 'none'}>"


def are_quirks(quirks: object) -> Quirks:
    """What is to be quirks; CosemError for anything else, as the name of one."""
    if not isinstance(quirks, Quirks):
        raise CosemError(
            f"quirks are what cosem.quirks(...) gives, found {quote(quirks)}"
        )
    return quirks


def _is_condition(pair: object) -> bool:
    """Whether this is one thing that has to hold of a meter."""
    if not isinstance(pair, tuple) or len(pair) != 2:
        return False
    word, text = pair
    return word in SELECTORS and isinstance(text, str)


def _quirk(facts: tuple[tuple[str, Any], ...]) -> Quirk:
    """What was pickled or copied."""
    return Quirk(**dict(facts))


def _check(quirks: tuple[Quirk, ...]) -> None:
    """CosemError for what are no quirks, and for two that say different things of one."""
    for at, quirk in enumerate(quirks):
        if not isinstance(quirk, Quirk):
            raise CosemError(f"quirks are expected, found {quote(quirk)}")
        for other in quirks[:at]:
            for one in quirk.effects:
                for two in other.effects:
                    if one.contradicts(two):
                        raise CosemError(
                            "quirks that contradict each other:"
                            f" {other.name} ({two}) and {quirk.name} ({one})"
                        )


def same_name(text: str, known: str | None) -> bool:
    """Whether a text of a quirk fits what is known; case and blanks do not count."""
    if not isinstance(known, str):
        return False
    wanted, found = _plain(text), _plain(known)
    if wanted.endswith("*"):
        return found.startswith(wanted[:-1])
    return wanted == found


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c not in " -_\t")
