import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, onTestFinished } from "vitest";
import { openApp } from "../../src/app.ts";
import type { LinkReport } from "../../src/report/report.ts";
import { connect, type Client } from "../../src/client/index.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { parseRulebook } from "../../src/policy/rulebook/rulebook.ts";
import type { RulebookFrame } from "../../src/protocol/client-frames.ts";
import { rulebookText } from "../policy/facts.ts";
import { plainDecider } from "../support/doubles/plain-judge.ts";
import { firstLine, startCli } from "../support/programs/cli.ts";
import { enter } from "../support/raw-socket.ts";
import { test } from "../support/test.ts";
import { temporaryFolder } from "../support/folder.ts";

const OPEN = rulebookText("miit").replace("id: miit", "id: mine");
const CLOSED = OPEN.replace("then: { action: open_in_place }", "then: { action: open_externally }");
const BROKEN = OPEN.replace("choice: block", "choise: block");
/** Of the edition that decides today. */
const hashOf = (text: string): string | undefined => parseRulebook(text, "mine.yaml").editions.at(-1)?.hash;
const ITEM = "https://item.taobao.com/item.htm?id=652874301955";

function folder(): string {
  const path = temporaryFolder(onTestFinished);
  return path;
}

async function signedIn(url: string, user: string, locale: "en" | "vi" = "en"): Promise<Client> {
  const answer = await fetch(new URL("/v1/demo-sign-in", url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user }),
  });
  const { token } = (await answer.json()) as { token: string };
  const client = connect(new URL("/v1/ws", url.replace(/^http/u, "ws")).href, token, { device: "d", locale });
  onTestFinished(() => client.close());
  await client.ready();
  return client;
}

const nextRulebook = (client: Client): Promise<RulebookFrame> =>
  new Promise((resolve) => {
    const stop = client.on("rulebook", (frame) => {
      stop();
      resolve(frame);
    });
  });

const hashesOf = (links: readonly LinkReport[]): string =>
  [...new Set(links.map(({ verdict }) => verdict.hash))].join();

test("under load a rulebook is swapped again and again, and every message is judged by one of them whole", async () => {
  const path = folder();
  const file = join(path, "mine.yaml");
  writeFileSync(file, OPEN);
  const limits = { maxSendsPerWindow: 100_000 };
  const app = await openApp({ ...DEFAULT_CONFIG, port: 0, data: join(path, "data"), rulebook: file, limits });
  onTestFinished(() => app.close());
  // Another language is another reading of the message, which the sender's does not serve.
  const [alice, bob] = [await signedIn(app.url, "alice"), await signedIn(app.url, "bob", "vi")];
  expect(alice.welcome).toMatchObject({ rulebook: "mine", edition: "2022-03-03", hash: hashOf(OPEN) });

  const told: string[] = [];
  const heard: string[] = [];
  bob.on("message", ({ links }) => heard.push(hashesOf(links)));
  const text = Array.from({ length: 8 }, (_, index) => `${ITEM}${index}`).join(" ");
  const swapped = new AbortController();
  const sendAll = async (): Promise<void> => {
    while (!swapped.signal.aborted) told.push(hashesOf((await alice.send("bob", text)).links));
  };
  const sending = Promise.all(Array.from({ length: 10 }, sendAll));
  for (let swap = 0; swap < 12; swap += 1) {
    const [next, way] = [swap % 2 === 0 ? CLOSED : OPEN, swap % 3];
    // Some messages between any two swaps, however slow the machine is.
    const enough = told.length + 10;
    while (told.length < enough) await nextTurn();
    const pushed = nextRulebook(bob);
    if (way === 0) writeFileSync(file, next);
    else {
      writeFileSync(`${file}.next`, next);
      renameSync(`${file}.next`, file);
    }
    if (way === 2) app.reload?.();
    expect(await pushed).toEqual({ type: "rulebook", rulebook: "mine", edition: "2022-03-03", hash: hashOf(next) });
  }
  swapped.abort();
  await sending;

  const last = await alice.send("bob", ITEM);
  expect(new Set(told)).toEqual(new Set([hashOf(OPEN), hashOf(CLOSED)]));
  expect(told.length).toBeGreaterThan(100);
  expect((await bob.history(last.conversation, { limit: 1 })).messages).toMatchObject([{ seq: told.length + 1 }]);
  expect(heard).toEqual([...told, hashesOf(last.links)]);
});

