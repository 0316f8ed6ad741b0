"""Names, numbers and the other values that are written out, and the ranges of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, Self, TypeAlias

from ...model.source import Span
from .node import NOWHERE


class Name(str):
    """A name (or string, or number as text) of the file that knows its place."""

    __slots__ = ("span",)
    span: Span

    def __new__(cls, text: str, span: Span = NOWHERE) -> Self:
        self = super().__new__(cls, text)
        self.span = span
        return self


class Number(int):
    """A number of the file that knows its place and whether it was written in hexadecimal."""

    span: Span
    hexadecimal: bool

    def __new__(
        cls, value: int, span: Span = NOWHERE, hexadecimal: bool = False
    ) -> Self:
        self = super().__new__(cls, value)
        self.span = span
        self.hexadecimal = hexadecimal
        return self


@dataclass(frozen=True, slots=True)
class Word:
    """A name as a value: an enumerator, TRUE or FALSE."""

    name: Name


@dataclass(frozen=True, slots=True)
class Octets:
    """Octets as a value, `h"00FF"`."""

    value: bytes


@dataclass(frozen=True, slots=True)
class ListValue:
    """`[a, b]`, an array, or `{a, b}`, a structure."""

    items: tuple[Value, ...]
    brackets: Literal["[]", "{}"]


Value: TypeAlias = "Number | Name | Word | Octets | ListValue"
"""A literal: `Name` here is a quoted string, `Word` a bare name."""


class Range(NamedTuple):
    """Two ends, either of them open (None); equal where the file states one number."""

    first: Number | None
    last: Number | None
