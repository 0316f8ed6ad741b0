"""The effects of quirks: of what they are, and what a value means by them."""

from __future__ import annotations

from ..datetimes import DateTime
from ..errors import CosemError, quote
from ..scaling import ScalerUnitBase
from ..structure import SetOnce, Structure
from ..values import NumberText
from .meanings import MEANINGS, SENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Final

    from ..obis import Obis

__all__ = ["WORDS", "EffectsOfOne", "Plan", "QuirkEffect"]

NO_DEVIATION = -0x8000

WORDS: Final[dict[str, tuple[str, ...]]] = {
    "deviation": ("reversed", "unspecified", "standard"),
    "order": ("newest-first", "oldest-first"),
    "scaler": ("reversed", "standard"),
    "value": (*MEANINGS, "standard"),
}
"""What an effect may say, by what it is of."""

# Cells of these types are what they are.
_PLAIN = (int, float, str, bytes, type(None))


class QuirkEffect(SetOnce):
    """One thing that is sent otherwise: `what` it is, and what it `means`.

    `what` is "deviation" (of date-times; of one `deviation` alone if given), "order" (of
    profiles), "scaler" or "value" (of an attribute, in every `version` of its class unless
    one is given, where `sent` is what is sent). `objects` are OBIS codes as
    "0.0-64.1.1.0.255"; empty for all.
    """

    __slots__ = (
        "_groups",
        "attribute",
        "class_id",
        "deviation",
        "means",
        "name",
        "note",
        "objects",
        "sent",
        "version",
        "what",
    )

    def __init__(
        self,
        what: str,
        means: str,
        *,
        deviation: int | None = None,
        class_id: int | None = None,
        version: int | None = None,
        attribute: int | None = None,
        name: str = "",
        sent: str = "",
        objects: str = "",
        note: str = "",
    ) -> None:
        """CosemError for words that are none, and codes that are none."""
        self.what: Final = what
        self.means: Final = means
        self.deviation: Final = deviation
        self.class_id: Final = class_id
        self.version: Final = version
        self.attribute: Final = attribute
        self.name: Final = name
        self.sent: Final = sent
        self.objects: Final = objects
        self.note: Final = note
        if not all(isinstance(text, str) for text in (name, sent, objects, note)):
            raise CosemError("what the effect of a quirk says is text")
        for number in (deviation, class_id, version, attribute):
            if number is not None and not isinstance(number, int):
                raise CosemError(
                    f"the effect of a quirk has numbers, found {quote(number)}"
                )
        self._groups: Final = _groups(objects)
        if not isinstance(what, str) or means not in WORDS.get(what, ()):
            known = ", ".join(f"{w} {m}" for w in WORDS for m in WORDS[w])
            raise CosemError(
                f"an effect of a quirk is one of {known}; found {quote(what)} {quote(means)}"
            )
        if (what == "value") != (class_id is not None and attribute is not None):
            raise CosemError(
                "a value, and no other effect, is of a class and attribute"
            )
        if (means == "unspecified") != (deviation is not None):
            raise CosemError("one deviation is unspecified, or no one is meant")

    def holds(self, code: Obis | None) -> bool:
        """Whether it is of the object with this code; None: of one that is not known."""
        groups = self._groups
        if not groups:
            return True
        return code is not None and all(map(_has, groups, bytes(code)))

    def contradicts(self, other: QuirkEffect) -> bool:
        """Whether both are of what may be one value, and say different things of it."""
        return (
            self.means != other.means
            and (self.what, self.class_id, self.attribute, self.deviation)
            == (other.what, other.class_id, other.attribute, other.deviation)
            and (None in (self.version, other.version) or self.version == other.version)
            and not (
                self._groups
                and other._groups
                and any(map(frozenset.isdisjoint, self._groups, other._groups))
            )
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, QuirkEffect):
            return NotImplemented
        return self._facts() == other._facts()

    def __hash__(self) -> int:
        return hash((self.what, self.means, self.class_id, self.attribute))

    def __reduce__(self) -> tuple[Any, ...]:
        return _effect, (self._facts(),)

    def _facts(self) -> tuple[tuple[str, Any], ...]:
        names = (name for name in self.__slots__ if name != "_groups")
        return tuple((name, getattr(self, name)) for name in names)

    def _unchangeable(self, name: str) -> str:
        return f"{name} of a QuirkEffect cannot be changed"

    def __str__(self) -> str:
        """As the language of specs has it."""
        of = f" of {self.objects}" if self.objects else ""
        if self.what == "deviation":
            one = "" if self.deviation is None else f" {self.deviation}"
            text = f"date-times deviation{one} {self.means}"
        elif self.what == "value":
            version = "" if self.version is None else f" version {self.version}"
            text = (
                f"class {self.class_id}{version} attribute {self.attribute} {self.name}:"
                f" {self.sent}{of} means {self.means}"
            )
        else:
            text = f"{_PLURALS[self.what]}{of} {self.means}"
        return f"{text} ({self.note})" if self.note else text

    def __repr__(self) -> str:
        return f"<QuirkEffect {self}>"


