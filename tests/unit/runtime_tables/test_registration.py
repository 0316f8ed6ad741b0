"""Packages that are broken, half written or hostile: CosemError, and nothing is added."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from cosem_runtime.catalogue import Catalogue, clashes
from cosem_runtime.catalogue.registered import LAST_CLASS, MANUFACTURERS, USER_GROUPS
from cosem_runtime.errors import CosemError, UnknownClassError
from cosem_runtime.obis import Obis
from cosemgen.vocabulary import CLASS_RANGES

from .packages import Register, TamperLog, install

CATALOGUE = """\
SPEC = "bad"
NEEDS = ("standard",)
CLASSES = {40000: {0: ("thing", "Thing")}}
NAMES = {40000: "Thing"}
"""
OBIS = """\
MEDIA = {15: "Other"}
SAME_MEDIA = {14: 15}
UNITS = {30: "Wh"}
GROUPS = "F | 255 | now"
SELECTIONS = "15D made | C=1,3-9"
OBJECTS = "15.0.1.0.0.255 | Thing |  | 40000 | 6 | 30"
"""
FILES = {
    "__init__.py": "",
    "_catalogue.py": CATALOGUE,
    "_obis.py": OBIS,
    "_names.py": """\
MEMBERS = "40000 | 2 value | m1 reset 0"
TYPES = "classes.thing 40000 | bits | marks Marks"
ALL_UNITS = "30 | watt_hour | Wh"
""",
    "_provenance.py": 'VERSIONS = "40000 0 |  | 1.1"',
    "_rules.py": 'RULES = "40000 0 | - cardinality 0 1 | value usually -9 9"',
    "_telegrams.py": """\
from cosem_runtime import types as t
from cosem_runtime.push import LayoutItem, PushLayout

ITEM = LayoutItem((0,), t.ChoiceType("first", (t.LONG, t.UNSIGNED)))
LIST = PushLayout("bad_list", "Bad list", 1, (ITEM,))
LAYOUTS = (LIST,)
""",
    "_profiles.py": """\
from cosem_runtime.companion import *

ENERGY = ProfileObject(("1.0.1.8.0.255",), "Energy", ((3, 0),))
PROFILES = (CompanionProfile("bad_1", "Bad", (ENERGY,)),)
ONE = PROFILES[0]
MEMBER = ProfileMember(2, "value")


def with_member(**facts):
    return ONE._replace(objects=(ENERGY._replace(attributes=(MEMBER._replace(**facts),)),))
""",
    "_quirks.py": """\
from cosem_runtime.quirks import Quirk, QuirkEffect

