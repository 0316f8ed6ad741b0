"""What stands beside a name: marks, units, references, rules and doubts."""

from __future__ import annotations

from ...model import ClassVersion, Facts, Refers, Rule
from ...vocabulary import RULES
from ...words import article
from . import labels
from .markup import badge, code, joined, link, prose, spaced, span
from .site import Site


def marked(name: str, facts: Facts) -> str:
    """The name with the marks that belong beside it."""
    marks = (
        ("unconfirmed", "unconfirmed", facts.unconfirmed is not None),
        ("our name", "unofficial", facts.unofficial),
        ("secret", "secret", facts.secret),
    )
    return spaced(
        code(name), *(badge(word, kind) for word, kind, holds in marks if holds)
    )


def sentences(site: Site, facts: Facts) -> list[str]:
    """One line for each fact."""
    lines = (
        f"Unit: {site.unit_link(facts.unit)}." if facts.unit is not None else "",
        _SECRET if facts.secret else "",
        _READ_ONLY if facts.read_only else "",
        refers(site, facts.refers) if facts.refers is not None else "",
        *(f"Rule: {rule_sentence(site, rule)}." for rule in facts.rules),
        *map(prose, facts.notes),
        _UNOFFICIAL if facts.unofficial else "",
        unconfirmed(facts.unconfirmed),
    )
    return [line for line in lines if line]


_SECRET = "Secret: never readable where the association has no security."
_READ_ONLY = "Read-only by nature: the server alone changes it."
_UNOFFICIAL = "The name is ours: no source gives the standard's own."


def inline(site: Site, facts: Facts) -> str:
    """The same in one cell of a table."""
    return " ".join(map(_stopped, sentences(site, facts)))


def described(site: Site, doc: str, facts: Facts) -> str:
    """Documentation and facts in one cell of a table."""
    first, second = prose(doc), inline(site, facts)
    return f"{_stopped(first)} {second}" if first and second else first or second


def _stopped(sentence: str) -> str:
    return sentence if sentence.endswith((".", ":", "}", "?")) else f"{sentence}."


def refers(site: Site, found: Refers) -> str:
    """What a value points to."""
    if found.to == "class":
        classes = joined((site.class_link(each) for each in found.classes), "or")
        return f"Logical name of an object of class {classes}."
    what = "an object" if found.to == "object" else f"{article(found.to)} of an object"
    if found.to == "script":
        what = "a script of a script table"
    through = joined(code(member) for member in found.through)
    return f"Points to {what} through {through}." if through else f"Points to {what}."


def rule_sentence(site: Site, rule: Rule) -> str:
    """The rule in words, with its place in the table that names the check which decides it."""
    arguments = [code(str(argument)) for argument in rule.arguments]
    entry = RULES[rule.name]
    words = entry.said(arguments, joined(arguments[entry.numbered :]))
    name = code(rule.name)
    linked = link(name, labels.named("rule", rule.name)) if site.is_standard else name
    return spaced(f"{words} ({linked})", unconfirmed(rule.unconfirmed))


# ---------------------------------------------------------------- how sure it is


def unconfirmed(why: str | None) -> str:
    """The badge with the reason behind it; nothing of what is confirmed."""
    if why is None:
        return ""
    return spaced(badge("unconfirmed", "unconfirmed"), prose(why))


def confidence(level: str | None, said: str = "{}") -> str:
    """The badge of a level, in words that name it; nothing without one."""
    return badge(said.format(level), f"confidence-{level}") if level else ""


def standing(version: ClassVersion) -> str:
    """How sure a version is, and why it does not count."""
    return spaced(
        confidence(version.confidence),
        badge("not defined", "unconfirmed") if version.undefined else "",
        badge("withdrawn", "unconfirmed") if version.withdrawn else "",
    )


def remarks(*notes: str) -> str:
    """What stands smaller beside a text."""
    return spaced(*(span(prose(note), "remark") for note in notes if note))
