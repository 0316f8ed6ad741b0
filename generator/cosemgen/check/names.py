"""Names: reserved ones, doubles, imports and types that nobody uses, clashes in Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import model as m
from .. import naming
from ..lower.imports import reserved
from ..model.walk import Same, expressions, reached, references
from ..module_names import package_refusal
from ..naming import Names, shared_names
from .context import Context


def check_reserved(context: Context) -> None:
    """No named type has the name of a common data type."""
    for type_id, named in context.model.types.items():
        if reserved(type_id.name):
            context.report.error(
                named.span,
                "C203",
                f"'{type_id.name}' is a word of the language: expected another name",
            )


def check_members(context: Context) -> None:
    """Names are unique among fields, values, attributes, methods and selectors."""
    for type_id, named in context.model.types.items():
        where = f"'{type_id.name}'"
        if isinstance(named, m.Structure):
            _unique(context, "field", where, ((f.name, f.span) for f in named.fields))
        elif isinstance(named, m.Enumeration | m.Bits):
            rows = ((each.name, each.span) for each in named.members)
            _unique(context, "value", where, rows)
        elif isinstance(named, m.UnitTable):
            _unique(context, "unit", where, ((r.name, r.span) for r in named.rows))
    for one, version in context.versions():
        rows = ((a.name, a.span) for a in version.attributes)
        _unique(context, "attribute", one.name, rows)
        rows = ((each.name, each.span) for each in version.methods)
        _unique(context, "method", one.name, rows)
        for attribute in version.attributes:
            if attribute.selectors:
                rows = ((s.name, s.span) for s in attribute.selectors)
                _unique(context, "selector", f"{one.name}.{attribute.name}", rows)
    for layout in context.model.layouts:
        _layout(context, layout)


def _layout(context: Context, layout: m.Layout) -> None:
    rows = ((field.name, field.span) for field in layout.fields)
    _unique(context, "field", f"'{layout.name}'", rows)


def _unique(
    context: Context, kind: str, where: str, rows: Iterable[tuple[str, m.Span]]
) -> None:
    seen: dict[str, m.Span] = {}
    for name, span in rows:
        first = seen.setdefault(name, span)
        if first is not span:
            context.report.error(
                max(first, span),
                "C207",
                f"{kind} '{name}' of {where} is stated twice "
                f"(line {min(first, span).line})",
            )


def check_shadows(context: Context) -> None:
    """A name means one thing: types of a class do not hide those of its file."""
    for entry in context.lowered.classes:
        environments = [entry.environment]
        environments += [v.environment for v in entry.versions if v.expanded]
        for environment in environments:
            for name, declaration in environment.declarations.items():
                home = entry.home
                if declaration.home is home and home.knows(name):
                    context.report.error(
                        declaration.node.name.span,
                        "C202",
                        f"type '{name}' is already defined or imported in this file",
                    )
        for version in entry.versions:
            for name, declaration in version.contents.types.items():
                shared = entry.environment.declarations.get(name)
                if (
                    version.node.origin is None
                    and shared is not None
                    and shared is not declaration
                ):
                    context.report.error(
                        declaration.node.name.span,
                        "C202",
                        f"type '{name}' is already defined in {entry.node.name}",
                    )


def check_imports(context: Context) -> None:
    """Every import is used."""
    for scope in context.lowered.scopes:
        for name, found in scope.imports.items():
            # One that means nothing is reported already, and so is a file that was not found.
            if not found.used and found.target is not None:
                context.report.warning(
                    found.span, "C607", f"'{name}' is imported and not used"
                )


def check_files(context: Context) -> None:
    """Every file has something to say."""
    for scope in context.lowered.scopes:
        if not scope.tree.kinds:
            context.report.warning(
                m.Span(scope.tree.path, 1, 1),
                "C614",
                f"'{scope.path}' has no item: expected a class, a type, an object or another one",
                "delete it if it is not needed",
            )


def check_unused(context: Context) -> None:
    """Every type of a class is used by one of its versions, or by another class."""
    used = {
        (target.class_id, target.name)
        for target in reached(
            (
                each
                for _, version in context.versions()
                for each in expressions(version)
            ),
            context.types.__getitem__,
        )
    }
    for type_id, named in context.model.types.items():
        if (
            type_id.class_id is not None
            and (type_id.class_id, type_id.name) not in used
        ):
            context.report.warning(
                named.span, "C222", f"type '{type_id.name}' is not used by any version"
            )


def check_package_name(context: Context) -> None:
    """The package has a name that its Python package can have, if it is not told another one."""
    package = context.model.package
    name = naming.package(package.name)
    why = package_refusal(name)
    if why is not None:
        context.report.warning(
            package.span,
            "C613",
            f"'{name}' cannot be the name of the Python package: {why}",
            "choose another, or build it with --package",
        )


def check_python(context: Context) -> None:
    """No two things have one name in Python; looked at once all else is sound."""
    if not all(one.versions for below in context.foundations for one in below.classes):
        return  # of a class without a version, which its package tells, nothing has a name
    names = shared_names(Same(context.model))
    for clash in names.clashes:
        context.report.error(clash.span, "C206", clash.message, "rename one of them")
    for type_id, named in context.model.types.items():
        if isinstance(named, m.Structure):
            fields = [
                (naming.field(f.name), f"field {f.name}", f) for f in named.fields
            ]
            _hides(context, names, type_id.name, fields)
    for one, version in context.versions():
        attributes = [
            (naming.member(a.name), f"attribute {a.number} {a.name}", a)
            for a in version.attributes
        ]
        _hides(context, names, one.name, attributes)


def _hides(
    context: Context,
    names: Names,
    where: str,
    members: Iterable[tuple[str, str, m.Attribute | m.Field]],
) -> None:
    """In the body of a class a member's name means the member, also where a type of that name is meant."""
    spelled = {
        names.type(target): target
        for _, _, each in members
        for target in _annotated(context, each.type)
    }
    for name, what, each in members:
        if name in spelled:
            context.report.error(
                each.span,
                "C206",
                f"{what} of {where} and type {spelled[name].name}, which a line of it "
                f"has, are both {name} in Python",
                "rename one of them",
            )


def _annotated(context: Context, expression: m.TypeExpression) -> Iterator[m.TypeId]:
    """The types whose classes an annotation names: aliases are written out."""
    for target in references(expression):
        named = context.types[target]
        if isinstance(named, m.Alias):
            yield from _annotated(context, named.type)
        else:
            yield target
