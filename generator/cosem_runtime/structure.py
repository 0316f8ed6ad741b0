"""The base of every generated structure."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, TypeVar

    from .types.structures import StructureType

    _Self = TypeVar("_Self", bound="Structure")

__all__ = ["Structure"]


class Structure:
    """A structure with named, typed members; immutable by contract.

    `TYPE` is its descriptor. Names of members can never clash with names of this base,
    which are capitals or start with an underscore.
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
