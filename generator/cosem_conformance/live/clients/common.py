"""What the modules of clients share: importing, and the words for what went wrong."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cosem_runtime import CosemError, DecodeError
from cosem_runtime.codec.reading import decode_at
from cosem_runtime.errors import cut
from cosem_runtime.wire import read_length

from ..transport import Answer, Attribute, TransportError

__all__ = ["described", "imported", "list_of_answers", "translated"]


def imported(module: str, title: str) -> Any:
    """A module of a client; untyped, as most of them are.

    Raises TransportError where it is not installed, or is another version than is known here.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise TransportError(
            f"{title} is needed here, and cannot be imported ({error}); its licence is not ours, "
            f'so look at it, then: python -m pip install "{title}"'
        ) from None


@contextmanager
def translated(*calm: type[Exception]) -> Iterator[None]:
    """Whatever a client raises, as TransportError; the association outlives what is `calm`.

    Clients raise errors of every kind for what a meter sends, a plain IndexError among them.
    """
    try:
        yield
    except TransportError:
        raise
    except calm as error:
        raise TransportError(told(error), broken=False) from error
    except Exception as error:
        raise TransportError(told(error)) from error


def told(error: Exception) -> str:
    """What it says, with its kind, which may be all that it tells."""
    text = cut(" ".join(str(error).split()), 200)
    kind = type(error).__name__
    return f"{kind}: {text}" if text else f"{kind} in the client, without a word"


def described(attribute: Attribute) -> tuple[bytes, bytes]:
    """The descriptor of an attribute, and its selection with the octet that says there is one."""
    class_id, name, number, selection = attribute
    descriptor = class_id.to_bytes(2, "big") + bytes(name) + bytes([number & 0xFF])
    if selection is None:
        return descriptor, b"\x00"
    return descriptor, bytes([1, selection.selector]) + selection.parameter


def list_of_answers(octets: bytes, count: int) -> list[Answer]:
    """The answers of a Get-Response-With-List: their number, then a choice and content each.

    Raises TransportError for other octets.
    """
    try:
        found, at = read_length(octets, 0)
        if found != count:
            raise DecodeError("", 0, f"{count} answers", str(found))
        answers = []
        for _ in range(count):
            start = at + 1
            if octets[at]:
                answers.append(Answer(octets[start]))
                at = start + 1
            else:
                at = decode_at(octets, start)[1]
                answers.append(Answer(0, octets[start:at]))
        if at != len(octets):
            raise DecodeError("", at, "the end of the list", "more")
    except (CosemError, IndexError) as error:
        raise TransportError(f"no list of answers: {told(error)}") from None
    return answers