_PLURALS = {"order": "profiles", "scaler": "scalers"}


def _effect(facts: tuple[tuple[str, Any], ...]) -> QuirkEffect:
    """What was pickled or copied."""
    return QuirkEffect(**dict(facts))


def _groups(objects: str) -> tuple[frozenset[int], ...]:
    """The codes of each value group; CosemError for what are none."""
    if not objects:
        return ()
    try:
        _, _, _, _, _, _ = groups = [*map(_codes, objects.split("."))]
    except ValueError:
        raise CosemError(
            "codes of objects are six groups of numbers 0..255, as 1.0.1-3.8.0.255,"
            f" found {quote(objects)}"
        ) from None
    return tuple(groups)


def _codes(text: str) -> frozenset[int]:
    """`1-3,7` as numbers; ValueError for what are none."""
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        if not 0 <= int(first) <= int(last or first) <= 0xFF:
            raise ValueError
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)


def _has(codes: frozenset[int], number: int) -> bool:
    return number in codes


class Plan:
    """All effects of some quirks, as they are asked for."""

    __slots__ = ("_orders", "_reversed", "_scalers", "_unspecified", "_values")

    def __init__(self, effects: Iterable[QuirkEffect]) -> None:
        by_what: dict[str, list[QuirkEffect]] = {what: [] for what in WORDS}
        for effect in effects:
            by_what[effect.what].append(effect)
        deviations = by_what["deviation"]
        self._reversed = any(e.means == "reversed" for e in deviations)
        self._unspecified = frozenset(
            e.deviation for e in deviations if e.deviation is not None
        )
        self._orders = by_what["order"]
        self._scalers = by_what["scaler"]
        self._values = by_what["value"]

    @property
    def moves_times(self) -> bool:
        """Whether a deviation is not what it seems."""
        return self._reversed or bool(self._unspecified)

    def date_time(self, time: DateTime) -> DateTime:
        """What a time means that was sent."""
        minutes = int.from_bytes(time[9:11], "big", signed=True)
        if minutes in self._unspecified:
            return _with_deviation(time, NO_DEVIATION)
        return self.reversed_time(time)

    def reversed_time(self, time: DateTime) -> DateTime:
        """The same of the sign alone, which goes both ways."""
        minutes = int.from_bytes(time[9:11], "big", signed=True)
        if not self._reversed or minutes in (0, NO_DEVIATION):
            return time
        return _with_deviation(time, -minutes)

    def order(self, code: Obis | None) -> str | None:
        """How the rows of a profile come; None where that is as it says."""
        for effect in self._orders:
            if effect.holds(code):
                return effect.means
        return None

    def value(
        self,
        class_id: int | None,
        version: int | None,
        attribute: int | None,
        name: str | None,
        code: Obis | None,
    ) -> QuirkEffect | None:
        """What is known of the value of an attribute; None for nothing.

        What is None is not known, and not asked for; `name` stands for an unknown class.
        """
        for effect in self._values:
            if (
                effect.attribute == attribute
                and (
                    effect.name == name
                    if class_id is None
                    else effect.class_id == class_id
                )
                and (None in (version, effect.version) or effect.version == version)
                and effect.holds(code)
            ):
                return effect
        return None

    def of(
        self,
        class_id: int | None,
        version: int | None,
        attribute: int | None,
        name: str | None,
        code: Obis | None,
    ) -> EffectsOfOne:
        """All that is known of an attribute."""
        means = "standard"
        effect = self.value(class_id, version, attribute, name, code)
        if effect is not None:
            means = effect.means
        scaler = any(e.means == "reversed" and e.holds(code) for e in self._scalers)
        return EffectsOfOne(self, means, effect.sent if effect else "", scaler)


