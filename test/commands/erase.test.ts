import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { runHere } from "../support/programs/cli.ts";
import { serve } from "../support/programs/data-folder.ts";
import { temporaryFolder } from "../support/folder.ts";

interface Exported {
  readonly user: string;
  readonly since: string | null;
  readonly choice: string | null;
  readonly blocks: readonly string[];
  readonly devices: readonly unknown[];
  readonly conversations: readonly { readonly conversation: string; readonly members: readonly string[] }[];
  readonly messages: readonly { readonly seq: number; readonly text: string; readonly links: readonly unknown[] }[];
}

test("a user's data can be taken out while the gateway runs, and afterwards neither words nor name are in its files", async ({
  onTestFinished,
}) => {
  const data = join(temporaryFolder(onTestFinished), "data");
  const gateway = await serve(data, onTestFinished);
  const name = "zhuangzi";
  const [leaver, bob] = [await gateway.join(name), await gateway.join("bob")];
  await leaver.choose("external");
  await leaver.block("mallory");
  await bob.block(name);
  await bob.block(name, false);
  const { conversation } = await leaver.send("bob", "a butterfly at https://item.taobao.com/item.htm?id=1");
  await bob.send(name, "stays with bob");
  const group = await leaver.group(["bob", "carol"], "dreams");
  await leaver.send(group, "who dreams whom");
  await leaver.members(group, { add: ["dave"] });
  const { have, updates } = bob;
  const epoch = bob.welcome?.epoch ?? "";
  bob.close();
  leaver.close();

  const exported = await runHere(["export", name, "--data", data]);
  expect(exported.code).toBe(0);
  const all = JSON.parse(exported.stdout) as Exported;
  expect(all).toMatchObject({
    user: name,
    since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/u),
    choice: "external",
    blocks: ["mallory"],
    devices: [{ device: "d", os: "web" }],
  });
  expect(all.conversations.map(({ members }) => members)).toEqual(
    expect.arrayContaining([
      ["bob", name],
      ["bob", "carol", "dave", name],
    ]),
  );
  expect(all.messages.map(({ text }) => text).toSorted()).toEqual([
    "",
    "",
    "a butterfly at https://item.taobao.com/item.htm?id=1",
    "who dreams whom",
  ]);
  expect(all.messages.find(({ text }) => text.startsWith("a butterfly"))?.links.length).toBe(1);
  expect(exported.stdout).not.toContain("stays with bob");

  // The same as fixtures, which a replay takes and fills.
  const fixtures = await runHere(["export", "--fixtures", name, "--data", data]);
  const written = join(temporaryFolder(onTestFinished), "talk.jsonl");
  const recorded = written.replace("talk", "recorded");
  writeFileSync(written, fixtures.stdout);
  expect(await runHere(["replay", "--record", recorded, written])).toMatchObject({ code: 0 });
  const lines = readFileSync(recorded, "utf8").trim().split("\n");
  const told = lines.map((line) => JSON.parse(line) as { readonly chat: string });
  // Ids of chats are drawn, and with them the order.
  expect(told.toSorted((one, other) => one.chat.localeCompare(other.chat))).toEqual([
    expect.objectContaining({ id: `${group}:2`, chat: "group", text: "who dreams whom", expect: [] }),
    expect.objectContaining({
      id: `${conversation}:1`,
      chat: "one_to_one",
      client: { os: "web", version: null },
      expect: [expect.objectContaining({ app: "taobao" })],
    }),
  ]);

  expect(await runHere(["erase", name, "--data", data])).toMatchObject({ code: 0, stdout: "" });
  const deleted: number[] = [];
  const back = await gateway.join("bob", { from: { have, updates, epoch }, device: "2" });
  back.on("deleted", ({ seq }) => deleted.push(seq));
  const page = await back.history(conversation);
  expect(page.messages).toMatchObject([
    { seq: 1, from: expect.stringMatching(/^~/u), text: "", links: [] },
    { seq: 2, from: "bob", text: "stays with bob" },
  ]);
  expect(back.updates[conversation]).toBe(1);
  const inGroup = (await back.history(group)).messages;
  const pseudonym = inGroup[0]?.from;
  expect(inGroup.map(({ from, event }) => [from, event?.kind ?? null, event?.users.includes(name) ?? null])).toEqual([
    [pseudonym, "created", false],
    [pseudonym, null, null],
    [pseudonym, "joined", false],
    [pseudonym, "left", false],
  ]);
  expect(await back.conversations()).toMatchObject([
    { conversation: group, members: ["bob", "carol", "dave"], admin: "bob" },
    { conversation, members: ["bob", pseudonym] },
  ]);
  await expect(back.send(conversation, "are you there?")).rejects.toMatchObject({ code: "blocked" });

  // Another person under the same name begins anew.
  const namesake = await gateway.join("zhuangzi2");
  expect(await namesake.conversations()).toEqual([]);
  // Nothing is kept of the erased one, not even that there was one.
  expect(await runHere(["export", name, "--data", data])).toMatchObject({ code: 1, stdout: "" });
  namesake.close();
  back.close();
  await gateway.stop();
  const file = readFileSync(join(data, "hutong.sqlite"));
  expect(["butterfly", "dreams whom", `${name}"`, `${name}d`].filter((each) => file.includes(each))).toEqual([]);
  expect(file.includes("stays with bob")).toBe(true);
});

test("a name that never was is told by export and erase, and nothing is said to be erased", async ({
  onTestFinished,
}) => {
  const data = temporaryFolder(onTestFinished);
  const store = openSqliteStore(join(data, "hutong.sqlite"));
  await store.rememberDevice({ user: "ann", device: "d", os: "web", version: null, locale: "en" }, new Date());
  await store.close();
  for (const command of ["export", "erase"]) {
    expect(await runHere([command, "anne", "--data", data])).toEqual({
      code: 1,
      stdout: "",
      stderr: `hutong ${command}: no such user here; expected the name as it is written in the messages\n`,
    });
    expect((await runHere([command, "ann", "--data", data])).code).toBe(0);
  }
});

test("an export of fixtures that holds none says so", async ({ onTestFinished }) => {
  const data = temporaryFolder(onTestFinished);
  const store = openSqliteStore(join(data, "hutong.sqlite"));
  const made = { reportsJson: NO_REPORTS, contextJson: null, isPending: false };
  await store.append({ from: "alice", to: "zhuang", text: "hi", key: "1", at: new Date(), ...made });
  await store.close();
  expect(await runHere(["export", "--fixtures", "zhuang", "--data", data])).toEqual({
    code: 0,
    stdout: "",
    stderr: "hutong export: no fixture: this user wrote nothing whose text is still kept\n",
  });
});

test("export and erase ask for a user and a gateway's data", async ({ onTestFinished }) => {
  const data = temporaryFolder(onTestFinished);
  for (const command of ["export", "erase"]) {
    expect((await runHere([command, "no:user", "--data", data])).code).toBe(2);
    expect(await runHere([command, "bob", "--data", data])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^hutong \w+: \/.+: there is no database of a gateway here\n$/u),
    });
  }
});
