import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { DATABASE_FILE } from "../../src/config.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { MAIN, runHere } from "../support/programs/cli.ts";
import { test } from "../support/test.ts";
import { hasTool } from "../support/tools.ts";

const UNSHARE = process.getuid?.() === 0 ? ["-m"] : ["-U", "-r", "-m"];
const READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"';

function inReadOnly(folder: string, program: string, ...args: readonly string[]) {
  const script = `${READ_ONLY} && shift && exec "$@"`;
  return spawnSync("unshare", [...UNSHARE, "sh", "-c", script, "sh", folder, program, ...args], { encoding: "utf8" });
}

const canMount = hasTool(
  inReadOnly("/mnt", "true").status === 0,
  "no folder can be mounted read-only here (unshare, mount), so reading one is not proven",
);

describe.skipIf(!canMount)("a data folder that may only be read", () => {
  test("is exported and its log verified, at rest, while a gateway runs, after a kill, and without the log's key", async ({
    folder,
  }) => {
    const [data, temporary] = [join(folder, "data"), join(folder, "tmp")];
    for (const each of [data, temporary]) mkdirSync(each);
    const runIn = (place: string, ...args: readonly string[]) => {
      const hutong = [process.execPath, MAIN, ...args, "--data", place];
      const { status, stdout, stderr } = inReadOnly(place, "env", `TMPDIR=${temporary}`, ...hutong);
      expect([status, stderr]).toEqual([0, expect.stringMatching(/^(?:hutong log: .*\n)?$/u)]);
      return stdout;
    };
    const run = (...args: readonly string[]) => runIn(data, ...args);
    const store = openSqliteStore(join(data, DATABASE_FILE));
    const words = { from: "alice", to: "bob", at: new Date(), contextJson: null, isPending: false };
    await store.append({ ...words, key: "1", text: "while it runs", reportsJson: NO_REPORTS });
    expect(run("export", "alice")).toContain("while it runs");
    // As a kill leaves it.
    const killed = join(folder, "killed");
    cpSync(data, killed, { recursive: true });
    await store.close();
    expect((await runHere(["log", "checkpoint", "--data", data])).code).toBe(0);
    expect(readdirSync(data).toSorted()).toEqual([DATABASE_FILE, "log-key"]);

    expect(run("log", "verify")).toMatch(/^0 entries/u);
    rmSync(join(data, "log-key"));
    expect(run("log", "verify")).toMatch(/^0 entries/u);
    expect(runIn(killed, "export", "alice")).toContain("while it runs");
    rmSync(join(killed, `${DATABASE_FILE}-shm`));
    expect(runIn(killed, "export", "alice")).toContain("while it runs");
    // Nothing of the copies stays.
    expect(readdirSync(temporary)).toEqual([]);
    // What has to be kept is refused.
    expect(inReadOnly(data, process.execPath, MAIN, "log", "rotate", "--data", data)).toMatchObject({
      status: 1,
      stderr: `hutong log: ${join(data, DATABASE_FILE)}: the message store may only be read, and this writes into its folder: work on a backup of it\n`,
    });
  });
});
