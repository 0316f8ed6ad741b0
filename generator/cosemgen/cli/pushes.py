"""The items of a push: a line for each of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .contents import plain_cell
from .page import Block, Paragraph, Table

if TYPE_CHECKING:
    from cosem_runtime.push import Push, PushItem
    from cosem_runtime.tolerant import Deviation


@dataclass(frozen=True, slots=True)
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
        value = str(item)
        for before in (code, item.name):
            value = value.removeprefix(f"{before}  ") if before else value
        # Its time is told where it is not that of all.
        own = item.time is not None and item.time != self.push.time
        return code, item.name, value, str(item.time) if own else ""

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
        for item in self.document(show_secrets)["items"]:
            yield tuple("" if item[n] is None else str(item[n]) for n in self.header())


def _time(time: Any) -> str | None:
    if time is None:
        return None
    return time.isoformat(" ") if isinstance(time, datetime.datetime) else str(time)
