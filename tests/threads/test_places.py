"""Every place of the runtime that is written to after it was made, and how it is safe.

A new one has to be entered here: it is built in a local and published whole, by one
assignment, in the end; where it must be the only one of its kind, by `setdefault`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import cosem_runtime

RUNTIME = Path(cosem_runtime.__file__ or "").parent

PUBLISHED = {
    # what descriptors of types plan
    "types/choices.py ChoiceType.alone self._alone",
    "types/choices.py ChoiceType._decoders self._by_tag",
    "types/choices.py ChoiceType._kinds self._by_kind",
    "types/coded.py EnumType._lookup self._members",
    "types/structures.py ArrayType._plan self._repeats",
    "types/structures.py SharedStructureType.octets self._written[id(value)]",
    "types/structures.py StructureType._plan self._segments",
    "types/structures.py StructureType._plan self._whole",
    # tables of codes, and what was said of one
    "catalogue/registered.py Package.tables self._tables",
    "catalogue/registered.py Registered.describer self._describer",
    "catalogue/registered.py Registered.finder self._finder",
    "catalogue/registered.py Registered.layouts self._layouts",
    "obis/description.py Describer._unite self._allowed[uses]",
    "obis/description.py Describer._template self._templates[name]",
    "obis/description.py Describer._with_symbols self._symbols[units]",
    "obis/description.py Describer.code self._known[code, class_id]",
    "obis/tables.py ObisRow.facts self._facts",
    "obis/words.py GroupWords._groups self._scopes[scope]",
    "obis/words.py GroupWords._table self._codes[table]",
    "obis/words.py GroupWords.of self._by_medium[code[0]]",
    "obis/words.py GroupWords.prepare self._by_medium[medium]",
    "obis/words.py Labels.of self._by_quantity[quantity]",
    "obis/words.py Labels.prepare self._by_quantity[quantity]",
    "obis/words.py _Group.choice self.choices[number]",
    # classes and packages
    "__init__.py __getattr__ globals()[name]",
    "catalogue/registered.py Package.provenances self._provenances",
    "catalogue/registered.py Package.rules self._rules",
    "catalogue/registered.py Registered.interface_class self.loaded[class_id, version]",
    "catalogue/__init__.py Catalogue.register self._registered",
    "catalogue/__init__.py Catalogue.unregister self._registered",
    "catalogue/registered.py Registered._matcher self._matchers[layouts]",
    "catalogue/registered.py Registered._matcher self._matchers[meant]",
    # plans of pushes
    "push/plans.py Plans.keep self._by_size",
    "push/plans.py Plans.keep self._by_size[size]",
    "push/plans.py Plans.keep self._octets",
    # zeros of columns
    "arrow/vectors.py _zeros global _nothing",
    # values and layouts
    "codec/compact.py CompactArray.values self._values",
    "datetimes/__init__.py _load global _moment",
    "push/items.py _load global _scaled",
    "datetimes/conversion.py _Zones.__missing__ self[deviation]",
    "codec/layout.py Layout._repeated self._columns[count]",
    "profile/__init__.py ProfileRows.place self._places",
    "profile/cells.py RowReader.layout_at self._layouts[key]",
    "profile/cells.py CellReaders.__missing__ self[kind]",
    "profile/cells.py _Makers.__missing__ self[length]",
    "profile/cells.py _Readers.__missing__ self[tag]",
    "types/coded.py _Members.__missing__ self[value]",
}
ONLY_ONE = {
    "codec/type_description.py _simple _SIMPLE.setdefault",
    "enums.py OpenIntEnum._missing_ cls._value2member_map_.setdefault",
    "codec/simple.py _Booleans.__missing__ self.setdefault",
    "types/structures.py SharedStructureType.decode self._known.setdefault",
}
EMPTIED = {
    "catalogue/registered.py Registered._matcher self._matchers.clear",
    "obis/description.py Describer.code self._known.clear",  # readers only ever `get`
}
NOT_SHARED = {
    # buffers that are read as columns
    "arrow/kinds.py Room.has self._left",
    "arrow/vectors.py Block.strange self.odd[self.buffers[rows]]",
    "arrow/vectors.py _Times.count self.deviation[at]",
    "arrow/vectors.py _Times.count self.has[at]",
    "arrow/vectors.py _Times.count self.hundredths[at]",
    "arrow/vectors.py _Times.count self.local[at]",
    "arrow/vectors.py _Times.count self.status[at]",
    "arrow/vectors.py _Times.count self.weekday[at]",
    "arrow/vectors.py _Times.fill self.deviation",
    "arrow/vectors.py _Times.fill self.has",
    "arrow/vectors.py _Times.fill self.hundredths",
    "arrow/vectors.py _Times.fill self.local",
    "arrow/vectors.py _Times.fill self.status",
    "arrow/vectors.py _Times.fill self.weekday",
    "arrow/vectors.py _Times.take self.deviation[at]",
    "arrow/vectors.py _Times.take self.has[at]",
    "arrow/vectors.py _Times.take self.hundredths[at]",
    "arrow/vectors.py _Times.take self.local[at]",
    "arrow/vectors.py _Times.take self.status[at]",
    "arrow/vectors.py _Times.take self.weekday[at]",
    "push/elements.py Element.children self._children",  # one for each list
    "push/plans.py Planner.constant self._certain.append",
    "push/plans.py Planner.fill self._holes.append",
    "push/plans.py Planner.value self._holes.append",
    "push/plans.py Planner.value self._places[element.start]",
    "errors.py PlacedError.add self.args",
    "errors.py PlacedError.add self.found",
    "errors.py PlacedError.add self.reason",
    "errors.py PlacedError.mask self.args",
    "errors.py PlacedError.mask self.expected",
    "errors.py PlacedError.mask self.found",
    "errors.py PlacedError.mask self.reason",
    "errors.py PlacedError.within self._steps.append",
    "interface/__init__.py GenericObject.decode_attribute self.values[which]",  # the user's
    "interface/__init__.py GenericObject.decode_attribute self._told.pop",
    "interface/__init__.py GenericObject.read_attribute self._told[which]",
    "interface/__init__.py GenericObject.read_attribute self.values[which]",
    "interface/__init__.py InterfaceClass.read_attribute self._readings",
    "interface/__init__.py InterfaceClass.__init_subclass__ cls.__slots__",  # just made
    "tolerant/walk.py Walk._any self._steps.append",  # one for each reading
    "tolerant/walk.py Walk._any self._steps.pop",
    "tolerant/walk.py Walk._back self._more",
    "tolerant/walk.py Walk._back self._told[mark[0]:]",
    "tolerant/walk.py Walk._beyond self._steps",
    "tolerant/walk.py Walk._beyond self._steps[-len(steps):]",
    "tolerant/walk.py Walk._elements self._arrays",
    "tolerant/walk.py Walk._members self._secret",
    "tolerant/walk.py Walk._one_way self._more",
    "tolerant/walk.py Walk._one_way self._told",
    "tolerant/walk.py Walk._only self._arrays",
    "tolerant/walk.py Walk._single self._arrays",
    "tolerant/walk.py Walk._within self._steps.append",
    "tolerant/walk.py Walk._within self._steps.pop",
    "tolerant/walk.py Walk.tell self._more",
    "tolerant/walk.py Walk.tell self._told.append",
    "values.py TaggedInt.__init_subclass__ cls.MAXIMUM",  # the same
    "values.py TaggedInt.__init_subclass__ cls.MINIMUM",
    "profile/tolerant.py _Buffer._add self._padded",  # one for each buffer
    "profile/tolerant.py _Buffer._add self.missing",
    "profile/tolerant.py _Buffer._add self.rows.append",
    "profile/tolerant.py _Buffer._alike self._wait",
    "profile/tolerant.py _Buffer._alike self.rows",
    "profile/tolerant.py _Buffer._cell self.compressed",
    "profile/tolerant.py _Buffer._other_cell self._plain",
    "profile/tolerant.py _Buffer._other_cell self.missing",
    "profile/tolerant.py _Buffer._row self._plain",
    "profile/tolerant.py _Buffer._rows self._plain",
    "profile/tolerant.py _Buffer.read_bare self._plain",
    "profile/tolerant.py _Buffer.tell self._more",
    "profile/tolerant.py _Buffer.tell self._told.append",
    "profile/cells.py RowReader._row self.compressed",  # one for each call
    "profile/cells.py RowReader.row self.compressed",
    "profile/cells.py RowReader.layout_at self.compressed",
    "profile/expansion.py _Monthly.after self._count",  # the same
    "profile/expansion.py _Monthly.after self._first",
    "profile/expansion.py _Monthly.after self._moment",
    "profile/expansion.py _Steps._note self.notes.append",
    "profile/expansion.py _Steps.direction self._direction",
    "profile/expansion.py _Steps.direction self._found_out",
    "profile/expansion.py _Ticking._find_step self._step",
    "profile/expansion.py _Ticking._start self._date",
    "profile/expansion.py _Ticking._start self._day",
    "profile/expansion.py _Ticking._start self._now",
    "profile/expansion.py _Ticking._start self._rest",
    "profile/expansion.py _Ticking._start self._times.clear",
    "profile/expansion.py _Ticking._time self._times[now]",
    "profile/expansion.py _Ticking.after self._date",
    "profile/expansion.py _Ticking.after self._day",
    "profile/expansion.py _Ticking.after self._moment",
    "profile/expansion.py _Ticking.after self._now",
    "telegram/joining.py Joiner._block self._blocks",  # one for each stream
    "telegram/joining.py Joiner._block self._blocks.append",
    "telegram/joining.py Joiner._block self._depth",
    "telegram/joining.py Joiner._data_block self._data",
    "telegram/joining.py Joiner._data_block self._data.append",
    "telegram/joining.py Joiner._grow self._size",
    "telegram/joining.py Joiner._joined self._size",
    "telegram/joining.py Joiner.frame self._frames",
    "telegram/joining.py Joiner.frame self._remarks[frame.remark]",
    "telegram/joining.py Joiner.frame self._route",
    "telegram/joining.py Joiner.frame self._segments",
    "telegram/joining.py Joiner.frame self._segments.append",
    "telegram/joining.py Joiner.reset self._blocks",
    "telegram/joining.py Joiner.reset self._data",
    "telegram/joining.py Joiner.reset self._depth",
    "telegram/joining.py Joiner.reset self._frames",
    "telegram/joining.py Joiner.reset self._remarks",
    "telegram/joining.py Joiner.reset self._route",
    "telegram/joining.py Joiner.reset self._segments",
    "telegram/joining.py Joiner.reset self._size",
    "telegram/pieces.py Cursor.take self.at",
    "telegram/reader.py TelegramReader._skip self._lost",
    "telegram/reader.py TelegramReader._skip self._lost_count",
    "telegram/reader.py TelegramReader._tell_lost self._lost",
    "telegram/reader.py TelegramReader._tell_lost self._lost_count",
    "telegram/reader.py TelegramReader.feed self._base",
    "telegram/reader.py TelegramReader.feed self._buffer",
    "telegram/reader.py TelegramReader.feed self._buffer[:at]",
    "telegram/reader.py TelegramReader.feed self._needed",
    "telegram/reader.py TelegramReader.finish self._base",
    "telegram/reader.py TelegramReader.finish self._buffer.clear",
    "telegram/reader.py TelegramReader.finish self._buffer[:at]",
    "telegram/reader.py TelegramReader.finish self._lost",
    "telegram/reader.py TelegramReader.finish self._lost_count",
    "telegram/reader.py TelegramReader.finish self._needed",
}
WHILE_MADE = {
    # columns that are made, also from a pickle
    "arrow/__init__.py ProfileColumns._set_up self._kinds",
    "arrow/__init__.py ProfileColumns._set_up self._vectors",
    "catalogue/find/__init__.py Finder._add self._called.setdefault",
    "catalogue/find/__init__.py Finder._add self._called.setdefault(name, []).append",
    "catalogue/find/__init__.py Finder._add self._having.setdefault",
    "catalogue/find/__init__.py Finder._add self._having.setdefault(word, []).append",
    "catalogue/find/__init__.py Finder._add_classes self._classes[class_id]",
    "catalogue/find/__init__.py Finder._add_names self._members.setdefault",
    "catalogue/find/__init__.py Finder._add_names self._members.setdefault(class_id, []).append",
    "catalogue/find/__init__.py Finder._add_names self._units.setdefault",
    "catalogue/find/__init__.py Finder._add_names self._units.setdefault(symbol, []).append",
    "catalogue/find/codes.py CodeWords._members self._numbers[codes]",
    "catalogue/find/codes.py CodeWords.add self._integrating.setdefault",
    "catalogue/find/codes.py CodeWords.add self._integrating.setdefault(table, set()).update",
    "catalogue/find/codes.py CodeWords.add self._lines.setdefault",
    "catalogue/find/codes.py CodeWords.add self._lines.setdefault(table, []).append",
    "catalogue/find/codes.py CodeWords.add self._same.update",
    "catalogue/find/codes.py CodeWords.add self._selections.setdefault",
    "catalogue/find/codes.py CodeWords.add self._selections.setdefault(scope, []).extend",
    "catalogue/find/codes.py CodeWords.add self.media[medium]",
    "catalogue/find/codes.py CodeWords.add self.patterns.extend",
    "catalogue/find/codes.py _Composing._choices self._known[key]",
}
"""Called by `__init__` alone: nobody else has it yet."""
CHANGES = {"append", "clear", "extend", "insert", "pop", "setdefault", "update"}


def written(path: Path) -> Iterator[str]:
    """What functions of a module assign to that is not theirs alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id
        for node in tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    yield from _written(tree, [], constants | {"cls", "globals", "registered", "self"})


