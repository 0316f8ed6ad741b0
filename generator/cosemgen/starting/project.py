"""A package of somebody's own, with all that a repository of it needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from .. import __version__
from ..syntax.literals import write_string
from .items import templates

FIRST_CLASS: Final = 8192
"""Of the class ids that manufacturers may give."""
FIRST_CODE: Final = "0.0.128.0.0.255"
"""Of the codes that are left to manufacturers."""
CLASS: Final = "Example"
_FILES: Final = {
    ".github/workflows/test.yml": ("workflow.yml.jinja",),
    ".gitignore": ("gitignore.jinja",),
    "README.md": ("README.md.jinja",),
    "pyproject.toml": ("pyproject.toml.jinja",),
    "spec/example.cosem": ("class.cosem.jinja",),
    "spec/objects.cosem": ("objects.cosem.jinja", "object.cosem.jinja"),
    "spec/package.cosem": ("package.cosem.jinja",),
    "tests/test_package.py": ("test_package.py.jinja",),
}
"""Files of the project, and what they are made of."""


def project_files(package: str, title: str) -> Mapping[PurePosixPath, str]:
    """The files of a new project by their paths in it, whose Python package is called as the spec's."""
    values = {
        "package": package,
        "distribution": package.replace("_", "-"),
        "title": title,
        "quoted_title": write_string(title),
        # A TOML string: JSON's escapes are among those of TOML.
        "toml_title": json.dumps(title, ensure_ascii=False),
        "cosem_version": __version__,
        "class_id": FIRST_CLASS,
        "class_name": CLASS,
        "name": write_string(CLASS),
        "code": FIRST_CODE,
        "overlaps": None,
        "use": str(FIRST_CLASS),
        "source": "manual",
        "origin": None,
        "attribute": None,
        "edition": "",
    }
    return {
        PurePosixPath(path): "".join(
            templates().get_template(name).render(values) for name in names
        )
        for path, names in _FILES.items()
    }
