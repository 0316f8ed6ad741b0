"""The step of the build that compiles the core of `cosem.arrow`, where there is a C compiler.

Without one, or with one that does not come to an end, the distribution is the same but for the library, and says that it
is for any machine. The core is plain C that knows nothing of Python, so one wheel serves all versions. The environment says
what is wanted: `COSEM_NATIVE=1` fails where it cannot be compiled, as for wheels to be published; `0` leaves it out.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import sys_tags

FOLDER = Path("generator", "cosem_runtime", "arrow")
# As in core.py. What ends in .so is a module to Python, whatever is in it.
LIBRARY = "libcosem_columns" + {"win32": ".dll", "darwin": ".dylib"}.get(
    sys.platform, ".so.1"
)
FORMER = "libcosem_columns.so"
SECONDS = 120
"""How long compiling may take; it takes one or two."""


class CoreBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles core.c beside itself, and adds the library to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        folder = Path(self.root) / FOLDER
        (folder / FORMER).unlink(missing_ok=True)
        wanted = os.environ.get("COSEM_NATIVE", "")
        if wanted == "0":
            return
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
    """Compile core.c of a folder to the library beside it, in a process that has `SECONDS` for it.

    Raises RuntimeError where that is not enough, or with the last thing that was said.
    """
    # Where no other build that is under way packs it, nor anybody else takes it for a part of the source.
    aside = folder / "__pycache__"
    aside.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=aside) as scratch:
        with subprocess.Popen(
            [sys.executable, __file__, folder, scratch],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as process:
            try:
                _, told = process.communicate(timeout=SECONDS)
            except subprocess.TimeoutExpired:
                raise RuntimeError(
                    f"the compiler has not ended after {SECONDS} s"
                ) from None
            finally:
                _end(process)
        if process.returncode:
            lines = told.decode(errors="replace").split("\n")
            raise RuntimeError("".join([line for line in lines if line.strip()][-1:]))
        library = folder / LIBRARY
        # Another process may have the one before in use.
        Path(scratch, LIBRARY).replace(library)
    return library


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it has begun."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _compile(folder: Path, scratch: str) -> None:
    """Compile core.c to the library in `scratch`; raises what the compiler does."""
    # Imported first, it brings the distutils that Python does not have any more.
    import setuptools  # noqa: F401

    # isort: split
    from distutils.ccompiler import new_compiler
    from distutils.sysconfig import customize_compiler

    compiler: Any = new_compiler()
    customize_compiler(compiler)
    is_microsoft = compiler.compiler_type == "msvc"
    options = ["/O2"] if is_microsoft else ["-O3", "-g0", "-fvisibility=hidden"]
    source = folder / "core.c"
    objects = compiler.compile(
        [str(source)],
        output_dir=scratch,
        macros=[("SOURCE", str(zlib.crc32(source.read_bytes())))],
        extra_postargs=options,
    )
    compiler.link_shared_object(objects, str(Path(scratch, LIBRARY)))


if __name__ == "__main__":
    _compile(Path(sys.argv[1]), sys.argv[2])
