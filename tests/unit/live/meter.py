"""A meter behind the six functions of a transport, that can be made to fail as meters do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from cosem_conformance.dumps.object_list import CURRENT_ASSOCIATION as CURRENT
from cosem_conformance.live import Answer, Attribute, Connection, TransportError
from cosem_runtime import Obis, axdr
from cosem_runtime.values import (
    DoubleLongUnsigned,
    Enum,
    Integer,
    LongUnsigned,
    Unsigned,
)

DENIED = 3
UNDEFINED = 4

PROFILE = Obis("1.0.99.1.0.255")
CLOCK = Obis("0.0.1.0.0.255")
ENERGY = Obis("1.0.1.8.0.255")

Row = tuple[int, int, Obis, dict[int, int]]
"""Class, version, name, and the access modes of its attributes."""

OBJECTS: tuple[Row, ...] = (
    (15, 1, CURRENT, {1: 1, 2: 1, 7: 0}),
    (8, 0, CLOCK, {1: 1, 2: 1}),
    (7, 1, PROFILE, {1: 1, 2: 1, 3: 1, 7: 1}),
    (3, 0, ENERGY, {1: 1, 2: 1, 3: 1}),
)


def object_list(objects: Sequence[Row] = OBJECTS) -> bytes:
    """The list that Association LN of version 1 has of objects."""
    return axdr.encode(
        [
            (
                *(LongUnsigned(class_id), Unsigned(version), bytes(name)),
                ([(Integer(n), Enum(mode), None) for n, mode in modes.items()], []),
            )
            for class_id, version, name, modes in objects
        ]
    )


def rows(first: int, last: int) -> bytes:
    """Rows of the profile, each with its number."""
    return axdr.encode([(DoubleLongUnsigned(n),) for n in range(first, last + 1)])


class Meter:
    """Answers by `values`; whatever is not in them is refused.

    `asked` counts what was asked for, `before` is called first and may raise.
    """

    def __init__(self, entries: int = 5) -> None:
        self.entries = entries
        self.asked: Counter[Attribute] = Counter()
        self.before: Callable[[Attribute], None] = lambda attribute: None
        self.opened = 0
        self.is_open = False
        self.selects = True
        column = (*(LongUnsigned(8), bytes(CLOCK), Integer(2), LongUnsigned(0)),)
        self.values: dict[tuple[int, Obis, int], bytes] = {
            (15, CURRENT, 2): object_list(),
            (8, CLOCK, 2): bytes.fromhex("090C07E8060F060D2D1E00FF8880"),
            (7, PROFILE, 3): axdr.encode([column]),
            (7, PROFILE, 7): axdr.encode(DoubleLongUnsigned(entries)),
            (3, ENERGY, 2): axdr.encode(DoubleLongUnsigned(1)),
            (3, ENERGY, 3): bytes.fromhex("02020FFD161E"),
        }
        for class_id, _, name, _ in OBJECTS:
            self.values[class_id, name, 1] = axdr.encode(bytes(name))

    def open(self) -> None:
        self.opened += 1
        self.is_open = True

    def close(self) -> None:
        self.is_open = False

    def get(self, attribute: Attribute) -> Answer:
        assert self.is_open
        self.asked[attribute] += 1
        self.before(attribute)
        class_id, name, number, selection = attribute
        if (class_id, name, number) == (7, PROFILE, 2):
            if selection is None:
                return Answer(0, rows(1, self.entries))
            if not self.selects:
                return Answer(DENIED)
            first = int.from_bytes(selection.parameter[3:7], "big")
            last = int.from_bytes(selection.parameter[8:12], "big")
            return Answer(0, rows(first, min(last, self.entries)))
        found = self.values.get((class_id, name, number))
        return Answer(DENIED) if found is None else Answer(0, found)

    def get_list(self, attributes: Sequence[Attribute]) -> list[Answer]:
        raise AssertionError("a walk asks for one attribute at a time")

    def set(self, attribute: Attribute, octets: bytes) -> Answer:
        raise AssertionError("a walk never writes")

    def action(
        self, class_id: int, logical_name: Obis, method: int, octets: bytes | None
    ) -> Answer:
        raise AssertionError("a walk invokes no method")


def lost(attribute: Attribute) -> None:
    """The association breaks."""
    raise TransportError(f"lost at {attribute.number}")


class Client:
    """The meter as a client that is installed: `meter` is what it connects to."""

    name = "fake"
    title = "a meter of the tests"
    meter = Meter()
    reached: list[Connection] = []

    def connect(self, connection: Connection) -> Meter:
        self.reached.append(connection)
        return self.meter


CLIENT = Client()