def _written(node: ast.AST, within: list[str], shared: set[str]) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        inside = within
        if isinstance(child, (ast.ClassDef, ast.FunctionDef)):
            inside = [*within, child.name]
        elif within and within[-1] not in ("__init__", "__new__", "__setattr__"):
            if isinstance(child, ast.Global):
                yield f"{'.'.join(within)} global {', '.join(child.names)}"
            for target in _targets(child):
                if _root(target) in shared and not isinstance(target, ast.Name):
                    yield f"{'.'.join(within)} {ast.unparse(target)}"
        yield from _written(child, inside, shared)


def _targets(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            for target in targets:
                yield from target.elts if isinstance(target, ast.Tuple) else [target]
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            yield target
        case ast.Call(func=ast.Attribute(attr=name) as function) if name in CHANGES:
            yield function


def _root(node: ast.expr) -> str:
    while not isinstance(node, ast.Name):
        match node:
            case ast.Attribute(value=inner) | ast.Subscript(value=inner):
                node = inner
            case ast.Call(func=inner):
                node = inner
            case _:
                return ""
    return node.id


def test_every_place_is_known() -> None:
    found = {
        f"{path.relative_to(RUNTIME).as_posix()} {place}"
        for path in RUNTIME.rglob("*.py")
        for place in written(path)
    }
    assert found == PUBLISHED | ONLY_ONE | EMPTIED | NOT_SHARED | WHILE_MADE
