"""The items of a push: a line for each of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..records import record
from .contents import plain_cell
from .page import Block, Paragraph, Table

if TYPE_CHECKING:
    from cosem_runtime.push import Push, PushItem
    from cosem_runtime.tolerant import Deviation


@record(frozen=True, slots=True)
class Items:
    """What a meter pushed, with what the push says of it and of itself."""

    push: Push

    @property
    def deviations(self) -> Sequence[Deviation]:
        return self.push.deviations

    @property
    def octets(self) -> bytes:
        """What the offsets of deviations count."""
        return self.push.telegram.body if len(self.push.telegram.results) == 1 else b""

    @property
    def lacks_scalers(self) -> bool:
        """Whether numbers stand in it that nothing says the scaler of."""
        return any(
            item.is_scaled and item.scaler is None and isinstance(item.value, int)
            for item in self.push.items
        )

    def blocks(self, show_secrets: bool) -> list[Block]:
        push = self.push
        said = (
            ("list", push.list),
            ("meter", push.meter),
            ("time", None if push.time is None else str(push.time)),
            ("layout", push.layout.title if push.layout is not None else None),
        )
        words = ", ".join(f"{name} {text}" for name, text in said if text)
        rows = tuple(self._row(item) for item in push.items)
        table = Table(("", "", "", ""), rows)
        return [*([Paragraph(words)] if words else []), table]

    def _row(self, item: PushItem) -> tuple[str, str, str, str]:
        code = "" if item.obis is None else str(item.obis)
        # Its time is told where it is not that of all.
        own = item.time is not None and item.time != self.push.time
        return code, item.name, _shown(item), str(item.time) if own else ""

    def document(self, show_secrets: bool) -> Any:
        from cosem_runtime.profile.table import zoned

        push = self.push
        return {
            "list": push.list,
            "meter": push.meter,
            "time": _time(zoned(push.time, None)),
            "items": [
                {
                    **facts,
                    "class_id": item.class_id,
                    "attribute": item.attribute,
                    "value": "(secret)" if hidden else plain_cell(facts["value"]),
                    "time": _time(facts["time"]),
                }
                for item, facts in zip(push.items, push.to_dicts(), strict=True)
                for hidden in [item.is_secret and not show_secrets]
            ],
        }

    def header(self) -> tuple[str, ...]:
        return ("obis", "name", "value", "unit", "time")

    def rows(self, show_secrets: bool) -> Iterator[tuple[str, ...]]:
        for item, facts in zip(
            self.push.items, self.document(show_secrets)["items"], strict=True
        ):
            if type(item.value) is bytes and not item.is_secret:
                facts["value"] = _shown(item)
            yield tuple(
                "" if facts[n] is None else str(facts[n]) for n in self.header()
            )


def _shown(item: PushItem) -> str:
    """The value as people read it: text where octets are one."""
    value = str(item)
    for before in ("" if item.obis is None else str(item.obis), item.name):
        value = value.removeprefix(f"{before}  ") if before else value
    return value


def _time(time: Any) -> str | None:
    if time is None:
        return None
    return time.isoformat(" ") if isinstance(time, datetime.datetime) else str(time)
