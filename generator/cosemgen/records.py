"""Dataclasses that cost little to make.

`dataclasses.dataclass` writes and compiles six functions for each class before it can be used, which for all classes of a command
that ends soon was a good part of its time.  A `record` is a dataclass too, with `fields`, `replace` and `match`. But how it
is compared, hashed, shown, kept and not changed is common to all records, and how one begins is compiled when the first one does.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

__all__ = ["record"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record

_Init: TypeAlias = Callable[..., None]


def _record(
    *,
    frozen: bool = False,
    slots: bool = False,
    eq: bool = True,
    kw_only: bool = False,
) -> Callable[[type[Any]], type[Any]]:
    """Makes a class what `dataclass` with these arguments would make of it.

    Raises TypeError for what is left to `dataclass`: a field that is no argument of `__init__`, and one of a frozen class
    that is no positional one.
    """

    def make(cls: type[Any]) -> type[Any]:
        if not cls.__doc__:
            # Else `dataclass` looks at the signature, to say it here.
            cls.__doc__ = f"{cls.__name__}({', '.join(cls.__annotations__)})"
        made: type[Any] = dataclasses.dataclass(
            init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
        )(cls)
        fields = dataclasses.fields(made)
        if not all(each.init and not (frozen and each.kw_only) for each in fields):
            raise TypeError(f"{cls.__name__} is to be a dataclass, not a record")
        common: dict[str, object] = {
            "__init__": _beginning(made, fields, frozen, slots),
            "__repr__": _shown([each.name for each in fields if each.repr]),
        }
        if eq:
            compared = _taken([each.name for each in fields if each.compare])
            common["__eq__"] = _equal(compared)
            common["__hash__"] = _hashed(compared) if frozen else None
        if frozen:
            common |= {"__setattr__": _not_assigned, "__delattr__": _not_deleted}
            if slots:
                common["__reduce__"] = _reduced(_taken([each.name for each in fields]))
        for name, function in common.items():
            if name not in vars(cls):
                setattr(made, name, function)
        return made

    return make


def _beginning(
    cls: Any, fields: Sequence[dataclasses.Field[Any]], frozen: bool, slots: bool
) -> _Init:
    """The `__init__` of a class, which puts the compiled one in its own place."""

    def __init__(self: object, *arguments: object, **named: object) -> None:
        compiled = _compiled(cls, fields, frozen, slots)
        cls.__init__ = compiled
        compiled(self, *arguments, **named)

    return __init__


def _compiled(
    cls: Any, fields: Sequence[dataclasses.Field[Any]], frozen: bool, slots: bool
) -> _Init:
    known: dict[str, Any] = {"__put": object.__setattr__, "__missing": _MISSING}
    positional, named, body = ["self"], ["*"], ["pass"]
    for each in fields:
        name = value = each.name
        default = ""
        if each.default is not _MISSING:
            known[f"__default_{name}"] = each.default
            default = f"=__default_{name}"
        elif each.default_factory is not _MISSING:
            known[f"__make_{name}"] = each.default_factory
            default = "=__missing"
            value = f"__make_{name}() if {name} is __missing else {name}"
        (named if each.kw_only else positional).append(name + default)
        if not frozen:
            body.append(f"self.{name} = {value}")
        elif slots:
            known[f"__put_{name}"] = getattr(cls, name).__set__
            body.append(f"__put_{name}(self, {value})")
        else:
            body.append(f"__put(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = ", ".join([*positional, *(named if len(named) > 1 else ())])
    text = "\n  ".join([f"def __init__({parameters}):", *body])
    exec(text, known)  # nothing but names of fields
    init: _Init = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


_MISSING = dataclasses.MISSING


def _taken(names: Sequence[str]) -> Callable[[Any], tuple[object, ...]]:
    """What gives these attributes of an object."""
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda found: ()
    only = attrgetter(*names)
    return lambda found: (only(found),)


def _equal(compared: Callable[[Any], tuple[object, ...]]) -> Callable[[Any, Any], bool]:
    def __eq__(self: Any, other: Any) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return other is self or compared(self) == compared(other)

    return __eq__


def _hashed(compared: Callable[[Any], tuple[object, ...]]) -> Callable[[Any], int]:
    return lambda self: hash(compared(self))


def _shown(names: Sequence[str]) -> Callable[[Any], str]:
    def __repr__(self: Any) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    return __repr__


def _reduced(
    taken: Callable[[Any], tuple[object, ...]],
) -> Callable[[Any], tuple[Any, ...]]:
    return lambda self: (self.__class__, taken(self))


def _not_assigned(self: object, name: str, value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _not_deleted(self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


if not TYPE_CHECKING:
    record = _record
