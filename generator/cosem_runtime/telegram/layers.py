"""What is found in octets: the layers, and the telegram itself."""

from __future__ import annotations

from ..errors import CosemError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

    from ..datetimes import DateTime
    from ..obis import Obis

__all__ = [
    "AttributeReference",
    "BlockTransfer",
    "Ciphering",
    "Hdlc",
    "Layer",
    "MBus",
    "Result",
    "Telegram",
    "Wrapper",
]


class Facts:
    """Values by name, as its slots list them; immutable by contract."""

    __slots__ = ()

    def facts(self) -> dict[str, object]:
        """Each by its name."""
        names: tuple[str, ...] = type(self).__slots__
        return {name: getattr(self, name) for name in names}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Facts) or type(self) is not type(other):
            return NotImplemented
        return self.facts() == other.facts()

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts().items())
        return f"{type(self).__name__}({facts})"


class Layer(Facts):
    """Something that octets were wrapped in."""

    __slots__ = ()
    NAME: ClassVar[str] = ""

    def _words(self) -> tuple[str, ...]:
        return ()

    def __str__(self) -> str:
        return f"{self.NAME}: {', '.join(self._words())}"


class Hdlc(Layer):
    """HDLC frames of format type 3, put together.

    `destination` and `source` are the addresses as they stand in the frame, without the
    bits that mark their ends: one number for one octet, upper and lower address for two
    or four. `control` is the control field of the last frame, `frames` their number.
    """

    __slots__ = ("destination", "source", "control", "frames")
    NAME: ClassVar[str] = "HDLC"

    def __init__(
        self,
        destination: tuple[int, ...],
        source: tuple[int, ...],
        control: int,
        frames: int,
    ) -> None:
        self.destination: tuple[int, ...] = destination
        self.source: tuple[int, ...] = source
        self.control: int = control
        self.frames: int = frames

    def _words(self) -> tuple[str, ...]:
        source, destination = (
            "/".join(map(str, address)) for address in (self.source, self.destination)
        )
        return (
            _frames(self.frames),
            f"from {source} to {destination}",
            f"control {self.control:02X}",
        )


class MBus(Layer):
    """Long frames of wired M-Bus, put together.

    `control` and `address` are of the frame, `source` and `destination` the service
    access points (STSAP, DTSAP) behind the control information.
    """

    __slots__ = ("control", "address", "source", "destination", "frames")
    NAME: ClassVar[str] = "M-Bus"

    def __init__(
        self, control: int, address: int, source: int, destination: int, frames: int
    ) -> None:
        self.control: int = control
        self.address: int = address
        self.source: int = source
        self.destination: int = destination
        self.frames: int = frames

    def _words(self) -> tuple[str, ...]:
        return (
            _frames(self.frames),
            f"from {self.source} to {self.destination}",
            f"address {self.address}",
        )


class Wrapper(Layer):
    """The wrapper of TCP and UDP: version 1, with the wrapper ports."""

    __slots__ = ("source", "destination", "frames")
    NAME: ClassVar[str] = "wrapper"

    def __init__(self, source: int, destination: int, frames: int) -> None:
        self.source: int = source
        self.destination: int = destination
        self.frames: int = frames

    def _words(self) -> tuple[str, ...]:
        return (_frames(self.frames), f"from {self.source} to {self.destination}")


class BlockTransfer(Layer):
    """Blocks put together: of general block transfer, or of a service's data blocks."""

    __slots__ = ("service", "blocks")
    NAME: ClassVar[str] = "blocks"

    def __init__(self, service: str, blocks: int) -> None:
        self.service: str = service
        self.blocks: int = blocks

    def _words(self) -> tuple[str, ...]:
        many = "1 block" if self.blocks == 1 else f"{self.blocks} blocks"
        return (self.service, many)


