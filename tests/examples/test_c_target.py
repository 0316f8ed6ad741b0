"""The example of a target, which is a project of its own: its C compiles without a warning, and says what the model says."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from types import ModuleType

import pytest

from cosemgen.build.errors import BuildError
from cosemgen.model import Model
from cosemgen.syntax.literals import write_string
from cosemgen.target import STABLE, Options
from tests import compiled
from tests.compiled import model_of
from tests.examples.collect import ROOT, blocks, vendor_files
from tests.unit.texts.test_every_name import ODD as NAMES_TRIED
from tests.unit.texts.test_every_name import accepted as named
from tests.unit.texts.test_every_text import ODD, accepted, mixed

VENDORS = ROOT / "generator/cosemgen/targets/docs/pages/vendors.md"
PROJECT = Path(__file__).parent / "c_target"
ACME = PROJECT.parents[1] / "vendor" / "acme"
SOURCES = sorted((PROJECT / "cosem_c").glob("*.py"))
STRICT = ("-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic")
MAIN = """\
#include <stdio.h>
#include "{package}.h"

static void text(const char *octets)
{{
    for (; *octets; octets++)
        printf("%02X", (unsigned char)*octets);
    printf("\\n");
}}

static void show_class(const cosem_class *cls)
{{
    printf("class %u %u ", cls->class_id, cls->version);
    text(cls->name);
    for (int i = 0; i < cls->attribute_count; i++) {{
        const cosem_attribute *it = &cls->attributes[i];
        printf("attribute %u %u %u %u ", it->number, it->type, it->flags, it->short_name);
        text(it->name);
    }}
    for (int i = 0; i < cls->method_count; i++) {{
        const cosem_method *it = &cls->methods[i];
        printf("method %u %u %ld ", it->number, it->flags, (long)it->short_name);
        text(it->name);
    }}
}}

static void show_profile(const cosem_profile *profile)
{{
    printf("profile ");
    text(profile->name);
    for (int i = 0; i < profile->object_count; i++) {{
        const cosem_object *it = &profile->objects[i];
        printf("object %d %u.", it->cls ? it->cls->class_id : -1, it->logical_name[0]);
        printf("%u.%u.", it->logical_name[1], it->logical_name[2]);
        printf("%u.%u.", it->logical_name[3], it->logical_name[4]);
        printf("%u %u ", it->logical_name[5], it->required);
        text(it->name);
        for (int j = 0; j < it->right_count; j++) {{
            const cosem_right *right = &it->rights[j];
            printf("right %u %u ", right->client, right->member);
            printf("%u %u\\n", right->number, right->access);
        }}
    }}
}}

int main(void)
{{
    for (const cosem_class *const *cls = {package}_classes; *cls; cls++)
        show_class(*cls);
    {profiles}
    return 0;
}}
"""
UNUSED = "(void)show_profile;"

needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="there is no gcc")


@pytest.fixture(scope="module")
def cosem_c() -> Iterator[ModuleType]:
    """The project's package, as if it were installed."""
    sys.path.insert(0, str(PROJECT))
    import cosem_c

    yield cosem_c
    sys.path.remove(str(PROJECT))


