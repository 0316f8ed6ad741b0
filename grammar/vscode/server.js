"use strict";

const path = require("node:path");

/**
 * The program that is the language server's.
 *
 * @param {string} chosen what the settings say; empty where they say nothing
 * @param {string[]} folders those of the workspace
 * @param {(file: string) => boolean} exists
 * @param {string} platform as `process.platform` has it
 */
function program(chosen, folders, exists, platform) {
  if (chosen) return chosen;
  const inside = platform === "win32" ? "Scripts/cosemgen.exe" : "bin/cosemgen";
  const own = folders.map((folder) => path.join(folder, ".venv", inside)).find(exists);
  return own ?? "cosemgen";
}

module.exports = { program };
