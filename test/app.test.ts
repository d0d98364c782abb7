import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { NO_REPORTS } from "../src/chat/kept-json.ts";
import { closeInReverse, openApp } from "../src/app.ts";
import { DATABASE_FILE, DEFAULT_CONFIG } from "../src/config.ts";
import { openSqliteStore } from "../src/store/sqlite/store.ts";
import { test } from "./support/test.ts";

async function startApp(): Promise<{ url: string; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-app-"));
  const app = await openApp({ ...DEFAULT_CONFIG, port: 0, data: join(folder, "data") });
  onTestFinished(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });
  return { url: app.url, folder };
}

const post = (url: string, body: unknown) =>
  fetch(new URL("/v1/check", url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

test("every part is closed, the last one first, also when one cannot be; the first fault is told", async () => {
  const closed: string[] = [];
  const part = (name: string, fault?: string) => ({
    close() {
      closed.push(name);
      if (fault !== undefined) throw new Error(fault);
    },
  });
  const parts = [part("store"), part("bus", "away"), part("door", "stuck")];
  await expect(closeInReverse(parts)).rejects.toThrow("stuck");
  expect(closed).toEqual(["door", "bus", "store"]);
});

test("POST /v1/check judges a text in a context and names the edition that spoke", async () => {
  const { url } = await startApp();
  const response = await post(url, { text: "https://item.taobao.com/item.htm?id=1", at: "2021-09-18", chat: "group" });
  expect(await response.json()).toMatchObject({
    links: [{ app: { id: "taobao" }, verdict: { action: "open_externally", edition: "2021-09-17" } }],
  });
});

test("[P8] a stranger's request reads no file of this machine, and says what was expected", async () => {
  const { url, folder } = await startApp();
  const file = join(folder, "secret.yaml");
  writeFileSync(file, "not: a rulebook\n");
  const refused = await post(url, { text: "https://a.example/", rulebook: file });
  expect(refused.status).toBe(400);
  expect(JSON.stringify(await refused.json())).toContain("no such rulebook; expected miit, qq, samr, wechat");
  expect((await post(url, { text: "x", chat: "crowd" })).status).toBe(400);
});

test("GET /v1/rulebooks, one rulebook whole, and the registry", async () => {
  const { url } = await startApp();
  const get = async (path: string) => (await fetch(new URL(path, url))).json();
  expect(await get("/v1/rulebooks")).toMatchObject({
    rulebooks: [{ id: "miit" }, { id: "qq" }, { id: "samr" }, { id: "wechat" }],
  });
  expect(await get("/v1/rulebooks/miit")).toMatchObject({
    id: "miit",
    editions: ["2021-07-26", "2021-09-09", "2021-09-17", "2022-03-03"].map((id) => ({
      id,
      hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/u),
      rules: expect.any(Array),
    })),
  });
  expect(await get("/v1/rulebooks/schema.json")).toMatchObject({ title: "Hutong rulebook", type: "object" });
  expect(await get("/v1/apps")).toMatchObject({
    apps: expect.arrayContaining([expect.objectContaining({ id: "jd" })]),
  });
});

test("[P6] only a gateway with demo sign-in lets a connection read as of another day", async ({ start }) => {
  const refusals: string[] = [];
  for (const demoSignIn of [true, false]) {
    const gateway = await start({ demoSignIn });
    const socket = new WebSocket(gateway.ws, "hutong.v1");
    onTestFinished(() => socket.close());
    const answer = new Promise<string>((resolve) =>
      socket.addEventListener("message", ({ data }) => {
        const frame = JSON.parse(String(data)) as { type: string; code?: string };
        resolve(frame.code ?? frame.type);
      }),
    );
    const token = await gateway.token("ann");
    const hello = { type: "hello", id: "1", device: "d", token, replay: { at: "2021-09-10" } };
    if (socket.readyState !== WebSocket.OPEN) await new Promise((resolve) => socket.addEventListener("open", resolve));
    socket.send(JSON.stringify(hello));
    refusals.push(await answer);
  }
  expect(refusals).toEqual(["welcome", "replay_refused"]);
});

test("[P7] what a gateway held that was killed is free when the next one has the folder", async () => {
  const data = mkdtempSync(join(tmpdir(), "hutong-app-"));
  const file = join(data, DATABASE_FILE);
  const killed = openSqliteStore(file);
  const lease = { holder: "killed", until: new Date("2100-01-01") };
  const link = {
    from: "alice",
    to: "bob",
    key: "k",
    text: "https://t.cn/x",
    reportsJson: NO_REPORTS,
    contextJson: null,
    lease,
  };
  const { message } = await killed.append({ ...link, at: new Date(), isPending: true });
  await killed.takeLease("retention", lease, new Date());
  await killed.close();
  const app = await openApp({ ...DEFAULT_CONFIG, port: 0, data, resolve: { ...DEFAULT_CONFIG.resolve, mode: "off" } });
  const beside = openSqliteStore(file);
  onTestFinished(async () => {
    await beside.close();
    await app.close();
    rmSync(data, { recursive: true });
  });
  expect(await beside.claimPending(10, lease, new Date())).toEqual([message]);
  expect(await beside.takeLease("retention", { ...lease, holder: "next" }, new Date())).toMatchObject({ number: 2 });
});
