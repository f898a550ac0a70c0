// Finds the `zhengci` command and tells in plain words what is missing where it cannot be started.

import { spawn } from "node:child_process";
import * as path from "node:path";

/** What came of trying to start the server's command. */
export interface Trial {
  /** Empty where the server can be started, else what is wrong, in Chinese. */
  problem: string;
  /** The command that puts it right, to be run in a terminal. */
  remedy: string;
}

const INSTALL = "pip install 'zhengci[server]'";
const PATIENCE = 20_000; // ms; the first start after an installation is slow

/** Returns the command of the setting `zhengci.path`, with `${workspaceFolder}` and `~` filled in. */
export function commandOf(setting: string, folder: string | undefined, home: string): string {
  const filled = setting.trim().replace(/\$\{workspaceFolder\}/g, folder ?? ".").replace(/^~(?=[\\/]|$)/, home);
  return filled === "" ? "zhengci" : filled.includes("/") || filled.includes("\\") ? path.normalize(filled) : filled;
}

/** Starts the server without anything to do: it leaves at once where it is complete, and complains where it is not. */
export function tryCommand(command: string): Promise<Trial> {
  return new Promise((resolve) => {
    let log = "";
    const child = spawn(command, ["server", "--stdio"], { stdio: ["pipe", "ignore", "pipe"] });
    const timer = setTimeout(() => child.kill(), PATIENCE);
    child.stderr.setEncoding("utf-8").on("data", (text: string) => (log += text));
    child.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      const missing = error.code === "ENOENT";
      resolve({
        problem: missing ? `找不到 ${command} 命令` : `${command} 启动不了：${error.message}`,
        remedy: INSTALL,
      });
    });
    child.on("close", (status) => {
      clearTimeout(timer);
      const told = log.trim().split("\n")[0] ?? "";
      if (status === 2 && told.includes("zhengci[server]")) {
        resolve({ problem: `${command} 没有装语言服务器的部分`, remedy: INSTALL });
      } else if (status === 2) {
        resolve({ problem: `${command} 没有 server 命令，版本太旧：${told}`, remedy: `pip install --upgrade 'zhengci[server]'` });
      } else {
        resolve({ problem: "", remedy: "" });
      }
    });
    child.stdin.on("error", () => undefined); // it may have left already
    child.stdin.end();
  });
}