QUIRKS = (Quirk("order", "Order", (QuirkEffect("order", "newest-first"),)),)
""",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where packages can be imported from; nothing of them stays."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def write(folder: Path, **files: str | None) -> None:
    """The package `bad`, with some of its files written otherwise or left out."""
    (folder / "bad").mkdir()
    for name, text in {**FILES, **{f"{k}.py": v for k, v in files.items()}}.items():
        if text is not None:
            (folder / "bad" / name).write_text(text)
    importlib.invalidate_caches()


def refused(catalogue: Catalogue, package: object) -> str:
    """The message; the catalogue is as it was before, and works."""
    state = catalogue._registered
    with pytest.raises(CosemError) as caught:
        catalogue.register(package)  # type: ignore[arg-type]  # on purpose
    assert catalogue._registered is state
    assert catalogue.packages() == ("standard",)
    assert list(catalogue) == [1, 3, 8]
    assert catalogue.interface_class(3) is Register
    assert catalogue.describe("1.0.1.8.0.255").package == "standard"
    with pytest.raises(UnknownClassError):
        catalogue.interface_class(12345)
    message = str(caught.value)
    assert len(message) < 500
    return message


def test_the_good_one(catalogue: Catalogue, folder: Path) -> None:
    write(folder)
    catalogue.register("bad")
    assert catalogue.packages() == ("standard", "bad")
    assert catalogue.describe("15.0.1.0.0.255").name == "Thing"
    assert catalogue.provenance(40000, 0).clause == "1.1"
    with pytest.raises(CosemError, match="bad is an incomplete package"):
        catalogue.interface_class(40000)  # its module is missing


@pytest.mark.parametrize(
    "text", [None, "", "__all__ = 5", "__all__ = ('Thing',)", "__all__ = (5,)"]
)
def test_names_that_are_not_there_beforehand(
    catalogue: Catalogue,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str | None,
) -> None:
    for module in ("standard", "standard.types"):
        found = sys.modules.get(module) or ModuleType(module)
        monkeypatch.setitem(sys.modules, module, found)
        monkeypatch.setattr(found, "__all__", (), raising=False)
    write(folder, __init__="__all__ = ()", types=text)
    catalogue.register("bad")
    with pytest.raises(CosemError, match="bad is an incomplete package"):
        catalogue.preload(classes=[])


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", ".x", "..", "a..b", "../x", "a\0b", "a b", "x" * 5000),
        *("é", "os", "sys", "json", "__main__", "no_such", "cosem_runtime"),
        *(5, None, b"bad", ["bad"]),
    ],
)
def test_names_of_no_package(catalogue: Catalogue, name: object) -> None:
    refused(catalogue, name)


def test_a_module_without_a_sound_name(catalogue: Catalogue) -> None:
    module = ModuleType("bad")
    module.__name__ = 5  # type: ignore[assignment]  # on purpose
    refused(catalogue, module)


@pytest.mark.parametrize(
    "text",
    [
        *("SPEC = (", "raise ValueError('x')", "raise SystemExit(3)", "1 / 0"),
        *("import no_such_module", "raise GeneratorExit", "raise BaseException"),
        "raise ValueError('x' * 100_000)",
        "def f(): f()\nf()",
    ],
)
@pytest.mark.parametrize("module", [name[:-3] for name in FILES])
def test_an_import_that_fails(
    catalogue: Catalogue, folder: Path, module: str, text: str
) -> None:
    write(folder, **{module: text})
    refused(catalogue, "bad")


def test_the_cause_is_kept(catalogue: Catalogue, folder: Path) -> None:
    write(folder, _obis="raise ValueError('why')")
    with pytest.raises(CosemError, match="ended with ValueError: why") as caught:
        catalogue.register("bad")
    assert isinstance(caught.value.__cause__, ValueError)


def test_an_interrupt_is_not_an_error_of_the_package(
    catalogue: Catalogue, folder: Path
) -> None:
    write(folder, _catalogue="raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        catalogue.register("bad")


@pytest.mark.parametrize("module", ["_catalogue", "_obis", "_provenance"])
def test_a_module_that_is_missing(
    catalogue: Catalogue, folder: Path, module: str
) -> None:
    write(folder, **{module: None})
    assert f"No module named 'bad.{module}'" in refused(catalogue, "bad")


@pytest.mark.parametrize(
    ("module", "name"),
    [("_catalogue", each) for each in ("SPEC", "NEEDS", "CLASSES", "NAMES")]
    + [
        ("_obis", each)
        for each in ("MEDIA", "SAME_MEDIA", "UNITS", "GROUPS", "SELECTIONS", "OBJECTS")
    ]
    + [("_names", each) for each in ("MEMBERS", "TYPES", "ALL_UNITS")]
    + [("_provenance", "VERSIONS"), ("_telegrams", "LAYOUTS"), ("_quirks", "QUIRKS")]
    + [("_rules", "RULES"), ("_profiles", "PROFILES")],
)
@pytest.mark.parametrize(
    "value", ["5", "None", "[1]", "object()", "b'x'", "{40000: {}}"]
)
def test_a_fact_of_another_type(
    catalogue: Catalogue, folder: Path, module: str, name: str, value: str
) -> None:
    write(folder, **{module: f"{FILES[f'{module}.py']}\n{name} = {value}\n"})
    assert f"bad.{module}" in refused(catalogue, "bad")


@pytest.mark.parametrize(
    ("module", "name"),
    [("_catalogue", name) for name in ("SPEC", "NEEDS", "CLASSES", "NAMES")]
    + [("_names", "TYPES"), ("_obis", "OBJECTS"), ("_provenance", "VERSIONS")]
    + [("_telegrams", "LAYOUTS"), ("_quirks", "QUIRKS"), ("_rules", "RULES")]
    + [("_profiles", "PROFILES")],
)
def test_a_fact_that_is_missing(
    catalogue: Catalogue, folder: Path, module: str, name: str
) -> None:
    write(folder, **{module: f"{FILES[f'{module}.py']}\ndel {name}\n"})
    assert f"{name}: expected a " in refused(catalogue, "bad")


def test_a_package_of_before_has_no_names(catalogue: Catalogue, folder: Path) -> None:
    write(folder, _names=None)
    catalogue.register("bad")
    assert [each.kind for each in catalogue.find("thing")] == ["class", "code"]


def test_layouts_of_a_package(catalogue: Catalogue, folder: Path) -> None:
    assert catalogue._registered.layouts() == ()
    write(folder)
    catalogue.register("bad")
    (found,) = catalogue._registered.layouts()
    assert (found.name, found.count, len(found.items)) == ("bad_list", 1, 1)
    # They are put together once.
    assert catalogue._registered.layouts() is catalogue._registered.layouts()
    catalogue.unregister("bad")
    assert catalogue._registered.layouts() == ()


def test_a_package_of_before_has_no_layouts(catalogue: Catalogue, folder: Path) -> None:
    write(folder, _telegrams=None)
    catalogue.register("bad")
    assert catalogue._registered.layouts() == ()


@pytest.mark.parametrize(
    "change",
    [
        *("LAYOUTS = (5,)", "LAYOUTS = (ITEM,)", "LIST.items = [ITEM]"),
        *("LIST.items = (LIST,)", "LIST.count = 'x'", "LIST.count = True"),
        *("ITEM.type = 'long'", "ITEM.role = 'name'", "ITEM.role = []"),
        *("ITEM.place = 0", "ITEM.place = (-1,)", "ITEM.place = ('0',)"),
        *("ITEM.of = 1", "ITEM.obis = bytes(6)", "ITEM.fixed = 'x'"),
        *("ITEM.class_id = '3'", "ITEM.attribute = 2.0", "ITEM.scaler = '-1'"),
        "ITEM.unit = 'Wh'",
    ],
)
def test_a_layout_that_is_none(catalogue: Catalogue, folder: Path, change: str) -> None:
    write(folder, _telegrams=f"{FILES['_telegrams.py']}\n{change}\n")
    assert "bad._telegrams: " in refused(catalogue, "bad")


def test_companion_profiles_of_a_package(catalogue: Catalogue, folder: Path) -> None:
    write(folder)
    catalogue.register("bad")
    assert [each.name for each in catalogue.companion_profiles()] == ["bad_1"]
    assert catalogue.companion_profile("bad_1").objects[0].codes == ("1.0.1.8.0.255",)
    with pytest.raises(CosemError, match="no companion profile 'bad_2'; did you mean"):
        catalogue.companion_profile("bad_2")
    catalogue.unregister("bad")
    with pytest.raises(CosemError, match="no package has one"):
        catalogue.companion_profile("bad_1")


def test_a_package_of_before_has_no_companion_profiles(
    catalogue: Catalogue, folder: Path
) -> None:
    write(folder, _profiles=None)
    catalogue.register("bad")
    assert catalogue.companion_profiles() == ()


def test_all_that_a_companion_profile_may_say(
    catalogue: Catalogue, folder: Path
) -> None:
    lines = """
