// The browser that every journey uses, and the program it looks at.

import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

/** Where the program listens. */
export const address = process.env.LONGAN_ADDRESS ?? "http://127.0.0.1:8080";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The widths that pages are looked at. */
export const wide = { width: 1280, height: 900 };
export const narrow = { width: 360, height: 740 };

/**
 * Opens a page in a browser of its own, hands it to `story`, and closes the browser.
 * A script that fails in the page, a request that leaves the program (and what else `houses`
 * names) or breaks the content security policy, and a server error fail the journey.
 */
export async function withPage({ houses = [address], ...options }, story) {
  const folder = await mkdtemp(join(tmpdir(), "longan-browser-"));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: flags,
    baseURL: address,
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
    viewport: wide,
    ...options,
  });
  const troubles = [];
  context.on("page", (page) => watch(page, troubles, houses));
  const page = context.pages()[0] ?? (await context.newPage());
  watch(page, troubles, houses);
  page.setDefaultTimeout(10_000);
  try {
    await story(page);
    if (troubles.length > 0) throw new Error(`in the browser:\n${[...new Set(troubles)].join("\n")}`);
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const watched = new WeakSet();

function watch(page, troubles, houses) {
  if (watched.has(page)) return;
  watched.add(page);
  page.on("pageerror", (error) => troubles.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) troubles.push(message.text().slice(0, 160));
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && !houses.includes(url.origin)) troubles.push(`left the program: ${url}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) troubles.push(`${response.status()} ${response.url()}`);
  });
}

/**
 * The accounts that the sample province printed when it started: `{ name, password }` each,
 * the administrator first.
 */
export function accounts() {
  const output = readFileSync(process.env.LONGAN_OUTPUT, "utf8");
  const found = readAccounts(output);
  if (found.length === 0) throw new Error(`no account in the program's output:\n${output}`);
  return found.sort((a, b) => Number(b.isAdministrator) - Number(a.isAdministrator));
}

/**
 * One-time passwords are four groups of four (`abcd-efgh-…`). The name stands before one on the
 * same line or on the line above, with or without "tên đăng nhập:" in front.
 */
export function readAccounts(output) {
  const lines = output.split("\n");
  return lines.flatMap((line, number) => {
    const password = /\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b/u.exec(line);
    if (!password) return [];
    const before = line.slice(0, password.index);
    const above = lines[number - 1] ?? "";
    const labelled = /(?:tên đăng nhập|tài khoản|user)[^:]*:\s*([a-z][\w.@-]+)/iu;
    const name = labelled.exec(before) ?? /^[\s*•|-]*([a-z][\w.@-]+)/u.exec(before) ?? labelled.exec(above);
    const isAdministrator = /quản trị|admin/iu.test(`${above.includes(":") ? above : ""} ${before} ${line}`);
    return name ? [{ name: name[1], password: password[0], isAdministrator }] : [];
  });
}
