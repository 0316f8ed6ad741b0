"""Access rights: AR-01 to AR-04."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..dumps import Access
from .meter import Item
from .table import PASS, Check, Outcome, warned, wrong

__all__ = ["CHECKS"]


def _legal(item: Item) -> Iterator[Outcome]:
    dumped = item.dumped
    for word, rights in (
        ("attribute", dumped.attribute_access),
        ("method", dumped.method_access),
    ):
        for number, access in rights.items():
            if access.code is None:
                continue
            if access.known:
                yield PASS
                continue
            facts: dict[str, Any] = {word: number}
            yield wrong(
                f"no access right has the code {access.code}",
                found=str(access.code),
                **facts,
            )


def _name(item: Item) -> Iterator[Outcome]:
    access = _published(item, 1)
    if access is None or not _is_listed(item):
        return
    if access.readable and not access.writable:
        yield PASS
        return
    problem = "can be written" if access.writable else "cannot be read"
    yield wrong(
        f"the logical name {problem}",
        attribute=1,
        expected="read",
        found=str(access),
    )


def _written_by_nobody(item: Item) -> Iterator[Outcome]:
    for spec in item.specs.values():
        access = _published(item, spec.id)
        if access is None or not spec.read_only:
            continue
        if access.writable:
            yield warned(
                f"{spec.name} can be written, though it is the meter's own to set",
                attribute=spec.id,
                expected="no write",
                found=str(access),
            )
        else:
            yield PASS


def _secrets(item: Item) -> Iterator[Outcome]:
    if not item.seen.is_open:
        return
    for spec in item.specs.values():
        access = _published(item, spec.id)
        if access is None or not spec.secret:
            continue
        if access.readable and not access.protection:
            yield wrong(
                f"{spec.name} is a secret, and can be read without any security",
                attribute=spec.id,
                expected="no read",
                found=str(access),
            )
        else:
            yield PASS


def _is_listed(item: Item) -> bool:
    """Whether the client sees the object: tables of utilities have those, too, of which it may do nothing."""
    rights = (
        *item.dumped.attribute_access.values(),
        *item.dumped.method_access.values(),
    )
    return any(each.readable or each.writable or each.callable for each in rights)


def _published(item: Item, attribute: int) -> Access | None:
    access = item.dumped.attribute_access.get(attribute)
    return access if access is not None and access.known else None


_NEEDS: Final = "access rights"

CHECKS: Final = (
    Check(
        "AR-01",
        "codes of access rights are defined",
        "The code of each right is one that the version of the association has.",
        "access rights with the codes of the object list",
        "access modes",
        "object",
        _legal,
    ),
    Check(
        "AR-02",
        "the logical name can be read and not written",
        "Attribute 1 can be read, and cannot be written, wherever the object is listed.",
        _NEEDS,
        "the rule of the first attribute",
        "object",
        _name,
    ),
    Check(
        "AR-03",
        "what the meter sets is not written by clients",
        "Attributes that only the meter sets, as states and counters, cannot be written; "
        "a warning.",
        f"{_NEEDS} to attributes that are marked as read_only",
        "the mark read_only",
        "object",
        _written_by_nobody,
    ),
    Check(
        "AR-04",
        "secrets are not read without security",
        "Passwords and keys cannot be read in an association without any security.",
        f"{_NEEDS} to secrets, in an association that is said to be without security",
        "the mark secret",
        "object",
        _secrets,
    ),
)