PROFILES = (with_member(
    types=(ProfileType("unsigned", 17, 0, None),),
    values=(1, True, "a", b"a", ProfileWord("a"), ((), (1,))),
    default=0,
    rights=(("", "RW"), ("a", "none")),
    unconfirmed="why",
)._replace(clients=(ProfileClient("a", 1),), variants=(ProfileVariant("b", "B"),)),)
"""
    write(folder, _profiles=FILES["_profiles.py"] + lines)
    catalogue.register("bad")


@pytest.mark.parametrize(
    "value",
    [
        "PROFILES + PROFILES",
        "(ONE._replace(variants=(ProfileVariant('v', 'V', ('1.2',)),)),)",
        "(5,)",
        "(ENERGY,)",
        "(ONE._replace(name=5),)",
        "(ONE._replace(objects=[ENERGY]),)",
        "(ONE._replace(objects=(5,)),)",
        "(ONE._replace(clients=(ProfileClient('a', 'b'),)),)",
        "(ONE._replace(variants=(ProfileVariant('a', 'b', (5,)),)),)",
        "(ONE._replace(objects=(ENERGY._replace(codes=('1.0.1.8.0.256',)),)),)",
        "(ONE._replace(objects=(ENERGY._replace(classes=((3,),)),)),)",
        "(ONE._replace(objects=(ENERGY._replace(optional=None),)),)",
        "(with_member(number='2'),)",
        "(with_member(types=(17,)),)",
        "(with_member(values=([1],)),)",
        "(with_member(default=1.5),)",
        "(with_member(rights=(('a', 'read'),)),)",
        "(with_member(rights=(('a',),)),)",
    ],
)
def test_a_companion_profile_that_is_none(
    catalogue: Catalogue, folder: Path, value: str
) -> None:
    write(folder, _profiles=f"{FILES['_profiles.py']}\nPROFILES = {value}\n")
    assert "bad._profiles: PROFILES: expected " in refused(catalogue, "bad")


def test_quirks_of_a_package(catalogue: Catalogue, folder: Path) -> None:
    write(folder)
    catalogue.register("bad")
    assert [quirk.name for quirk in catalogue.known_quirks()] == ["order"]
    assert catalogue.quirks("order").sort_method() == 2
    catalogue.unregister("bad")
    assert catalogue.known_quirks() == ()
    with pytest.raises(CosemError, match="known: none"):
        catalogue.quirks("order")


@pytest.mark.parametrize(
    ("module", "kind", "name"),
    [
        ("_quirks", "quirk", "order"),
        ("_telegrams", "layout", "bad_list"),
        ("_profiles", "profile", "bad_1"),
    ],
)
def test_names_are_of_one_package(
    catalogue: Catalogue, folder: Path, module: str, kind: str, name: str
) -> None:
    """`quirks("order")` cannot mean two, nor can the last one be meant in silence."""
    write(folder)
    (folder / "bad").rename(folder / "good")
    facts = folder / "good" / "_catalogue.py"
    facts.write_text(CATALOGUE.replace('"bad"', '"good"').replace("40000", "40001"))
    nothing = {"_names": 'MEMBERS = TYPES = ALL_UNITS = ""', "_rules": 'RULES = ""'}
    none = {"_quirks": "QUIRKS = ()", "_telegrams": "LAYOUTS = ()"}
    none |= {"_profiles": "PROFILES = ()", **nothing}
    for other in none.keys() - {module}:
        (folder / "good" / f"{other}.py").write_text(none[other])
    write(folder, _names=nothing["_names"], _rules=nothing["_rules"])
    catalogue.register("good")
    with pytest.raises(CosemError) as caught:
        catalogue.register("bad")
    assert str(caught.value) == (
        f"bad.{module} has {kind} '{name}', and so has good.{module}, which is registered: "
        "only one of them can be"
    )


def lists_packages(folder: Path, name: str, *lines: str | bytes) -> None:
    """Write what a distribution that is installed says of its packages."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n")
    octets = [x if isinstance(x, bytes) else x.encode() for x in lines]
    (info / "entry_points.txt").write_bytes(b"\n".join([b"[cosem.packages]", *octets]))
    importlib.invalidate_caches()


