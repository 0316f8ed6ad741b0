"""The rules of `cosemgen diff`: what a difference between two packages means, and for whom.

A rule is about events.  `attribute.gone` is one that NEW has no more, `attribute.new` one that OLD did not have,
`attribute.name` one that is called otherwise, `attribute.unit` one whose fact `unit` is another.  After a fact, `+` is one
that was not stated, `-` one that is stated no more, `>` a list that has more, `<` one that has less.  An event without a
rule of its own is one of the plain fact; `*` is any kind.  The first rule with the event is meant.
"""

from __future__ import annotations

from typing import Final, NamedTuple

WIRE: Final = "wire"
API: Final = "api"
OBIS: Final = "obis"
ADDITION: Final = "addition"
CERTAINTY: Final = "certainty"
DOCUMENTATION: Final = "documentation"

IMPACTS: Final = {
    WIRE: "Octets are other ones, or are taken for something else: who goes by the one and who "
    "goes by the other misunderstand each other.",
    API: "Octets are the same; programs that use what is generated fail, or get other values.",
    OBIS: "A code stands for something else, or other objects are asked of meters.",
    ADDITION: "More than there was: who goes by the old one does not notice.",
    CERTAINTY: "The same facts, surer or less sure, or from other sources.",
    DOCUMENTATION: "What only people read.",
}
"""What differences can mean, the gravest first."""


def heading(impact: str) -> str:
    """An impact as a title: `Wire`, `API`."""
    return impact.upper() if impact in (API, OBIS) else impact.capitalize()


class Rule(NamedTuple):
    """A kind of difference: its name, its impact, when it is one, and the events that it is about."""

    id: str
    impact: str
    says: str
    events: tuple[str, ...]


def _rule(id: str, impact: str, says: str, events: str) -> Rule:
    return Rule(id, impact, says, tuple(events.split()))


_TYPED: Final = ("attribute", "method", "selector", "member", "type", "item", "line")
"""Kinds of parts that have a type."""


def _typed(event: str) -> str:
    return " ".join(f"{kind}.{event}" for kind in _TYPED)


