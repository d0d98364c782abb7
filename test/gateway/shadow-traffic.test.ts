import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { openApp } from "../../src/app.ts";
import { connect, type Client } from "../../src/client/index.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { signToken } from "../../src/access/tokens.ts";
import { rulebookText } from "../policy/facts.ts";
import { test } from "../support/test.ts";
import { TEST_SECRET } from "../support/secret.ts";
import { TEST_SECRET_TEXT } from "../support/secret.ts";

const ITEM = "https://item.taobao.com/item.htm?id=652874301955";
const OPEN = rulebookText("miit").replace("id: miit", "id: candidate");
const STRICT = OPEN.replace("then: { action: open_in_place }", "then: { action: block }");

async function join_(url: string, user: string, replay?: { at: string }): Promise<Client> {
  const token = await signToken(user, new TextEncoder().encode(TEST_SECRET_TEXT), 600, new Date());
  const options = { device: "d", ...(replay === undefined ? {} : { replay }) };
  const client = connect(new URL("/v1/ws", url.replace(/^http/u, "ws")).href, token, options);
  onTestFinished(() => client.close());
  await client.ready();
  return client;
}

test("a shadow judges every message once, shows nobody, and tells by which rules it would say otherwise", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hutong-shadow-"));
  const file = join(folder, "candidate.yaml");
  writeFileSync(file, STRICT);
  const data = join(folder, "data");
  const app = await openApp({
    ...DEFAULT_CONFIG,
    port: 0,
    data,
    secret: TEST_SECRET_TEXT,
    rulebook: "miit",
    shadow: file,
  });
  onTestFinished(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });
  const get = async (path: string): Promise<string> => (await fetch(new URL(path, app.url))).text();
  const [alice, tester] = [await join_(app.url, "alice"), await join_(app.url, "tess", { at: "2021-09-18" })];

  const sent = [
    await alice.send("bob", `${ITEM} ${ITEM}`, { key: "k" }),
    await alice.send("bob", `${ITEM} ${ITEM}`, { key: "k" }),
  ];
  await alice.send("bob", "no link");
  await alice.send("bob", "https://a@evil.example/");
  await tester.send("bob", ITEM);
  for (const { links } of sent) {
    expect(links.map(({ verdict }) => [verdict.rulebook, verdict.action])).toEqual([
      ["miit", "open_in_place"],
      ["miit", "open_in_place"],
    ]);
  }
  expect(await get("/v1/rulebooks")).not.toContain("candidate");
  const report = JSON.parse(await get("/v1/shadow")) as unknown;
  expect(report).toMatchObject({
    inForce: "miit",
    shadow: "candidate",
    judged: 3,
    differing: 2,
    leftOver: 0,
    differences: [
      {
        inForce: {
          rulebook: "miit",
          edition: "2022-03-03",
          rule: "lawful-link",
          action: "open_in_place",
          notice: false,
        },
        shadow: { rulebook: "candidate", rule: "lawful-link", action: "block" },
        count: 2,
      },
    ],
  });
  expect(JSON.stringify(report)).not.toMatch(/taobao|evil|alice|bob/u);
  const metrics = await get("/metrics");
  expect(metrics).toContain("hutong_shadow_judged_total 3\n");
  expect(metrics).toContain('hutong_shadow_differences_total{from="open_in_place",to="block"} 2\n');

  writeFileSync(file, OPEN);
  app.reload?.();
  const reloaded = 'hutong_rulebook_reloads_total{role="shadow",outcome="changed"} 1\n';
  await expect.poll(() => get("/metrics")).toContain(reloaded);
  await alice.send("bob", ITEM);
  expect(JSON.parse(await get("/v1/shadow"))).toMatchObject({ judged: 1, differing: 0, differences: [] });
});

test("a gateway for more than its own machine tells of the shadow to moderators only; without one there is nothing", async ({
  start,
}) => {
  const ask = async (url: string, token?: string): Promise<number> => {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return (await fetch(`${url}/v1/shadow`, { headers })).status;
  };
  const token = (isModerator: boolean, secret = TEST_SECRET, expiresInS = 60): Promise<string> =>
    signToken("mo", secret, expiresInS, new Date(), { isModerator });
  const open = await start({ demoSignIn: false, api: { shadow: () => ({ judged: 0 }) } });
  expect(await ask(open.http)).toBe(403);
  expect(await ask(open.http, await token(false))).toBe(403);
  expect(await ask(open.http, await token(true, new Uint8Array(32)))).toBe(401);
  expect(await ask(open.http, await token(true, TEST_SECRET, -1))).toBe(401);
  expect(await ask(open.http, await token(true))).toBe(200);

  const here = await start({ api: { shadow: () => ({ judged: 0 }) } });
  expect(await ask(here.http)).toBe(200);
  const proxied = await fetch(`${here.http}/v1/shadow`, { headers: { "x-forwarded-for": "203.0.113.9" } });
  expect(proxied.status).toBe(403);
  const without = await start();
  expect(await ask(without.http)).toBe(404);
});