def test_installed_packages_are_found(catalogue: Catalogue, folder: Path) -> None:
    write(folder)
    lists_packages(folder, "bad-meters", "bad = bad")
    lists_packages(folder, "bad-meters-again", "other = bad")
    lists_packages(folder, "broken", b"\xff\xfe = \xff")
    lists_packages(folder, "torn", "a line without a value")
    assert catalogue.packages() == ("standard",), "nobody has asked"
    assert catalogue.register_installed() == ()
    assert catalogue.packages() == ("standard", "bad")
    assert catalogue.describe("15.0.1.0.0.255").name == "Thing"
    assert catalogue.register_installed() == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "x = bad:THING",
            "broken 1.0: entry point 'x' of cosem.packages: expected the name of a package, found 'bad:THING'",
        ),
        (
            "x = ../bad",
            "broken 1.0: entry point 'x' of cosem.packages: expected the name of a package, found '../bad'",
        ),
        (
            "x = gone_away",
            "gone_away is not a generated package: No module named 'gone_away'",
        ),
        (
            "x = json",
            "json is not a generated package: No module named 'json._catalogue'",
        ),
    ],
)
def test_installed_packages_that_are_none(
    catalogue: Catalogue, folder: Path, line: str, message: str
) -> None:
    write(folder)
    lists_packages(folder, "bad-meters", "bad = bad")
    lists_packages(folder, "broken", line)
    with pytest.raises(CosemError) as caught:
        catalogue.register_installed()
    assert str(caught.value) == message
    assert catalogue.packages() == ("standard",)


