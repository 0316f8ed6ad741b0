"""What numbers stand for: digits, letters, times. A number that cannot mean it stays."""

from __future__ import annotations

from ..datetimes import DateTime
from ..datetimes.unix import from_seconds, to_seconds
from ..errors import EncodeError, show
from ..values import NumberText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

__all__ = ["MEANINGS", "SENT"]

_DIGITS = {
    "unsigned": 2,
    "long-unsigned": 4,
    "double-long-unsigned": 8,
    "long64-unsigned": 16,
}
"""How many digits a data type has room for."""
_LEAST = {
    "integer": -0x80,
    "long": -0x8000,
    "double-long": -0x80000000,
    "long64": -0x8000000000000000,
}
"""The least number of a data type."""
_BEFORE_A = 0x40


def _digits(number: int, sent: str) -> NumberText | int:
    size = _DIGITS.get(sent, 8)
    text = f"{number:0{size}x}"
    return (
        NumberText(text, number) if text.isdecimal() and len(text) <= size else number
    )


def _from_digits(text: Any, sent: str) -> int:
    size = _DIGITS.get(sent, 8)
    if isinstance(text, int):
        return text
    if (
        isinstance(text, str)
        and text.isascii()
        and text.isdecimal()
        and len(text) <= size
    ):
        return int(text, 16)
    raise EncodeError("", f"at most {size} digits", show(text))


def _letters(number: int, sent: str) -> NumberText | int:
    parts = [number >> 5 * at & 0x1F for at in (2, 1, 0)]
    if number >> 15 or not all(1 <= part <= 26 for part in parts):
        return number
    return NumberText("".join(chr(_BEFORE_A + part) for part in parts), number)


def _from_letters(text: Any, sent: str) -> int:
    if isinstance(text, int):
        return text
    if not isinstance(text, str) or not _are_letters(text):
        raise EncodeError("", "three letters A to Z", show(text))
    number = 0
    for letter in text:
        number = number << 5 | ord(letter) - _BEFORE_A
    return number


def _are_letters(text: str) -> bool:
    return len(text) == 3 and all("A" <= letter <= "Z" for letter in text)


def _time(number: int, sent: str) -> DateTime | int:
    return from_seconds(number)


def _from_time(time: Any, sent: str) -> int:
    if isinstance(time, int):
        return time
    seconds = to_seconds(time) if isinstance(time, DateTime) else None
    if seconds is None:
        expected = "a time in whole seconds with its deviation"
        raise EncodeError("", expected, show(time))
    return seconds


def _other_sign(number: int, sent: str) -> int:
    # The least number has no other sign in its data type: of times it is "not specified".
    return number if number == _LEAST.get(sent) else -number


def _from_other_sign(number: Any, sent: str) -> int:
    if not isinstance(number, int):
        raise EncodeError("", "a whole number", show(number))
    return _other_sign(number, sent)


MEANINGS: Final[dict[str, Callable[[int, str], Any]]] = {
    "bcd": _digits,
    "letters": _letters,
    "unix-time": _time,
    "reversed": _other_sign,
}
"""What makes of a number, and the data type that it was sent as, what it means."""

SENT: Final[dict[str, Callable[[Any, str], int]]] = {
    "bcd": _from_digits,
    "letters": _from_letters,
    "unix-time": _from_time,
    "reversed": _from_other_sign,
}
"""And back; EncodeError for what no number stands for."""