def program(
    target: ModuleType, model: Model, folder: Path, package: str = "acme"
) -> str:
    """What a program prints that is linked with all that the target makes of the model."""
    for path, file in target.TARGET.files(
        model, Options(package, {"prefix": ""})
    ).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(file.text, encoding="utf-8")
    header = (folder / "c" / f"{package}.h").read_text(encoding="utf-8")
    tables = re.findall(r"^extern const cosem_profile (\w+);$", header, re.MULTILINE)
    shown = "\n    ".join(f"show_profile(&{table});" for table in tables) or UNUSED
    main = MAIN.format(package=package, profiles=shown)
    (folder / "c" / "main.c").write_text(main)
    command = ["gcc", *STRICT, "main.c", f"{package}.c", "-o", "main"]
    done = subprocess.run(command, cwd=folder / "c", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[:3000]
    ran = subprocess.run(
        folder / "c" / "main", capture_output=True, text=True, check=True
    )
    return ran.stdout


def expected_classes(model: Model) -> Iterator[str]:
    """The same of the model, as far as nothing has to be resolved."""
    for cls in model.classes:
        for version in cls.versions:
            name = (version.name or cls.name).encode().hex().upper()
            yield f"class {cls.class_id} {version.version} {name}"


@needs_gcc
def test_a_server_sees_what_the_spec_says(cosem_c: ModuleType, tmp_path: Path) -> None:
    model = compiled.model(ACME)
    shown = program(cosem_c, model, tmp_path)
    lines = [
        f"{kind} {bytes.fromhex(name).decode()}"
        for kind, _, name in (line.rpartition(" ") for line in shown.splitlines())
        if not kind.startswith("right")
    ]
    assert [line for line in shown.splitlines() if line.startswith("class")] == [
        *expected_classes(model)
    ]
    # A-XDR tag, flags, short name: an array that is read only, one that is a CHOICE, a static structure.
    assert "attribute 2 1 2 8 events" in lines
    assert "attribute 2 255 0 8 value" in lines
    assert "attribute 3 2 1 16 scaler_unit" in lines
    assert "method 1 8 64 clear" in lines
    start = lines.index("profile acme_1_4")
    assert lines[start:] == [
        "profile acme_1_4",
        "object 8770 0.0.128.10.0.255 1 Tamper log",
        "object 3 1.0.1.8.0.255 1 Active energy import",
    ]
    assert "right 0 0 2 1" in shown  # the head end reads attribute 2


def test_the_page_shows_what_it_writes(cosem_c: ModuleType) -> None:
    model = model_of(vendor_files()["acme"], "acme")
    options = Options("acme_meter", {"prefix": "meter"})
    files = cosem_c.TARGET.files(model, options)
    (shown,) = blocks(VENDORS, "c")
    assert shown in files[PurePosixPath("c/acme_meter.c")].text


@needs_gcc
@pytest.mark.slow
def test_the_standard_compiles(cosem_c: ModuleType, tmp_path: Path) -> None:
    model = compiled.model()
    shown = program(cosem_c, model, tmp_path, "cosem")
    classes = [line for line in shown.splitlines() if line.startswith("class")]
    assert classes == [*expected_classes(model)]


@needs_gcc
@pytest.mark.parametrize("number", range(0, len(ODD), 13))
def test_odd_texts_stay_texts(cosem_c: ModuleType, tmp_path: Path, number: int) -> None:
    """They end no comment and no string, and the program prints them as they are."""
    model, _ = accepted(mixed(number))
    shown = program(cosem_c, model, tmp_path).splitlines()
    assert {*expected_classes(model)} <= {*shown}


@needs_gcc
@pytest.mark.parametrize("number", range(0, len(NAMES_TRIED), 25))
def test_odd_names_are_names_of_c(
    cosem_c: ModuleType, tmp_path: Path, number: int
) -> None:
    shown = program(cosem_c, named(number), tmp_path).splitlines()
    assert {*expected_classes(named(number))} <= {*shown}


@needs_gcc
def test_titles_end_no_comment(cosem_c: ModuleType, tmp_path: Path) -> None:
    title = '*/ #error "out" /* ??/ \\'
    model = model_of(f"package acme {write_string(title)} {{\n}}\n")
    assert program(cosem_c, model, tmp_path) == ""


NAMES = """\
package cosem_x "Names" {
  source manual "manual"
}

/// A.
class 40000 "int" {
  source manual
  version 0 {
    confidence high
    /// V.
    attribute 2 int: static long
    /// W.
    attribute 3 INT: static long
    /// X.
    attribute 4 while: static long
    /// As far from the base name as one can be.
    method 1 far(0) @0xFFF8
  }
}

/// B.
class 40001 "int attributes" {
  source manual
  version 0 {
    confidence high
    /// V.
    attribute 2 attributes: static long
  }
}

profile int_v0 "P" source manual {
  object 1.0.1.8.e.255 "int v0" where e in 0..9
}

profile read "Q" source manual {
  object 0.0.1.0.0.255 "only"
}
"""


@needs_gcc
def test_names_that_are_alike_or_words_of_c(
    cosem_c: ModuleType, tmp_path: Path
) -> None:
    """A prefix keeps them from the language's words, a number from one another and from the model's."""
    model = model_of(NAMES)
    for prefix in ("cosem", "cosem_c"):
        (tmp_path / prefix).mkdir()
        shown = program(cosem_c, model, tmp_path / prefix, prefix)
        assert shown.count("object") == 11


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            [f"client c{n} {n}" for n in range(65)],
            "profile 'read': expected at most 64 clients, found 65",
        ),
        (
            [
                f'object 1.0.{n}.d.e.255 "Many" where d in 1..10 and e in 0..99'
                for n in range(1, 67)
            ],
            "profile 'read': expected at most 65535 objects, found 66001",
        ),
    ],
)
def test_profiles_are_bounded(
    cosem_c: ModuleType, lines: list[str], message: str
) -> None:
    head, _, rest = NAMES.partition('profile read "Q" source manual {')
    many = "\n".join(lines)
    model = model_of(f'{head}profile read "Q" source manual {{\n{many}\n{rest}')
    with pytest.raises(BuildError) as caught:
        cosem_c.TARGET.files(model, Options("acme", {"prefix": ""}))
    assert str(caught.value) == message


@pytest.mark.parametrize("prefix", ["1x", "_x", "é", "x y", "x" * 41, "x;"])
def test_a_prefix_that_no_name_begins_with(cosem_c: ModuleType, prefix: str) -> None:
    with pytest.raises(
        BuildError, match=r"option c\.prefix: expected at most 40 letters"
    ):
        cosem_c.TARGET.files(model_of(NAMES), Options("acme", {"prefix": prefix}))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_it_stands_on_what_is_promised(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cosem"):
            names = {alias.name for alias in node.names}
            if node.module == "cosemgen":
                assert names == {"model"}
            else:
                assert names <= {*STABLE[str(node.module)]}