class Ciphering(Layer):
    """A ciphered APDU, deciphered.

    `service` is the name of its tag, as `general-glo-ciphering`; `system_title` is of who
    ciphered it, `suite` the security suite, `encrypted` and `authenticated` what was
    applied, `broadcast` whether the broadcast key is meant, `checked` whether its tag
    was found right.
    """

    __slots__ = (
        "service",
        "system_title",
        "suite",
        "encrypted",
        "authenticated",
        "broadcast",
        "invocation_counter",
        "checked",
    )
    NAME: ClassVar[str] = "ciphering"

    def __init__(
        self,
        service: str,
        system_title: bytes,
        security_control: int,
        invocation_counter: int,
        checked: bool = False,
    ) -> None:
        self.service: str = service
        self.system_title: bytes = system_title
        self.suite: int = security_control & 0x0F
        self.authenticated: bool = bool(security_control & 0x10)
        self.encrypted: bool = bool(security_control & 0x20)
        self.broadcast: bool = bool(security_control & 0x40)
        self.invocation_counter: int = invocation_counter
        self.checked: bool = checked

    def _words(self) -> tuple[str, ...]:
        applied = [
            word
            for word, is_so in (
                ("encrypted", self.encrypted),
                ("authenticated", self.authenticated),
            )
            if is_so
        ]
        how = " and ".join(applied) or "neither encrypted nor authenticated"
        if self.authenticated:
            how += ", tag checked" if self.checked else ", tag not checked"
        return (
            self.service,
            f"by {title_text(self.system_title)}",
            f"suite {self.suite}",
            how,
            f"invocation counter {self.invocation_counter}",
        )


def title_text(title: bytes) -> str:
    """A system title as `KFM 6750000000`: the maker's letters, then hexadecimal."""
    if not title:
        return "no system title"
    letters, rest = title[:3], title[3:]
    if letters.isascii() and letters.isalpha():
        return f"{letters.decode('ascii')} {rest.hex().upper()}"
    return title.hex().upper()


def _frames(count: int) -> str:
    return "1 frame" if count == 1 else f"{count} frames"


class AttributeReference(Facts):
    """Which attribute of which object is meant."""

    __slots__ = ("class_id", "logical_name", "index")

    def __init__(self, class_id: int, logical_name: Obis, index: int) -> None:
        self.class_id: int = class_id
        self.logical_name: Obis = logical_name
        self.index: int = index


class Result(Facts):
    """One item that a telegram brings: data, or a code that says why there is none.

    `body` is one A-XDR value or None; `code` is the data-access-result or action-result,
    None where the telegram has no place for one, `name` that code in words;
    `attribute` is what the item is about, where the telegram says so; a number is a
    short name.
    """

    __slots__ = ("body", "code", "name", "attribute")

    def __init__(
        self,
        body: bytes | None = None,
        code: int | None = None,
        name: str = "",
        attribute: AttributeReference | int | None = None,
    ) -> None:
        self.body: bytes | None = body
        self.code: int | None = code
        self.name: str = name
        self.attribute: AttributeReference | int | None = attribute


class Telegram(Facts):
    """What octets brought, and in what.

    - `kind`: the APDU, as `data-notification`; `data` for a value that stood alone;
    - `layers`: what it was wrapped in, the outermost first;
    - `results`: its items, one but for lists;
    - `invoke_id`, `confirmed`, `high_priority`: of its invocation, None where it has none;
    - `time`: when it was made, where it says so;
    - `remarks`: in what it is other than the standard has it, in words.
    """

    __slots__ = (
        "kind",
        "layers",
        "results",
        "invoke_id",
        "confirmed",
        "high_priority",
        "time",
        "remarks",
    )

    def __init__(
        self,
        kind: str,
        results: tuple[Result, ...] = (),
        *,
        layers: tuple[Layer, ...] = (),
        invoke_id: int | None = None,
        confirmed: bool | None = None,
        high_priority: bool | None = None,
        time: DateTime | None = None,
        remarks: tuple[str, ...] = (),
    ) -> None:
        self.kind: str = kind
        self.layers: tuple[Layer, ...] = layers
        self.results: tuple[Result, ...] = results
        self.invoke_id: int | None = invoke_id
        self.confirmed: bool | None = confirmed
        self.high_priority: bool | None = high_priority
        self.time: DateTime | None = time
        self.remarks: tuple[str, ...] = remarks

    @property
    def body(self) -> bytes:
        """The octets of its one value.

        Raises CosemError where it has none, which says the result, or several.
        """
        if len(self.results) == 1 and self.results[0].body is not None:
            return self.results[0].body
        if len(self.results) > 1:
            raise CosemError(
                f"{self.kind} has {len(self.results)} results: see .results of the telegram"
            )
        names = "".join(f": {result.name}" for result in self.results if result.name)
        raise CosemError(f"{self.kind} brings no value{names}")

    def __str__(self) -> str:
        """A line for each layer, and one for the APDU."""
        words = [self.kind]
        if self.invoke_id is not None:
            words.append(f"invoke id {self.invoke_id}")
        if self.time is not None:
            words.append(f"made {self.time}")
        words += [result.name for result in self.results[:1] if result.name]
        lines = [*map(str, self.layers), ", ".join(words)]
        return "\n".join([*lines, *(f"note: {remark}" for remark in self.remarks)])
