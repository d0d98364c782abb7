import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { signToken } from "../../src/access/tokens.ts";
import { openApp } from "../../src/app.ts";
import { connect, type Client } from "../../src/client/index.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { explainDecision } from "../../src/commands/explain-decision.ts";
import type { LinkReport } from "../../src/report/report.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { rulebookText } from "../policy/facts.ts";
import { temporaryFolder } from "../support/folder.ts";

const SECRET = "x".repeat(32);
const ITEM = "https://item.taobao.com/item.htm?id=652874301955";
const OTHER_ITEM = "https://item.jd.com/100012043978.html";
const SITE = "https://example.com/";

const verdictsOf = (links: readonly LinkReport[]) =>
  links.map(({ verdict: { action, byChoice } }) => (byChoice === undefined ? action : `${action} by ${byChoice.for}`));

/** A gateway that decides by a book of its own, whose links all open in place but for what is chosen. */
async function startWorld(rulebook = rulebookText("miit"), limits = DEFAULT_CONFIG.limits) {
  const root = temporaryFolder(onTestFinished);
  const file = join(root, "book.yaml");
  writeFileSync(file, rulebook.replace("id: miit", "id: mine"));
  const resolve = { ...DEFAULT_CONFIG.resolve, mode: "off" as const };
  const data = join(root, "data");
  const app = await openApp({ ...DEFAULT_CONFIG, resolve, port: 0, secret: SECRET, rulebook: file, data, limits });
  const clients: Client[] = [];
  onTestFinished(async () => {
    for (const client of clients) client.close();
    await app.close();
  });
  return {
    data,
    book: file,
    app,
    async join(user: string, device = "d") {
      const token = await signToken(user, new TextEncoder().encode(SECRET), 3_600, new Date());
      const client = connect(new URL("/v1/ws", app.url.replace(/^http/u, "ws")).href, token, { device });
      clients.push(client);
      const welcome = await client.ready();
      return { client, welcome };
    },
  };
}

const nextMessage = (client: Client) =>
  new Promise<string[]>((resolve) => {
    const stop = client.on("message", ({ links }) => {
      stop();
      resolve(verdictsOf(links));
    });
  });

test("[T15] the most exact choice counts, for its reader alone, on all their devices, and after they come back", async () => {
  const world = await startWorld();
  const [{ client: ann }, { client: bob }] = [await world.join("ann"), await world.join("bob")];
  const { client: phone } = await world.join("bob", "phone");
  const told = new Promise((resolve) => phone.on("chosen", resolve));
  const { conversation } = await ann.send("bob", "hello");
  expect(await bob.choose("external", { class: "e-commerce" })).toBe("external");
  expect(await told).toEqual({ choice: "external", for: { class: "e-commerce" } });
  await bob.choose("in_place", { app: "jd" });
  await bob.choose("block", { conversation });

  const both = `${ITEM} ${OTHER_ITEM} ${SITE}`;
  const heard = [nextMessage(bob), nextMessage(phone)];
  // What bob chose is nothing to ann, who wrote it.
  const sent = await ann.send("bob", both);
  expect(verdictsOf(sent.links)).toEqual(["open_in_place", "open_in_place", "open_in_place"]);
  const inChat = ["block by conversation", "open_in_place", "block by conversation"];
  expect(await Promise.all(heard)).toEqual([inChat, inChat]);
  expect(verdictsOf([await bob.open(conversation, sent.seq, 0)])).toEqual(["block by conversation"]);
  expect(verdictsOf([await ann.open(conversation, sent.seq, 0)])).toEqual(["open_in_place"]);
  // Nobody else has to take back what somebody chose for themselves.
  const place = { conversation, seq: sent.seq, index: 0 };
  await expect(bob.complain(place, "wrongly_blocked")).rejects.toMatchObject({ code: "not_blocked" });

  // By the other's name the conversation is found only when it is stored, and counts all the same.
  const own = await bob.send("ann", both);
  expect(verdictsOf(own.links)).toEqual(inChat);
  expect((await bob.history(conversation)).messages.map(({ links }) => verdictsOf(links)).at(-1)).toEqual(inChat);
  expect((await ann.history(conversation)).messages.map(({ links }) => verdictsOf(links)).at(-1)).toEqual([
    "open_in_place",
    "open_in_place",
    "open_in_place",
  ]);
  const elsewhere = await bob.send("carol", both);
  expect(verdictsOf(elsewhere.links)).toEqual(["open_externally by class", "open_in_place", "open_in_place"]);

  await bob.choose(null, { conversation });
  const { welcome } = await world.join("bob", "later");
  expect(welcome.choices).toEqual([
    { for: { app: "jd" }, choice: "in_place" },
    { for: { class: "e-commerce" }, choice: "external" },
  ]);
  await expect(bob.choose("block", { conversation: `c:${"A".repeat(22)}` })).rejects.toMatchObject({
    code: "unknown_conversation",
  });

  // What was decided for its sender is made again from what was kept with it.
  await world.app.close();
  for (const [id, outcome] of [
    [`${elsewhere.conversation}:${elsewhere.seq}:0`, 0],
    [`${conversation}:${own.seq}:0`, 0],
  ] as const) {
    const options = { data: world.data, store: undefined, rulebook: world.book, wrappers: undefined, json: true };
    let written = "";
    const console = { env: {}, columns: 80, write: async (text: string) => void (written += text) };
    const code = await explainDecision(id, { ...options, "host-platform": undefined }, console as never);
    expect([code, JSON.parse(written).differences]).toEqual([outcome, []]);
  }
});

