"""A target of cosemgen for servers in C: `cosemgen build --target c` writes a header and static tables."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from cosemgen.build.errors import BuildError
from cosemgen.model import Model
from cosemgen.target import Files, Option, Options, OutputFile
from cosemgen.targets.rendering import HEADER, environment

from .plan import plan
from .words import Names

_PREFIX: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


class CTarget:
    """Writes `c/cosem_model.h`, and of each package `c/<package>.h` and `c/<package>.c`."""

    name: Final = "c"
    options: Final = (Option("prefix", default=""),)

    def files(self, model: Model, options: Options) -> Files:
        """Raises BuildError for a prefix that no name in C can begin with."""
        prefix = options.values["prefix"] or options.package
        if _PREFIX.fullmatch(prefix) is None:
            raise BuildError(
                "option c.prefix: expected at most 40 letters, digits and '_' of ASCII, "
                f"a letter first, found {prefix!r}"
            )
        templates = environment("cosem_c")
        shared = templates.get_template("cosem_model.h.jinja").render(
            header=HEADER.format(source="the target cosem-c")
        )
        view = plan(model, Names(prefix, re.findall(r"\w+", shared)), options.package)
        texts = {
            f"{options.package}.{suffix}": templates.get_template(
                f"package.{suffix}.jinja"
            ).render(view=view)
            for suffix in ("h", "c")
        }
        texts["cosem_model.h"] = shared
        return {PurePosixPath("c", name): OutputFile(texts[name]) for name in texts}


TARGET: Final = CTarget()
