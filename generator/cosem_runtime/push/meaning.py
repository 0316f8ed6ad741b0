"""Pushes of meters that send some things otherwise: what their values mean."""

from __future__ import annotations

from ..datetimes import DateTime
from .items import Facts, Push, PushItem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..interface import InterfaceClass
    from ..quirks import Quirks

__all__ = ["meant"]

_REGISTER = 3
_SCALER_UNIT = "scaler_unit"
_ANY = bytes(6)


def meant(
    push: Push, quirks: Quirks, class_of: Callable[[int], type[InterfaceClass] | None]
) -> Push:
    """The same push with times, values and scalers as the standard would have sent them.

    `quirks` are those of `cosem.quirks`. What carried the push stays as it was sent.
    """

    def time_of(time: DateTime | None) -> DateTime | None:
        return None if time is None else quirks.date_time(time)

    def item_of(item: PushItem) -> PushItem:
        facts = item._facts
        kind = None if facts.class_id is None else class_of(facts.class_id)
        value = quirks.meant_at(
            facts.class_id, facts.obis, facts.attribute, item.value, facts.data_index
        )
        return PushItem(scaled_of(facts, kind), value, time_of(item.time))

    def scaled_of(facts: Facts, kind: type[InterfaceClass] | None) -> Facts:
        both = facts.scaler_unit
        register = kind or class_of(_REGISTER)
        if both is None or register is None:
            return facts
        named = [a for a in register.ATTRIBUTES if a.name == _SCALER_UNIT]
        if not named:
            return facts
        changed = quirks.meant(register(facts.obis or _ANY), named[0], both)
        if changed == both:
            return facts
        return facts.scaled_by(changed)

    return Push(
        tuple(map(item_of, push.items)),
        push.telegram,
        family=push.family,
        layout=push.layout,
        meter=push.meter,
        list=push.list,
        time=time_of(push.time),
        deviations=push.deviations,
    )