def test_a_package_of_before_has_no_quirks(catalogue: Catalogue, folder: Path) -> None:
    write(folder, _quirks=None)
    catalogue.register("bad")
    assert catalogue.known_quirks() == ()


@pytest.mark.parametrize(
    "line",
    [
        "QUIRKS += QUIRKS",
        "QUIRKS = (5,)",
        "QUIRKS = ('order',)",
        "QUIRKS = (Quirk,)",
        "QUIRKS = (Quirk('order', 'Order', ()),)",
        "QUIRKS = (Quirk(5, 'Order', QUIRKS[0].effects),)",
        "QUIRKS = (Quirk('order', 'Order', QUIRKS[0].effects, applies=(5,)),)",
        "QUIRKS = (Quirk('order', 'O', QUIRKS[0].effects, applies=(('maker', 'X'),)),)",
        "QUIRKS = (Quirk('order', 'O', QUIRKS[0].effects, applies=((),)),)",
        "QUIRKS = (Quirk('order', 'O', QUIRKS[0].effects, sources=(5,)),)",
        "QuirkEffect('order', 'sideways')",
        "QuirkEffect(['order'], 'newest-first')",
        "QuirkEffect('order', 'newest-first', objects=5)",
        "QuirkEffect('order', 'newest-first', objects='1.0.99.1.0.256')",
        "QuirkEffect('order', 'newest-first', version='x')",
        "QUIRKS.append(5)",
    ],
)
def test_quirks_that_are_none(catalogue: Catalogue, folder: Path, line: str) -> None:
    write(folder, _quirks=f"{FILES['_quirks.py']}\n{line}\n")
    assert "bad" in refused(catalogue, "bad")


@pytest.mark.parametrize(
    "module",
    ["_catalogue", "_names", "_obis", "_provenance", "_telegrams", "_quirks"],
)
def test_a_module_that_answers_by_itself(
    catalogue: Catalogue, folder: Path, module: str
) -> None:
    write(folder, **{module: "def __getattr__(name): raise SystemExit(name)"})
    assert f"bad.{module}: " in refused(catalogue, "bad")


@pytest.mark.parametrize(
    "classes",
    [
        '{"x": {0: ("thing", "Thing")}}',
        '{True: {0: ("thing", "Thing")}}',
        '{3: {99: ("thing", "Thing")}}',
        '{70000: {0: ("thing", "Thing")}}',
        '{-1: {0: ("thing", "Thing")}}',
        '{10**5000: {0: ("thing", "Thing")}}',
        "{40000: None}",
        "{40000: {}}",
        '{40000: {"v": ("thing", "Thing")}}',
        '{40000: {256: ("thing", "Thing")}}',
        "{40000: {0: None}}",
        '{40000: {0: ("thing",)}}',
        '{40000: {0: ("thing", 5)}}',
        '{40000: {0: ("../thing", "Thing")}}',
        '{40000: {0: ["thing", "Thing"]}}',
        '{40001: {0: ("thing", "Thing")}}',
        "{}",
    ],
)
def test_classes_of_another_shape(
    catalogue: Catalogue, folder: Path, classes: str
) -> None:
    write(folder, _catalogue=f"{CATALOGUE}\nCLASSES = {classes}\n")
    refused(catalogue, "bad")


@pytest.mark.parametrize(
    "line",
    [
        "NEEDS = (5,)",
        'NEEDS = ("standard", "other")',
        'SPEC = "standard"',
        "NAMES = {40000: None}",
        'NAMES = {40000: "Thing", 40001: "More"}',
    ],
)
def test_other_facts_that_do_not_fit(
    catalogue: Catalogue, folder: Path, line: str
) -> None:
    write(folder, _catalogue=f"{CATALOGUE}\n{line}\n")
    refused(catalogue, "bad")


