import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signToken } from "../../src/access/tokens.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { runHere } from "../support/programs/cli.ts";
import { freePort } from "../support/programs/free-port.ts";
import { type Served, spawnServe } from "../support/programs/spawn-serve.ts";
import { enter, type RawSocket } from "../support/raw-socket.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";
import { cards, say, signInAs, talkTo } from "../web/people.ts";

const PACKAGE = new URL("../koishi/", import.meta.url);
const isThere = existsSync(new URL("node_modules/koishi", PACKAGE));
if (!isThere && process.env["CI"] === "true") throw new Error("npm ci --prefix test/koishi brings Koishi");
if (!isThere) console.warn("Koishi is not there: npm ci --prefix test/koishi brings it");

interface Said {
  readonly what: string;
  readonly content?: string;
  readonly [field: string]: unknown;
}

/** Koishi with its adapter and a plugin, in a process of its own. */
function startKoishi(endpoint: string, token: string) {
  const child = spawn(process.execPath, [new URL("bot-process.ts", PACKAGE).pathname, endpoint, token], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: Said[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith("{")) said.push(JSON.parse(line) as Said);
  });
  const next = async (about: object) => {
    await expect.poll(() => said).toContainEqual(expect.objectContaining(about));
  };
  /** While it is paused it reads nothing and connects nowhere. */
  const pause = (isPaused: boolean) => child.kill(isPaused ? "SIGSTOP" : "SIGCONT");
  return { said, next, pause, end: () => child.kill("SIGKILL") };
}

/** Texts that mean something to whoever takes them for markup, for a pattern or for a place in a sentence. */
const HOSTILE = [
  `<a href="#">`,
  "&lt;b&gt; &amp;amp; &#60;i&#62;",
  "<script>alert(1)</script>",
  "<message>one</message><message>two</message>",
  `</p></message><quote id="1"/>`,
  "<!-- <at id='all'/>",
  "{{ session.content }} {0} $& $1 %s",
  "\u202Etxt.exe\u200B \u{1F468}\u200D\u{1F469}\u200D\u{1F467} e\u0301",
  "<b>".repeat(200),
  "a\n  b\n\nc",
  "x".repeat(8_000),
];

const SHARE = "3.07 复制打开抖音，看看【胡同】 https://www.douyin.com/video/7291234567890123456";
const MAX_SENDS = 120;

