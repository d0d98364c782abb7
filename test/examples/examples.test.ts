import { expect, onTestFinished } from "vitest";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { enter } from "../support/raw-socket.ts";
import { startFollowingGateway } from "../support/followed-gateway.ts";
import { test } from "../support/test.ts";
import { chatClient } from "./chat-client.ts";
import { safeToShow } from "./check-from-server.ts";

test("the client shows what comes and what happens to each link", async () => {
  const gateway = await startFollowingGateway();
  onTestFinished(() => gateway.close());
  const lines: string[] = [];
  const told = Promise.withResolvers<void>();
  const client = chatClient(
    gateway.ws,
    () => gateway.token("bob"),
    (line) => {
      lines.push(line);
      if (lines.length === 2) told.resolve();
    },
  );
  onTestFinished(() => client.close());
  await client.ready();
  const alice = await enter(gateway, "alice");
  alice.say({ type: "send", id: "1", key: "k", to: "bob", text: "see https://item.jd.com/1.html" });
  await told.promise;
  expect(lines).toEqual([
    "alice: see https://item.jd.com/1.html",
    expect.stringMatching(/^ {2}https:\/\/item\.jd\.com\/1\.html: \w+\. /u),
  ]);
});

test("another server asks before it shows a text", async () => {
  const gateway = await startFollowingGateway();
  onTestFinished(() => gateway.close());
  expect(await safeToShow(gateway.http, "https://bank.example@evil.example/")).toMatchObject({ isSafe: false });
  expect(await safeToShow(gateway.http, "no link at all")).toEqual({ isSafe: true, why: "no link" });
});

test("each example is about twenty lines long", () => {
  const files = readdirSync(import.meta.dirname).filter((file) => !file.endsWith(".test.ts"));
  const lengths = files.map(
    (file) =>
      readFileSync(join(import.meta.dirname, file), "utf8")
        .trim()
        .split("\n").length,
  );
  expect(Math.max(...lengths)).toBeLessThanOrEqual(26);
});
