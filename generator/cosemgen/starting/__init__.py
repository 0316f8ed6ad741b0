"""Starter files: what somebody begins with, who adds to a package or begins one.

A starter compiles as it stands, in the layout of `cosemgen fmt`. What it says of the standard is a draft that calls
itself one, and its comments say what goes where.
"""

from __future__ import annotations

from .home import Draft, Home, Unfit
from .items import (
    class_draft,
    object_draft,
    profile_draft,
    telegram_draft,
    version_draft,
)
from .project import project_files

__all__ = [
    "Draft",
    "Home",
    "Unfit",
    "class_draft",
    "object_draft",
    "profile_draft",
    "project_files",
    "telegram_draft",
    "version_draft",
]
