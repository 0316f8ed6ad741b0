"""Random syntax trees, such as the parser makes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from cosemgen.syntax import tree
from cosemgen.syntax.grammar import grammar
from cosemgen.syntax.lines import Gap, body, gap, in_order, inner
from cosemgen.syntax.tree import Clause, Comments, Fact, Name, Node, Number, Range

Trees = st.SearchStrategy[Any]

# Words that mean something somewhere are the interesting names.
plain_names = st.from_regex(
    r"[A-Za-z_][A-Za-z0-9_]{0,7}(-[A-Za-z0-9_]{1,4})?", fullmatch=True
)
# Where both a special word and a name may stand, the special word wins.
NOT_NAMES = {
    *("static", "dynamic", "reserved", "manufacturer", "utility", "user", "unused"),
    *("array", "compact-array", "CHOICE", "structure"),
}
KEYWORDS = sorted(grammar().words - NOT_NAMES)
free_names = (plain_names | st.sampled_from(KEYWORDS)).filter(
    lambda n: n not in NOT_NAMES
)
names = free_names.map(Name)
member_names = (plain_names | st.sampled_from(sorted(grammar().words))).map(Name)
type_names = names.filter(lambda name: name not in grammar().keywords)
"""Of words that could also begin a clause, the type itself is never one."""

numbers = st.builds(Number, st.integers(-(2**63), 2**64 - 1)) | st.builds(
    Number, st.integers(0, 2**64 - 1), hexadecimal=st.just(True)
)
small = st.builds(Number, st.integers(0, 300))
characters = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n\t"
)
any_strings = st.text(characters, max_size=12).map(Name)
strings = any_strings.filter(str.strip)
"""Texts: only a value, and the symbol of a unit, may be empty."""
lines = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)
comment_texts = lines.filter(lambda text: not text.startswith("/")).map("// {}".format)
documentation = st.just("") | st.lists(lines, min_size=1, max_size=3).map("\n".join)
words = st.builds(tree.Word, names)
octets = st.builds(tree.Octets, st.binary(max_size=4))


def optional(strategy: Trees) -> Trees:
    return st.none() | strategy


def some(strategy: Trees, least: int = 0) -> Trees:
    return st.lists(strategy, min_size=least, max_size=3).map(tuple)


patterns = (
    st.tuples(*[st.integers(0, 255).map(str) | st.just(letter) for letter in "abcdef"])
    .map(".".join)
    .map(Name)
)
code_values = st.builds(tree.CodeValue, patterns)
values: Trees = st.recursive(
    numbers | any_strings | words | octets | code_values,
    lambda inside: st.builds(
        tree.ListValue, some(inside), st.sampled_from(["[]", "{}"])
    ),
    max_leaves=4,
)

exact = small.map(lambda size: Range(size, size))
ranges = st.builds(Range, optional(small), optional(small))
code_ranges = exact | st.builds(Range, small, small)

named_types = st.builds(
    tree.NamedTypeUse,
    name=type_names,
    size=optional(exact | ranges),
    bounds=optional(ranges),
) | st.builds(
    tree.NamedTypeUse,
    name=type_names,
    size=optional(exact | ranges),
    meaning=names,
    or_empty=st.booleans(),
)


@st.composite
def choices(draw: st.DrawFn, inside: Trees) -> tree.ChoiceUse:
    """A CHOICE, perhaps by a member, some of whose values name their alternative."""
    alternatives = tuple(draw(st.lists(inside, min_size=1, max_size=9)))
    by, cases = draw(optional(names)), ()
    if by is not None:
        cases = tuple(draw(some(names)) for _ in alternatives)
    return tree.ChoiceUse(
        alternatives=alternatives, by=by, cases=cases if any(cases) else ()
    )


types: Trees = st.recursive(
    named_types
    | st.builds(tree.OpenChoiceUse, of=names)
    | st.just(tree.AnyStructureUse())
    | st.just(tree.CompactArrayUse()),
    lambda inside: st.one_of(
        st.builds(tree.ArrayUse, element=inside, size=optional(exact | ranges)),
        st.builds(tree.CompactArrayUse, element=inside),
        choices(inside),
    ),
    max_leaves=12,
)


def one(strategy: Trees) -> Trees:
    return st.tuples(strategy)


def worded(of: type[Clause], *words: str, **parts: Trees) -> Trees:
    """Clauses of one kind that begin with one of several words."""
    return st.builds(of, word=st.sampled_from(words), **parts)


paths = st.lists(plain_names, min_size=2, max_size=3).map(".".join).map(Name)
arguments = some(words | numbers | any_strings | st.builds(tree.Word, paths))
rules = st.builds(tree.RuleUse, names, arguments)
unconfirmed = worded(tree.TextClause, "unconfirmed", text=optional(strings))
notes = worded(tree.TextClause, "note", text=strings) | unconfirmed
clauses = st.lists(
    st.one_of(
        st.builds(tree.DefaultClause, value=values),
        worded(tree.NamesClause, "unit", names=one(names)),
        worded(Clause, "secret", "read-only", "unofficial"),
        st.builds(tree.ShortNameClause, number=numbers),
        worded(tree.NumbersClause, "refers to class", numbers=some(small, 1)),
        worded(
            tree.NamesClause, "refers to object", "refers to script", names=some(names)
        ),
        st.builds(tree.RuleClause, rule=rules),
        notes,
    ),
    max_size=3,
).map(in_order)
code_clauses = st.lists(
    st.builds(tree.IntegralClause, meaning=optional(strings), unit=optional(type_names))
    | worded(tree.NamesClause, "unit", names=some(names, 1))
    | worded(Clause, "dimensionless")
    | notes,
    max_size=2,
).map(in_order)
confidences = st.sampled_from(["high", "medium", "low"]).map(Name)
class_uses = st.builds(tree.ClassUse, small, optional(small))
object_clauses = st.lists(
    st.builds(tree.ClassesClause, classes=some(class_uses, 1))
    | worded(tree.NumbersClause, "core", numbers=some(small, 1))
    | worded(tree.NamesClause, "value", "unit", "source", names=some(names, 1))
    | worded(tree.NamesClause, "confidence", names=one(confidences))
    | worded(Clause, "alternative")
    | worded(tree.TextClause, "overlaps", "clause", text=strings)
    | notes,
    max_size=4,
).map(in_order)

in_use_clauses = st.lists(
    worded(tree.NamesClause, "reads", names=one(names))
    | worded(tree.TextClause, "shown", text=strings)
    | worded(tree.NumbersClause, "dumps", numbers=one(numbers))
    | worded(tree.NamesClause, "source", names=some(names, 1))
    | notes,
    max_size=4,
).map(in_order)

befores = st.just(()) | some(comment_texts, 1)
besides = st.just("") | comment_texts


@st.composite
def comments(draw: st.DrawFn, braces: bool = False) -> Comments:
    at_end = draw(befores) if braces else ()
    behind = draw(besides) if braces else ""
    return Comments(draw(befores), draw(besides), at_end, behind)


def node(of: type[Node], /, *, braces: bool = False, **parts: Trees) -> Trees:
    return st.builds(of, doc=documentation, comments=comments(braces), **parts)


@st.composite
def spaced(draw: st.DrawFn, items: Trees, least: int = 0) -> Any:
    """The items of a body; some have blank lines above where the layout leaves that free."""
    found: list[Node] = []
    for item in draw(st.lists(items, min_size=least, max_size=3)):
        above = found[-1] if found else None
        if gap(above, item) is Gap.FREE and draw(st.booleans()):
            before = ("", *item.comments.before)
            object.__setattr__(item, "comments", item.comments._replace(before=before))
        found.append(item)
    return tuple(found)


def wrapped(kind: type[Node], part: str, items: Trees, **others: Trees) -> Trees:
    """`add` or `change`: it has the comments above, its item those beside and at the end."""

    @st.composite
    def build(draw: st.DrawFn) -> Any:
        made = draw(st.builds(kind, **{part: items}, **others))
        item = inner(made)
        _, *below = item.comments
        object.__setattr__(made, "comments", Comments(before=item.comments.before))
        object.__setattr__(item, "comments", Comments((), *below))
        return made

    return build()


def fact(of: type[Fact], *words: str, **parts: Trees) -> Trees:
    return node(of, word=st.sampled_from(words), **parts)


unbounded = st.just(Name("n"))
facts = st.one_of(
    fact(
        tree.TextFact,
        *("name", "decision", "open", "undefined", "withdrawn"),
        text=strings,
    ),
    node(tree.ConfidenceFact, level=confidences, reason=optional(strings)),
    node(
        tree.ClauseFact,
        clause=strings,
        editions=some(names),
        unconfirmed=optional(unconfirmed),
    ),
    node(
        tree.SinceFact,
        editions=one(names) | st.tuples(names, names),
        unconfirmed=optional(unconfirmed),
    ),
    node(tree.CardinalityFact, first=numbers, last=optional(numbers | unbounded)),
    node(tree.SourceFact, keys=some(names, 1), detail=optional(strings)),
    node(tree.RequiresFact, rule=rules),
)

kinds = st.sampled_from(["reserved", "manufacturer", "utility", "user", "unused"])
members = node(
    tree.Member, value=numbers, name=names, label=optional(strings), clauses=clauses
)
member_spans = node(
    tree.MemberSpan,
    first=small,
    last=small,
    kind=kinds.map(Name),
    label=optional(strings),
    clauses=clauses,
)
enumerators = members | member_spans
fields = node(tree.Field, name=member_names, type=types, clauses=clauses)
structures = node(
    tree.Structure,
    braces=True,
    name=names,
    meaning=optional(names),
    clauses=clauses,
    fields=spaced(fields),
)
enumerations = node(
    tree.Enumeration,
    braces=True,
    name=names,
    bits=st.booleans(),
    members=spaced(enumerators),
    clauses=clauses,
) | node(
    tree.Enumeration,
    braces=True,
    name=names,
    bits=st.booleans(),
    base=names,
    size=optional(exact | ranges),
    members=spaced(enumerators),
)
aliases = node(tree.Alias, name=names, type=types, clauses=clauses)
definitions = structures | enumerations | aliases

selectors = node(
    tree.Selector,
    number=numbers,
    name=names,
    parameter=optional(types),
    returns=optional(types),
    clauses=clauses,
)
marks = st.sampled_from(["static", "dynamic"]).map(Name)
attributes = node(
    tree.Attribute,
    number=numbers,
    name=member_names,
    type=types,
    mark=optional(marks),
    clauses=clauses,
) | node(
    tree.Attribute,
    braces=True,
    number=numbers,
    name=member_names,
    type=types,
    clauses=clauses,
    selectors=spaced(selectors, 1),
)
parameters = st.builds(
    tree.Parameter, name=optional(member_names), type=types, clauses=clauses
) | st.builds(tree.NoData, value=numbers)
methods = node(
    tree.Method,
    number=numbers,
    name=names,
    parameter=optional(parameters),
    returns=optional(types),
    presence=optional(st.sampled_from(["mandatory", "optional"]).map(Name)),
    clauses=clauses,
)

short_names = node(tree.ShortNames, first=optional(numbers))

field_changes = (
    wrapped(tree.AddField, "field", fields, after=optional(names))
    | wrapped(tree.ChangeField, "field", fields)
    | node(tree.RemoveField, name=names)
)
member_changes = (
    wrapped(tree.AddMember, "member", enumerators)
    | wrapped(tree.ChangeMember, "member", enumerators)
    | node(tree.RemoveMember, value=numbers)
)
changes = node(
    tree.StructureChange, braces=True, name=names, changes=spaced(field_changes)
) | node(
    tree.EnumerationChange,
    braces=True,
    name=names,
    bits=st.booleans(),
    changes=spaced(member_changes),
)
differences = (
    wrapped(tree.Add, "item", attributes | methods | definitions)
    | wrapped(tree.Change, "item", attributes | methods | aliases | changes)
    | node(
        tree.Remove,
        kind=st.sampled_from(["attribute", "method"]).map(Name),
        number=numbers,
    )
    | node(
        tree.Remove,
        kind=st.sampled_from(["structure", "enumeration", "bits", "type"]).map(Name),
        name=names,
    )
)

origins = st.builds(tree.Origin, version=numbers, class_id=optional(numbers))
versions = node(
    tree.Version,
    braces=True,
    number=numbers,
    origin=optional(origins),
    parts=spaced(
        facts | short_names | attributes | methods | definitions | differences
    ),
)
classes = node(
    tree.Class,
    braces=True,
    class_id=numbers,
    name=strings,
    parts=spaced(facts | versions | definitions),
)

data_types = node(
    tree.DataType,
    tag=numbers,
    name=names,
    kind=st.sampled_from(["simple", "complex", "special"]).map(Name),
    octets=optional(small),
    bounds=optional(ranges),
    label=strings,
    clauses=clauses,
)
layout_fields = node(
    tree.LayoutField,
    name=member_names,
    octets=small,
    signed=st.booleans(),
    bounds=optional(ranges),
    clauses=clauses,
) | node(
    tree.LayoutField,
    braces=True,
    name=member_names,
    octets=small,
    members=spaced(enumerators, 1),
)
unit_rows = node(
    tree.UnitRow,
    value=numbers,
    name=names,
    symbol=any_strings,
    quantity=strings,
    si=optional(strings),
    clauses=clauses,
)

letters = st.sampled_from("ABCDEF").map(Name)
codes = node(
    tree.Code, codes=some(code_ranges, 1), meaning=strings, clauses=code_clauses
) | node(
    tree.Code,
    codes=some(code_ranges, 1),
    kind=kinds.map(Name),
    meaning=optional(strings),
    clauses=code_clauses,
)
groups = node(
    tree.Group,
    braces=True,
    letter=letters,
    name=optional(names),
    codes=spaced(codes),
)
conditions = st.builds(
    tree.Condition,
    letter=letters | st.sampled_from("abcdef").map(Name),
    codes=some(code_ranges, 1),
)
selects = node(tree.Select, letter=letters, table=names, conditions=some(conditions, 1))
media = node(
    tree.Medium, braces=True, code=numbers, name=strings, parts=spaced(groups | selects)
) | node(tree.Medium, code=numbers, name=strings, same_as=numbers)
range_kinds = st.sampled_from(
    ["manufacturer", "utility", "consortia", "country", "inactive"]
).map(Name)
row: dict[str, Any] = {
    "pattern": patterns,
    "name": strings,
    "conditions": some(conditions),
    "clauses": object_clauses,
}
ranges_of_codes = node(tree.Object, kind=range_kinds, **row)
objects = node(tree.Object, **row) | ranges_of_codes
blocks = node(
    tree.Objects,
    braces=True,
    conditions=some(conditions),
    clauses=object_clauses,
    rows=spaced(node(tree.Object, in_block=st.just(True), **row) | ranges_of_codes, 1),
)
in_use = node(
    tree.InUse,
    braces=True,
    conditions=some(conditions),
    clauses=in_use_clauses,
    rows=spaced(
        node(
            tree.InUseRow,
            pattern=patterns,
            label=optional(strings),
            conditions=some(conditions),
            clauses=in_use_clauses,
        ),
        1,
    ),
)
quirk_clauses = st.lists(notes, max_size=3).map(in_order)
meant = plain_names.filter(lambda name: name not in grammar().words).map(Name)
"""After `where`, the first word of a clause or of an item that could follow is never what is meant."""
some_objects = st.just({}) | st.fixed_dictionaries(
    {"pattern": patterns, "conditions": some(conditions)}
)


@st.composite
def quirk_effects(draw: st.DrawFn) -> tree.QuirkEffect:
    """A deviation, an order or a scaler, or the value of an attribute."""
    word = draw(st.sampled_from(["date-times", "profiles", "scalers", "class"]))
    parts: dict[str, Any] = {}
    if word == "date-times":
        parts["deviation"] = draw(optional(numbers))
    else:
        parts |= draw(some_objects)
    if word == "class":
        parts |= {
            "class_id": draw(numbers),
            "version": draw(optional(numbers)),
            "attribute": draw(numbers),
            "name": draw(member_names),
            "sent": draw(names),
        }
    effect: tree.QuirkEffect = draw(
        node(tree.QuirkEffect, word=st.just(word), means=meant, clauses=quirk_clauses)
    )
    return replace(effect, **parts)


applied = st.builds(
    tree.Applied,
    st.sampled_from(["maker", "model", "firmware", "profile", "country"]).map(Name),
    strings,
)
quirk_facts = st.one_of(
    fact(tree.TextFact, "decision", "open", text=strings),
    node(tree.ConfidenceFact, level=confidences, reason=optional(strings)),
    node(tree.SourceFact, keys=some(names, 1), detail=optional(strings)),
)
quirks = node(
    tree.Quirk,
    braces=True,
    name=names,
    title=strings,
    parts=spaced(
        node(tree.Applies, conditions=some(applied, 1)) | quirk_effects() | quirk_facts
    ),
)
value_lists = node(tree.ValueList, name=names, types=some(names, 1))

remarks = st.lists(
    worded(tree.NamesClause, "source", names=some(names, 1))
    | worded(tree.NamesClause, "confidence", names=one(confidences))
    | worded(tree.TextClause, "overlaps", text=strings)
    | notes,
    max_size=3,
).map(in_order)
item_clauses = st.lists(
    st.builds(
        tree.DefaultClause,
        value=numbers | any_strings | octets | code_values,
    )
    | worded(tree.NumbersClause, "scaler", numbers=one(numbers))
    | worded(tree.NamesClause, "unit", names=one(names))
    | worded(tree.NamesClause, "source", names=some(names, 1))
    | worded(tree.NamesClause, "confidence", names=one(confidences))
    | notes,
    max_size=4,
).map(in_order)
form_kinds = st.sampled_from(["array", "structure"]).map(Name)
forms = st.builds(
    tree.Form, one(form_kinds) | st.tuples(form_kinds, form_kinds), optional(numbers)
)
roles = st.sampled_from(
    ["value", "time", "meter", "list", "code", "scaler-unit", "scaler", "unit"]
).map(Name)
attributes_of = st.builds(
    tree.AttributeOf,
    code=patterns,
    class_id=optional(numbers),
    attribute=optional(numbers),
)
sent: dict[str, Any] = {
    "place": optional(numbers),
    "label": optional(strings),
    "types": some(types),
    "clauses": item_clauses,
}
telegram_items = node(tree.TelegramItem, of_what=attributes_of, **sent) | node(
    tree.TelegramItem,
    role=roles,
    of_what=optional(attributes_of),
    of=optional(numbers),
    **sent,
)
telegram_lists = node(
    tree.TelegramList,
    braces=True,
    place=numbers,
    form=forms,
    items=spaced(telegram_items, 1),
)
telegrams = node(
    tree.Telegram,
    braces=True,
    name=names,
    title=strings,
    form=forms,
    clauses=remarks,
    items=spaced(telegram_items | telegram_lists, 1),
)

RIGHTS = ["R", "W", "RW", "call", "none"]
rights = st.sampled_from(RIGHTS).map(Name)
whose = names.filter(lambda name: name not in RIGHTS)
line_clauses = st.lists(
    st.builds(tree.ValuesClause, values=some(values, 1))
    | st.builds(tree.DefaultClause, word=st.just("default"), value=values)
    | st.builds(
        tree.RightsClause,
        rights=some(st.builds(tree.Right, optional(whose), rights), 1),
    )
    | worded(Clause, "optional", "mandatory")
    | notes,
    max_size=4,
).map(in_order)
wanted_clauses = st.lists(
    st.builds(tree.ClassesClause, classes=some(class_uses, 1))
    | worded(tree.NamesClause, "unit", "when", "source", names=some(names, 1))
    | worded(tree.NamesClause, "confidence", names=one(confidences))
    | worded(tree.TextClause, "clause", text=strings)
    | worded(Clause, "optional", "mandatory")
    | notes,
    max_size=4,
).map(in_order)
wanted_lines = node(
    tree.WantedLine,
    word=st.just("attribute"),
    number=numbers,
    name=member_names,
    types=some(types, 1),
    clauses=line_clauses,
) | node(
    tree.WantedLine,
    word=st.sampled_from(["attribute", "method"]),
    number=numbers,
    name=names,
    clauses=line_clauses,
)
wanted: dict[str, Any] = {
    "pattern": patterns,
    "name": strings,
    "conditions": some(conditions),
    "clauses": wanted_clauses,
    "lines": spaced(wanted_lines),
}
wanted_objects = node(tree.WantedObject, braces=True, **wanted)
profile_parts = (
    node(
        tree.ProfileClient,
        name=names,
        sap=optional(numbers),
        title=optional(strings),
    )
    | node(tree.ProfileVariant, name=names, title=strings, by=some(patterns))
    | wanted_objects
    | node(
        tree.WantedObjects,
        braces=True,
        conditions=some(conditions),
        clauses=wanted_clauses,
        rows=spaced(
            wanted_lines
            | node(tree.WantedObject, braces=True, in_block=st.just(True), **wanted),
            1,
        ),
    )
)
object_changes = node(
    tree.ObjectChange,
    braces=True,
    pattern=patterns,
    name=optional(strings),
    conditions=some(conditions),
    clauses=wanted_clauses,
    changes=spaced(
        wrapped(tree.AddLine, "line", wanted_lines)
        | wrapped(tree.ChangeLine, "line", wanted_lines)
        | node(
            tree.Remove,
            kind=st.sampled_from(["attribute", "method"]).map(Name),
            number=numbers,
        )
    ),
)
profiles = node(
    tree.Profile,
    braces=True,
    name=names,
    title=strings,
    origin=optional(names),
    clauses=st.lists(
        worded(tree.NamesClause, "source", names=some(names, 1))
        | worded(tree.NamesClause, "confidence", names=one(confidences))
        | notes,
        max_size=3,
    ).map(in_order),
    parts=spaced(
        profile_parts
        | wrapped(tree.AddPart, "item", profile_parts)
        | wrapped(tree.ChangeObject, "item", object_changes)
        | node(
            tree.RemoveObject,
            pattern=patterns,
            conditions=some(conditions),
            class_id=optional(numbers),
        )
        | node(
            tree.Remove,
            kind=st.sampled_from(["client", "variant"]).map(Name),
            name=names,
        )
        | fact(tree.TextFact, "decision", "open", text=strings)
    ),
)

package_facts = (
    fact(tree.NameFact, "needs", name=names)
    | fact(tree.TextFact, "edition", text=strings)
    | fact(tree.KeyFact, "source", key=names, meaning=strings)
    | fact(
        tree.KeyFact, "edition", key=names, meaning=strings, detail=optional(strings)
    )
)
packages = node(
    tree.Package, braces=True, name=names, title=strings, facts=spaced(package_facts)
)
uses = node(tree.Use, names=some(names, 1), module=names | paths)

items = st.one_of(
    packages,
    uses,
    classes,
    definitions,
    node(tree.DataTypes, braces=True, types=spaced(data_types)),
    node(
        tree.Layout,
        braces=True,
        name=names,
        octets=small,
        fields=spaced(layout_fields),
    ),
    node(tree.Units, braces=True, name=names, rows=spaced(unit_rows | member_spans)),
    media,
    groups,
    value_lists,
    blocks,
    objects,
    in_use,
    telegrams,
    quirks,
    profiles,
)
# Most of what can be written stands in versions, few of which would come up among all items.
single_versions = node(
    tree.Class,
    braces=True,
    class_id=numbers,
    name=strings,
    parts=one(versions),
)
files = st.builds(
    tree.File,
    st.just("x"),
    spaced(items) | one(single_versions),
    comments_at_end=befores,
)


def nodes_of(file: tree.File) -> list[Node]:
    """All nodes of a file, items of `add` and `change` besides."""
    result: list[Node] = []
    todo: list[Node] = [*file.items]
    while todo:
        found = todo.pop()
        result.append(found)
        if inner(found) is not found:
            todo.append(inner(found))
        else:
            todo += body(found)
    return result
