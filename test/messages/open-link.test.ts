import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { article, openSite, page, redirect, startFollowingGateway, type Site } from "../support/followed-gateway.ts";
import { startGateway, type TestGateway } from "../support/gateway.ts";
import { pngOf } from "../support/doubles/images.ts";
import { enter, openRaw } from "../support/raw-socket.ts";
import { openChecker } from "../../src/check/checker.ts";
import { openRecordedResolver } from "../../src/check/link-resolver.ts";
import { createJudge } from "../../src/messages/judge.ts";
import { verifyToken } from "../../src/access/tokens.ts";
import { TEST_SECRET } from "../support/secret.ts";

let site: Site;
let gateway: TestGateway;
let nowMs = Date.UTC(2026, 0, 1);
beforeAll(async () => {
  site = await openSite();
  gateway = await startFollowingGateway({
    clock: () => new Date(nowMs),
    now: () => nowMs,
    lists: [{ entry: "evil.site.net", kind: "phishing" }],
  });
});
afterAll(async () => {
  await gateway.close();
  await site.close();
});

let count = 0;
async function opened(path: string) {
  count += 1;
  const [alice, bob] = [`alice${count}`, `bob${count}`];
  const a = await enter(gateway, alice);
  a.say({ type: "send", id: "1", key: "k", to: bob, text: site.url(path) });
  const { conversation } = await a.next("sent");
  await a.next("link");
  a.say({ type: "open", id: "o", conversation, seq: 1, index: 0 });
  const { report, via, article: text } = await a.next("opened");
  return { report, via: via ?? "", text: text ?? "", conversation, a };
}

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(gateway.http + path, { redirect: "manual", headers });

test("[P11] a browser opens a link by a short-lived address that decides anew and tells the page nothing of where from", async () => {
  site.pages.set("/moves", page("Harmless"));
  const { via } = await opened("/moves");
  const first = await get(via);
  expect(first.status).toBe(302);
  expect(first.headers.get("location")).toBe(site.url("/moves"));
  expect(first.headers.get("referrer-policy")).toBe("no-referrer");
  expect(first.headers.get("cache-control")).toBe("no-store");

  site.pages.set("/moves", redirect(site.url("/x").replace("short.", "evil.")));
  nowMs += 61_000;
  const blocked = await get(via);
  expect(blocked.status).toBe(403);
  const html = await blocked.text();
  expect(html).not.toContain('href="http');
  expect(html).toContain("blocked");

  nowMs += 600_000;
  expect((await get(via)).status).toBe(410);
});

test("an address of /o/ that was changed opens nothing, and one that is right signs nobody in", async () => {
  site.pages.set("/plain", page("Plain"));
  const { via } = await opened("/plain");
  const token = via.slice("/o/".length);
  const changed = `${token.slice(0, -2)}${token.endsWith("AA") ? "BB" : "AA"}`;
  const refused = await get(`/o/${changed}`, { "accept-language": "vi" });
  expect(refused.status).toBe(410);
  expect(await refused.text()).toContain('lang="vi"');
  await expect(verifyToken(token, { secrets: [TEST_SECRET] }, new Date(nowMs))).rejects.toMatchObject({
    code: "bad_token",
  });
  const raw = await openRaw(gateway.ws);
  raw.say({ type: "hello", id: "h", token, device: "d" });
  expect(await raw.next("error")).toMatchObject({ code: "bad_token" });
});

test("an address of /o/ opens nothing once its message was deleted", async () => {
  site.pages.set("/gone", page("Gone"));
  const { via, a, conversation } = await opened("/gone");
  a.say({ type: "delete", id: "d", conversation, seq: 1 });
  await a.next("deleted");
  expect((await get(via)).status).toBe(410);
});