@pytest.mark.parametrize(
    "line",
    [
        'MEDIA = {"15": "Other"}',
        "MEDIA = {256: 'Other'}",
        "MEDIA = {15: None}",
        'SAME_MEDIA = {14: "15"}',
        "UNITS = {30: 5}",
        'GROUPS = "F"',
        'GROUPS = "F | x | now"',
        'GROUPS = "F | 1-99999999999 | now"',
        'GROUPS = "F | 9-1 | now"',
        'GROUPS = "F | 1,1 | now"',
        'SELECTIONS = "15D made | C=9,1-3"',
        'OBJECTS = "1.0.1.8.0.' + ",".join(["0-255"] * 9) + ' | Thing"',
        'IN_USE = "1.0.1.8.0.2-9,9 | Energy"',
        'GROUPS = "F | 1 | now |  |  | x"',
        'GROUPS = "F | 1" + " | x" * 20',
        'SELECTIONS = "15D made | X=1"',
        'SELECTIONS = "15D made | =1"',
        'SELECTIONS = "15D made | C"',
        'SELECTIONS = "15D made | C=256"',
        'OBJECTS = "something"',
        'OBJECTS = "1.0.1.8.0 | Thing"',
        'OBJECTS = "1.0.1.8.0.255 sometimes | Thing"',
        'OBJECTS = "1.0.1.8.0.256 | Thing"',
        'OBJECTS = "1.0.1.8.0.0-99999999999 | Thing"',
        'OBJECTS = "1.0.1.8.0.255 | Thing |  | x"',
        'OBJECTS = "1.0.1.8.0.255 | Thing |  | 3 | 250"',
        'OBJECTS = "1.0.1.8.0.255 | Thing |  | 3 | 6 | x"',
        'IN_USE = "1.0.1.8.0 | Energy"',
        'IN_USE = "1.0.1.8.0.256 | Energy"',
        'IN_USE = "1.0.1.8.0.255" + " | x" * 9',
        "IN_USE = 5",
    ],
)
def test_codes_that_cannot_be_read(
    catalogue: Catalogue, folder: Path, line: str
) -> None:
    write(folder, _obis=f"{OBIS}\n{line}\n")
    assert f"bad._obis: {line.partition(' ')[0]}" in refused(catalogue, "bad")


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("MEMBERS", "x | 2 value"),
        ("MEMBERS", "40001 | 2 value"),
        ("MEMBERS", "3 | 2 value"),
        ("MEMBERS", "40000 | value"),
        ("MEMBERS", "40000 | 2"),
        ("MEMBERS", "40000 | 2 value 1"),
        ("MEMBERS", "40000 | 2 value x"),
        ("MEMBERS", f"40000 | {'9' * 5000} value"),
        ("TYPES", "classes.thing"),
        ("TYPES", "classes.thing | bits | marks"),
        ("TYPES", "classes.thing 3 | bits | marks Marks"),
        ("TYPES", "os;path | bits | marks Marks"),
        ("TYPES", "os | bits | marks system()"),
        ("ALL_UNITS", "256 | watt_hour | Wh"),
        ("ALL_UNITS", "x | watt_hour"),
        ("ALL_UNITS", "30"),
    ],
)
def test_names_that_cannot_be_read(
    catalogue: Catalogue, folder: Path, fact: str, text: str
) -> None:
    write(folder, _names=f"{FILES['_names.py']}\n{fact} = {text!r}\n")
    assert f"bad._names: {fact}" in refused(catalogue, "bad")


@pytest.mark.parametrize("text", ["x", "40000", "40000 x", "40000 0 0 | a"])
def test_provenance_that_cannot_be_read(
    catalogue: Catalogue, folder: Path, text: str
) -> None:
    write(folder, _provenance=f"VERSIONS = {text!r}")
    assert "bad._provenance: VERSIONS or DOUBTS cannot be read" in refused(
        catalogue, "bad"
    )


@pytest.mark.parametrize("text", ["x", "40000 0 | a | b", "40000 0 2", "3 0 2 | | b"])
def test_doubts_that_cannot_be_read(
    catalogue: Catalogue, folder: Path, text: str
) -> None:
    write(folder, _provenance=f"{FILES['_provenance.py']}\nDOUBTS = {text!r}")
    assert "bad._provenance: VERSIONS or DOUBTS cannot be read" in refused(
        catalogue, "bad"
    )


def test_doubts_are_known_by_version_and_attribute(
    catalogue: Catalogue, folder: Path
) -> None:
    text = "40000 0 2 |  | the type\n40000 0 2 | size | a member"
    write(folder, _provenance=f"{FILES['_provenance.py']}\nDOUBTS = {text!r}")
    catalogue.register("bad")
    found = catalogue.provenance(40000, 0).doubts
    assert found == {2: (("", "the type"), ("size", "a member"))}


