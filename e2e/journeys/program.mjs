// A program of its own for journeys that need another setup than the sample province.

import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const target = process.env.CARGO_TARGET_DIR ?? join(dirname(fileURLToPath(import.meta.url)), "../../target");
const binary = process.env.LONGAN ?? join(target, "debug/longan");

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/**
 * Starts the program on `port` with `settings` (TOML) and one administrator, and hands over where
 * it is (`localhost`, because passkeys need a name), the administrator's one-time password, and how
 * to stop it.
 */
export async function startProgram(port, settings) {
  const folder = await mkdtemp(join(tmpdir(), "longan-program-"));
  await writeFile(join(folder, "longan.toml"), settings);
  const { stdout } = await promisify(execFile)(binary, [
    "--data", folder, "user", "add", "quan-tri",
    "--name", "Nguyễn Quản Trị", "--role", "administrator", "--place", "country:VN:",
  ]);
  const password = /\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b/u.exec(stdout)?.[0];
  if (!password) throw new Error(`no password in:\n${stdout}`);
  const server = spawn(binary, ["--data", folder, "serve", "--listen", `127.0.0.1:${port}`], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  server.stderr.on("data", (text) => (said += text));
  const address = `http://localhost:${port}`;
  const stop = async () => {
    server.kill();
    await new Promise((ended) => (server.exitCode === null ? server.once("exit", ended) : ended()));
    await rm(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 300; tries += 1) {
    const answered = await fetch(`${address}/healthz`).then((answer) => answer.ok, () => false);
    if (answered) return { address, password, stop };
    await pause(200);
  }
  await stop();
  throw new Error(`the program did not answer:\n${said}`);
}
