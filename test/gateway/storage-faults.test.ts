import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import type { Client } from "../../src/client/index.ts";
import type { ServerFrame } from "../../src/protocol/client-frames.ts";
import type { RawSocket } from "../support/raw-socket.ts";
import { canMountSmallDisk, serve, serveOnSmallDisk } from "../support/programs/data-folder.ts";
import type { Served } from "../support/programs/data-folder.ts";
import { temporaryFolder } from "../support/folder.ts";

const NO_LIMITS = ["--limit", "maxSendsPerWindow=1000000", "--limit", "maxFramesPerWindow=1000000"];

const isReady = async ({ http }: Served) => (await fetch(`${http}readyz`)).status;

/** What a message is answered, whichever it is: `sent` or `error`. */
async function sendBy(socket: RawSocket, text: string): Promise<ServerFrame> {
  const id = crypto.randomUUID();
  socket.say({ type: "send", id, key: id, to: "bob", text });
  for (;;) {
    const answer = socket.heard.find((frame) => "re" in frame && frame.re === id);
    if (answer !== undefined) return answer;
    await once(socket.ws, "message");
  }
}

async function textsOf(client: Client, conversation: string): Promise<readonly string[]> {
  const texts: string[] = [];
  let before: number | undefined;
  for (;;) {
    const page = await client.history(conversation, before === undefined ? {} : { before });
    texts.unshift(...page.messages.map(({ text }) => text));
    before = page.messages[0]?.seq;
    if (!page.more) return texts;
  }
}

describe.skipIf(!canMountSmallDisk())("a full disk", () => {
  test("[P1] refuses messages whole, keeps serving reads, and recovers by itself", async ({ onTestFinished }) => {
    const data = join(temporaryFolder(onTestFinished), "data");
    mkdirSync(data);
    const served = await serveOnSmallDisk(data, onTestFinished, NO_LIMITS);
    const bob = await served.join("bob");
    const alice = await served.raw("alice");
    const acknowledged: string[] = [];
    const send = async (text: string) => {
      const answer = await sendBy(alice, text);
      if (answer.type === "sent") acknowledged.push(text);
      return answer;
    };
    const first = await send("first");
    if (first.type !== "sent") throw new Error("the disk was full before it was filled");
    const { conversation } = first;
    expect(await isReady(served)).toBe(200);

    const ballast = join(served.folder, "ballast");
    const block = Buffer.alloc(65_536);
    const fill = () => {
      for (;;) writeFileSync(ballast, block, { flag: "a" });
    };
    expect(fill).toThrow("ENOSPC");
    let tries = 0;
    // A gateway that is asked late may have found room for a page by itself, which the next message takes.
    await expect
      .poll(async () => [await send(`${(tries += 1)} ${"x".repeat(7_000)}`), await isReady(served)])
      .toMatchObject([{ type: "error", code: "storage", temporary: true }, 503]);
    expect(await textsOf(bob, conversation)).toEqual(acknowledged);
    const later = await served.join("carol");
    expect(await later.conversations()).toEqual([]);

    rmSync(ballast);
    // Nobody writes: readiness returns all the same.
    await expect.poll(() => isReady(served)).toBe(200);
    expect((await send("there is room again")).type).toBe("sent");
    expect(await textsOf(bob, conversation)).toEqual(acknowledged);
    await expect.poll(() => Object.values(bob.have)).toEqual([acknowledged.length]);
    for (const each of [bob, later]) each.close();
  });
});

test("[P1] a locked database refuses messages whole, keeps serving reads, and recovers by itself", async ({
  onTestFinished,
}) => {
  const data = temporaryFolder(onTestFinished);
  const served = await serve(data, onTestFinished, NO_LIMITS);
  const bob = await served.join("bob");
  const { conversation } = await bob.send("alice", "before");
  const holder = new Database(join(data, "hutong.sqlite"));
  onTestFinished(() => {
    holder.close();
  });
  holder.exec("BEGIN IMMEDIATE");
  const alice = await served.raw("alice");
  expect(await sendBy(alice, "while it is locked")).toMatchObject({ code: "storage", temporary: true });
  expect(await isReady(served)).toBe(503);
  expect(await textsOf(bob, conversation)).toEqual(["before"]);
  holder.exec("COMMIT");
  await expect.poll(() => isReady(served)).toBe(200);
  expect((await bob.send("alice", "after")).seq).toBe(2);
  bob.close();
});
