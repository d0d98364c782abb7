import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockDataFolder } from "../../src/store/sqlite/folder-lock.ts";
import { runCli } from "../support/programs/cli.ts";
import { temporaryFolder } from "../support/folder.ts";

test("while a restore has a data folder no gateway starts on it, and the refusal says which of the two", async ({
  onTestFinished,
}) => {
  const data = join(temporaryFolder(onTestFinished), "data");
  const since = "2026-11-28T08:00:00.000Z";
  const lock = lockDataFolder(data, "restore", new Date(since));
  onTestFinished(() => lock.close());
  const held = `(${data}, since ${since}, process ${process.pid})`;
  expect(await runCli(["serve", "--port", "0", "--data", data])).toMatchObject({
    code: 1,
    stderr: `hutong serve: a restore is running on this data folder ${held}\n`,
  });
  lock.close();
  const again = lockDataFolder(data, "gateway", new Date(since));
  expect(() => lockDataFolder(data, "restore", new Date())).toThrow(`a gateway is running on this data folder ${held}`);
  again.close();
});

test("a lock's file that is none is told with what to do", ({ onTestFinished }) => {
  const data = temporaryFolder(onTestFinished);
  writeFileSync(join(data, "gateway.lock"), "not a lock");
  expect(() => lockDataFolder(data, "gateway", new Date())).toThrow(
    `${join(data, "gateway.lock")}: file is not a database (SQLITE_NOTADB): remove it, while no gateway runs here`,
  );
});
