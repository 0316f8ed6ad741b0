"use strict";

const { existsSync } = require("node:fs");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");
const { program } = require("./server");

/** @type {LanguageClient | undefined} */
let client;

async function start() {
  const settings = vscode.workspace.getConfiguration("cosem");
  const folders = vscode.workspace.workspaceFolders ?? [];
  const command = program(
    settings.get("server.path", ""),
    folders.map((folder) => folder.uri.fsPath),
    existsSync,
    process.platform,
  );
  const cwd = folders[0]?.uri.fsPath;
  client = new LanguageClient(
    "cosem",
    "COSEM",
    { command, args: ["lsp"], options: { cwd } },
    { documentSelector: [{ language: "cosem" }] },
  );
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(
      `'${command} lsp' does not start: ${error.message ?? error}. ` +
        'Install it by pip install "cosem[lsp]" in the .venv of the folder, ' +
        "or say in the setting cosem.server.path where cosemgen is.",
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  // One that did not start cannot be stopped.
  if (running?.isRunning()) await running.stop();
}

async function restart() {
  await stop();
  if (vscode.workspace.isTrusted) await start();
}

/** @param {vscode.ExtensionContext} context */
async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("cosem.restart", restart),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((event) =>
      event.affectsConfiguration("cosem.server") ? restart() : undefined,
    ),
  );
  await restart();
}

module.exports = { activate, deactivate: stop };
