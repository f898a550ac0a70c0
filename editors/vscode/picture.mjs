// Makes docs/pictures/editor.png: the extension in a real VS Code (code-server), with the explanation of a term open.
//
//     npm install code-server playwright-core     somewhere else than here
//     npm run build && npm run package
//     CODE_SERVER=…/code-server PLAYWRIGHT=…/playwright-core node picture.mjs …/zhengci
//
// Chromium and fonts-noto-cjk are those of Debian.

import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const TERM = "两利四率";
const DRAFT = `# 2025年工作安排

市属企业全面落实“两利四率”考核要求，会同银保监会防范化解金融风险。全面布署“七纵八横”道路提升，加强农村集体“三资”管理。
`;
const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const { chromium } = createRequire(import.meta.url)(process.env.PLAYWRIGHT ?? "playwright-core");
const codeServer = process.env.CODE_SERVER ?? "code-server";
const folder = mkdtempSync(join(tmpdir(), "zhengci-picture-"));
const project = join(folder, "草稿");
const user = join(folder, "data", "User");
mkdirSync(project);
mkdirSync(user, { recursive: true });
writeFileSync(join(project, "工作安排.md"), DRAFT);
writeFileSync(
  join(user, "settings.json"),
  JSON.stringify({
    "zhengci.path": process.argv[2] ?? "zhengci",
    "workbench.colorTheme": "Default Light Modern",
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": false,
    "workbench.activityBar.location": "hidden",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "chat.commandCenter.enabled": false,
    "window.commandCenter": false,
    "editor.fontFamily": "'Noto Sans CJK SC'",
    "editor.fontSize": 15,
    "editor.lineHeight": 1.9,
    "editor.wordWrap": "on",
    "editor.minimap.enabled": false,
    "editor.unicodeHighlight.ambiguousCharacters": false,
    "editor.hover.delay": 100,
    "security.workspace.trust.enabled": false,
    "telemetry.telemetryLevel": "off",
    "update.mode": "none",
    "extensions.autoCheckUpdates": false,
  }),
);
const places = ["--user-data-dir", join(folder, "data"), "--extensions-dir", join(folder, "extensions")];
spawnSync(codeServer, [...places, "--install-extension", join(here, "zhengci.vsix")], { stdio: "inherit" });
const port = 18080 + (process.pid % 1000);
const server = spawn(
  codeServer,
  [...places, "--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check"],
  { stdio: "ignore" },
);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 1180, height: 700 }, deviceScaleFactor: 1 });
  const payload = JSON.stringify([["openFile", `vscode-remote://127.0.0.1:${port}${encodeURI(join(project, "工作安排.md"))}`]]);
  const address = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(project)}&payload=${encodeURIComponent(payload)}`;
  for (let attempt = 0; attempt < 60; attempt++) {
    try {
      await page.goto(address, { timeout: 60_000 });
      break;
    } catch {
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
  await page.waitForSelector(".squiggly-error", { timeout: 240_000 });
  await page.keyboard.press("Control+B"); // no side bar
  await page.keyboard.press("Control+Shift+M"); // the list of findings
  await page.waitForSelector(".markers-panel .monaco-list-row", { timeout: 30_000 });
  await page.waitForTimeout(3000);
  const line = page.locator(".view-line", { hasText: TERM }).first();
  const box = await line.evaluate((element, words) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(words);
      if (at >= 0) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }
    }
    return null;
  }, TERM);
  await page.mouse.move(box.x, box.y, { steps: 5 });
  await page.waitForSelector(".monaco-hover:not(.hidden) .hover-row", { timeout: 30_000 });
  await page.waitForTimeout(2500);
  await page.screenshot({ path: process.argv[3] ?? join(root, "docs", "pictures", "editor.png") });
} catch (error) {
  const [page] = browser.contexts()[0]?.pages() ?? [];
  await page?.screenshot({ path: join(tmpdir(), "zhengci-picture-failed.png") });
  throw error;
} finally {
  await browser.close();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
