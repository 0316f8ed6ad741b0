"""C6xx: packages, files and imports."""

from __future__ import annotations

from typing import Final

from .entry import CodeEntry

_PACKAGE: Final = '// file: acme/package.cosem\npackage acme "ACME" {\n}\n'
_PAIR: Final = "structure pair {\n  first: long\n}\n"
_NUMBER: Final = (
    '/// Keeps a number.\nclass 8192 "Number" {\n  version 0 {\n    attribute 2 value: long\n  }\n}\n'
)

ENTRIES: Final[tuple[CodeEntry, ...]] = (
    CodeEntry(
        code="C601",
        title="file without package",
        explanation=(
            "Spec files belong to a package: all files in and below the folder of the file that has the 'package' item, or "
            "one file alone that has it."
        ),
        wrong=_PACKAGE + "// file: other/pair.cosem\n" + _PAIR,
        right=_PACKAGE + "// file: acme/other/pair.cosem\n" + _PAIR,
    ),
    CodeEntry(
        code="C602",
        title="package defined twice",
        explanation=(
            "A package has one 'package' item, in one of its files, and no two packages have one name. Files that are a package each "
            "may lie side by side, without others among them."
        ),
        wrong='package acme "ACME" {\n}\npackage other "Other" {\n}\n',
        right='package acme "ACME" {\n}\n',
    ),
    CodeEntry(
        code="C603",
        title="package that was not found",
        explanation="What a package needs is looked for among the paths given, and the standard's own package is always there.",
        wrong='package acme "ACME" {\n  needs cosm\n}\n',
        right='package acme "ACME" {\n}\n',
    ),
    CodeEntry(
        code="C604",
        title="import from a file that is not there",
        explanation=(
            "'use' names another file of the package without its ending, or with the package's name before it a file of a "
            "package that this one needs."
        ),
        wrong=_PACKAGE
        + "// file: acme/pair.cosem\n"
        + _PAIR
        + "// file: acme/list.cosem\nuse pair from pairs\ntype list = array of pair\n",
        right=_PACKAGE
        + "// file: acme/pair.cosem\n"
        + _PAIR
        + "// file: acme/list.cosem\nuse pair from pair\ntype list = array of pair\n",
        echo=True,
    ),
    CodeEntry(
        code="C605",
        title="import of a type that is not there",
        explanation="The file does not define the type at its own level; types of classes, and what a file imports itself, cannot be imported.",
        wrong=_PACKAGE
        + "// file: acme/pair.cosem\n"
        + _PAIR
        + "// file: acme/list.cosem\nuse pairs from pair\ntype list = array of pairs\n",
        right=_PACKAGE
        + "// file: acme/pair.cosem\n"
        + _PAIR
        + "// file: acme/list.cosem\nuse pair from pair\ntype list = array of pair\n",
        echo=True,
    ),
    CodeEntry(
        code="C606",
        title="import of a name that is taken",
        explanation="A name means one thing in a file: it is defined there, or imported once.",
        wrong=_PACKAGE
        + "// file: acme/pair.cosem\n"
        + _PAIR
        + "// file: acme/list.cosem\nuse pair, pair from pair\ntype list = array of pair\n",
        right=_PACKAGE
        + "// file: acme/pair.cosem\n"
        + _PAIR
        + "// file: acme/list.cosem\nuse pair from pair\ntype list = array of pair\n",
    ),
    CodeEntry(
        code="C607",
        title="import that is not used",
        explanation="Nothing in the file uses the name. Remove it.",
        wrong=_PACKAGE
        + "// file: acme/pair.cosem\n"
        + _PAIR
        + "// file: acme/list.cosem\nuse pair from pair\ntype list = array of long\n",
        right=_PACKAGE
        + "// file: acme/pair.cosem\n"
        + _PAIR
        + "// file: acme/list.cosem\ntype list = array of long\n",
    ),
    CodeEntry(
        code="C608",
        title="packages that need one another",
        explanation="A package stands on others, and they on others in turn; none of them stands on the first.",
        wrong='// file: acme/package.cosem\npackage acme "ACME" {\n  needs users\n}\n'
        '// file: users/package.cosem\npackage users "A user group" {\n  needs acme\n}\n',
        right='// file: acme/package.cosem\npackage acme "ACME" {\n  needs users\n}\n'
        '// file: users/package.cosem\npackage users "A user group" {\n}\n',
    ),
    CodeEntry(
        code="C609",
        title="file name that cannot be imported, or a folder's that is no name",
        explanation=(
            "The name of a spec file is the name of a module: letters a to z, digits and underscores. No two files of a package "
            "share one, whatever folders they are in and whatever letters are capitals, and none has a name that Windows (con, nul, ...) or Python (conftest, "
            "__main__, ...) has taken. Folders have letters, digits, underscores, hyphens, dots and blanks in their names."
        ),
        wrong=_PACKAGE + "// file: acme/my-pair.cosem\n" + _PAIR,
        right=_PACKAGE + "// file: acme/my_pair.cosem\n" + _PAIR,
    ),
    CodeEntry(
        code="C610",
        title="file that cannot be read",
        explanation="The path is not there, cannot be read, or is no spec file. Spec files end in '.cosem'.",
        wrong="// path: nowhere.cosem\n",
        right="type number = long\n",
    ),
    CodeEntry(
        code="C611",
        title="folder without spec files",
        explanation="In and below the folder there is no file that ends in '.cosem'.",
        wrong="// path: empty/\n",
        right="type number = long\n",
    ),
    CodeEntry(
        code="C612",
        title="file that is not UTF-8",
        explanation="Spec files are text in UTF-8. Other encodings, such as Latin-1 or UTF-16, have to be converted.",
        wrong="// octets: 2F 2F 20 B0 43 0A\n",
        right="// °C\ntype number = long\n",
    ),
    CodeEntry(
        code="C613",
        title="package name that Python has taken",
        explanation=(
            "The generated package is imported by the name of the package. It hides no module of Python, is no word of it, and none "
            "of the names that Windows or pytest have taken. 'cosemgen build --package' may give it another one."
        ),
        wrong='package json "Numbers" {\n}\n',
        right='package acme_json "Numbers" {\n}\n',
    ),
    CodeEntry(
        code="C614",
        title="file that says nothing",
        explanation="The file is empty, or has nothing but comments. Most often something was not saved, or a merge lost it.",
        wrong=_PACKAGE + "// file: acme/pair.cosem\n// Yet to come.\n",
        right=_PACKAGE + "// file: acme/pair.cosem\n" + _PAIR,
    ),
    CodeEntry(
        code="C615",
        title="two packages that have the same",
        explanation=(
            "Packages that are given together, or needed by the same one, are registered together. A class version is of one of them then, "
            "a class has one name, and a telegram, quirk or profile is found by its name. Packages that never meet are checked one by one."
        ),
        wrong='// file: users/package.cosem\npackage users "A user group" {\n}\n'
        "// file: users/number.cosem\n"
        + _NUMBER
        + _PACKAGE
        + "// file: acme/number.cosem\n"
        + _NUMBER,
        right='// file: users/package.cosem\npackage users "A user group" {\n}\n'
        "// file: users/number.cosem\n"
        + _NUMBER
        + _PACKAGE
        + "// file: acme/number.cosem\n"
        + _NUMBER.replace("8192", "8193"),
    ),
    CodeEntry(
        code="C616",
        title="package that is used and not needed",
        explanation=(
            "'use' takes types of packages that this one says it needs; only then are the classes, codes and units of these known too."
        ),
        wrong=_PACKAGE
        + '// file: users/package.cosem\npackage users "A user group" {\n}\n'
        + "// file: users/pair.cosem\n"
        + _PAIR
        + "// file: acme/list.cosem\nuse pair from users.pair\ntype list = array of pair\n",
        right=_PACKAGE.replace("{\n}", "{\n  needs users\n}")
        + '// file: users/package.cosem\npackage users "A user group" {\n}\n'
        + "// file: users/pair.cosem\n"
        + _PAIR
        + "// file: acme/list.cosem\nuse pair from users.pair\ntype list = array of pair\n",
        echo=True,
    ),
)
