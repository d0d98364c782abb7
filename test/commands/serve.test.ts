import { InputError } from "../../src/input/input-error.ts";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { openApp } from "../../src/app.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { MAIN, runCli, runHere } from "../support/programs/cli.ts";
import { canMountSmallDisk, serve, SMALL_DISK } from "../support/programs/data-folder.ts";
import type { SmallDiskReport } from "../support/labs/small-disk-process.ts";
import { temporaryFolder } from "../support/folder.ts";

const argsFor = (data: string) => ["serve", "--port", "0", "--data", data, "--resolve", "off"];

test("[P1] a second gateway on a data folder refuses in one line, and what only reads works beside the first", async ({
  onTestFinished,
}) => {
  const folder = temporaryFolder(onTestFinished);
  const data = join(folder, "data");
  const first = await serve(data, onTestFinished);
  const alice = await first.join("alice");
  const { conversation } = await alice.send("bob", "https://item.taobao.com/item.htm?id=1");
  const before = readdirSync(data);

  for (const command of [argsFor(data), ["restore", join(folder, "none"), "--data", data]]) {
    const { code, stdout, stderr } = await runHere(command);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    const { pid } = first.child;
    const since = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`;
    const line = `^hutong \\w+: a gateway is running on this data folder \\(${data}, since ${since}, process ${pid}\\)\n$`;
    expect(stderr).toMatch(new RegExp(line, "u"));
  }
  expect(readdirSync(data)).toEqual(before);
  for (const reads of [
    ["backup", join(folder, "backup.sqlite"), "--data", data],
    ["export", "alice", "--data", data],
    ["explain", "--decision", `${conversation}:1:0`, "--data", data],
  ]) {
    const { code, stderr } = await runHere(reads);
    expect({ command: reads[0], code, stderr }).toMatchObject({ command: reads[0], code: 0 });
  }
  // None of them took the lock from the gateway.
  expect((await runHere(argsFor(data))).code).toBe(1);
  expect((await alice.send("bob", "and it goes on")).seq).toBe(2);
  alice.close();

  await first.kill();
  const second = await serve(data, onTestFinished);
  const again = await second.join("alice");
  expect((await again.send("bob", "after a kill")).seq).toBe(3);
  again.close();
});

test("a second gateway in one process refuses too, until the first is closed or has failed to start", async ({
  onTestFinished,
}) => {
  const data = join(temporaryFolder(onTestFinished), "data");
  const config = { ...DEFAULT_CONFIG, port: 0, data };
  const first = await openApp(config);
  onTestFinished(() => first.close());
  await expect(openApp(config)).rejects.toMatchObject({ name: "DataFolderError", code: "in_use" });
  await expect(openApp(config)).rejects.toThrow("a gateway is running on this data folder");
  await first.close();
  await expect(openApp({ ...config, secret: "too short" })).rejects.toThrow(InputError);
  const third = await openApp(config);
  await third.close();
});

test("of many gateways that start at once on one folder, one runs", async ({ onTestFinished }) => {
  const data = join(temporaryFolder(onTestFinished), "data");
  const starts = Array.from({ length: 4 }, () => serve(data, onTestFinished));
  const ends = await Promise.allSettled(starts);
  expect(ends.filter(({ status }) => status === "fulfilled").length).toBe(1);
});

test("parts that a killed start has left are removed, and what is made is for its owner only", async ({
  onTestFinished,
}) => {
  const data = temporaryFolder(onTestFinished);
  const parts = [".secret.0123456789ab", ".hutong.sqlite.0123456789ab", ".hutong.sqlite.0123456789ab-journal"];
  for (const name of [...parts, ".secret.mine", ".other.0123456789ab"]) writeFileSync(join(data, name), "half");
  const app = await openApp({ ...DEFAULT_CONFIG, port: 0, data });
  await app.close();
  const files = readdirSync(data);
  expect(files.filter((name) => name.startsWith(".")).sort()).toEqual([".other.0123456789ab", ".secret.mine"]);
  for (const name of ["secret", "hutong.sqlite", "gateway.lock", "links.sqlite"]) {
    expect([name, statSync(join(data, name)).mode & 0o777]).toEqual([name, 0o600]);
  }
});

test("a data folder that is a file, lies under one or may not be written is told in one line", async ({
  onTestFinished,
}) => {
  const folder = temporaryFolder(onTestFinished);
  chmodSync(folder, 0o755);
  const file = join(folder, "file");
  writeFileSync(file, "");
  for (const [data, why] of [
    [file, "expected a folder, found a file"],
    [join(file, "data"), "not a directory (ENOTDIR)"],
  ] as const) {
    for (const command of [argsFor(data), ["token", "ann", "--data", data]]) {
      const expected = { code: 2, stdout: "", stderr: `hutong ${command[0]}: ${data}: ${why}\n` };
      expect(await runHere(command)).toEqual(expected);
    }
  }
  // A missing parent is made, as before.
  const deep = await serve(join(folder, "a", "b", "data"), onTestFinished);
  expect((await fetch(`${deep.http}readyz`)).status).toBe(200);

  const closed = join(folder, "closed");
  mkdirSync(closed, { mode: 0o555 });
  for (const [data, at] of [
    [closed, closed],
    [join(closed, "data"), join(closed, "data")],
  ] as const) {
    const { code, stderr } = await runAsNobody(argsFor(data));
    const whose = process.getuid?.() === 0 ? "; it belongs to user 0, and this program runs as user 65534" : "";
    expect({ code, stderr }).toEqual({ code: 2, stderr: `hutong serve: ${at}: permission denied (EACCES)${whose}\n` });
  }
});

/** Root may write everywhere. */
async function runAsNobody(args: readonly string[]): Promise<{ code: number; stderr: string }> {
  const who = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const child = spawn(process.execPath, [MAIN, ...args], { ...who, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number];
  return { code, stderr };
}

test("a port that is taken is told in one line, and the folder is free again", async ({ onTestFinished }) => {
  const data = join(temporaryFolder(onTestFinished), "data");
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  onTestFinished(() => void other.close());
  expect(await runHere(["serve", "--port", String(port), "--data", data])).toMatchObject({
    code: 2,
    stderr: `hutong serve: --host 127.0.0.1, --port ${port}: address already in use (EADDRINUSE)\n`,
  });
});

describe.skipIf(!canMountSmallDisk())("a full or read-only disk", () => {
  test("[P1] ends a start in one line, leaves nothing half-made, and the next start with room succeeds", async ({
    onTestFinished,
  }) => {
    const folder = temporaryFolder(onTestFinished);
    const script = join(import.meta.dirname, "../support/labs/small-disk-process.ts");
    const run = promisify(execFile);
    const { stdout } = await run("unshare", [...SMALL_DISK.unshare, process.execPath, script, folder]);
    const { full, readOnly } = JSON.parse(stdout) as SmallDiskReport;
    for (const { roomKiB, first, left, second } of full) {
      expect({ roomKiB, second }).toEqual({ roomKiB, second: null });
      expect(left.filter((name) => name.startsWith("."))).toEqual([]);
      if (first === null) continue;
      expect(first.code).toBe(1);
      expect(first.stderr).toMatch(/^hutong serve: [^\n]+\/full-\d+\/data\/[^\n]+(?:ENOSPC|SQLITE_[A-Z_]+)\)\n$/u);
    }
    // The way from nothing to enough leads past the lock, the secret and the database.
    const stops = full.map(({ first }) => /data\/([a-z.]+): /u.exec(first?.stderr ?? "")?.[1]);
    expect(new Set(stops)).toEqual(new Set(["gateway.lock", "secret", "hutong.sqlite", undefined]));
    expect(readOnly).toEqual(
      ["unused", "used", "missing"].map((name) => ({
        code: 2,
        stderr: `hutong serve: ${join(folder, "read-only", name)}: read-only file system (EROFS)\n`,
      })),
    );
  }, 300_000);
});

test("a data folder that the system makes nowhere is refused, and the program ends", async () => {
  const { code, stderr } = await runCli(argsFor("/proc/hutong"));
  expect(code).toBe(2);
  expect(stderr).toMatch(/^hutong serve: \/proc\/hutong: .+\n$/u);
});
