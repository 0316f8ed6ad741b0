"""One version of an interface class, laid out as the standard's class tables."""

from __future__ import annotations

from ...model import (
    Attribute,
    Cardinality,
    ClassVersion,
    InterfaceClass,
    Method,
    Selector,
)
from . import labels
from .changes import changes
from .expressions import (
    bounds,
    is_long,
    literal,
    short_name,
    type_cell,
    type_markup,
)
from .facts import badges, rule_sentence, sentences
from .markup import badge, bullets, code, link, paragraphs, prose, span, table, text
from .site import Site
from .views import TermView, VersionView

_MARKS = {"static": "static", "dynamic": "dyn.", None: ""}
_UNCHANGED = "No difference is known."
_PRESENCE = {"mandatory": "m", "optional": "o", None: ""}


def version_view(
    site: Site, interface_class: InterfaceClass, version: ClassVersion
) -> VersionView:
    """The view of one class version."""
    before = _origin(site, interface_class, version)
    return VersionView(
        label=labels.version(version.class_id, version.version),
        title=f"Version {version.version}",
        facts=_facts(version),
        doc=paragraphs(version.doc) if version.doc != interface_class.doc else "",
        warnings=_warnings(version),
        changes=bullets(changes(site, version, before))
        or (_UNCHANGED if before is not None and version.origin else ""),
        changes_title=_changes_title(site, version, before),
        attributes=_attributes(site, version),
        attribute_terms=tuple(
            view for each in version.attributes if (view := _attribute_term(site, each))
        ),
        methods=_methods(site, version),
        method_terms=tuple(
            view for each in version.methods if (view := _method_term(site, each))
        ),
        rules=bullets(rule_sentence(site, rule) for rule in version.rules),
        decisions=bullets(map(prose, version.decisions), "*"),
        open_questions=bullets(map(prose, version.open_questions), "*"),
        sources=sources(site, version),
    )


# ---------------------------------------------------------------- the version itself


def _origin(
    site: Site, interface_class: InterfaceClass, version: ClassVersion
) -> ClassVersion | None:
    """The version that it is written from, else the one before it."""
    if version.origin is not None:
        found = site.model.interface_class(version.origin.class_id)
        versions = found.versions if found else ()
        return next((v for v in versions if v.version == version.origin.version), None)
    earlier = [v for v in interface_class.versions if v.version < version.version]
    return earlier[-1] if earlier else None


def _changes_title(
    site: Site, version: ClassVersion, before: ClassVersion | None
) -> str:
    if before is None:
        return ""
    if before.class_id == version.class_id:
        return f"Changes since version {before.version}"
    return f"Changes to {site.class_link(before.class_id)}, version {before.version}"


def _facts(version: ClassVersion) -> str:
    facts = [
        f"class_id {version.class_id}",
        f"version {version.version}",
        *([f"called {version.name}"] if version.name else []),
        f"cardinality {cardinality(version.cardinality)}",
        *([f"clause {version.clause}"] if version.clause else []),
        *([f"first edition {version.edition}"] if version.edition else []),
    ]
    marks = [text(fact) for fact in facts]
    return " · ".join([*marks, *_confidence(version)])


def _confidence(version: ClassVersion) -> list[str]:
    level = version.confidence
    return [badge(f"{level} confidence", f"confidence-{level}")] if level else []


def cardinality(found: Cardinality) -> str:
    """`0..n`, `1` or `0..1`."""
    if found.minimum == found.maximum:
        return str(found.minimum)
    return f"{found.minimum}..{'n' if found.maximum is None else found.maximum}"


def _warnings(version: ClassVersion) -> str:
    found = []
    if version.undefined:
        found.append(f"**Not defined here.** {prose(version.undefined)}")
    if version.withdrawn:
        found.append(f"**Withdrawn.** {prose(version.withdrawn)}")
    return "\n\n".join(found)