_RULES: Final = (
    # ------------------------------------------------ packages
    _rule("package-gone", WIRE, "NEW does not have the package.", "package.gone"),
    _rule("package-new", ADDITION, "OLD does not have the package.", "package.new"),
    _rule(
        "package-needs",
        API,
        "The package stands on other ones.",
        "package.needs",
    ),
    # ------------------------------------------------ classes and versions
    _rule("class-gone", WIRE, "Nothing is known of the class any more.", "class.gone"),
    _rule("class-new", ADDITION, "The class was not there.", "class.new"),
    _rule(
        "class-renamed",
        API,
        "The class of this number is called otherwise.",
        "class.name",
    ),
    _rule(
        "module-renamed",
        API,
        "The class stands in a file, and so in a Python module, of another name.",
        "class.module",
    ),
    _rule(
        "plain-name-moved",
        API,
        "The name without a version means another version of the class.",
        "class.plain_version",
    ),
    _rule(
        "version-gone",
        WIRE,
        "Nothing is known of the version any more.",
        "version.gone version.undefined+",
    ),
    _rule(
        "version-new",
        ADDITION,
        "The version was not there, or nothing was known of it.",
        "version.new version.undefined-",
    ),
    _rule(
        "version-renamed",
        API,
        "The version is called otherwise than the class, or was.",
        "version.name",
    ),
    _rule(
        "cardinality-changed",
        OBIS,
        "A logical device may have other numbers of objects of the class.",
        "version.cardinality",
    ),
    _rule(
        "rule-gone",
        ADDITION,
        "What was required is not any more.",
        "*.rules- *.rules<",
    ),
    _rule(
        "rule-changed",
        API,
        "Something else is required: values and meters that fitted may not any more.",
        "*.rules",
    ),
    # ------------------------------------------------ attributes and methods
    _rule(
        "attribute-gone",
        WIRE,
        "The version has no attribute of this number.",
        "attribute.gone",
    ),
    _rule(
        "attribute-new",
        ADDITION,
        "The version had no attribute of this number.",
        "attribute.new",
    ),
    _rule(
        "attribute-renamed",
        API,
        "The attribute of this number is called otherwise.",
        "attribute.name",
    ),
    _rule(
        "method-gone", WIRE, "The version has no method of this number.", "method.gone"
    ),
    _rule(
        "method-new",
        ADDITION,
        "The version had no method of this number.",
        "method.new",
    ),
    _rule(
        "method-renamed",
        API,
        "The method of this number is called otherwise.",
        "method.name",
    ),
    _rule(
        "renumbered",
        WIRE,
        "The same name has another number: what is sent to one reaches the other.",
        "attribute.number method.number selector.number class.number attribute.name! "
        "method.name! selector.name! class.name! line.number",
    ),
    _rule(
        "short-name-changed",
        WIRE,
        "Short name referencing finds it at another offset.",
        "attribute.short_name method.short_name",
    ),
    _rule(
        "short-name-known",
        CERTAINTY,
        "The offset of the short name was not known, or is known no more.",
        "method.short_name+ method.short_name-",
    ),
    _rule(
        "presence-relaxed",
        WIRE,
        "A meter may do without the method now.",
        "method.presence-optional",
    ),
    _rule(
        "presence-changed",
        OBIS,
        "Meters have to have the method, or it is not said whether they have to.",
        "method.presence",
    ),
    _rule(
        "parameter-added",
        WIRE,
        "The method, or the selector, takes a parameter, which it did not.",
        "method.parameter+ selector.parameter+",
    ),
    _rule(
        "parameter-dropped",
        WIRE,
        "The method, or the selector, takes no parameter any more.",
        "method.parameter- selector.parameter-",
    ),
    _rule(
        "parameter-renamed",
        API,
        "The parameter is called otherwise, or has another default.",
        "method.parameter_name method.parameter_default",
    ),
    _rule(
        "result-changed",
        WIRE,
        "It returns something, and did not, or the other way round.",
        "method.returns+ method.returns- selector.returns+ selector.returns-",
    ),
    _rule(
        "selector-gone",
        WIRE,
        "Parts of the attribute cannot be read in this way any more.",
        "selector.gone",
    ),
    _rule(
        "selector-new",
        ADDITION,
        "Parts of the attribute could not be read in this way.",
        "selector.new",
    ),
    _rule(
        "selector-renamed",
        API,
        "The selector of this number is called otherwise.",
        "selector.name",
    ),
    _rule(
        "mark-changed",
        API,
        "The attribute is static, and was dynamic, or the other way round.",
        "attribute.mark",
    ),
    _rule("default-changed", API, "The default is another value.", "*.default"),
    _rule(
        "unit-changed",
        WIRE,
        "The same number is another quantity.",
        "*.unit method.parameter_unit item.scaler",
    ),
    _rule(
        "unit-known",
        CERTAINTY,
        "The unit, or the class of an object, was not stated, or is stated no more.",
        "*.unit+ *.unit- method.parameter_unit+ method.parameter_unit- item.class_id+ "
        "item.class_id-",
    ),
    _rule(
        "secret-changed",
        API,
        "The value is a secret, and was none, or the other way round.",
        "*.secret method.parameter_secret",
    ),
    _rule(
        "read-only-dropped",
        ADDITION,
        "It may be written, and might not.",
        "*.read_only- method.parameter_read_only-",
    ),
    _rule(
        "read-only-added",
        API,
        "It may not be written, and might.",
        "*.read_only method.parameter_read_only",
    ),
    _rule(
        "reference-changed",
        API,
        "The value points to something else.",
        "*.refers method.parameter_refers method.parameter_rules",
    ),
    # ------------------------------------------------ types
    _rule(
        "type-changed",
        WIRE,
        "The value is of another type.",
        f"{_typed('type')} units.type",
    ),
    _rule(
        "alternative-new",
        WIRE,
        "One more type may come, which who goes by the old one does not know.",
        _typed("type>"),
    ),
    _rule(
        "alternative-gone",
        WIRE,
        "A type that might come may not any more.",
        _typed("type<"),
    ),
    _rule(
        "alternative-chosen",
        WIRE,
        "Something else tells which type comes.",
        _typed("choice"),
    ),
    _rule(
        "type-called",
        API,
        "The same octets are of a named type of another name.",
        f"{_typed('type-name')} units.type-name",
    ),
    _rule(
        "meaning-changed",
        API,
        "The octets mean something else: programs get another value.",
        _typed("meaning"),
    ),
    _rule(
        "range-narrowed",
        API,
        "Values, or lengths, that were allowed are not any more.",
        _typed("range<"),
    ),
    _rule(
        "range-widened",
        ADDITION,
        "Values, or lengths, are allowed that were not.",
        _typed("range>"),
    ),
    _rule("type-gone", API, "The type has no name any more.", "type.gone units.gone"),
    _rule("type-new", ADDITION, "The type had no name.", "type.new units.new"),
    _rule(
        "type-renamed",
        API,
        "The same type is called otherwise.",
        "type.name units.name",
    ),
    _rule(
        "type-moved",
        API,
        "The type is of another file, class or version.",
        "type.id units.id",
    ),
    _rule(
        "base-changed",
        WIRE,
        "The enumeration or the bits are sent as another data type, or another number of bits.",
        "type.base type.width units.base",
    ),
    _rule(
        "member-gone",
        WIRE,
        "The structure has one member less.",
        "member.gone layout_field.gone",
    ),
    _rule(
        "member-new",
        WIRE,
        "The structure has one member more.",
        "member.new layout_field.new",
    ),
    _rule(
        "member-renamed",
        API,
        "The member at this place is called otherwise.",
        "member.name layout_field.name",
    ),
    _rule(
        "members-reordered",
        WIRE,
        "The members stand in another order.",
        "type.order layout.order",
    ),
    _rule(
        "value-gone",
        API,
        "The number, or the bit, has no name any more.",
        "value.gone",
    ),
    _rule("value-new", ADDITION, "The number, or the bit, had no name.", "value.new"),
    _rule(
        "value-renamed",
        API,
        "The number, or the bit, is called otherwise.",
        "value.name",
    ),
    _rule(
        "value-renumbered",
        WIRE,
        "The same name is another number, or bit.",
        "value.number unit.number value.name! unit.name!",
    ),
    _rule(
        "range-of-values",
        API,
        "Numbers without names have another fate.",
        "value.kind unit.kind",
    ),
    _rule("unit-gone", WIRE, "Nobody knows the unit any more.", "unit.gone"),
    _rule("unit-new", ADDITION, "The unit was not known.", "unit.new"),
    _rule("unit-renamed", API, "The unit is called otherwise.", "unit.name"),
    _rule(
        "symbol-changed",
        API,
        "The unit has another symbol, or is one of another quantity.",
        "unit.symbol unit.quantity unit.si",
    ),
    _rule(
        "data-type-gone", WIRE, "The data type is not there any more.", "data_type.gone"
    ),
    _rule("data-type-new", ADDITION, "The data type was not there.", "data_type.new"),
    _rule(
        "data-type-changed",
        WIRE,
        "The data type has another tag, length or kind.",
        "data_type.tag data_type.octets data_type.kind",
    ),
    _rule(
        "data-type-renamed",
        API,
        "The data type is called otherwise.",
        "data_type.name",
    ),
    _rule(
        "data-type-bounds",
        API,
        "Other numbers fit the data type, or the field of a date.",
        "data_type.bounds layout_field.bounds",
    ),
    _rule("layout-gone", WIRE, "The layout is not there any more.", "layout.gone"),
    _rule("layout-new", ADDITION, "The layout was not there.", "layout.new"),
    _rule(
        "layout-changed",
        WIRE,
        "The octets of dates and times are laid out otherwise.",
        "layout.octets layout_field.octets layout_field.signed",
    ),
    _rule("layout-renamed", API, "The layout is called otherwise.", "layout.name"),
    # ------------------------------------------------ OBIS codes
    _rule("medium-gone", OBIS, "No code has the medium any more.", "medium.gone"),
    _rule("medium-new", ADDITION, "The medium was not there.", "medium.new"),
    _rule(
        "medium-changed",
        OBIS,
        "The medium is called otherwise, or takes its codes from another one.",
        "medium.name medium.same_as",
    ),
    _rule(
        "code-gone",
        OBIS,
        "The code has no meaning in its value group any more.",
        "code.gone group.gone",
    ),
    _rule(
        "code-new",
        ADDITION,
        "The code had no meaning in its value group.",
        "code.new group.new",
    ),
    _rule(
        "code-meaning",
        OBIS,
        "The code means something else in its value group: another name, fate or unit.",
        "code.name code.kind code.integral code.integral_meaning code.integral_unit code.units "
        "code.dimensionless code.number medium.number",
    ),
    _rule(
        "codes-selected",
        OBIS,
        "Another table says what codes of a value group mean.",
        "selection.gone selection.new selection.table group.name",
    ),
    _rule(
        "object-gone",
        OBIS,
        "Nothing stands behind the code any more.",
        "object.gone",
    ),
    _rule("object-new", ADDITION, "Nothing stood behind the code.", "object.new"),
    _rule(
        "object-renamed",
        OBIS,
        "What stands behind the code is called otherwise.",
        "object.name",
    ),
    _rule(
        "object-moved",
        OBIS,
        "An object of this name has other codes.",
        "object.number",
    ),
    _rule(
        "object-class-new",
        ADDITION,
        "The object may be of one more class, or of more data types or units.",
        "object.classes> object.values> object.units>",
    ),
    _rule(
        "object-class-changed",
        OBIS,
        "The object may be of other classes, versions, data types or units.",
        "object.classes object.class_versions object.core_classes object.values object.units",
    ),
    _rule(
        "object-fate",
        OBIS,
        "The codes are left to others, or taken back, or are read in another order.",
        "object.kind object.alternative",
    ),
    _rule(
        "in-use-gone",
        API,
        "The code is not listed as one in use any more.",
        "code_in_use.gone code_in_use.number",
    ),
    _rule(
        "in-use-new",
        ADDITION,
        "The code was not listed as one in use.",
        "code_in_use.new",
    ),
    _rule(
        "in-use-shown",
        API,
        "Displays name the code otherwise, or show it in another unit.",
        "code_in_use.name code_in_use.reads code_in_use.shown",
    ),
    _rule(
        "in-use-counted",
        CERTAINTY,
        "Other dumps have the code.",
        "code_in_use.dumps",
    ),
    # ------------------------------------------------ telegrams
    _rule(
        "telegram-gone", WIRE, "The list is not recognised any more.", "telegram.gone"
    ),
    _rule("telegram-new", ADDITION, "The list was not recognised.", "telegram.new"),
    _rule(
        "telegram-renamed",
        API,
        "The list is called otherwise.",
        "telegram.name",
    ),
    _rule(
        "telegram-form",
        WIRE,
        "The list, or one in it, is built otherwise.",
        "telegram.form inner_list.form inner_list.gone inner_list.new",
    ),
    _rule(
        "item-gone",
        WIRE,
        "Nobody knows what stands at this place of the list.",
        "item.gone",
    ),
    _rule(
        "item-new",
        WIRE,
        "Something stands at a place of which nothing was known.",
        "item.new",
    ),
    _rule(
        "item-changed",
        WIRE,
        "What stands at this place is something else, or is recognised by other octets.",
        "item.role item.code item.class_id item.attribute item.of item.fixed item.number",
    ),
    _rule(
        "scaler-known",
        API,
        "The list does not send the scaler, which was not stated, or is stated no more.",
        "item.scaler+ item.scaler-",
    ),
    _rule(
        "item-renamed",
        API,
        "What stands at this place is called otherwise.",
        "item.name",
    ),
    # ------------------------------------------------ quirks
    _rule(
        "quirk-gone",
        WIRE,
        "What some meters send otherwise is taken by the standard again.",
        "quirk.gone",
    ),
    _rule("quirk-new", ADDITION, "The quirk was not known.", "quirk.new"),
    _rule("quirk-renamed", API, "The quirk is called otherwise.", "quirk.name"),
    _rule(
        "quirk-changed",
        WIRE,
        "Other meters have the quirk, or it means something else.",
        "quirk.applies quirk.effects",
    ),
    # ------------------------------------------------ companion profiles
    _rule("profile-gone", OBIS, "No meter is asked for this any more.", "profile.gone"),
    _rule("profile-new", ADDITION, "The profile was not there.", "profile.new"),
    _rule("profile-renamed", API, "The profile is called otherwise.", "profile.name"),
    _rule(
        "client-changed",
        OBIS,
        "The profile gives rights to other clients.",
        "client.gone client.new client.name client.sap",
    ),
    _rule(
        "variant-changed",
        OBIS,
        "The profile tells other kinds of meters apart, or by other codes.",
        "variant.gone variant.new variant.name variant.by",
    ),
    _rule(
        "profile-object-gone",
        OBIS,
        "The profile does not ask for the object any more.",
        "profile_object.gone profile_object.number",
    ),
    _rule(
        "profile-object-optional",
        ADDITION,
        "Meters may have the object, of which the profile did not speak.",
        "profile_object.new-optional line.new-optional",
    ),
    _rule(
        "profile-object-new",
        OBIS,
        "Meters have to have the object, of which the profile did not speak.",
        "profile_object.new",
    ),
    _rule(
        "profile-object-renamed",
        DOCUMENTATION,
        "The profile calls the object otherwise.",
        "profile_object.name",
    ),
    _rule(
        "profile-relaxed",
        ADDITION,
        "Meters may have what they had to have, or may be more than they might.",
        "*.optional+ profile_object.classes> profile_object.units> line.values>",
    ),
    _rule(
        "profile-changed",
        OBIS,
        "The profile asks for something else.",
        "*.optional profile_object.classes profile_object.when profile_object.units line.gone "
        "line.new line.values line.rights line.default line.type+ line.type-",
    ),
    _rule(
        "line-renamed", API, "The attribute or method is called otherwise.", "line.name"
    ),
    # ------------------------------------------------ how sure it is
    _rule(
        "confidence-changed",
        CERTAINTY,
        "The facts are surer than they were, or less sure.",
        "*.confidence *.confidence_reason",
    ),
    _rule(
        "confirmation-changed",
        CERTAINTY,
        "A source confirms it now, or none does.",
        "*.unconfirmed *.unofficial method.parameter_unconfirmed method.parameter_unofficial",
    ),
    _rule(
        "questions-changed",
        CERTAINTY,
        "Other questions are open, or conflicts of sources are decided otherwise.",
        "*.open_questions *.decisions version.undefined",
    ),
    _rule("sources-changed", CERTAINTY, "It rests on other sources.", "*.sources"),
    # ------------------------------------------------ what people read
    _rule(
        "edition-changed",
        DOCUMENTATION,
        "Other editions, or clauses, of the standard have it.",
        "edition.gone edition.new edition.name edition.number version.since version.clauses *.clause "
        "package.covers",
    ),
    _rule(
        "withdrawn",
        DOCUMENTATION,
        "The version is not used any more, or is again.",
        "version.withdrawn",
    ),
    _rule(
        "text-changed",
        DOCUMENTATION,
        "Descriptions, titles, labels or notes have other words.",
        "*.description *.title *.label *.notes *.note *.overlaps method.parameter_notes",
    ),
)

RULES: Final = {rule.id: rule for rule in _RULES}
"""Every rule by its id."""

_BY_EVENT: Final = {
    event: rule for rule in reversed(_RULES) for event in reversed(rule.events)
}


def rule_of(kind: str, fact: str, how: str = "") -> Rule | None:
    """The rule of an event of a part: the nearest one; None where the table has none."""
    word, named = kind.replace(" ", "_"), fact.replace(" ", "_")
    for about in (f"{word}.{named}", f"*.{named}"):
        for event in (f"{about}{how}", about):
            if event in _BY_EVENT:
                return _BY_EVENT[event]
    return None
