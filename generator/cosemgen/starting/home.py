"""The package that something is added to, and what the compiler says of it with the addition."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from ..compile import Compilation, compile_sources
from ..diagnostics import Diagnostic
from ..model import InterfaceClass, Model
from ..model.layers import with_foundations
from ..module_names import module_refusal
from ..sources import PACKAGE_FILE, SUFFIX, SourceFile, read_sources
from ..spelling import identifier
from ..syntax import tree
from ..syntax.parse import parse
from ..syntax.print import print_file
from ..words import aside, did_you_mean, few

_LISTED: Final = 10


class Unfit(Exception):
    """What cannot be begun, why, and what would do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A spec file as it will be."""

    path: PurePosixPath
    """As messages show it."""
    text: str
    line: int
    """Where what is new begins, from 1 on."""
    is_new: bool
    """Whether there is no such file yet."""


class Home:
    """A package that is added to.

    `paths` as `compile_packages` takes them. Where they do not compile, `model` is not to be asked for:
    `compilation` says why.
    """

    def __init__(self, paths: Iterable[str | Path]) -> None:
        self._sources: Final = read_sources(paths)
        self.compilation: Final[Compilation] = compile_sources(self._sources)

    @property
    def model(self) -> Model:
        model = self.compilation.model
        assert model is not None, "asked of a package that does not compile"
        return model

    @property
    def root(self) -> PurePosixPath:
        """Folder of the package, or the one file that is all of it."""
        root = self.compilation.roots[self.model.package.name]
        files = [*self.model.files]
        if Path(root).is_dir() and len(files) == 1 and files != [PACKAGE_FILE]:
            return root / files[0]
        return root

    @property
    def _is_file(self) -> bool:
        return not Path(self.root).is_dir()

    # ------------------------------------------------------------ what is there

    def known_class(self, text: str, *, own: bool) -> InterfaceClass:
        """The class of that number, name or file; without `own` also one of a package that this one needs.

        Raises Unfit where there is none.
        """
        below = [
            each
            for model in with_foundations(self.model.foundations)
            for each in model.classes
        ]
        found = _called(text, self.model.classes)
        other = _called(text, below) if found is None else None
        if found is None and not own:
            found = other
        if found is not None:
            return found
        if other is not None:
            raise Unfit(
                f"class {text!r} is of another package: begin one of your own from it, "
                f"with `cosemgen new class ID NAME --from {other.class_id}`"
            )
        known = (*self.model.classes, *(() if own else below))
        hint = did_you_mean(text, [each.name for each in known])
        raise Unfit(
            f"there is no class {text!r} in package {self.model.package.name!r}{aside(hint)}"
        )

    def source(self, wanted: tuple[str, ...]) -> str:
        """The keys of the package's legend that are wanted, or its only one; "" where it must be said which.

        Raises Unfit for a key that the legend does not have.
        """
        legends = [m.package.sources for m in with_foundations((self.model,))]
        known = [key for legend in legends for key in legend]
        for key in wanted:
            if key not in known:
                hint = did_you_mean(key, known)
                hint = hint or f"there are {few(known, _LISTED)}"
                raise Unfit(f"the package has no source {key!r}{aside(hint)}")
        own = legends[0]
        return ", ".join(wanted or (own if len(own) == 1 else ()))

    @property
    def edition(self) -> str:
        """The package's newest edition, of those that have a key; "" where none has."""
        return "".join(each.key for each in self.model.package.editions[-1:])

    # ------------------------------------------------------------ what is added

    def place(self, wanted: str | None, usual: str) -> PurePosixPath:
        """The file to write to: the one that is wanted, else the `usual` one of the package's folder.

        Raises Unfit for a file that cannot be one of the package.
        """
        if wanted is None:
            return self.root if self._is_file else self.root / usual
        path = Path(wanted)
        top = Path(self.root)
        if self._is_file:
            if path.resolve() != top.resolve():
                raise Unfit(f"all of the package is in {self.root}: expected that file")
            return self.root
        within = os.path.relpath(os.path.realpath(path), os.path.realpath(top))
        below = PurePosixPath(Path(within).as_posix())
        if below.parts[:1] == ("..",):
            raise Unfit(f"{wanted} is not in the folder of the package, {self.root}")
        if path.suffix != SUFFIX:
            raise Unfit(f"expected a spec file (*{SUFFIX}), found {wanted!r}")
        why = module_refusal(path.stem)
        if why is not None:
            raise Unfit(f"the file cannot be called {path.stem!r}: {why}")
        for folder in below.parents:
            if folder != PurePosixPath() and (top / folder / PACKAGE_FILE).exists():
                raise Unfit(f"{wanted} is of the package in {self.root / folder}")
        return self.root / below

    def with_items(self, path: PurePosixPath, text: str, introduction: str) -> Draft:
        """The file with items at its end; where it is new, the introduction stands above them."""
        old = self._text(path)
        if old is None:
            return Draft(path, _laid_out(introduction + text), 1, True)
        _in_layout(path, old)
        # Comments at the end of the file are none of what comes after them.
        last = old.rstrip("\n").rpartition("\n")[2]
        apart = "\n" if last.startswith("//") else ""
        return _changed(path, old, _laid_out(f"{old}{apart}{text}"))

    def with_version(self, cls: InterfaceClass, text: str) -> Draft:
        """The class's file with a version as its last one."""
        path = self.place(None, self.model.files_by_stem[cls.module])
        old = self._text(path)
        assert old is not None, "a class of the package has a file"
        file = _in_layout(path, old)
        (added,) = _parsed(f'class {cls.class_id} "Its class" {{\n{text}}}\n').items
        assert isinstance(added, tree.Class)
        items = tuple(
            (
                replace(item, parts=(*item.parts, *added.parts))
                if isinstance(item, tree.Class) and item.class_id == cls.class_id
                else item
            )
            for item in file.items
        )
        return _changed(path, old, print_file(replace(file, items=items)))

    def findings(self, draft: Draft) -> list[Diagnostic]:
        """What the compiler finds in the package with the draft, and has not found without it."""
        shown = draft.path.as_posix()
        others = [file for file in self._sources.files if file.shown != shown]
        files = [*others, SourceFile(shown, draft.text)]
        found = compile_sources(
            replace(self._sources, files=files), self.model.package.name
        )
        known = {(d.code, d.message) for d in self.compilation.diagnostics}
        return [d for d in found.diagnostics if (d.code, d.message) not in known]

    def _text(self, path: PurePosixPath) -> str | None:
        """None where there is no such file. Raises Unfit for what is there and is no file of the package."""
        text = self.compilation.texts.get(path.as_posix())
        if text is None and os.path.lexists(path):
            raise Unfit(f"{path} is there, and is no file of the package")
        return text


def _called(text: str, classes: Iterable[InterfaceClass]) -> InterfaceClass | None:
    """The first class of that number, name or file."""
    wanted = identifier(text).casefold()
    for each in classes:
        names = (each.module, identifier(each.name).casefold())
        if text == str(each.class_id) or wanted in names:
            return each
    return None


def _changed(path: PurePosixPath, old: str, new: str) -> Draft:
    before, after = old.splitlines(), new.splitlines()
    line = next(at for at, each in enumerate(after) if before[at : at + 1] != [each])
    return Draft(path, new, line + 1 if after[line] else line + 2, False)


def _in_layout(path: PurePosixPath, text: str) -> tree.File:
    """The tree of a file. Raises Unfit where adding to it would change how the rest is laid out."""
    file = _parsed(text)
    if print_file(file) != text:
        raise Unfit(f"{path} is not laid out: run `cosemgen fmt {path}` first")
    return file


def _laid_out(text: str) -> str:
    return print_file(_parsed(text))


def _parsed(text: str) -> tree.File:
    file, findings = parse(text, "")
    assert file is not None, findings
    return file