@pytest.mark.parametrize("text", ["x", "40000 0 | usually", "40000 0 2 | - a b"])
def test_rules_that_cannot_be_read(
    catalogue: Catalogue, folder: Path, text: str
) -> None:
    write(folder, _rules=f"RULES = {text!r}")
    assert "bad._rules: RULES cannot be read" in refused(catalogue, "bad")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "40001 0 | - at_most a b",
            "class versions of the package, found str '40001/0'",
        ),
        (
            "40000 9 | - at_most a b",
            "class versions of the package, found str '40000/9'",
        ),
        ("3 0 | - at_most a b", "class versions of the package, found str '3/0'"),
        ("40000 0 | value usually 1", "usually with nn arguments, found Rule("),
        ("40000 0 | value usually 1 2 3", "usually with nn arguments, found Rule("),
        ("40000 0 | value usually 1 x", "usually with nn arguments, found Rule("),
        (
            "40000 0 | value octets_multiple_of 0",
            "octets_multiple_of with c arguments, found Rule(",
        ),
        ("40000 0 | value named_bits 1", "named_bits with no arguments, found Rule("),
        ("40000 0 | value unique a b", "unique with p? arguments, found Rule("),
        ("40000 0 | - arcs a", "arcs with pn+ arguments, found Rule("),
        ("40000 0 | - arcs a 1 b", "arcs with pn+ arguments, found Rule("),
        ("40000 0 | - sort_column a b c", "sort_column with pppv+ arguments"),
        ("40000 0 | - at_most a 1", "at_most with pp arguments, found Rule("),
        ("40000 0 | - at_most a __class__", "at_most with pp arguments"),
        ("40000 0 | - at_most a b..c", "at_most with pp arguments"),
        ("40000 0 | - cardinality x 1", "cardinality with nv arguments, found Rule("),
        ("40000 0 | - refers", "refers with pv* arguments, found Rule("),
        ("40000 0 | value.__init__ usually 1 2", "names of members as the place"),
        ("40000 0 | 5 unheard_of", "names of members as the place"),
    ],
)
def test_rules_that_are_none(
    catalogue: Catalogue, folder: Path, text: str, told: str
) -> None:
    write(folder, _rules=f"RULES = {text!r}")
    message = refused(catalogue, "bad")
    assert message.startswith("bad._rules: RULES: expected ") and told in message


def test_rules_of_kinds_to_come_are_taken(catalogue: Catalogue, folder: Path) -> None:
    write(folder, _rules="RULES = '40000 0 | value unheard_of 1 x'")
    catalogue.register("bad")
    (rule,) = catalogue.rules(40000, 0)
    assert (rule.name, rule.arguments) == ("unheard_of", (1, "x"))


def test_rules_are_known_by_version(catalogue: Catalogue, folder: Path) -> None:
    write(folder)
    catalogue.register("bad")
    one, other = catalogue.rules(40000, 0)
    assert (one.place, one.name, one.arguments) == ("", "cardinality", (0, 1))
    assert (other.attribute, other.arguments) == ("value", (-9, 9))
    assert catalogue.rules(40000, 1) == ()


def test_a_package_of_before_has_no_rules(catalogue: Catalogue, folder: Path) -> None:
    write(folder, _rules=None)
    catalogue.register("bad")
    assert catalogue.rules(40000, 0) == ()


def test_a_package_may_register_another_one_while_it_is_imported(
    catalogue: Catalogue, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, "acme", {32770: {0: TamperLog}})
    holder = ModuleType("holder")
    holder.catalogue = catalogue  # type: ignore[attr-defined]  # for the package
    monkeypatch.setitem(sys.modules, "holder", holder)
    write(folder, __init__="import holder\nholder.catalogue.register('acme')\n")
    catalogue.register("bad")
    assert catalogue.packages() == ("standard", "acme", "bad")


