"use strict";

const assert = require("node:assert/strict");
const path = require("node:path");
const { test } = require("node:test");
const { program } = require("../server");

const folders = [path.join("w", "plain"), path.join("w", "meters")];
const unix = path.join("w", "meters", ".venv", "bin", "cosemgen");
const windows = path.join("w", "meters", ".venv", "Scripts", "cosemgen.exe");

test("what the settings say comes first", () => {
  assert.equal(program("/opt/cosemgen", folders, () => true, "linux"), "/opt/cosemgen");
});

test("an environment of the workspace comes before PATH", () => {
  assert.equal(program("", folders, (file) => file === unix, "linux"), unix);
  assert.equal(program("", folders, (file) => file === windows, "win32"), windows);
});

test("else it is the one in PATH", () => {
  assert.equal(program("", folders, () => false, "darwin"), "cosemgen");
  assert.equal(program("", [], () => true, "linux"), "cosemgen");
});
