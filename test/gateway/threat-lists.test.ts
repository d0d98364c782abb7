import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openApp } from "../../src/app.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { runHere } from "../support/programs/cli.ts";
import { temporaryFolder } from "../support/folder.ts";

interface Checked {
  readonly links: readonly { readonly findings: readonly object[]; readonly verdict: { readonly action: string } }[];
}

async function startWithLists() {
  const root = temporaryFolder(onTestFinished);
  const data = join(root, "data");
  const resolve = { ...DEFAULT_CONFIG.resolve, mode: "off" as const };
  const app = await openApp({ ...DEFAULT_CONFIG, resolve, port: 0, data, origins: ["https://chat.example"] });
  onTestFinished(() => app.close());
  const check = async (text: string) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(new URL("/v1/check", app.url), {
      method: "POST",
      headers,
      body: JSON.stringify({ text }),
    });
    const [link] = ((await answer.json()) as Checked).links;
    if (link === undefined) throw new Error("no link");
    return link;
  };
  const path = join(root, "feed.txt");
  const run = (...words: readonly string[]) => runHere(["lists", ...words], { env: { HUTONG_DATA: data } });
  return { app, check, path, run };
}

test("a list that is added beside a running gateway blocks, and an exception lets through again", async () => {
  const { app, check, path, run } = await startWithLists();
  const address = "https://evil.example/x?y=1";
  expect((await check(address)).verdict.action).not.toBe("block");
  expect(await (await fetch(new URL("/v1/lists", app.url))).json()).toEqual({ lists: [] });

  writeFileSync(path, "# Version: 7\nhttps://evil.example/x\nchat.example\n");
  await run("add", "feed", path, "--kind", "phishing", "--format", "domains");
  await expect.poll(async () => (await check(address)).verdict.action).toBe("block");
  expect((await check(address)).findings).toMatchObject([
    { kind: "phishing", evidence: "listed: evil.example/x", source: "feed", list: { name: "feed", version: "7" } },
  ]);
  // The gateway's own host is left out, once the gateway has said which it is.
  expect((await check("https://chat.example/")).findings).toEqual([]);
  expect(await (await fetch(new URL("/v1/lists", app.url))).json()).toMatchObject({
    lists: [{ name: "feed", kind: "phishing", version: "7", stale: false, format: "domains" }],
  });
  const metrics = await (await fetch(new URL("/metrics", app.url))).text();
  expect(metrics).toMatch(/^hutong_list_entries\{list="feed"\} \d/mu);
  expect(metrics).toMatch(/^hutong_list_age_seconds\{list="feed"\} \d/mu);
  expect(metrics).toMatch(/^hutong_list_refused_entries\{list="feed"\} \d/mu);
  expect(metrics).toMatch(/^hutong_list_hits_total\{list="feed"\} [1-9]/mu);
  expect(metrics).toMatch(/^hutong_list_update_failures_total/mu);

  await run("except", "add", "evil.example");
  await expect.poll(async () => (await check(address)).verdict.action).not.toBe("block");
  expect((await check(address)).findings).toMatchObject([{ excepted: { by: "operator", until: null } }]);

  await run("remove", "feed");
  await expect.poll(async () => (await check(address)).findings).toEqual([]);
  expect(await (await fetch(new URL("/metrics", app.url))).text()).not.toMatch(/hutong_list_entries\{/u);
});
