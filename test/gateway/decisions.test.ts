import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Role } from "../../src/access/roles.ts";
import { signToken } from "../../src/access/tokens.ts";
import { openApp } from "../../src/app.ts";
import { connect } from "../../src/client/index.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { temporaryFolder } from "../support/folder.ts";
import { runHere } from "../support/programs/cli.ts";

const SECRET = "x".repeat(32);
const NOTE = "asks for a card";
const REASON = "It copies a bank";

/** A gateway behind a name, where everybody needs a token. */
async function startWorld() {
  const data = join(temporaryFolder(onTestFinished), "data");
  const resolve = { ...DEFAULT_CONFIG.resolve, mode: "off" as const };
  const config = { ...DEFAULT_CONFIG, resolve, port: 0, secret: SECRET, origins: ["https://chat.example"], data };
  let app = await openApp(config);
  onTestFinished(() => app.close());
  const tokenOf = (user: string, roles: readonly Role[] = []) =>
    signToken(user, new TextEncoder().encode(SECRET), 3_600, new Date(), { roles });
  return {
    data,
    async restart() {
      await app.close();
      app = await openApp(config);
    },
    async join(user: string) {
      const client = connect(new URL("/v1/ws", app.url.replace(/^http/u, "ws")).href, await tokenOf(user), {
        device: "d",
      });
      onTestFinished(() => client.close());
      await client.ready();
      return client;
    },
    async ask(user: string, role: Role | null, path: string, body?: object, version?: number) {
      const headers = {
        authorization: `Bearer ${await tokenOf(user, role === null ? [] : [role])}`,
        "content-type": "application/json",
        ...(version !== undefined && { "if-match": `"${version}"` }),
      };
      const asked = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
      const answer = await fetch(new URL(path, app.url), asked);
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
  };
}

/** Ann complains of bob's link, mo blocks it, and the id of their case is told. */
async function decideOne(world: Awaited<ReturnType<typeof startWorld>>): Promise<string> {
  const [ann, bob] = [await world.join("ann"), await world.join("bob")];
  const { conversation } = await bob.send("ann", "look https://evil.example/a?b=1");
  await ann.complain({ conversation, seq: 1, index: 0 }, "harmful", { note: NOTE });
  const queue = JSON.parse((await world.ask("mo", "moderator", "/v1/cases")).text);
  const { id, version } = queue.cases[0];
  const effect = { entry: "evil.example", kind: "phishing" };
  const wish = { decision: "uphold", effect, reason: REASON };
  expect((await world.ask("mo", "moderator", `/v1/cases/${id}`, wish, version)).status).toBe(200);
  return id;
}

test("[T10] [T12] a decision is read under /v1/decisions once, with a proof, and names nobody", async () => {
  const world = await startWorld();
  const id = await decideOne(world);
  const read = (path: string) => world.ask("ada", "auditor", `/v1/decisions${path}`);
  const { entries, next } = JSON.parse((await read("")).text);
  const [found, ...more] = entries.filter(({ entry }: { entry: { case?: string } }) => entry.case === id);
  expect([found.entry.type, found.entry.outcome, found.entry.effect.entry, more, next]).toEqual([
    "decision",
    "upheld",
    "evil.example",
    [],
    null,
  ]);
  expect(JSON.parse((await read(`/${found.index}`)).text)).toEqual(found);
  expect(JSON.parse((await read(`?after=${found.index - 1}&limit=1`)).text)).toEqual({
    entries: [found],
    next: found.index,
  });
  const proof = join(world.data, "one.tlog-proof");
  writeFileSync(proof, (await read(`/${found.index}/proof`)).text);
  const key = (await world.ask("ada", "auditor", "/v1/log/key")).text.trim();
  expect(await runHere(["log", "verify", "--proof", proof, "--key", key])).toMatchObject({ code: 0 });
  const table = (await read(".csv")).text;
  expect(table.split("\r\n").filter((row) => row.includes(id))).toHaveLength(1);
  const { byType, byOutcome, size } = JSON.parse((await read("/stats")).text);
  expect([byType.decision, byOutcome, size]).toEqual([1, { upheld: 1 }, entries.length]);
  for (const text of [JSON.stringify(entries), table]) {
    expect(text).not.toMatch(/"(?:ann|bob|mo)"|,(?:ann|bob|mo),/u);
    for (const words of [NOTE, REASON, "/a?b=1"]) expect(text).not.toContain(words);
  }
});

test("[T5] entries of the log are for auditors and moderators; how many there are is anybody's", async () => {
  const world = await startWorld();
  const status = async (role: Role | null, path: string) => (await world.ask("eve", role, path)).status;
  for (const path of ["/v1/decisions", "/v1/decisions.csv", "/v1/decisions/0", "/v1/decisions/0/proof"]) {
    expect([path, await status(null, path)]).toEqual([path, 403]);
    for (const role of ["auditor", "moderator", "lead"] as const)
      expect([path, await status(role, path)]).toEqual([path, 200]);
  }
  expect(await status(null, "/v1/decisions/stats")).toBe(200);
  expect(await status("moderator", "/v1/statements/export")).toBe(403);
});

test("[T18] statements are handed to an auditor with the fields of Article 17, and without a person's name or words", async () => {
  const world = await startWorld();
  const id = await decideOne(world);
  const { headers, text } = await world.ask("ada", "auditor", "/v1/statements/export");
  expect([headers.get("content-type"), headers.get("link")]).toEqual(["application/x-ndjson", null]);
  const [line, ...more] = text.trimEnd().split("\n");
  expect(more).toEqual([]);
  expect(JSON.parse(line ?? "")).toEqual({
    puid: `${id}.1`,
    at: expect.any(String),
    restriction: {
      kind: "link_blocked",
      host: "evil.example",
      scope: "this_gateway",
      from: expect.any(String),
      until: expect.any(String),
      standing: "in_force",
    },
    source: "notice",
    automated: { detection: false, decision: false },
    ground: { kind: "terms", finding: "phishing" },
    redress: { appealUntil: expect.any(String) },
  });
  expect(text).not.toMatch(/\b(?:ann|bob)\b/u);
  for (const words of [NOTE, REASON]) expect(text).not.toContain(words);
  const first = await world.ask("ada", "auditor", "/v1/statements/export?limit=1");
  expect([first.text, first.headers.get("link")]).toEqual([text, null]);
});

const ENTRIES = "/v1/lists/decisions/entries";
const BAD = { effect: { entry: "bad.example", kind: "fraud" }, reason: REASON };

test("[T3] [T5] [T6] [T12] an entry that nobody asked for is decided by the list's version, in force and in the log once", async () => {
  const world = await startWorld();
  const [ann, bob] = [await world.join("ann"), await world.join("bob")];
  const sent = await bob.send("ann", "look https://bad.example/");
  expect(sent.links[0]?.verdict.action).not.toBe("block");
  const add = (user: string, role: Role | null, version?: number, body: object = BAD) =>
    world.ask(user, role, ENTRIES, body, version);
  expect((await add("mo", "moderator")).status).toBe(428);
  for (const role of [null, "auditor"] as const) expect((await add("eve", role, 0)).status).toBe(403);
  // No address has such a host, and such a path or range covers none.
  for (const entry of ["*.bad.example", ".bad.example", "=cmd.bad.example", "bad.example/*", "203.0.113.0/24"])
    expect((await add("mo", "moderator", 0, { ...BAD, effect: { entry, kind: "fraud" } })).status).toBe(400);
  // Of the log nothing is taken out, and others may read it.
  for (const entry of [
    "ann:secret@bad.example",
    "https://ann:secret@bad.example/x",
    "//ann@bad.example",
    "HTTPS:ann@bad.example",
  ]) {
    const { status, text } = await add("mo", "moderator", 0, { ...BAD, effect: { entry, kind: "fraud" } });
    expect([entry, status, text]).toEqual([entry, 400, expect.not.stringContaining("secret")]);
  }
  const preview = { ...BAD, effect: { entry: "https://bad.example/@ann?to=a@b.example", kind: "fraud" } };
  expect((await add("mo", "moderator", 7, preview)).status).toBe(409);
  const pushed = new Promise((resolve) => {
    ann.on("link", resolve);
  });
  const [one, other] = await Promise.all([add("mo", "moderator", 0), add("lea", "lead", 0)]);
  const [added, refused] = one.status === 200 ? [one, other] : [other, one];
  expect([added.status, refused.status]).toEqual([200, 409]);
  expect(JSON.parse(refused.text).error).toMatchObject({ code: "conflict", version: 1 });
  const elsewhere = { ...BAD, effect: { entry: "else.example", kind: "fraud" } };
  expect((await add("lea", "lead", 0, elsewhere)).status).toBe(409);
  expect(await pushed).toMatchObject({ cause: "list", report: { verdict: { action: "block" } } });
  const { index, case: id, state, version } = JSON.parse(added.text);
  expect([state, version, added.headers.get("etag")]).toEqual(["decided", 1, '"1"']);
  await world.restart();
  const listed = JSON.parse((await world.ask("ada", "auditor", ENTRIES)).text);
  expect(listed).toMatchObject({
    version: 1,
    entries: [{ case: id, effect: { entry: "bad.example", kind: "fraud" } }],
  });
  const { entries } = JSON.parse((await world.ask("ada", "auditor", "/v1/decisions")).text);
  const decided = entries.filter(({ entry }: { entry: { case?: string } }) => entry.case === id);
  expect(decided).toMatchObject([{ index, entry: { type: "decision", outcome: "upheld" } }]);
  // Whoever looks at the machine sees it too.
  const look = await runHere(["lists", "look", "https://bad.example/x", "--data", world.data]);
  expect(look.stdout).toMatch(
    new RegExp(String.raw`^decided by moderators .*: fraud: bad\.example \(case ${id}\)$`, "mu"),
  );
  expect((await add("mo", "moderator", 1)).status).toBe(409);
  const again = JSON.parse((await world.ask("mo", "moderator", `/v1/cases/${id}`)).text);
  await world.ask("lea", "lead", `/v1/cases/${id}`, { decision: "undo" }, again.version);
  expect(JSON.parse((await world.ask("ada", "auditor", ENTRIES)).text)).toMatchObject({ version: 2, entries: [] });
});

test("[T4] [T6] an exception that nobody complained for takes two people, and nobody lists what they complained of", async () => {
  const world = await startWorld();
  const exception = { effect: { exception: "shop.example" }, reason: "a shop" };
  const proposed = await world.ask("mo", "moderator", ENTRIES, exception, 0);
  const { state, case: id } = JSON.parse(proposed.text);
  expect([proposed.status, state]).toEqual([200, "proposed"]);
  const confirm = (user: string) => world.ask(user, "moderator", `/v1/cases/${id}/confirm`, { ifVersion: 2 });
  expect((await confirm("mo")).status).toBe(403);
  expect((await confirm("max")).status).toBe(200);
  const [ann, bob] = [await world.join("ann"), await world.join("bob")];
  const { conversation } = await bob.send("ann", "https://bad.example/");
  await ann.complain({ conversation, seq: 1, index: 0 }, "harmful", {});
  for (const user of ["ann", "bob"]) {
    const { status, text } = await world.ask(user, "moderator", ENTRIES, BAD, 1);
    expect([status, JSON.parse(text).error.code]).toEqual([403, "own_case"]);
  }
});