test("[T15] a rule that loosens by a choice opens nothing for whoever makes it", async () => {
  const rule = `    rules:
      - { id: opens, when: { choice: in_place }, then: { action: open_in_place }, basis: house, reason: { zh-CN: x, en: x, id: x, vi: x } }
`;
  const world = await startWorld(rulebookText("miit").replaceAll("    rules:\n", rule));
  const { client } = await world.join("ann");
  const dangerous = "javascript:alert(1) https://a@evil.example/";
  const before = verdictsOf((await client.send("bob", dangerous)).links);
  expect(before).toContain("block");
  await client.choose("in_place");
  await client.choose("in_place", { class: "site" });
  expect(verdictsOf((await client.send("bob", dangerous)).links)).toEqual(before);
});

test("so many choices and no more; what is none is refused by its field", async () => {
  const world = await startWorld(rulebookText("miit"), { ...DEFAULT_CONFIG.limits, maxChoices: 3 });
  const { client } = await world.join("ann");
  for (const app of ["jd", "taobao", "douyin"]) await client.choose("block", { app });
  await expect(client.choose("block", { app: "kuaishou" })).rejects.toMatchObject({ code: "too_many_choices" });
  await client.choose("external", { app: "jd" });
  for (const [app, hint] of [
    ["taobaoo", '; did you mean "taobao"( or "\\w+")*\\?$'],
    ["qqzzxxvvjj", "$"],
  ] as const)
    await expect(client.choose("block", { app })).rejects.toMatchObject({
      code: "bad_frame",
      message: expect.stringMatching(
        new RegExp(`^for.app: expected the id of an app of the registry, such as taobao${hint}`, "u"),
      ),
    });
  // What the registry has lost can still be taken back.
  await client.choose(null, { app: "qqzzxxvvjj" });
  for (const scope of [{ app: "A B" }, { class: "no such" }, { app: "jd", class: "video" }, {}])
    await expect(client.choose("block", scope as never)).rejects.toMatchObject({ code: "bad_frame" });
  client.close();
  await world.app.close();
  const store = openSqliteStore(join(world.data, "hutong.sqlite"));
  onTestFinished(() => store.close());
  expect(await store.exactChoices("ann")).toHaveLength(3);
});