class EffectsOfOne:
    """What the values of one attribute mean."""

    __slots__ = ("_means", "_plan", "_scaler", "_sent")

    def __init__(self, plan: Plan, means: str, sent: str, scaler: bool) -> None:
        self._plan = plan
        self._means = means
        self._sent = sent
        self._scaler = scaler

    def meant(self, value: Any) -> Any:
        """What a value means that was sent."""
        means = MEANINGS.get(self._means)
        if means is not None and isinstance(value, int):
            return means(value, self._sent)
        return self._through(value, self._plan.date_time)

    def sent(self, value: Any) -> Any:
        """What is sent for a value."""
        if isinstance(value, NumberText):
            return value.sent
        back = SENT.get(self._means)
        if back is not None:
            return back(value, self._sent)
        return self._through(value, self._plan.reversed_time)

    def of_cells(self) -> Callable[[Any], Any] | None:
        """The same for cells of a column, whose seconds are times already."""
        means = MEANINGS.get(self._means) if self._means != "unix-time" else None
        if means is None and not self._plan.moves_times:
            return None
        sent, times = self._sent, self._plan.date_time

        def meant(cell: Any) -> Any:
            if means is not None and type(cell) is int:
                return means(cell, sent)
            return cell if type(cell) in _PLAIN else _through(cell, times, None)

        return meant

    def _through(self, value: Any, times: Callable[[DateTime], DateTime]) -> Any:
        scalers = _other_sign if self._scaler else None
        if scalers is None and not self._plan.moves_times:
            return value
        return _through(value, times, scalers)


def _through(
    value: Any,
    times: Callable[[DateTime], DateTime],
    scalers: Callable[[ScalerUnitBase], ScalerUnitBase] | None,
) -> Any:
    """The value with its times, and scalers, made anew at any depth.

    What has nothing of both comes back as it is.
    """
    if isinstance(value, DateTime):
        return times(value)
    if isinstance(value, Structure):
        if scalers is not None and isinstance(value, ScalerUnitBase):
            return scalers(value)
        changed = {}
        for name in value.TYPE.field_names:
            member = getattr(value, name)
            meant = _through(member, times, scalers)
            if meant is not member:
                changed[name] = meant
        return value._replace(**changed) if changed else value
    if isinstance(value, (list, tuple)):
        items = [_through(item, times, scalers) for item in value]
        if all(map(_is, items, value)):
            return value
        return items if isinstance(value, list) else tuple(items)
    return value


def _is(one: object, other: object) -> bool:
    return one is other


def _other_sign(scale: ScalerUnitBase) -> ScalerUnitBase:
    scaler: int = scale._values()[0]
    return scale if scaler == -0x80 else scale._replace(scaler=-scaler)


def _with_deviation(time: DateTime, minutes: int) -> DateTime:
    deviation = minutes.to_bytes(2, "big", signed=True)
    return bytes.__new__(DateTime, time[:9] + deviation + time[11:])
