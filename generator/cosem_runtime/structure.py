"""The base of every generated structure, and of what all readers share."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, TypeVar

    from .types.structures import StructureType

    _Self = TypeVar("_Self", bound="Structure")

__all__ = ["SetOnce", "SharedStructure", "Structure"]


class Structure:
    """A structure with named, typed members; immutable by contract.

    `TYPE` is its descriptor. Names of members can never clash with names of this base,
    which are capitals or start with an underscore; all the same `_values` and `_replace`
    are for everybody, as with a namedtuple.
    """

    __slots__ = ()
    TYPE: ClassVar[StructureType]

    def _values(self) -> tuple[Any, ...]:
        """The members' values, in order."""
        return tuple(getattr(self, name) for name in self.TYPE.field_names)

    def _replace(self: _Self, **changes: Any) -> _Self:
        """A copy with some members changed; TypeError for an unknown name."""
        members = {name: getattr(self, name) for name in self.TYPE.field_names}
        return type(self)(**members | changes)

    __replace__ = _replace  # what `copy.replace` calls


class SetOnce:
    """Base of the classes whose members are set once, since other readers have them too.

    AttributeError for whoever wants to change one.
    """

    __slots__ = ()

    def _unchangeable(self, name: str) -> str:
        """What to say to whoever wants to change a member."""
        raise NotImplementedError

    if not TYPE_CHECKING:  # a checker sees `Final` members, and no others

        def __setattr__(self, name, value):
            if hasattr(self, name):
                raise AttributeError(self._unchangeable(name))
            object.__setattr__(self, name, value)

        def __delattr__(self, name):
            raise AttributeError(self._unchangeable(name))


class SharedStructure(SetOnce, Structure):
    """A structure whose values are shared by all who read them."""

    __slots__ = ()

    def _unchangeable(self, name: str) -> str:
        kind = type(self).__name__
        members = ", ".join(f"{each}=..." for each in self.TYPE.field_names)
        return (
            f"{name} of a {kind} cannot be changed, since other values share it:"
            f" make another, as {kind}({members}), or this one's _replace({name}=...)"
        )
