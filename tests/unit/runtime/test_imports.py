"""What importing costs, and what must not be imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cosem_runtime

PACKAGE = Path(cosem_runtime.__file__).parent
MODULES = sorted(
    f"cosem_runtime.{file.relative_to(PACKAGE).with_suffix('').as_posix()}".replace(
        "/", "."
    ).removesuffix(".__init__")
    for file in PACKAGE.rglob("*.py")
    # Columns are an extra, and need what is not here.
    if file.parent != PACKAGE / "arrow" and file != PACKAGE / "__init__.py"
)
REFLECTION = ("typing", "re", "dataclasses", "inspect")
ALLOWED = {
    # What is like a word is found by difflib, which has `re`.
    "cosem_runtime.catalogue.find": {"re"},
    # Its named tuples are of `typing`: only who asks for a profile pays for that.
    "cosem_runtime.companion": {"typing", "re"},
}
HEAVY = (*REFLECTION, "decimal", "datetime", "json", "enum", "functools", "struct")


def loaded(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after a statement."""
    code = (
        f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); {statement};"
        " print(*sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-I", "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.split())


@pytest.mark.parametrize("module", MODULES)
def test_each_module_loads_alone(module: str) -> None:
    found = loaded(f"import {module}")
    assert module in found
    allowed = next((m for name, m in ALLOWED.items() if module.startswith(name)), set())
    assert not found.intersection(REFLECTION) - allowed


def test_the_package_alone_loads_nothing() -> None:
    found = {name for name in loaded("import cosem_runtime") if "cosem" in name}
    assert found == {"cosem_runtime"}


@pytest.mark.parametrize("name", ["CosemError", "Obis", "DateTime", "BitString"])
def test_values_do_without_enum(name: str) -> None:
    found = loaded(f"from cosem_runtime import {name}")
    assert not found.intersection(HEAVY)


def test_every_public_name_exists() -> None:
    for name in cosem_runtime.__all__:
        assert getattr(cosem_runtime, name) is not None
        assert name in dir(cosem_runtime)
    with pytest.raises(AttributeError, match="no attribute 'Obi'"):
        cosem_runtime.Obi  # type: ignore[attr-defined]  # noqa: B018  # what is tested


def test_no_dependencies() -> None:
    """Only the standard library and the package itself are imported."""
    found = loaded("; ".join(f"import {module}" for module in MODULES))
    others = {name.partition(".")[0] for name in found} - {"cosem_runtime", "__main__"}
    assert others <= set(sys.stdlib_module_names)
