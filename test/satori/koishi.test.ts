import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { expect, onTestFinished } from "vitest";
import { signToken } from "../../src/access/tokens.ts";
import { runHere } from "../support/programs/cli.ts";
import { freePort } from "../support/programs/free-port.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { enter } from "../support/raw-socket.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";
import { test } from "../support/test.ts";

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
  onTestFinished(() => void child.kill("SIGKILL"));
  const next = async (about: object) => {
    await expect.poll(() => said).toContainEqual(expect.objectContaining(about));
  };
  /** While it is paused it reads nothing and connects nowhere. */
  const pause = (isPaused: boolean) => child.kill(isPaused ? "SIGSTOP" : "SIGCONT");
  return { said, next, pause };
}

test.skipIf(!isThere)(
  "[P1] [P3] a Koishi bot answers, reads a link, joins a group and deletes; through a kill it loses nothing and hears nothing twice",
  async ({ folder }) => {
    const options = ["--data", folder, "--resolve", "off"];
    const at = ["--port", String(await freePort())];
    const one = await spawnServe([...options, ...at], TEST_SECRET_TEXT);
    onTestFinished(() => one.kill());
    const env = { HUTONG_SECRET: TEST_SECRET_TEXT };
    const { stdout } = await runHere(["token", "koishi", "--bot", "--data", folder], { env });
    const koishi = startKoishi(`${one.http}/satori`, stdout.trim());
    const door = { ws: one.ws, token: (user: string) => signToken(user, TEST_SECRET, 3_600, new Date()) };
    await koishi.next({ what: "login" });
    const alice = await enter(door, "alice");
    let keys = 0;
    const send = (socket: typeof alice, to: string, text: string) => {
      keys += 1;
      socket.say({ type: "send", id: `${keys}`, key: `${keys}`, to, text });
      return socket.next("sent");
    };

    const { conversation } = await send(alice, "koishi", "hi <there> & you");
    expect(await alice.next("message")).toMatchObject({ from: "koishi", isBot: true, text: "echo: hi <there> & you" });
    await send(
      alice,
      "koishi",
      "3.07 复制打开抖音，看看【胡同】 https://www.douyin.com/video/7291234567890123456?a=1&b=2",
    );
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

    const bob = await enter(door, "bob");
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

    // Killed right after the last of these was acknowledged, wherever it is with telling them.
    await Promise.all(Array.from({ length: 40 }, (_, index) => send(alice, conversation, `count ${index + 1}`)));
    koishi.pause(true);
    await one.kill();
    const two = await spawnServe([...options, ...at], TEST_SECRET_TEXT);
    onTestFinished(() => two.kill());
    const again = await enter(door, "alice");
    await Promise.all(Array.from({ length: 10 }, (_, index) => send(again, conversation, `count ${index + 41}`)));
    koishi.pause(false);
    await koishi.next({ what: "heard", content: "count 50" });
    await send(again, conversation, "still here?");
    expect(await again.next("message")).toMatchObject({ from: "koishi", text: "echo: still here?" });
    const counted = koishi.said
      .flatMap(({ content = "" }) => /^count ([1-9]\d*)$/u.exec(content)?.[1] ?? [])
      .map(Number);
    expect(counted).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  },
  240_000,
);