describe.skipIf(!isThere)("a Koishi bot", () => {
  const ended: (() => unknown)[] = [];
  afterAll(async () => {
    for (const end of ended.reverse()) await end();
  });
  let options: readonly string[];
  let one: Served;
  let koishi: ReturnType<typeof startKoishi>;
  let alice: RawSocket;
  let conversation: string;
  const tokenOf = (user: string) => signToken(user, TEST_SECRET, 3_600, new Date());
  let keys = 0;
  const send = (socket: RawSocket, to: string, text: string) => {
    keys += 1;
    socket.say({ type: "send", id: `${keys}`, key: `${keys}`, to, text });
    return socket.next("sent");
  };

  beforeAll(async () => {
    const data = mkdtempSync(join(tmpdir(), "hutong-koishi-"));
    ended.push(() => rmSync(data, { recursive: true, force: true }));
    options = ["--data", data, "--resolve", "off", "--port", String(await freePort())];
    // One window for all of it, so that a flood ends at the same message on every machine.
    const limits = ["rateWindowMs=600000", `maxBotSendsPerWindow=${MAX_SENDS}`, "maxSendsPerWindow=10000"];
    one = await spawnServe([...options, ...limits.flatMap((each) => ["--limit", each])], TEST_SECRET_TEXT);
    ended.push(() => one.kill());
    const env = { HUTONG_SECRET: TEST_SECRET_TEXT };
    const { stdout } = await runHere(["token", "koishi", "--bot", "--data", data], { env });
    koishi = startKoishi(`${one.http}/satori`, stdout.trim());
    ended.push(() => koishi.end());
    alice = await enter({ ws: one.ws, token: tokenOf }, "alice");
  });

  test("answers, reads a link, joins a group and deletes", async () => {
    await koishi.next({ what: "login" });
    conversation = (await send(alice, "koishi", "hi <there> & you")).conversation;
    expect(await alice.next("message")).toMatchObject({ from: "koishi", isBot: true, text: "echo: hi <there> & you" });
    await send(alice, "koishi", `${SHARE}?a=1&b=2`);
    const answer = (await alice.next("message")).text;
    expect(answer).toMatch(
      /^(?:open_in_place|open_externally|block) +https:\/\/www\.douyin\.com\/video\/7291234567890123456/u,
    );

    await send(alice, conversation, "oops");
    const { seq } = await alice.next("message");
    expect(await alice.next("deleted")).toMatchObject({ conversation, seq });
    await koishi.next({ what: "deleted", sent: `${conversation}:${seq}` });
    const gone = await send(alice, conversation, "count 0");
    await koishi.next({ what: "heard", content: "count 0" });
    alice.say({ type: "delete", id: "d", conversation, seq: gone.seq });
    await koishi.next({ what: "gone", messageId: `${conversation}:${gone.seq}` });

    const bob = await enter({ ws: one.ws, token: tokenOf }, "bob");
    alice.say({ type: "group", id: "g", members: ["koishi", "bob"], title: "walk" });
    const { conversation: group } = await alice.next("group");
    await koishi.next({ what: "joined", names: ["alice", "bob", "koishi"] });
    // To whom it shares a group with, it may write first.
    for (;;) {
      const { kind, text } = await bob.next("message");
      if (kind === "group") continue;
      expect(text).toBe("hello <bob>");
      break;
    }
    await send(bob, group, "anybody?");
    await koishi.next({ what: "heard", content: "anybody?", userId: "bob", isDirect: false });
  });

  test.skipIf(!hasBrowser())(
    "the session in the README is what a person in the page and Koishi have",
    async () => {
      const browser = await openBrowser();
      ended.push(() => browser.close());
      const { page, troubles } = await openTab(browser, one.http);
      await signInAs(page, "mei");
      await talkTo(page, "koishi");
      await say(page, SHARE);
      const card = await cards(page).first().getAttribute("aria-label");
      const answer = await page.locator(".message:not(.mine) .text").innerText();
      const heard = koishi.said.find(({ userId }) => userId === "mei");
      expect(troubles).toEqual([]);
      const session = [
        `mei, in the page     ${SHARE}`,
        `the page's card      ${card}`,
        `Koishi's plugin      ${JSON.stringify(heard)}`,
        `koishi, in the page  ${answer}`,
      ].join("\n");
      const readme = readFileSync(new URL("../../src/satori/README.md", import.meta.url), "utf8");
      expect(readme).toContain(`\`\`\`text\n${session}\n\`\`\`\n`);
      await browser.close();
    },
    240_000,
  );

  test("gives hostile texts back as they were, and a flood of its own ends at its rate", async () => {
    const answerIn = async (): Promise<string> => {
      for (;;) {
        const { text, conversation: place } = await alice.next("message");
        if (place === conversation && text.startsWith("echo: ")) return text;
      }
    };
    for (const text of HOSTILE.map((each) => each.slice(0, 7_990))) {
      await send(alice, conversation, text);
      expect(await answerIn()).toBe(`echo: ${text}`);
    }
    await send(alice, conversation, "flood 200");
    await koishi.next({ what: "flooded" });
    const { sent } = koishi.said.find(({ what }) => what === "flooded") as unknown as { sent: readonly number[] };
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length).toBeLessThan(MAX_SENDS);
    await alice.untilQuiet();
    const arrived = alice.heard.flatMap((frame) =>
      frame.type === "message" ? Number(/^flooded (\d+)$/u.exec(frame.text)?.[1] ?? -1) : -1,
    );
    expect(arrived.filter((each) => each >= 0).toSorted((a, b) => a - b)).toEqual(sent);
  });

  test("[P1] [P3] loses nothing and hears nothing twice where the gateway is killed under it", async () => {
    // Killed right after the last of these was acknowledged, wherever it is with telling them.
    await Promise.all(Array.from({ length: 40 }, (_, index) => send(alice, conversation, `count ${index + 1}`)));
    koishi.pause(true);
    await one.kill();
    const two = await spawnServe(options, TEST_SECRET_TEXT);
    ended.push(() => two.kill());
    const again = await enter({ ws: two.ws, token: tokenOf }, "alice");
    await Promise.all(Array.from({ length: 10 }, (_, index) => send(again, conversation, `count ${index + 41}`)));
    koishi.pause(false);
    await koishi.next({ what: "heard", content: "count 50" });
    await send(again, conversation, "still here?");
    expect(await again.next("message")).toMatchObject({ from: "koishi", text: "echo: still here?" });
    const counted = koishi.said
      .flatMap(({ content = "" }) => /^count ([1-9]\d*)$/u.exec(content)?.[1] ?? [])
      .map(Number);
    expect(counted).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });
});
