// The extension: starts the language server and hands everything else to it.

import { homedir } from "node:os";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

import { commandOf, tryCommand } from "./server";

const LANGUAGES = ["markdown", "plaintext", "html"];

let client: LanguageClient | undefined;
let output: vscode.LogOutputChannel;
// Starting and stopping wait for each other: settings may change while the server is starting.
let turn: Promise<void> = Promise.resolve();

export function activate(context: vscode.ExtensionContext): void {
  output = vscode.window.createOutputChannel("政词", { log: true });
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("zhengci.restart", restart),
    vscode.commands.registerCommand("zhengci.output", () => output.show()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("zhengci.path")) {
        void restart();
      }
    }),
  );
  void restart();
}

export function deactivate(): Promise<void> {
  return inTurn(stop);
}

function restart(): Promise<void> {
  return inTurn(async () => {
    await stop();
    await start();
  });
}

function inTurn(step: () => Promise<void>): Promise<void> {
  turn = turn.then(step).catch((error: unknown) => output.error(String(error)));
  return turn;
}

async function start(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const command = commandOf(vscode.workspace.getConfiguration("zhengci").get("path", "zhengci"), folder, homedir());
  const trial = await tryCommand(command);
  if (trial.problem !== "") {
    // Not awaited: the next turn must not wait for a message that nobody closes.
    void complain(trial.problem, trial.remedy);
    return;
  }
  const run = { command, args: ["server", "--stdio"], options: { cwd: folder } };
  const server: ServerOptions = { run, debug: run };
  const options: LanguageClientOptions = {
    documentSelector: LANGUAGES.flatMap((language) => [
      { scheme: "file", language },
      { scheme: "untitled", language },
    ]),
    outputChannel: output,
    synchronize: { configurationSection: "zhengci" },
  };
  client = new LanguageClient("zhengci", "政词", server, options);
  await client.start();
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  if (running?.needsStop()) {
    await running.stop();
  }
}

async function complain(problem: string, remedy: string): Promise<void> {
  output.error(`${problem}；安装：${remedy}`);
  const copy = "复制安装命令";
  const settings = "指定位置";
  const again = "重试";
  const chosen = await vscode.window.showErrorMessage(`政词：${problem}。请运行：${remedy}`, copy, settings, again);
  if (chosen === copy) {
    await vscode.env.clipboard.writeText(remedy);
  } else if (chosen === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "zhengci.path");
  } else if (chosen === again) {
    await restart();
  }
}
