"""What stands beside a type: units, references, rules and doubts."""

from __future__ import annotations

from ...model import Facts, Refers, Rule
from ...vocabulary import RULES
from ...words import article
from . import labels
from .markup import badge, code, joined, link, prose
from .site import Site


def badges(facts: Facts) -> str:
    """Marks that belong beside the name, each with a space before it."""
    marks = [
        *(
            [badge("unconfirmed", "unconfirmed")]
            if facts.unconfirmed is not None
            else []
        ),
        *([badge("our name", "unofficial")] if facts.unofficial else []),
        *([badge("secret", "secret")] if facts.secret else []),
    ]
    return "".join(f" {mark}" for mark in marks)


def sentences(site: Site, facts: Facts) -> list[str]:
    """One line for each fact."""
    found: list[str] = []
    if facts.unit is not None:
        found.append(f"Unit: {site.unit_link(facts.unit)}.")
    if facts.secret:
        found.append("Secret: never readable where the association has no security.")
    if facts.read_only:
        found.append("Read-only by nature: the server alone changes it.")
    if facts.refers is not None:
        found.append(refers(site, facts.refers))
    found += [f"Rule: {rule_sentence(site, rule)}." for rule in facts.rules]
    found += [prose(note) for note in facts.notes]
    if facts.unofficial:
        found.append("The name is ours: no source gives the standard's own.")
    if facts.unconfirmed is not None:
        found.append(unconfirmed(facts.unconfirmed))
    return found


def inline(site: Site, facts: Facts) -> str:
    """The same in one cell of a table."""
    return " ".join(_stopped(sentence) for sentence in sentences(site, facts))


def described(site: Site, doc: str, facts: Facts) -> str:
    """Documentation and facts in one cell of a table."""
    first, second = prose(doc), inline(site, facts)
    return f"{_stopped(first)} {second}" if first and second else first or second


def unconfirmed(why: str) -> str:
    """The badge with the reason behind it."""
    mark = badge("unconfirmed", "unconfirmed")
    return f"{mark} {prose(why)}" if why else mark


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
    """The rule in words, with the check that decides it."""
    arguments = [code(str(argument)) for argument in rule.arguments]
    entry = RULES[rule.name]
    # A parameter that may be left out speaks of the value itself.
    missing = len(entry.parameters) - len(arguments)
    filled = [*arguments, *(["the value"] * missing)]
    words = entry.sentence.replace("{*}", joined(arguments)).format(*filled)
    name = code(rule.name)
    linked = link(name, labels.rule(rule.name)) if site.is_standard else name
    return f"{words} ({linked})"
