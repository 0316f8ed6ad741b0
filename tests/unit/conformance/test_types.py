"""The generated tests of a class pass, whatever the types of its attributes: all that they try is possible."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cosem_conformance import checks
from cosem_conformance.version import AttributeItem
from cosemgen.compile import compile_text
from cosemgen.diagnostics import render_text
from cosemgen.target import Options
from cosemgen.targets.conformance import TARGET
from cosemgen.vocabulary import SIMPLE_TYPES
from tests.compiled import write_package

PACKAGE: Final = "types_tried"
SIZES: Final = ("[2..3]", "[..50]", "[1..]", "[41..]", "[301..]")
TYPES: Final = (
    *(f"{of}{size}" for of in ("octet-string", "visible-string") for size in SIZES),
    *(f"utf8-string{size}" for size in SIZES),
    *(f"bit-string{size}" for size in ("[5]", *SIZES)),
    *(f"array{size} of unsigned" for size in ("[5]", *SIZES)),
    *(f"compact-array of {of}" for of in SIMPLE_TYPES),
    "compact-array of octet-string as logical-name",
    "compact-array of octet-string as mac-address or empty",
    "compact-array of octet-string[41..]",
    "compact-array of array of CHOICE { unsigned, long, null-data }",
    "compact-array of array[5..] of unsigned",
    "compact-array of CHOICE { null-data, long-unsigned, structure }",
    "compact-array of CHOICE of simple",
    "compact-array of CHOICE of any",
    "compact-array of row",
    "compact-array of colour",
    "compact-array of flags",
    "compact-array of structure",
    "CHOICE { compact-array of row, array of row }",
)
"""Sizes without end and from one that nobody would try by chance, and elements of every kind."""

SPEC: Final = """\
/// All types.
package types_tried "Types" {{
  source own "Made for this test"
}}

/// Holds all of them.
class 40000 "Holder" {{
  source own
  version 0 {{
{attributes}
    /// Several values.
    structure row {{
      /// Says which.
      kind: colour
      /// What it is worth.
      value: CHOICE {{ null-data, unsigned, visible-string }}
      /// Whatever else.
      others: array of flags
    }}
    /// One of several.
    enumeration colour {{
      1 red
    }}
    /// Several at once.
    bits flags: bit-string[8] {{
      0 first
    }}
  }}
}}
"""


@pytest.fixture(scope="module")
def items(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Mapping[str, AttributeItem]]:
    """What the generated tests try, by the types."""
    attributes = "".join(
        f"    /// A value.\n    attribute {number} a{number}: dynamic {each}\n"
        for number, each in enumerate(TYPES, 2)
    )
    compilation = compile_text(SPEC.format(attributes=attributes))
    assert compilation.diagnostics == (), [*map(render_text, compilation.diagnostics)]
    assert compilation.model is not None
    folder = tmp_path_factory.mktemp("types")
    write_package(compilation.model, PACKAGE, folder)
    sys.path.insert(0, str(folder))
    try:
        files = TARGET.files(compilation.model, Options(PACKAGE))
        tests: dict[str, Any] = {}
        exec(next(f.text for p, f in files.items() if "example" in str(p)), tests)
        _, *tried = (i for i in tests["ITEMS"] if isinstance(i, AttributeItem))
        yield dict(zip(TYPES, tried, strict=True))
    finally:
        sys.path.remove(str(folder))
        for name in [*sys.modules]:
            if name.partition(".")[0] == PACKAGE:
                del sys.modules[name]


@pytest.mark.parametrize("of", TYPES)
def test_what_is_tried_is_possible(of: str, items: Mapping[str, AttributeItem]) -> None:
    item = items[of]
    checks.boundaries(item)
    checks.refuses_wrong_octets(item)
    checks.refuses_values_outside(item)

    @settings(max_examples=settings().max_examples // 10, database=None)
    @given(data=st.data())
    def random_value(data: st.DataObject) -> None:
        checks.random_value(item, data)

    random_value()