test("readers are shown pictures by the gateway, which gives their address to nobody and shows nothing but pictures", async () => {
  site.pages.set("/picture.png", (response) => response.writeHead(200).end(pngOf(4, 4)));
  site.pages.set("/no-picture.png", (response) =>
    response.writeHead(200, { "content-type": "image/png" }).end("<svg xmlns='http://www.w3.org/2000/svg'/>"),
  );
  site.pages.set("/card", page("Card", "/picture.png"));
  site.pages.set("/false-card", page("Card", "/no-picture.png"));
  const { report } = await opened("/card");
  const image = report.resolution.page?.image ?? "";
  expect(image).toMatch(/^\/v1\/image\/[\w-]+\.[\w-]+$/u);
  const shown = await get(image);
  expect(shown.status).toBe(200);
  expect(shown.headers.get("content-type")).toBe("image/png");
  expect(shown.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(pngOf(4, 4));
  const forged = `${Buffer.from(site.url("/picture.png?other")).toString("base64url")}.${image.split(".")[1] ?? ""}`;
  expect((await get(`/v1/image/${forged}`)).status).toBe(404);
  expect(site.asked).not.toContain("/picture.png?other");
  expect((await get((await opened("/false-card")).report.resolution.page?.image ?? "/v1/image/x.y")).status).toBe(404);
  expect(site.asked).toContain("/no-picture.png");
});

test("a name before a host behind a redirect reaches neither the address of /o/ nor any frame", async () => {
  site.pages.set("/named", page("Harmless"));
  const { via, conversation, a } = await opened("/named");
  site.pages.set("/named", redirect(site.url("/x").replace("://", "://Uq7z:Pq7z@")));
  nowMs += 61_000;
  const answer = await get(via);
  expect(answer.status).toBe(403);
  expect(answer.headers.get("location")).toBeNull();
  expect(await answer.text()).not.toMatch(/[UP]q7z/u);
  a.say({ type: "open", id: "o2", conversation, seq: 1, index: 0 });
  const { report } = await a.next("opened");
  expect(report.verdict).toMatchObject({ action: "block", rule: "deceptive-address" });
  expect(JSON.stringify(report)).not.toMatch(/[UP]q7z/u);
});

test("an address /o/ stands under the path that a trusted proxy serves, and no other's word counts", async () => {
  const viaOf = async (trustedProxies: readonly string[], prefix: string) => {
    const gateway = await startGateway({ trustedProxies });
    onTestFinished(() => gateway.close());
    const raw = await openRaw(gateway.ws, { headers: { "x-forwarded-prefix": prefix } });
    raw.say({ type: "hello", id: "h", token: await gateway.token("alice"), device: "d" });
    raw.say({ type: "send", id: "1", key: "k", to: "bob", text: "https://example.com/" });
    const { conversation, seq } = await raw.next("sent");
    raw.say({ type: "open", id: "2", conversation, seq, index: 0 });
    return ((await raw.next("opened")).via ?? "").replace(/(?<=\/o\/).*/u, "");
  };
  expect(await viaOf(["127.0.0.1"], "/chat/a")).toBe("/chat/a/o/");
  for (const bad of ["//evil.example", "chat", "/a b", "https://evil.example"]) {
    expect(await viaOf(["127.0.0.1"], bad)).toBe("/o/");
  }
  expect(await viaOf([], "/chat")).toBe("/o/");
});

test("under a path of its own a gateway's pictures and texts have addresses that lead to them", async () => {
  const under = await startFollowingGateway({ base: "/chat" });
  onTestFinished(() => under.close());
  site.pages.set("/p.png", (response) => response.writeHead(200).end(pngOf(4, 4)));
  site.pages.set("/under", (response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end('<title>Doors</title><meta property="og:image" content="/p.png">');
  });
  site.pages.set("/text-under", article("Doors", '<img src="/p.png" alt="A door">'));
  const a = await enter(under, "alice");
  const reportOf = async (path: string) => {
    a.say({ type: "send", id: path, key: path, to: "bob", text: site.url(path) });
    return (await a.next("link")).report;
  };
  const at = (path = "") => fetch(under.http + path);
  const image = (await reportOf("/under")).resolution.page?.image;
  expect(image).toMatch(/^\/chat\/v1\/image\//u);
  expect(Buffer.from(await (await at(image)).arrayBuffer())).toEqual(pngOf(4, 4));
  await reportOf("/text-under");
  const { conversation } = a.heard.find((frame) => frame.type === "sent") ?? expect.fail("nothing was sent");
  a.say({ type: "open", id: "o", conversation, seq: 2, index: 0 });
  const text = (await a.next("opened")).article;
  expect(text).toMatch(/^\/chat\/v1\/article\//u);
  const told = (await (await at(text)).json()) as { blocks: { image?: string }[] };
  const [picture] = told.blocks.flatMap((block) => block.image ?? []);
  expect(picture).toMatch(/^\/chat\/v1\/image\//u);
  expect(Buffer.from(await (await at(picture)).arrayBuffer())).toEqual(pngOf(4, 4));
});

test("a page that opens in place is read for its reader: plain text, pictures of the gateway, its source named", async () => {
  site.pages.set("/door.png", (response) => response.writeHead(200).end(pngOf(4, 4)));
  const parts = `<script>alert(1)</script><p onclick="alert(2)">Behind <a href="https://evil.example/x">the wall</a>.</p>`;
  site.pages.set("/text", article("Doors", `${parts}<img src="/door.png" alt="A door">`));
  const { text } = await opened("/text");
  expect(text).toMatch(/^\/v1\/article\/[\w.-]+$/u);
  const answer = await get(text);
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
  const told = (await answer.json()) as { url: string; title: string; blocks: { kind: string; image?: string }[] };
  expect(told).toMatchObject({ url: site.url("/text"), title: "Doors" });
  expect(JSON.stringify(told)).not.toMatch(/alert|evil\.example|door\.png/u);
  const image = told.blocks.find(({ kind }) => kind === "picture")?.image ?? "";
  expect(Buffer.from(await (await get(image)).arrayBuffer())).toEqual(pngOf(4, 4));
});

test("a text is read only after a decision as fresh as that of an opening, and only while its reader may see the message", async () => {
  site.pages.set("/changes", article("Doors"));
  const { text, a, conversation } = await opened("/changes");
  expect((await get(text)).status).toBe(200);
  site.pages.set("/changes", redirect(site.url("/x").replace("short.", "evil.")));
  nowMs += 61_000;
  expect((await get(text)).status).toBe(404);
  site.pages.set("/changes", article("Doors"));
  nowMs += 61_000;
  expect((await get(text)).status).toBe(200);
  a.say({ type: "delete", id: "d", conversation, seq: 1 });
  await a.next("deleted");
  expect((await get(text)).status).toBe(404);
});

test("nobody is given a text by an address that was changed, that is old, or that the gateway signed for a picture", async () => {
  site.pages.set("/signed", article("Doors", '<img src="/door.png">'));
  const { text } = await opened("/signed");
  const told = (await (await get(text)).json()) as { blocks: { image?: string }[] };
  const picture = told.blocks.flatMap(({ image }) => image ?? [])[0]?.slice("/v1/image/".length) ?? "";
  const asked = site.asked.length;
  const changed = `${text.slice(0, -2)}${text.endsWith("AA") ? "BB" : "AA"}`;
  expect((await get(changed)).status).toBe(404);
  expect((await get(`/v1/article/${picture}`)).status).toBe(404);
  nowMs += 601_000;
  expect((await get(text)).status).toBe(404);
  expect(site.asked).toHaveLength(asked);
});

test("a blocked link and one that opens outside have no text, and a page without one is none", async () => {
  site.pages.set("/leads", redirect(site.url("/x").replace("short.", "evil.")));
  expect((await opened("/leads")).text).toBe("");
  site.pages.set("/bare", page("Bare"));
  expect((await get((await opened("/bare")).text)).status).toBe(404);
  const outside = await enter(gateway, "outside");
  outside.say({ type: "choose", id: "c", choice: "external" });
  await outside.next("chosen");
  site.pages.set("/outside", article("Doors"));
  outside.say({ type: "send", id: "1", key: "k", to: "bob", text: site.url("/outside") });
  const { conversation } = await outside.next("sent");
  await outside.next("link");
  outside.say({ type: "open", id: "o", conversation, seq: 1, index: 0 });
  const frame = await outside.next("opened");
  expect([frame.report.verdict.action, frame.article]).toEqual(["open_externally", undefined]);
});

test("a text takes from its reader's allowance, and no log names its address", async () => {
  const small = await startFollowingGateway({ limits: { maxRequestsPerWindow: 2 } });
  site.pages.set("/often", article("Doors"));
  const reader = await enter(small, "reader");
  reader.say({ type: "send", id: "1", key: "k", to: "bob", text: site.url("/often") });
  const { conversation } = await reader.next("sent");
  await reader.next("link");
  reader.say({ type: "open", id: "o", conversation, seq: 1, index: 0 });
  const { article: text = "" } = await reader.next("opened");
  const statuses: number[] = [];
  for (let time = 0; time < 3; time += 1) statuses.push((await fetch(small.http + text)).status);
  expect(statuses).toEqual([200, 200, 429]);
  expect(JSON.stringify(small.events)).not.toMatch(/often|short\.site|127\.0\.0\.1:\d+\/often/u);
  await small.close();
});

test("[P11] a known page that is opened keeps what it was seen to say of itself", async () => {
  const item = "https://item.taobao.com/item.htm?id=652874301955";
  const checker = openChecker();
  const decider = checker.shelf.read("wechat", { files: false });
  const headers = { "content-type": "text/html", "x-frame-options": "DENY" };
  const answers = [{ url: item, status: 200, headers, body: "<title>Hoodie</title>" }];
  const resolver = openRecordedResolver(checker.registry, answers);
  const judge = createJudge({ checker, inForce: () => decider, resolver, hostPlatform: "wechat" });
  const known = await startGateway({ judge, decider: () => decider, resolver });
  const reader = await enter(known, "reader");
  reader.say({ type: "send", id: "1", key: "k", to: "bob", text: item });
  const { conversation } = await reader.next("sent");
  expect((await reader.next("link")).report.resolution.page?.title).toBe("Hoodie");
  reader.say({ type: "open", id: "o", conversation, seq: 1, index: 0 });
  const { report } = await reader.next("opened");
  expect(report.resolution.page).toMatchObject({ title: "Hoodie", frameable: false });
  expect(report.verdict.action).toBe("open_in_place");
  await known.close();
  await resolver.close();
});