def sources(site: Site, version: ClassVersion) -> str:
    """Keys of the legend, with what each says beyond that."""
    legend = site.model.package.sources
    return ", ".join(
        (link(text(key), labels.source(key)) if key in legend else text(key))
        + (f" ({prose(detail)})" if detail else "")
        for key, detail in version.sources
    )


# ---------------------------------------------------------------- attributes


def _attributes(site: Site, version: ClassVersion) -> str:
    rows = []
    for each in version.attributes:
        low, high = bounds(each.type)
        label = labels.attribute(version.class_id, version.version, each.number)
        rows.append(
            (
                span(str(each.number), "number", label=label),
                f"{code(each.name)}{badges(each.facts)}",
                _MARKS[each.mark],
                type_cell(site, each.type),
                low,
                high,
                literal(each.default),
                short_name(each.short_name),
            )
        )
    columns = (
        "",
        "Attribute",
        "Static/dyn.",
        "Data type",
        "Min.",
        "Max.",
        "Def.",
        "Short name",
    )
    return table(columns, rows, right=("", "Min.", "Max."))


def _attribute_term(site: Site, attribute: Attribute) -> TermView | None:
    facts = sentences(site, attribute.facts)
    if attribute.number == 1 and not facts:
        return None  # the same in every class
    if is_long(attribute.type):
        facts.insert(0, f"Data type: {type_markup(site, attribute.type)}.")
    facts += [_selector(site, each) for each in attribute.selectors]
    return _term(attribute.number, attribute.name, attribute.doc, facts)


def _selector(site: Site, selector: Selector) -> str:
    takes = (
        f", given {type_markup(site, selector.parameter)}" if selector.parameter else ""
    )
    gives = (
        f", returns {type_markup(site, selector.returns)}" if selector.returns else ""
    )
    line = f"Selective access {selector.number} {code(selector.name)}{takes}{gives}."
    doc = [prose(selector.doc)] if selector.doc else []
    return " ".join([line, *doc, *sentences(site, selector.facts)])


def _term(number: int, name: str, doc: str, facts: list[str]) -> TermView | None:
    if len(facts) == 1 and "\n" not in doc:
        # One fact goes on where the sentence ends.
        body = " ".join(part for part in (prose(doc), facts[0]) if part)
    else:
        body = "\n\n".join(part for part in (paragraphs(doc), bullets(facts)) if part)
    return TermView(f"{number} {code(name)}", body) if body else None


# ---------------------------------------------------------------- methods


def _methods(site: Site, version: ClassVersion) -> str:
    rows = []
    for each in version.methods:
        label = labels.method(version.class_id, version.version, each.number)
        rows.append(
            (
                span(str(each.number), "number", label=label),
                f"{code(each.name)}{badges(each.facts)}",
                _PRESENCE[each.presence],
                _parameter(site, each),
                type_cell(site, each.returns) if each.returns else "",
                short_name(each.short_name),
            )
        )
    columns = ("", "Method", "m/o", "Parameter", "Returns", "Short name")
    return table(columns, rows, right=("",))


def _parameter(site: Site, method: Method) -> str:
    parameter = method.parameter
    if parameter is None:
        return badge("not known", "unconfirmed")
    default = (
        f" = {literal(parameter.default)}" if parameter.default is not None else ""
    )
    marks = badges(parameter.facts)
    return f"{code(parameter.name)}{marks}: {type_cell(site, parameter.type)}{default}"


def _method_term(site: Site, method: Method) -> TermView | None:
    facts = sentences(site, method.facts)
    parameter = method.parameter
    if parameter is not None:
        facts[:0] = [
            f"{code(parameter.name)}: {told[:1].lower()}{told[1:]}"
            for told in sentences(site, parameter.facts)
        ]
        if is_long(parameter.type):
            kind = type_markup(site, parameter.type)
            facts.insert(0, f"{code(parameter.name)}: {kind}.")
    if method.returns is not None and is_long(method.returns):
        facts.insert(0, f"Returns {type_markup(site, method.returns)}.")
    return _term(method.number, method.name, method.doc, facts)
