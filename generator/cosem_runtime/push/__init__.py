"""From the octets of a push to named values: items with code, name, unit and time.

    push = cosem.read_push(octets, key=...)
    for item in push.items:
        print(item.obis, item.name, item.scaled, item.unit)
    print(push)         # a line for each item
    print(push.table())

Most lists say themselves what their values are, in one of several ways: see `FAMILIES`.
For those that do not, a `PushLayout` says it: a `telegram` item of a spec whose package is
registered, or one that is made by hand.

A list is taken apart once; lists like it are then read by the plan that was made of it.
Taking one apart takes at most some 400 octets of memory for each of its own, and time
that grows with its size; a list of more than 4096 elements is refused. All plans together
take at most 18 MB.
"""

from __future__ import annotations

from .errors import PushError
from .families import FAMILIES
from .items import Push, PushItem
from .layouts import LayoutItem, PushLayout
from .reader import PushReader

__all__ = [
    "FAMILIES",
    "LayoutItem",
    "Push",
    "PushError",
    "PushItem",
    "PushLayout",
    "PushReader",
]
