// Talks to the server with the command and arguments of the extension, over the protocol library that the extension uses.
//     npm run smoke [-- /path/to/zhengci]

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { build } from "esbuild";
import protocol from "vscode-languageserver-protocol/node";

const { code } = (
  await build({ entryPoints: ["src/server.ts"], bundle: true, platform: "node", format: "esm", write: false })
).outputFiles.map((file) => ({ code: file.text }))[0];
const { commandOf, tryCommand } = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);

const command = commandOf(process.argv[2] ?? "", undefined, "");
assert.equal(commandOf("${workspaceFolder}/.venv/bin/zhengci", "/w", "/h"), "/w/.venv/bin/zhengci");
assert.equal(commandOf("~/bin/zhengci", undefined, "/h"), "/h/bin/zhengci");
assert.match((await tryCommand("zhengci-that-is-not-there")).problem, /^找不到/);
const trial = await tryCommand(command);
assert.deepEqual(trial, { problem: "", remedy: "" });

const server = spawn(command, ["server", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
const connection = protocol.createProtocolConnection(
  new protocol.StreamMessageReader(server.stdout),
  new protocol.StreamMessageWriter(server.stdin),
);
connection.listen();
const uri = "untitled:草稿";
const text = "2025年，𠮷林会同银保监会检查，落实“一利五率”考核。\n";
const capabilities = { textDocument: { hover: { contentFormat: ["markdown"] } } };
await connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities });
await connection.sendNotification("initialized", {});
const published = new Promise((resolve) => connection.onNotification("textDocument/publishDiagnostics", resolve));
await connection.sendNotification("textDocument/didOpen", {
  textDocument: { uri, languageId: "markdown", version: 1, text },
});
const { diagnostics } = await published;
for (const { code: rule, message, range } of diagnostics) {
  console.log(`${range.start.line + 1}:${range.start.character + 1} ${rule} ${message}`);
}
assert.ok(diagnostics.some((one) => one.code === "ZC302" && text.slice(one.range.start.character).startsWith("银保监会")));
const place = { textDocument: { uri }, position: { line: 0, character: text.indexOf("一利") } };
const hover = await connection.sendRequest("textDocument/hover", place);
console.log(hover.contents.value.split("\n")[0]);
assert.match(hover.contents.value, /^\*\*一利五率\*\*/);
await connection.sendRequest("shutdown");
await connection.sendNotification("exit");
const [status] = await once(server, "exit");
assert.equal(status, 0);
connection.dispose();
