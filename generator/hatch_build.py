"""The step of the build that compiles the core of `cosem.arrow`, where there is a C compiler.

Without one the distribution is the same but for the library, and says that it is for any machine. The core is
plain C that knows nothing of Python, so one wheel serves all versions. The environment says what is wanted:
`COSEM_NATIVE=1` fails where it cannot be compiled, as for wheels to be published; `0` leaves it out.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import sys_tags

FOLDER = Path("generator", "cosem_runtime", "arrow")


class CoreBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles core.c beside itself, and adds the library to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        wanted = os.environ.get("COSEM_NATIVE", "")
        if self.target_name != "wheel" or wanted == "0":
            return
        folder = Path(self.root) / FOLDER
        try:
            library = compile_core(folder)
        except Exception as error:
            if wanted == "1":
                raise
            self.app.display_warning(f"cosem.arrow without its core: {error}")
            return
        build_data["artifacts"].append(f"/{(FOLDER / library.name).as_posix()}")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{next(sys_tags()).platform}"


def compile_core(folder: Path) -> Path:
    """Compile core.c of a folder to the library beside it; raises what the compiler does."""
    # Imported first, it brings the distutils that Python does not have any more.
    import setuptools  # noqa: F401

    # isort: split
    from distutils.ccompiler import new_compiler
    from distutils.sysconfig import customize_compiler

    compiler: Any = new_compiler()
    customize_compiler(compiler)
    is_microsoft = compiler.compiler_type == "msvc"
    options = ["/O2"] if is_microsoft else ["-O3", "-g0", "-fvisibility=hidden"]
    suffix = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
    library = folder / f"libcosem_columns{suffix}"
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        objects = compiler.compile(
            [str(folder / "core.c")], output_dir=scratch, extra_postargs=options
        )
        made = Path(scratch) / library.name
        compiler.link_shared_object(objects, str(made))
        made.replace(library)  # another process may have it in use
    return library
