"use strict";

const { spawn } = require("node:child_process");
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
  const server = () => run(command, folders[0]?.uri.fsPath);
  const options = { documentSelector: [{ language: "cosem" }] };
  client = new LanguageClient("cosem", "COSEM", server, options);
  // The client has told by then why it could not be started.
  await client.start().catch(() => undefined);
}

/** The process of the server; a text that says how to get it, which VS Code shows, where there is none. */
function run(command, cwd) {
  return new Promise((resolve, reject) => {
    const server = spawn(command, ["lsp"], { cwd });
    server.once("spawn", () => resolve(server));
    server.once("error", (error) =>
      reject(
        `${error.message}. Install it by pip install "cosem[lsp]" in the .venv of the folder, ` +
          "or say in the setting cosem.server.path where cosemgen is.",
      ),
    );
  });
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
