import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { runHere } from "../support/programs/cli.ts";
import { serve } from "../support/programs/data-folder.ts";
import { temporaryFolder } from "../support/folder.ts";

test("serve --retention takes what is older at its start, while people read and write", async ({ onTestFinished }) => {
  const data = join(temporaryFolder(onTestFinished), "data");
  mkdirSync(data);
  const store = openSqliteStore(join(data, "hutong.sqlite"));
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  const words = { from: "alice", to: "bob", reportsJson: NO_REPORTS, contextJson: null, isPending: false };
  // More than one step.
  const old = Array.from({ length: 1_200 }, (_, index) =>
    store.append({ ...words, key: `old ${index}`, text: "forgotten-words", at: daysAgo(31) }),
  );
  await Promise.all(old);
  const { id } = (await store.append({ ...words, key: "new", text: "kept-words", at: daysAgo(29) })).conversation;
  await store.close();

  const gateway = await serve(data, onTestFinished, ["--retention", "30"]);
  const bob = await gateway.join("bob");
  await bob.send("alice", "meanwhile");
  await expect.poll(async () => (await bob.history(id, { before: 1_201, limit: 1 })).messages[0]?.text).toBe("");
  const { messages } = await bob.history(id, { limit: 3 });
  expect(messages).toMatchObject([
    { seq: 1_200, from: "alice", deletedAt: expect.any(String) },
    { seq: 1_201, text: "kept-words" },
    { seq: 1_202, text: "meanwhile" },
  ]);
  bob.close();
  await gateway.stop();
  const file = readFileSync(join(data, "hutong.sqlite"));
  expect([file.includes("forgotten-words"), file.includes("kept-words")]).toEqual([false, true]);
  expect((await runHere(["serve", "--retention", "0"])).code).toBe(2);
});
