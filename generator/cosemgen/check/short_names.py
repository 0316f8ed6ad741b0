"""Short names: offsets in steps of 8, one for each attribute and method."""

from __future__ import annotations

from ..model.source import Span
from ..vocabulary import MAX_SHORT_NAME
from .context import Context


def check_short_names(context: Context) -> None:
    for one, version in context.versions():
        taken: dict[int, str] = {}
        lines: list[tuple[int | None, str, Span]] = [
            (a.short_name, f"attribute {a.number} '{a.name}'", a.span)
            for a in version.attributes
        ]
        lines += [
            (m.short_name, f"method {m.number} '{m.name}'", m.span)
            for m in version.methods
        ]
        for offset, what, span in lines:
            if offset is None:
                continue
            if offset % 8 or not 0 <= offset <= MAX_SHORT_NAME:
                context.report.error(
                    span,
                    "C309",
                    f"expected a short name of {what} in steps of 8 "
                    f"(0x08..0x{MAX_SHORT_NAME:X}), found {_hex(offset)}",
                )
                continue
            if offset in taken:
                context.report.error(
                    span,
                    "C310",
                    f"short name 0x{offset:02X} of {what} of {one.name} is taken "
                    f"by {taken[offset]}",
                    "change it, or leave it out where no source gives it",
                )
            else:
                taken[offset] = what


def _hex(offset: int) -> str:
    return f"-0x{-offset:02X}" if offset < 0 else f"0x{offset:02X}"
