import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { signToken } from "../../src/access/tokens.ts";
import { temporaryFolder } from "../support/folder.ts";
import { runHere } from "../support/programs/cli.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { enter, enterUnsynced } from "../support/raw-socket.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";

const LINK = "https://evil.example/x?y=1";

test("[P12] an operator's list and exception reach who holds the message, also after the gateway was killed", async () => {
  const root = temporaryFolder(onTestFinished);
  const data = join(root, "data");
  const feed = join(root, "feed.txt");
  writeFileSync(feed, "evil.example\n");
  const lists = async (...words: readonly string[]) => {
    const { code, stdout, stderr } = await runHere(["lists", ...words, "--data", data]);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    return stdout;
  };
  const start = async () => {
    const served = await spawnServe(["--port", "0", "--data", data, "--resolve", "off"], TEST_SECRET_TEXT);
    onTestFinished(() => served.kill());
    const token = (user: string) => signToken(user, TEST_SECRET, 3_600, new Date());
    return {
      served,
      gateway: { ws: served.ws, token },
      joined: (user: string) => enter({ ws: served.ws, token }, user),
    };
  };
  const first = await start();
  const [alice, bob] = [await first.joined("alice"), await first.joined("bob")];
  alice.say({ type: "send", id: "1", key: "k", to: "bob", text: LINK });
  const { conversation, links } = await bob.next("message");
  expect(links[0]?.verdict.action).not.toBe("block");

  const add = ["add", "feed", feed, "--kind", "phishing", "--format", "domains"];
  const tried = await lists(...add, "--dry-run");
  expect(tried).toContain("judged more strictly 1 (1 one to one, 0 in groups, 0 in moments)");
  expect(tried).toContain("judged more mildly   0");
  expect(tried).toContain("in 1 messages of 1 conversations");
  expect(tried).not.toContain(LINK);
  await lists(...add);
  for (const device of [alice, bob]) {
    const told = await device.next("link");
    expect(told).toMatchObject({ conversation, seq: 1, index: 0, cause: "list", update: 1 });
    expect(told.report).toMatchObject({
      verdict: { action: "block" },
      findings: [{ source: "feed", list: { name: "feed" } }],
    });
  }
  await first.served.kill();
  await lists("except", "add", "evil.example");
  const back = await enterUnsynced((await start()).gateway, "bob");
  back.say({ type: "sync", id: "s", have: { [conversation]: 1 }, updates: { [conversation]: 1 } });
  const excepted = await back.next("link");
  expect(excepted).toMatchObject({
    seq: 1,
    cause: "list",
    update: 2,
    report: { findings: [{ excepted: { by: "operator" } }] },
  });
  expect(excepted.report.verdict.action).toBe(links[0]?.verdict.action);
  await lists("except", "remove", "evil.example");
  expect(await back.next("link")).toMatchObject({ cause: "list", update: 3, report: { verdict: { action: "block" } } });
  // In the place of the list that is there.
  writeFileSync(feed, "nobody.example\n");
  expect(await lists(...add, "--dry-run", "--force")).toContain("judged more mildly   1 (1 one to one");
  await lists("remove", "feed");
  expect(await back.next("link")).toMatchObject({ cause: "list", update: 4, report: { findings: [] } });
});