test("opening asks the new rulebook, checks and rulebooks over HTTP tell of it, and a broken file changes nothing", async () => {
  const path = folder();
  const file = join(path, "mine.yaml");
  writeFileSync(file, OPEN);
  const child = startCli(["serve", "--port", "0", "--data", join(path, "data"), "--rulebook", file]);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const lines: string[] = [];
  let wake = (): void => {};
  if (child.stderr === null) throw new Error("the child has no stderr");
  createInterface({ input: child.stderr }).on("line", (line) => {
    lines.push(line);
    wake();
  });
  const logged = async (piece: string): Promise<void> => {
    while (!lines.some((line) => line.includes(piece))) await new Promise<void>((resolve) => (wake = resolve));
  };
  const url = await firstLine(child);
  const get = async (at: string): Promise<string> => (await fetch(new URL(at, url))).text();
  const check = async (): Promise<unknown> => {
    const answer = await fetch(new URL("/v1/check", url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: ITEM }),
    });
    return ((await answer.json()) as { links: LinkReport[] }).links[0]?.verdict.hash;
  };

  const alice = await signedIn(url, "alice");
  const { conversation, seq, links } = await alice.send("bob", ITEM);
  expect(links).toMatchObject([{ verdict: { action: "open_in_place", hash: hashOf(OPEN) } }]);

  writeFileSync(file, BROKEN);
  child.kill("SIGHUP");
  const before = BROKEN.slice(0, BROKEN.indexOf("choise")).split("\n");
  await logged(`mine.yaml:${before.length}:${(before.at(-1)?.length ?? 0) + 1}: unknown key`);
  expect(await check()).toBe(hashOf(OPEN));
  expect(await alice.open(conversation, seq, 0)).toMatchObject({ verdict: { hash: hashOf(OPEN) } });

  const pushed = nextRulebook(alice);
  writeFileSync(file, CLOSED);
  child.kill("SIGHUP");
  expect(await pushed).toMatchObject({ hash: hashOf(CLOSED) });
  expect(await alice.open(conversation, seq, 0)).toMatchObject({
    verdict: { action: "open_externally", hash: hashOf(CLOSED) },
  });
  expect(await check()).toBe(hashOf(CLOSED));
  expect(JSON.parse(await get("/v1/rulebooks/mine"))).toMatchObject({
    editions: expect.arrayContaining([expect.objectContaining({ hash: hashOf(CLOSED) })]) as unknown,
  });
  expect(await get("/metrics")).toMatch(/^hutong_rulebook_reloads_total\{role="in_force",outcome="changed"\} 1$/mu);
  expect(await get("/metrics")).toMatch(/^hutong_rulebook_reloads_total\{role="in_force",outcome="refused"\} [1-9]/mu);
  expect(lines.join("\n")).not.toContain("taobao");
  alice.close();
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});

test("clients are told when an edition begins, without anybody's doing", async ({ start }) => {
  const begins = Date.parse("2030-01-01T00:00:00Z");
  const [first] = plainDecider.book.rulebook.editions;
  let nowMs = begins - 1;
  const gateway = await start({
    clock: () => new Date(nowMs),
    decider: () => ({ ...plainDecider, editionAt: (at) => ({ ...first, id: at.getTime() < begins ? "old" : "new" }) }),
  });
  const alice = await enter(gateway, "alice");
  expect(alice.heard[0]).toMatchObject({ type: "welcome", rulebook: "plain", edition: "old" });
  nowMs = begins;
  expect(await alice.next("rulebook")).toEqual({
    type: "rulebook",
    rulebook: "plain",
    edition: "new",
    hash: first.hash,
  });
});