def test_several_at_once_are_added_together(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = "0.0.96.1.0-3.255 | One {E} |  | 1"
    install(monkeypatch, "one", {}, OBJECTS=one)
    install(monkeypatch, "two", {}, OBJECTS="0.0.96.1.4-9.255 | Two |  | 1")
    assert catalogue.register("one", "two", "one") == catalogue.register("one") == ()
    assert catalogue.packages() == ("standard", "one", "two")
    install(monkeypatch, "three", {}, OBJECTS=one)
    with pytest.raises(CosemError, match="none_such is not a generated package"):
        catalogue.register("three", "none_such")
    assert catalogue.packages() == ("standard", "one", "two")


def test_codes_that_two_packages_name_otherwise_are_told(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = "0.0.96.50-99.0-255.0-255 | Left to us | manufacturer"
    install(
        monkeypatch,
        "one",
        {},
        OBJECTS="0.0.96.1.0-3.255 | One |  | 1\n0.0.96.2.0.255 | Same |  | 1\n" + left,
    )
    install(
        monkeypatch,
        "two",
        {},
        OBJECTS="0.0.96.1.2-9.255 | Two |  | 1\n0.0.96.2.0.255 | Same |  | 3\n" + left,
    )
    install(monkeypatch, "three", {}, OBJECTS="0.0.96.1.3.255 alternative | 3 |  | 1")
    (clash,) = catalogue.register("one", "two")
    assert clash.code == Obis("0.0.96.1.2.255")
    # What is registered last is believed first, however many codes it holds.
    assert clash.names == (("two", "Two"), ("one", "One"))
    assert str(clash) == '0-0:96.1.2*255: "Two" (two), not "One" (one)'
    assert catalogue.describe(clash.code).name == "Two"
    with pytest.raises(AttributeError, match="cannot be changed"):
        clash.names = ()  # type: ignore[misc]  # on purpose
    (clash,) = catalogue.register("three")
    assert [package for package, _ in clash.names] == ["two", "one", "three"]
    catalogue.unregister("two")
    assert [str(each.code) for each in catalogue.register("two")] == [
        *("0-0:96.1.2*255", "0-0:96.1.3*255")
    ]


def test_patterns_that_all_meet_one_another(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each pair of them is a clash: the first ones are told, and the rest not waited for."""
    for package in ("one", "two"):
        rows = [
            f"0-255.0-255.{n % 200}-{200 + n % 50}.{n // 200}-255.0-255.0-255"
            f" | {package} {n} |  | 1"
            for n in range(1500)
        ]
        install(monkeypatch, package, {}, OBJECTS="\n".join(rows))
    told = catalogue.register("one")
    assert told == ()
    looked_at = 0

    def looking(*_: object) -> Obis:
        nonlocal looked_at
        looked_at += 1
        return first_of_both(*_)  # type: ignore[arg-type]

    first_of_both = clashes._first_of_both
    monkeypatch.setattr(clashes, "_first_of_both", looking)
    told = catalogue.register("two")
    assert 0 < len(told) <= looked_at <= clashes._WORK
    assert catalogue.packages() == ("standard", "one", "two")


def test_classes_are_whose_the_compiler_takes_them_for() -> None:
    """The ranges of class ids stand in the runtime, and in the words of the language."""
    standard, makers, users = CLASS_RANGES
    assert (standard.first, standard.last + 1) == (0, MANUFACTURERS)
    assert (makers.first, makers.last + 1) == (MANUFACTURERS, USER_GROUPS)
    assert (users.first, users.last) == (USER_GROUPS, LAST_CLASS)
    assert (makers.who, users.who) == ("manufacturers", "user groups")


def test_packages_that_threads_register_at_once_are_all_there(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"acme_{n}" for n in range(16)]
    for n, name in enumerate(names):
        kind = type("Log", (TamperLog,), {"CLASS_ID": 40000 + n})
        install(monkeypatch, name, {40000 + n: {0: kind}})
    start = threading.Barrier(len(names))

    def register(name: str) -> None:
        start.wait()
        catalogue.register(name)

    threads = [threading.Thread(target=register, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(catalogue.packages()) == {"standard", *names}
    assert len(list(catalogue)) == 3 + len(names)


def test_readers_see_all_of_a_package_or_nothing(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is taken in is one object, whole before anyone can see it."""
    acme = install(
        monkeypatch,
        "acme",
        {32770: {0: TamperLog}},
        OBJECTS="1.0.1.8.0.255 | ACME energy |  | 32770",
    )
    before = catalogue._registered
    described = before.describer().code(catalogue.describe("1.0.1.8.0.255").code, None)
    catalogue.register(acme)
    after = catalogue._registered
    assert (before.versions(32770), after.versions(32770)) == ((), (0,))
    again = before.describer().code(described.code, None)
    assert again.package == "standard"
    assert after.describer().code(described.code, None).package == "acme"
