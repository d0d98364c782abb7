import { LONGEST_TOKEN_S } from "../../src/access/tokens.ts";
import { expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { type Search, textSearch } from "../../src/chat/search.ts";
import type { Choice } from "../../src/policy/types.ts";
import type { ChoiceScope } from "../../src/report/own-choice.ts";
import type { JudgedIn } from "../../src/chat/conversation.ts";
import { jsonText } from "../../src/input/json.ts";
import type { MemberChange, NewGroup } from "../../src/store/conversations.ts";
import type { Fence, Questioned } from "../../src/store/leases.ts";
import type { NewMessage } from "../../src/store/messages.ts";
import type { Store } from "../../src/store/store.ts";
import type { Lease, NewResolutions } from "../../src/store/updates.ts";

const AT = new Date("2021-09-18T12:00:00Z");

function words(from: string, to: string, key: string, text = `${from} ${key}`): NewMessage {
  return { from, to, key, text, at: AT, reportsJson: NO_REPORTS, contextJson: null, isPending: false };
}

function learned(conversation: string, seq: number, more: Partial<NewResolutions> = {}): NewResolutions {
  const resolutions = jsonText<never>(`[{"status":"final","of":${seq}}]`);
  return { conversation, seq, index: 0, cause: "resolved", resolutions, isSettled: true, at: AT, ...more };
}

function leaseOf(holder: string, untilMs: number): Lease {
  return { holder, until: new Date(AT.getTime() + untilMs) };
}

/** Of one who holds nothing afterwards. */
const NO_LEASE: Lease = { holder: "nobody", until: new Date(0) };

function walk(...members: readonly string[]): NewGroup {
  return { members, title: "walk", key: "walk", at: AT };
}

/** What every store keeps. `openStore(null)` makes one of its own; with a name the same name opens the same store again. */
export function storeContract(backend: string, openStore: (name: string | null) => Promise<Store>): void {
  async function fresh(onTestFinished: (end: () => Promise<void>) => void): Promise<Store> {
    const store = await openStore(null);
    onTestFinished(() => store.close());
    return store;
  }

  test(`[P2] ${backend} numbers messages from 1 without gap, also when two write at once`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const sends = Array.from({ length: 100 }, (_, index) =>
      index % 2 === 0 ? words("alice", "bob", `a${index}`) : words("bob", "alice", `b${index}`),
    );
    const accepted = await Promise.all(sends.map((message) => store.append(message)));
    const ids = new Set(accepted.map(({ message }) => message.conversation));
    expect(ids.size).toBe(1);
    expect(accepted.map(({ message }) => message.seq)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    const kept = await store.messagesAfter("bob", [...ids][0] ?? "", 0, 1_000);
    expect(kept.map(({ text }) => text)).toEqual(sends.map(({ text }) => text));
  });

  test(`[P2] ${backend} resolves the messages of a conversation in the order of their numbers`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const { message } = await store.append(words("alice", "bob", `k${index}`));
        order.push(message.seq);
      }),
    );
    expect(order).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  test(`[P3] ${backend} keeps the first message of a key, whatever comes under it later`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const first = await store.append(words("alice", "bob", "k", "first"));
    const copies = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        store.append(words("alice", index % 2 === 0 ? "bob" : first.conversation.id, "k", "first")),
      ),
    );
    const others = [words("alice", "bob", "k", "other"), words("alice", "carol", "k", "first")];
    for (const other of [...others, words("alice", "alice", "k", "first")])
      await expect(store.append(other)).rejects.toMatchObject({ code: "key_reused" });
    for (const { message, isRepeat } of copies) {
      expect(isRepeat).toBe(true);
      expect(message).toEqual(first.message);
    }
    expect(await store.heads("alice")).toEqual(
      new Map([[first.message.conversation, { seq: 1, update: 0, delivered: 0, from: 1, isMember: true }]]),
    );
    expect(await store.heads("carol")).toEqual(new Map());
    expect((await store.append(words("bob", "alice", "k"))).isRepeat).toBe(false);
  });

  test(`[C6] ${backend} renews its epoch once for all who saw the same one, and keeps it`, async ({
    onTestFinished,
  }) => {
    const name = `epoch ${crypto.randomUUID()}`;
    const store = await openStore(name);
    const was = store.epoch;
    const renewed = await Promise.all([store.renewEpoch(was), store.renewEpoch(was), store.renewEpoch(was)]);
    expect(new Set(renewed).size).toBe(1);
    expect(renewed[0]).not.toBe(was);
    expect(store.epoch).toBe(renewed[0]);
    expect(await store.renewEpoch(was)).toBe(renewed[0]);
    expect(await store.lookAtEpoch()).toBe(renewed[0]);
    const other = await openStore(name);
    onTestFinished(() => other.close());
    expect(other.epoch).toBe(renewed[0]);
    const again = await other.renewEpoch(other.epoch);
    expect(store.epoch).toBe(renewed[0]);
    expect(await store.lookAtEpoch()).toBe(again);
    expect(store.epoch).toBe(again);
    await store.close();
  });

  test(`[P1] [P3] ${backend} still knows messages, keys, marks, choices and its epoch when it is opened again`, async ({
    onTestFinished,
  }) => {
    const name = crypto.randomUUID();
    const before = await openStore(name);
    const { message } = await before.append(words("alice", "bob", "k"));
    await before.markRead("bob", message.conversation, 1);
    await before.setChoice("bob", "external");
    await before.rememberDevice({ user: "bob", device: "phone", os: "ios", version: "8.0.13", locale: "vi" }, AT);
    await before.close();
    const after = await openStore(name);
    onTestFinished(() => after.close());
    expect(after.epoch).toBe(before.epoch);
    expect(await after.append(words("alice", "bob", "k"))).toMatchObject({ isRepeat: true, message });
    await expect(after.append(words("alice", "bob", "k", "again"))).rejects.toMatchObject({ code: "key_reused" });
    expect(await after.message("bob", message.conversation, 1)).toEqual(message);
    expect((await after.append(words("bob", "alice", "next"))).message.seq).toBe(2);
    const [item] = await after.conversations("bob");
    expect(item).toMatchObject({ lastSeq: 2, read: { alice: 0, bob: 1 }, unread: 0 });
    expect(await after.choice("bob")).toBe("external");
    expect(await after.devices("bob")).toEqual([
      { user: "bob", device: "phone", os: "ios", version: "8.0.13", locale: "vi" },
    ]);
  });

  test(`[P5] ${backend} shows a conversation to its members only, and a stranger learns not even that it is there`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const { conversation } = await store.append(words("alice", "bob", "k"));
    const missing = `c:${"A".repeat(22)}`;
    const asStranger = (id: string) => [
      store.conversation("mallory", id),
      store.messagesAfter("mallory", id, 0, 10),
      store.messagesBefore("mallory", id, null, 10),
      store.search("mallory", { isMatch: () => true, conversation: id, before: null, limit: 9, most: 9 }),
      store.message("mallory", id, 1),
      store.updatesAfter("mallory", id, 0, 10),
      store.markRead("mallory", id, 1),
      store.append(words("mallory", id, crypto.randomUUID())),
    ];
    const outcomes = await Promise.allSettled([...asStranger(conversation.id), ...asStranger(missing)]);
    const refusals = outcomes.map((outcome) => (outcome.status === "rejected" ? String(outcome.reason) : "allowed"));
    expect(new Set(refusals)).toEqual(new Set(["StoreError: no conversation of this user has this id"]));
    expect((await store.conversations("mallory")).length).toBe(0);
    expect((await store.messagesAfter("alice", conversation.id, 0, 10)).length).toBe(1);
  });

  test(`[P5] ${backend} gives conversations ids of 128 random bits`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const ids = new Set<string>();
    for (const name of ["bob", "carol", "dave"])
      ids.add((await store.append(words("alice", name, name))).conversation.id);
    expect(ids.size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^c:[\w-]{22}$/u);
  });

  test(`[P2] ${backend} never lets a conversation's time go back`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const late = await store.append({ ...words("alice", "bob", "1"), at: new Date("2021-09-18T13:00:00Z") });
    const early = await store.append({ ...words("bob", "alice", "2"), at: AT });
    expect(early.message.at).toEqual(late.message.at);
  });

  test(`${backend} pages through a conversation both ways`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    for (let index = 1; index <= 7; index += 1) await store.append(words("alice", "bob", `${index}`));
    const { id } = (await store.append(words("alice", "bob", "8"))).conversation;
    const seqs = async (page: ReturnType<Store["messagesAfter"]>) => (await page).map(({ seq }) => seq);
    expect(await seqs(store.messagesAfter("bob", id, 2, 3))).toEqual([3, 4, 5]);
    expect(await seqs(store.messagesBefore("bob", id, null, 3))).toEqual([6, 7, 8]);
    expect(await seqs(store.messagesBefore("bob", id, 3, 10))).toEqual([1, 2]);
    await expect(store.message("bob", id, 9)).rejects.toThrow("no such message");
  });

  test(`[P5] ${backend} finds what a user may read by any part of it, and nothing that is gone or not theirs`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const say = async (from: string, to: string, text: string, second: number) =>
      (
        await store.append({
          ...words(from, to, crypto.randomUUID(), text),
          at: new Date(AT.getTime() + 1_000 * second),
        })
      ).message;
    const search = async (user: string, query: string, more: Partial<Search> = {}) => {
      const wanted = { isMatch: textSearch(query), conversation: null, before: null, limit: 10, most: 1_000 };
      const { found, next } = await store.search(user, { ...wanted, ...more });
      return { texts: found.map(({ message }) => message.text), next };
    };
    const { conversation: pair } = await say("alice", "bob", "还是京东的链接 https://item.JD.com/1", 1);
    await say("bob", "alice", "京东不行", 2);
    const gone = await say("bob", "alice", "京东 secret", 3);
    const { conversation: other } = await say("carol", "alice", "也有京东 ＪＤ", 4);
    await say("mallory", "carol", "京东 of others", 5);
    const group = (await store.createGroup(walk("alice", "dave"))).conversation.id;
    const change = (add: string[], remove: string[]) =>
      store.changeMembers({ by: "alice", conversation: group, add, remove, maxMembers: 9, at: AT });
    await say("alice", group, "京东 before bob", 6);
    await change(["bob"], []);
    await say("alice", group, "京东 with bob", 7);
    await change([], ["bob"]);
    await say("alice", group, "京东 after bob", 8);
    await store.deleteMessage("bob", pair, gone.seq, AT);

    expect((await search("alice", "京东")).texts).toEqual([
      "京东 after bob",
      "京东 with bob",
      "京东 before bob",
      "也有京东 ＪＤ",
      "京东不行",
      "还是京东的链接 https://item.JD.com/1",
    ]);
    expect((await search("bob", "京东")).texts).toEqual([
      "京东 with bob",
      "京东不行",
      "还是京东的链接 https://item.JD.com/1",
    ]);
    expect((await search("bob", "secret")).texts).toEqual([]);
    // Case and width of letters say nothing.
    expect((await search("alice", " jd ")).texts).toEqual(["也有京东 ＪＤ", "还是京东的链接 https://item.JD.com/1"]);
    expect((await search("alice", "京东", { conversation: other })).texts).toEqual(["也有京东 ＪＤ"]);
    for (const id of [pair, `c:${"A".repeat(22)}`]) {
      const unknown = { code: "unknown_conversation" };
      await expect(search("mallory", "京东", { conversation: id })).rejects.toMatchObject(unknown);
      const before = { conversation: id, activeAt: AT, seq: 9 };
      await expect(search("mallory", "京东", { before })).rejects.toMatchObject(unknown);
    }
    // What one page looks through is bounded, and the next goes on from there.
    expect(await search("alice", "item.jd", { most: 3 })).toMatchObject({ texts: [], next: { conversation: group } });
    const first = await search("alice", "京东", { limit: 4 });
    expect(first.texts.at(-1)).toBe("也有京东 ＪＤ");
    // One that moves to the top meanwhile repeats nothing.
    await say("dave", group, "京东 again", 9);
    expect(await search("alice", "京东", { before: first.next })).toEqual({
      texts: ["京东不行", "还是京东的链接 https://item.JD.com/1"],
      next: null,
    });
    while (!(await store.erase("bob", { pseudonym: "~gone", at: AT, limit: 100 })));
    expect((await search("alice", "京东不行")).texts).toEqual([]);
  });

  test(`${backend} moves a read mark forward only, and counts what is unread`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    for (const key of ["1", "2", "3"]) await store.append(words("alice", "bob", key));
    const { id } = (await store.append(words("bob", "alice", "4"))).conversation;
    expect((await store.conversations("bob"))[0]?.unread).toBe(3);
    expect(await store.markRead("bob", id, 2)).toBe(true);
    expect(await store.markRead("bob", id, 1)).toBe(false);
    await expect(store.markRead("bob", id, 5)).rejects.toThrow("no such message");
    expect((await store.conversations("bob"))[0]).toMatchObject({ unread: 1, read: { alice: 0, bob: 2 } });
    // What was taken back is nothing to read.
    await store.deleteMessage("alice", id, 3, AT);
    expect((await store.conversations("bob"))[0]).toMatchObject({ unread: 0, lastSeq: 4, read: { alice: 0, bob: 2 } });
  });

  test(`${backend} lists conversations page by page, and none that stays where it is comes twice or not at all`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const at = (second: number) => new Date(AT.getTime() + 1_000 * second);
    const idOf = new Map<string, string>();
    // Three in one second each, so that a place is more than its time.
    for (let index = 0; index < 12; index += 1) {
      const said = { ...words("alice", `u${index}`, `${index}`), at: at(Math.floor(index / 3)) };
      idOf.set(`u${index}`, (await store.append(said)).conversation.id);
    }
    const seen: string[] = [];
    let after: { id: string; activeAt: Date | null } | null = null;
    for (let turn = 0; ; turn += 1) {
      const page = await store.conversations("alice", { after, limit: 5 });
      seen.push(...page.map(({ conversation }) => conversation.members.find((each) => each !== "alice") ?? ""));
      const last = page.at(-1);
      if (last === undefined) break;
      after = { id: last.conversation.id, activeAt: last.activeAt };
      // The last one of the page moves, and one that was not read yet.
      if (turn === 0)
        for (const to of ["u7", "u2"]) await store.append({ ...words("alice", to, `m ${to}`), at: at(9) });
    }
    expect(seen).toEqual(["u11", "u10", "u9", "u8", "u7", "u6", "u5", "u4", "u3", "u1", "u0"]);
    const first = await store.conversations("alice", { after: null, limit: 2 });
    expect(first.map(({ conversation }) => conversation.id)).toEqual([idOf.get("u7"), idOf.get("u2")]);
    const where = { id: idOf.get("u1") ?? "", activeAt: null };
    expect((await store.conversations("alice", { after: where, limit: 5 })).map(({ lastSeq }) => lastSeq)).toEqual([1]);
    const foreign = (await store.append(words("bob", "carol", "k"))).conversation.id;
    for (const id of [foreign, `c:${"A".repeat(22)}`]) {
      const page = { after: { id, activeAt: AT }, limit: 5 };
      await expect(store.conversations("alice", page)).rejects.toMatchObject({ code: "unknown_conversation" });
    }
  });

  test(`[P5] ${backend} names eight of a large group, its reader and admin among them, and lists all page by page`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const others = Array.from({ length: 29 }, (_, index) => `m${String(index + 10)}`);
    const { id } = (await store.createGroup(walk("zoe", ...others))).conversation;
    await store.markRead("m11", id, 1);
    const item = async (user: string) => (await store.conversations(user))[0];
    const shown = [...others.slice(0, 7), "zoe"];
    expect(await item("m10")).toMatchObject({ memberCount: 30, conversation: { admin: "zoe" } });
    expect((await item("m10"))?.conversation.members).toEqual(shown);
    expect((await item("zoe"))?.conversation.members).toEqual(shown);
    const own = await item("m30");
    expect(own?.conversation.members).toEqual([...others.slice(0, 6), "m30", "zoe"]);
    expect(Object.keys(own?.read ?? {})).toEqual(own?.conversation.members);
    expect(own?.read).toMatchObject({ m11: 1, m12: 0 });
    const list = async (user: string, limit: number) => {
      const all: string[] = [];
      for (;;) {
        const { members, memberCount } = await store.members(user, id, { after: all.at(-1) ?? null, limit });
        all.push(...members.map((each) => each.user));
        if (members.length < limit) return [memberCount, all];
      }
    };
    expect(await list("m10", 7)).toEqual([30, [...others, "zoe"]]);
    const change = { by: "zoe", conversation: id, add: [], maxMembers: 99, at: AT };
    await store.changeMembers({ ...change, remove: ["m38", "m12"] });
    await store.changeMembers({ ...change, remove: ["m10"] });
    expect(await list("zoe", 100)).toEqual([
      27,
      [...others.filter((each) => !["m10", "m12", "m38"].includes(each)), "zoe"],
    ]);
    // Who left sees who was in then.
    const then = [...others.filter((each) => each !== "m12" && each !== "m38" && each !== "m10"), "zoe"];
    expect(await list("m10", 6)).toEqual([27, then]);
    expect(await item("m10")).toMatchObject({ memberCount: 27, isMember: false, conversation: { admin: null } });
    expect((await item("m10"))?.conversation.members).toEqual(then.slice(0, 8));
    expect((await item("m10"))?.read).toMatchObject({ m10: 0, m11: 1 });
    await expect(store.members("mallory", id, { after: null, limit: 9 })).rejects.toMatchObject({
      code: "unknown_conversation",
    });
    const pair = (await store.append(words("zoe", "m10", "hi"))).conversation.id;
    expect((await store.members("m10", pair, { after: null, limit: 9 })).members).toHaveLength(2);
  });

  test(`[P2] ${backend} keeps groups under the same rules`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const { id } = (await store.createGroup(walk("alice", "bob", "carol"))).conversation;
    const sent = await Promise.all(["alice", "bob", "carol"].map((user) => store.append(words(user, id, "hi"))));
    expect(sent.map(({ message }) => message.seq)).toEqual([2, 3, 4]);
    expect(sent[0]?.message.kind).toBe("group");
    await expect(store.append(words("mallory", id, "hi"))).rejects.toThrow("no conversation");
    expect((await store.conversations("carol"))[0]?.conversation).toMatchObject({ id, title: "walk", kind: "group" });
  });

  test(`${backend} keeps a note to oneself, words of every script, and reports as they were`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const text = "看 https://item.taobao.com \u0000 👩‍👩‍👧 \u202e ไทย";
    const said = { reportsJson: jsonText<never>('[{"url":"x"}]'), contextJson: jsonText<never>('{"locale":"vi"}') };
    const note = await store.append({ ...words("alice", "alice", "n", text), ...said });
    expect(note.conversation.members).toEqual(["alice"]);
    expect(await store.message("alice", note.conversation.id, 1)).toMatchObject({ text, ...said });
    expect(await store.storedMessage(note.conversation.id, 1)).toMatchObject({ text, ...said });
    for (const [id, seq] of [
      [note.conversation.id, 2],
      ["c-nobody", 1],
    ] as const)
      await expect(store.storedMessage(id, seq)).rejects.toMatchObject({ code: "unknown_message" });
  });

  test(`[P2] ${backend} numbers the updates of a conversation from 1 without gap, whatever message they are about`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    for (let index = 0; index < 5; index += 1) await store.append(words("alice", "bob", `${index}`));
    const { id } = (await store.append(words("bob", "alice", "last"))).conversation;
    const other = (await store.append(words("alice", "carol", "c"))).conversation.id;
    const order: (number | undefined)[] = [];
    await Promise.all(
      [3, 1, 6, 3, 2].map(async (seq) => order.push((await store.recordResolutions(learned(id, seq)))?.update)),
    );
    expect(order).toEqual([1, 2, 3, 4, 5]);
    expect((await store.recordResolutions(learned(other, 1, { cause: "list", index: 2 })))?.update).toBe(1);
    expect(await store.heads("alice")).toEqual(
      new Map([
        [id, { seq: 6, update: 5, delivered: 0, from: 1, isMember: true }],
        [other, { seq: 1, update: 1, delivered: 0, from: 1, isMember: true }],
      ]),
    );
    expect((await store.updatesAfter("bob", id, 2, 2)).map(({ update, seq }) => [update, seq])).toEqual([
      [3, 6],
      [4, 3],
    ]);
    expect(await store.updatesAfter("carol", other, 0, 10)).toEqual([
      {
        conversation: other,
        update: 1,
        seq: 1,
        at: AT,
        kind: "judged",
        cause: "list",
        index: 2,
        resolutions: learned(other, 1).resolutions,
        listed: null,
      },
    ]);
    expect(await store.recordResolutions(learned(id, 7))).toBe(null);
    expect(await store.recordResolutions(learned(`c:${"A".repeat(22)}`, 1))).toBe(null);
    expect((await store.heads("bob")).get(id)?.update).toBe(5);
  });

  test(`[P1] ${backend} still knows updates and what is pending when it is opened again`, async ({
    onTestFinished,
  }) => {
    const name = crypto.randomUUID();
    const before = await openStore(name);
    const { id } = (await before.append({ ...words("alice", "bob", "1"), isPending: true })).conversation;
    await before.append({ ...words("alice", "bob", "2"), isPending: true });
    await before.append(words("alice", "bob", "3"));
    await before.recordResolutions(learned(id, 1, { resolutions: jsonText<never>("[null,{}]"), isSettled: false }));
    await before.recordResolutions(learned(id, 2));
    await before.close();
    const after = await openStore(name);
    onTestFinished(() => after.close());
    expect(await after.claimPending(10, NO_LEASE, AT)).toEqual([await after.message("bob", id, 1)]);
    expect((await after.message("bob", id, 1)).resolutions).toBe("[null,{}]");
    expect((await after.recordResolutions(learned(id, 1)))?.update).toBe(3);
    expect(await after.claimPending(10, NO_LEASE, AT)).toEqual([]);
    expect((await after.updatesAfter("alice", id, 0, 10)).map(({ update, seq }) => [update, seq])).toEqual([
      [1, 1],
      [2, 2],
      [3, 1],
    ]);
  });

  test(`${backend} hands what is pending to one claimer until the lease ends, its holder alive or not`, async ({
    onTestFinished,
  }) => {
    const name = crypto.randomUUID();
    const [one, other] = [await openStore(name), await openStore(name)];
    onTestFinished(() => other.close());
    const { id } = (await one.append({ ...words("alice", "bob", "1"), isPending: true })).conversation;
    await one.append({ ...words("alice", "bob", "2"), isPending: true });
    const claim = async (store: Store, afterMs: number, limit = 10) => {
      const lease = leaseOf(store === one ? "one" : "other", afterMs + 1_000);
      const messages = await store.claimPending(limit, lease, new Date(AT.getTime() + afterMs));
      return messages.map(({ seq }) => seq);
    };
    const [first, second] = await Promise.all([claim(one, 0, 1), claim(other, 0, 1)]);
    expect([...first, ...second].toSorted((a, b) => a - b)).toEqual([1, 2]);
    expect([await claim(one, 0), await claim(other, 999)]).toEqual([[], []]);
    await one.recordResolutions(learned(id, 2, { isSettled: false }));
    expect(await claim(other, 999)).toEqual([]);
    await one.recordResolutions(learned(id, 1));
    await one.close();
    expect(await claim(other, 1_000)).toEqual([2]);
    expect(await claim(other, 1_999)).toEqual([]);
    await other.recordResolutions(learned(id, 2));
    expect(await claim(other, 9_000)).toEqual([]);
  });

  test(`${backend} stores a message with the lease of who follows it, which is renewed, and released at once`, async ({
    onTestFinished,
  }) => {
    const name = crypto.randomUUID();
    const [one, other] = [await openStore(name), await openStore(name)];
    onTestFinished(async () => {
      await one.close();
      await other.close();
    });
    const pending = (key: string) => ({ ...words("alice", "bob", key), isPending: true, lease: leaseOf("one", 1_000) });
    const { message } = await one.append(pending("1"));
    const { conversation } = message;
    await one.append(pending("2"));
    // With nothing to follow there is nothing to hold.
    await one.append({ ...pending("3"), isPending: false });
    // Neither a repeat nor somebody else's word changes whose it is.
    await other.append({ ...pending("1"), lease: leaseOf("other", 9_000) });
    const all = [message, { conversation, seq: 2 }];
    await other.renewLeases(leaseOf("other", 9_000), all);
    await other.releaseLeases("other", all);
    await other.releaseLeases("other");
    const claim = async (afterMs: number) => {
      const now = new Date(AT.getTime() + afterMs);
      return (await other.claimPending(10, leaseOf("other", afterMs + 1_000), now)).map(({ seq }) => seq);
    };
    expect(await claim(999)).toEqual([]);
    await one.renewLeases(leaseOf("one", 5_000), [message, { conversation, seq: 3 }]);
    expect(await claim(1_000)).toEqual([2]);
    expect(await claim(1_999)).toEqual([]);
    // Lost is lost, and what another holds is not given back.
    await one.renewLeases(leaseOf("one", 9_000), [{ conversation, seq: 2 }]);
    await one.releaseLeases("one", [{ conversation, seq: 2 }]);
    expect(await claim(1_999)).toEqual([]);
    await one.releaseLeases("one", [message]);
    expect(await claim(1_999)).toEqual([1]);
    await other.releaseLeases("one");
    expect(await claim(1_999)).toEqual([]);
    await other.releaseLeases("other");
    expect(await claim(0)).toEqual([1, 2]);
    await one.releaseLeases(null);
    expect(await claim(0)).toEqual([1, 2]);
    await other.recordResolutions(learned(conversation, 1));
    await other.renewLeases(leaseOf("other", 9_000), [message]);
    await other.releaseLeases(null);
    expect(await claim(0)).toEqual([2]);
  });

  test(`${backend} leases a task to one at a time, by a number that grows whenever another takes it over`, async ({
    onTestFinished,
  }) => {
    const name = crypto.randomUUID();
    const [one, other] = [await openStore(name), await openStore(name)];
    onTestFinished(async () => {
      await one.close();
      await other.close();
    });
    const take = async (holder: "one" | "other", atMs: number, task = "sweep") =>
      (holder === "one" ? one : other).takeLease(task, leaseOf(holder, atMs + 1_000), new Date(AT.getTime() + atMs));
    const both = await Promise.all([take("one", 0), take("other", 0)]);
    expect(both.filter((fence) => fence === null)).toHaveLength(1);
    const [first, second] = both[0] === null ? (["other", "one"] as const) : (["one", "other"] as const);
    expect(both.find((fence) => fence !== null)).toEqual({ name: "sweep", number: 1 });
    expect([await take(second, 999), await take(first, 500), await take(second, 1_499)]).toEqual([
      null,
      { name: "sweep", number: 1 },
      null,
    ]);
    // Another task is another lease.
    expect(await take(second, 0, "other")).toEqual({ name: "other", number: 1 });
    expect([await take(second, 1_500), await take(first, 1_500)]).toEqual([{ name: "sweep", number: 2 }, null]);
    await one.endLeases(first);
    expect(await take(first, 1_500)).toBeNull();
    await one.endLeases(second);
    expect([await take(first, 1_500), await take(first, 1_500, "other")]).toEqual([
      { name: "sweep", number: 3 },
      { name: "other", number: 2 },
    ]);
    await one.endLeases(null);
    expect(await take(second, 1_500)).toEqual({ name: "sweep", number: 4 });
  });

  test(`${backend} lets a step of a lease that another took over change nothing`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const { id } = (await store.append(words("alice", "bob", "k"))).conversation;
    const late = new Date(AT.getTime() + 1);
    const expire = (fence: Fence | null) =>
      store.expireContent({ before: late, at: late, after: null, limit: 9, ...(fence === null ? {} : { fence }) });
    const first = await store.takeLease("retention", leaseOf("one", 1_000), AT);
    const second = await store.takeLease("retention", leaseOf("other", 9_000), new Date(AT.getTime() + 1_000));
    await expect(expire(first)).rejects.toMatchObject({ code: "lease_lost" });
    await expect(expire({ name: "nobody's", number: 1 })).rejects.toMatchObject({ code: "lease_lost" });
    expect((await store.message("bob", id, 1)).text).toBe("alice k");
    expect(await expire(second)).toEqual({ messages: 1, next: null });
    expect((await store.message("bob", id, 1)).text).toBe("");
  });

  test(`${backend} keeps a question until it is settled, and hands it to one at a time`, async ({ onTestFinished }) => {
    const name = crypto.randomUUID();
    const [one, other] = [await openStore(name), await openStore(name)];
    onTestFinished(() => other.close());
    const contextJson = jsonText<JudgedIn>('{"locale":"vi"}');
    const question: Questioned = { answerer: "bot", terms: () => ({ contextJson, lease: leaseOf("one", 1_000) }) };
    const ask = (from: string, to: string, key: string, more: Partial<NewMessage> = {}) =>
      one.append({ ...words(from, to, key), question, ...more });
    const first = await ask("alice", "bot", "1");
    const { id } = first.conversation;
    // By its id, which does not say with whom it is; a repeat asks nothing anew.
    await ask("alice", id, "2");
    expect((await ask("alice", id, "2")).isRepeat).toBe(true);
    // What is none: the bot's own words, another's conversation, a group it is in, and what names nobody.
    await ask("bot", id, "3");
    const { conversation: pair } = await ask("alice", "bob", "4");
    await ask("bob", pair.id, "5");
    const group = (await one.createGroup(walk("alice", "bot"))).conversation.id;
    await ask("alice", group, "6");
    await one.append(words("alice", "bot", "7"));
    await ask("carol", "bot", "8", { at: new Date(AT.getTime() - 1_000) });
    // Its links are followed first; a deleted one asks nothing.
    const pending = await ask("dave", "bot", "9", { isPending: true });
    const gone = (await ask("erin", "bot", "10")).message;
    await one.deleteMessage("erin", gone.conversation, gone.seq, AT);
    await one.close();
    const again = await openStore(name);
    onTestFinished(() => again.close());
    const claim = async (store: Store, holder: string, afterMs: number, answerer = "bot") => {
      const now = new Date(AT.getTime() + afterMs);
      return store.claimQuestions(answerer, 10, leaseOf(holder, afterMs + 1_000), now);
    };
    const keysOf = async (store: Store, holder: string, afterMs: number, answerer?: string) =>
      (await claim(store, holder, afterMs, answerer)).map(({ message }) => message.text);
    expect(await claim(other, "other", 999)).toEqual([]);
    expect(await keysOf(other, "other", 1_000, "another")).toEqual([]);
    const claims = await Promise.all([keysOf(other, "other", 1_000), keysOf(again, "again", 1_000)]);
    expect(claims.flat().toSorted()).toEqual(["alice 1", "alice 2", "carol 8"]);
    await other.releaseLeases(null);
    const questions = await claim(other, "other", 1_000);
    expect(questions.map(({ message }) => message.text)).toEqual(["carol 8", "alice 1", "alice 2"]);
    expect(questions[1]).toEqual({ message: first.message, contextJson });
    await other.renewLeases(leaseOf("other", 5_000), [first.message]);
    await other.renewLeases(leaseOf("again", 9_000), [first.message]);
    await other.settleQuestion({ conversation: id, seq: 2 });
    await other.settleQuestion({ conversation: `c:${"A".repeat(22)}`, seq: 2 });
    expect(await keysOf(again, "again", 4_999)).toEqual(["carol 8"]);
    await again.releaseLeases("again", [first.message]);
    expect(await keysOf(again, "again", 4_999)).toEqual([]);
    await again.releaseLeases("other", [first.message]);
    expect(await keysOf(again, "again", 4_999)).toEqual(["alice 1"]);
    await again.settleQuestion(first.message);
    await again.recordResolutions(learned(pending.conversation.id, 1));
    expect(await keysOf(again, "again", 9_000)).toEqual(["carol 8", "dave 9"]);
  });

  test(`${backend} lists what is pending with the oldest first, over all conversations`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    for (const [index, to] of ["bob", "carol", "bob"].entries()) {
      const at = new Date(AT.getTime() + (index === 1 ? 1_000 : 2_000 + index));
      await store.append({ ...words("alice", to, `${index}`), at, isPending: true });
    }
    expect((await store.claimPending(2, NO_LEASE, AT)).map(({ text }) => text)).toEqual(["alice 1", "alice 0"]);
  });

  test(`${backend} keeps what lists say with the message and tells it with the update`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const { id } = (await store.append(words("alice", "bob", "1"))).conversation;
    const listed = jsonText<never>('[[{"kind":"phishing"}]]');
    const asRead = await store.storedMessage(id, 1);
    expect(asRead).toMatchObject({ resolutions: null, listed: null });
    const change = { cause: "list" as const, resolutions: null, listed, isSettled: false };
    const told = { kind: "judged", cause: "list", index: 0, resolutions: null, listed };
    expect(await store.recordResolutions(learned(id, 1, { ...change, from: asRead }))).toMatchObject(told);
    expect(await store.updatesAfter("bob", id, 0, 10)).toMatchObject([{ ...told, update: 1 }]);
    expect(await store.message("bob", id, 1)).toMatchObject({ resolutions: null, listed });
    // What the network tells later leaves it as it is.
    const { resolutions } = learned(id, 1);
    expect(await store.recordResolutions(learned(id, 1))).toMatchObject({ kind: "judged", resolutions, listed });
    expect(await store.storedMessage(id, 1)).toMatchObject({ resolutions, listed });
    await store.deleteMessage("alice", id, 1, AT);
    expect(await store.storedMessage(id, 1)).toMatchObject({ resolutions: null, listed: null });
    expect((await store.updatesAfter("bob", id, 0, 10)).map(({ kind }) => kind)).toEqual([
      "deleted",
      "deleted",
      "deleted",
    ]);
  });

  test(`${backend} records nothing that was learned from what a message does not say any more`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const { id } = (await store.append(words("alice", "bob", "1"))).conversation;
    const from = await store.storedMessage(id, 1);
    const say = (text: string) => jsonText<never>(`[[{"kind":"${text}"}]]`);
    const at = { cause: "list" as const, resolutions: null, isSettled: false };
    const both = await Promise.all(
      ["phishing", "malware"].map((kind) =>
        store.recordResolutions(learned(id, 1, { ...at, listed: say(kind), from })),
      ),
    );
    expect(both.filter((update) => update !== null)).toMatchObject([{ update: 1, listed: say("phishing") }]);
    const now = await store.storedMessage(id, 1);
    await store.recordResolutions(learned(id, 1));
    expect(await store.recordResolutions(learned(id, 1, { ...at, listed: say("fraud"), from: now }))).toBe(null);
    const { resolutions, listed } = await store.storedMessage(id, 1);
    expect(listed).toBe(say("phishing"));
    const again = learned(id, 1, { cause: "list", resolutions, listed: say("fraud"), from: { resolutions, listed } });
    expect(await store.recordResolutions(again)).toMatchObject({ update: 3, listed: say("fraud") });
    expect((await store.heads("bob")).get(id)?.update).toBe(3);
  });

  test(`${backend} finds messages by the hosts of their links and those above them`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const sent = (key: string, linkHosts: readonly string[], atMs = 0) =>
      store.append({ ...words("alice", "bob", key), linkHosts, at: new Date(AT.getTime() + atMs) });
    const { id } = (await sent("1", ["www.evil.example", "t.example"])).conversation;
    await sent("2", ["evil.example"], 1_000);
    await sent("3", ["notevil.example", "evil-two.example", "evil.example.net", "10.0.0.1"], 2_000);
    await sent("4", [], 3_000);
    await sent("5", ["a.b.evil.example"], 4_000);
    const under = async (hosts: readonly string[], sinceMs = 0, limit = 100) => {
      const found = await store.linksUnder(hosts, new Date(AT.getTime() + sinceMs), limit);
      return found.map(({ seq, host }) => `${seq} ${host}`).toSorted();
    };
    expect(await under(["evil.example"])).toEqual(["1 www.evil.example", "2 evil.example", "5 a.b.evil.example"]);
    expect(await under(["evil.example"], 500)).toEqual(["2 evil.example", "5 a.b.evil.example"]);
    expect(await under(["b.evil.example", "t.example", "nobody.example"])).toEqual([
      "1 t.example",
      "5 a.b.evil.example",
    ]);
    expect(await under(["10.0.0.1"])).toEqual(["3 10.0.0.1"]);
    expect(await under(["example"], 0, 3)).toHaveLength(3);
    const [place] = await store.linksUnder(["t.example"], new Date(0), 1);
    expect(place).toEqual({ conversation: id, seq: 1, at: AT, host: "t.example" });
    expect(
      await store.storedMessages([
        { conversation: id, seq: 1 },
        { conversation: id, seq: 9 },
      ]),
    ).toEqual([await store.storedMessage(id, 1)]);
  });

  test(`${backend} pages through the hosts of all links, newest first, and forgets old ones`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    for (const [index, to] of ["bob", "carol", "bob", "carol", "bob"].entries()) {
      const at = new Date(AT.getTime() + Math.floor(index / 2) * 1_000);
      await store.append({ ...words("alice", to, `${index}`), at, linkHosts: [`${index}.example`, `${index}.test`] });
    }
    const paged = async (since: Date, limit: number) => {
      const found: string[] = [];
      for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
        const page = await store.linkHosts(since, after, limit);
        found.push(...page.hosts.map(({ host }) => host));
        after = page.next;
      }
      return found;
    };
    const all = await paged(new Date(0), 100);
    expect(all.slice(0, 2).toSorted()).toEqual(["4.example", "4.test"]);
    expect(all.slice(2, 6).toSorted()).toEqual(["2.example", "2.test", "3.example", "3.test"]);
    expect(all).toHaveLength(10);
    for (const limit of [1, 2, 3, 10]) expect(await paged(new Date(0), limit)).toEqual(all);
    const second = new Date(AT.getTime() + 1_000);
    expect(await paged(second, 4)).toEqual(all.slice(0, 6));
    expect(await store.forgetLinkHosts(second, 3)).toBe(true);
    expect(await store.forgetLinkHosts(second, 3)).toBe(false);
    expect(await paged(new Date(0), 100)).toEqual(all.slice(0, 6));
  });

  test(`${backend} knows hosts that were learned later, and none of a message whose content is gone`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const sent = async (from: string, key: string, at = AT) =>
      (await store.append({ ...words(from, "bob", key), at, linkHosts: ["short.example"] })).conversation.id;
    const id = await sent("alice", "1");
    await sent("alice", "2");
    const end = { linkHosts: ["end.example", "short.example"] };
    await store.recordResolutions(learned(id, 1, end));
    await store.recordResolutions(learned(id, 1, end));
    const under = async (host: string) =>
      (await store.linksUnder([host], new Date(0), 100)).map(({ conversation, seq }) => `${conversation} ${seq}`);
    expect(await under("end.example")).toEqual([`${id} 1`]);
    expect((await under("short.example")).toSorted()).toEqual([`${id} 1`, `${id} 2`]);
    await store.deleteMessage("alice", id, 1, AT);
    expect(await under("end.example")).toEqual([]);
    expect(await under("short.example")).toEqual([`${id} 2`]);
    // What is learned of it now comes too late.
    expect(await store.recordResolutions(learned(id, 1, end))).toBe(null);
    expect(await under("end.example")).toEqual([]);
    const old = await sent("carol", "3");
    await store.expireContent({ before: new Date(AT.getTime() + 1), at: AT, after: null, limit: 100 });
    expect(await under("short.example")).toEqual([]);
    const later = new Date(AT.getTime() + 10);
    await sent("carol", "4", later);
    const step = { pseudonym: "~gone", at: later, limit: 100 };
    while (!(await store.erase("carol", step)));
    expect(await under("short.example")).toEqual([]);
    expect((await store.linkHosts(new Date(0), null, 100)).hosts).toEqual([]);
    expect(await store.storedMessages([{ conversation: old, seq: 1 }])).toEqual([]);
  });

  test(`${backend} tells how the members of a conversation read, and keeps notes`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const { id } = (await store.append(words("alice", "bob", "1"))).conversation;
    const device = (user: string, name: string, os: "ios" | "web", version: string | null) =>
      store.rememberDevice({ user, device: name, os, version, locale: "en" }, AT);
    await device("alice", "phone", "ios", "8.0.11");
    await device("alice", "tablet", "ios", "8.0.11");
    await device("bob", "browser", "web", null);
    await device("mallory", "phone", "ios", "1.0.0");
    await store.setChoice("bob", "block");
    const kinds = await store.readerKinds(id);
    expect(kinds.toSorted((a, b) => a.os.localeCompare(b.os))).toEqual([
      { os: "ios", version: "8.0.11", choice: null },
      { os: "web", version: null, choice: "block" },
    ]);
    // Who chose for some links reads by that choice too.
    await store.setExactChoice("bob", { app: "taobao" }, "external", 9);
    await store.setExactChoice("bob", { class: "video" }, "external", 9);
    expect(await store.readerKinds(id)).toHaveLength(3);
    expect(await store.readerKinds(id)).toContainEqual({ os: "web", version: null, choice: "external" });
    expect(await store.readerKinds(`c:${"A".repeat(22)}`)).toEqual([]);
    expect(await store.note("push")).toBe(null);
    await store.setNote("push", "one");
    await store.setNote("push", "two");
    expect(await store.note("push")).toBe("two");
  });

  test(`[P2] ${backend} wipes a deleted message for everyone, keeps its number, and counts the deletion as an update`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const secret = {
      ...words("alice", "bob", "1", "https://secret.example/"),
      reportsJson: jsonText<never>('[{"url":"secret"}]'),
      contextJson: jsonText<never>('{"locale":"en"}'),
    };
    const { id } = (await store.append({ ...secret, isPending: true })).conversation;
    await store.append(words("bob", "alice", "2"));
    await store.recordResolutions(learned(id, 1, { resolutions: jsonText<never>('["secret"]'), isSettled: false }));
    await store.recordResolutions(learned(id, 2));
    const later = new Date(AT.getTime() + 5_000);
    const deletion = { conversation: id, update: 3, seq: 1, at: later, kind: "deleted" };
    expect(await store.deleteMessage("alice", id, 1, later)).toEqual(deletion);
    expect(await store.deleteMessage("alice", id, 1, new Date())).toEqual(deletion);
    const tombstone = {
      seq: 1,
      from: "alice",
      text: "",
      reportsJson: NO_REPORTS,
      contextJson: null,
      resolutions: null,
      deletedAt: later,
    };
    expect(await store.message("bob", id, 1)).toMatchObject(tombstone);
    expect((await store.append(secret)).message).toMatchObject(tombstone);
    const everything = [
      await store.messagesAfter("bob", id, 0, 10),
      await store.messagesBefore("bob", id, null, 10),
      await store.conversations("bob"),
      await store.updatesAfter("bob", id, 0, 10),
      await store.claimPending(10, NO_LEASE, AT),
    ];
    expect(JSON.stringify(everything)).not.toContain("secret");
    expect((await store.updatesAfter("bob", id, 0, 10)).map(({ update, seq, kind }) => [update, seq, kind])).toEqual([
      [1, 1, "deleted"],
      [2, 2, "judged"],
      [3, 1, "deleted"],
    ]);
    expect(await store.claimPending(10, NO_LEASE, AT)).toEqual([]);
    expect(await store.recordResolutions(learned(id, 1))).toBe(null);
    expect((await store.append(words("bob", "alice", "3"))).message.seq).toBe(3);
  });

  test(`[P3] ${backend} tells a retry from another message also when the text is gone, after being opened again too`, async ({
    onTestFinished,
  }) => {
    const name = crypto.randomUUID();
    const before = await openStore(name);
    const first = await before.append(words("alice", "bob", "deleted", "yes"));
    const { id } = first.conversation;
    await before.append(words("alice", "bob", "expired", "yes"));
    await before.append(words("alice", "dave", "to one who goes", "yes"));
    await before.deleteMessage("alice", id, 1, AT);
    const late = new Date(AT.getTime() + 1);
    expect(await before.expireContent({ before: late, at: late, after: null, limit: 10 })).toEqual({
      messages: 2,
      next: null,
    });
    while (!(await before.erase("dave", { pseudonym: "~gone", at: late, limit: 3 })));
    await before.close();
    const after = await openStore(name);
    onTestFinished(() => after.close());
    for (const [key, to, seq] of [
      ["deleted", "bob", 1],
      ["deleted", id, 1],
      ["expired", "bob", 2],
      ["to one who goes", "dave", 1],
    ] as const) {
      expect(await after.append(words("alice", to, key, "yes"))).toMatchObject({ isRepeat: true, message: { seq } });
      await expect(after.append(words("alice", to, key, "no"))).rejects.toMatchObject({ code: "key_reused" });
    }
    await expect(after.append(words("alice", "carol", "deleted", "yes"))).rejects.toMatchObject({ code: "key_reused" });
    expect([...(await after.heads("alice")).keys()]).toHaveLength(2);
    expect((await after.heads("carol")).size).toBe(0);
  });

  test(`[P3] ${backend} still knows the group of a key when one of its members was erased`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const { id } = (await store.createGroup(walk("alice", "bob", "carol"))).conversation;
    while (!(await store.erase("bob", { pseudonym: "~gone", at: AT, limit: 3 })));
    expect(await store.createGroup(walk("alice", "bob", "carol"))).toMatchObject({
      isRepeat: true,
      conversation: { id },
    });
    await expect(store.createGroup(walk("alice", "bob", "dave"))).rejects.toMatchObject({ code: "key_reused" });
  });

  test(`[P5] ${backend} lets nobody delete what another wrote, and says the same as of a message that is not there`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const { id } = (await store.append(words("alice", "bob", "1"))).conversation;
    const tries = await Promise.allSettled([
      store.deleteMessage("bob", id, 1, AT),
      store.deleteMessage("bob", id, 9, AT),
      store.deleteMessage("mallory", id, 1, AT),
    ]);
    expect(tries.map((each) => (each.status === "rejected" ? String(each.reason) : "allowed"))).toEqual([
      "StoreError: the conversation has no such message",
      "StoreError: the conversation has no such message",
      "StoreError: no conversation of this user has this id",
    ]);
    await store.deleteMessage("alice", id, 1, AT);
    await expect(store.deleteMessage("bob", id, 1, AT)).rejects.toThrow("no such message");
    expect((await store.heads("alice")).get(id)).toMatchObject({ seq: 1, update: 1 });
  });

  test(`[P2] [P3] ${backend} begins a group with the message of its making, once for each key`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const made = await store.createGroup(walk("alice", "bob"));
    expect(made.message).toMatchObject({
      seq: 1,
      from: "alice",
      text: "",
      event: { kind: "created", users: ["alice", "bob"] },
    });
    expect(made.conversation.admin).toBe("alice");
    expect(await store.createGroup(walk("alice", "bob"))).toMatchObject({ isRepeat: true, message: made.message });
    const others = [walk("alice", "mallory"), walk("alice"), walk("alice", "bob", "mallory")];
    for (const other of [...others, { ...walk("alice", "bob"), title: null }])
      await expect(store.createGroup(other)).rejects.toMatchObject({ code: "key_reused" });
    await expect(store.append(words("alice", made.conversation.id, "walk", ""))).rejects.toMatchObject({
      code: "key_reused",
    });
    await store.append(words("alice", "alice", "note"));
    await expect(store.createGroup({ ...walk("alice", "bob"), key: "note" })).rejects.toMatchObject({
      code: "key_reused",
    });
    expect((await store.conversations("bob")).map(({ unread, lastSeq }) => [unread, lastSeq])).toEqual([[0, 1]]);
    expect(await store.conversations("mallory")).toEqual([]);
    await expect(store.deleteMessage("alice", made.conversation.id, 1, AT)).rejects.toThrow("no such message");
  });

  test(`[P5] ${backend} shows the joined what comes from then on, and those who left what was until then`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const { id } = (await store.createGroup(walk("alice", "bob"))).conversation;
    const change = (by: string, more: Partial<MemberChange>) =>
      store.changeMembers({ by, conversation: id, add: [], remove: [], maxMembers: 500, at: AT, ...more });
    const say = (from: string) => store.append({ ...words(from, id, crypto.randomUUID()), isPending: false });
    await say("alice");
    const joined = await change("bob", { add: ["carol", "alice", "carol"] });
    expect(joined.events).toMatchObject([{ seq: 3, from: "bob", event: { kind: "joined", users: ["carol"] } }]);
    expect(joined.audience.toSorted()).toEqual(["alice", "bob", "carol"]);
    await say("carol");
    const left = await change("bob", { remove: ["bob"] });
    expect(left.events).toMatchObject([{ seq: 5, event: { kind: "left", users: ["bob"] } }]);
    expect(left.audience).toContain("bob");
    await say("alice");
    for (const seq of [2, 4, 6]) await store.recordResolutions(learned(id, seq));

    const seen = async (user: string) => (await store.messagesAfter(user, id, 0, 10)).map(({ seq }) => seq);
    const back = async (user: string) => (await store.messagesBefore(user, id, null, 10)).map(({ seq }) => seq);
    const updates = async (user: string) => (await store.updatesAfter(user, id, 0, 10)).map(({ seq }) => seq);
    for (const look of [seen, back]) {
      expect(await look("alice")).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await look("carol")).toEqual([3, 4, 5, 6]);
      expect(await look("bob")).toEqual([1, 2, 3, 4, 5]);
    }
    expect([await updates("alice"), await updates("carol"), await updates("bob")]).toEqual([
      [2, 4, 6],
      [4, 6],
      [2, 4],
    ]);
    expect([(await store.heads("carol")).get(id), (await store.heads("bob")).get(id)]).toMatchObject([
      { seq: 6, update: 3, from: 3, isMember: true },
      { seq: 5, update: 2, from: 1, isMember: false },
    ]);
    expect((await store.storedMessagesAfter(id, 1, 4)).map(({ seq }) => seq)).toEqual([2, 3, 4, 5]);
    expect((await store.storedMessagesAfter(id, 6, 4)).length).toBe(0);
    expect((await store.storedUpdatesAfter(id, 0, 1, 10)).map(({ update }) => update)).toEqual([1, 2, 3]);
    expect((await store.storedUpdatesAfter(id, 0, 1, 2)).map(({ update }) => update)).toEqual([1, 2]);
    // Only those that somebody who came later sees.
    expect((await store.storedUpdatesAfter(id, 0, 3, 10)).map(({ seq }) => seq)).toEqual([4, 6]);
    const nowhere = `c:${"A".repeat(22)}`;
    expect([await store.storedMessagesAfter(nowhere, 0, 4), await store.storedUpdatesAfter(nowhere, 0, 1, 4)]).toEqual([
      [],
      [],
    ]);
    expect((await store.conversations("carol"))[0]).toMatchObject({ isMember: true, unread: 1, lastSeq: 6 });
    expect((await store.conversations("bob"))[0]).toMatchObject({
      isMember: false,
      lastSeq: 5,
      unread: 2,
      conversation: { admin: null, members: ["alice", "carol"] },
    });
    expect(await store.audience(id, 2)).toEqual(["alice"]);
    expect(await store.audience(id, 3)).toEqual(["alice", "carol"]);
    const refused = await Promise.allSettled([
      store.message("carol", id, 2),
      store.message("bob", id, 6),
      store.markRead("bob", id, 6),
      store.deleteMessage("bob", id, 6, AT),
      say("bob"),
      change("bob", { add: ["bob"] }),
    ]);
    expect(refused.map((each) => (each.status === "rejected" ? each.reason.code : "allowed"))).toEqual([
      ...Array<string>(4).fill("unknown_message"),
      ...Array<string>(2).fill("unknown_conversation"),
    ]);
  });

  test(`${backend} lets only the admin remove others; when the admin leaves, who has been in longest follows`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const { id } = (await store.createGroup(walk("zoe", "bob"))).conversation;
    const change = (by: string, more: Partial<MemberChange>) =>
      store.changeMembers({ by, conversation: id, add: [], remove: [], maxMembers: 4, at: AT, ...more });
    await change("bob", { add: ["adam"] });
    await expect(change("bob", { remove: ["adam"] })).rejects.toMatchObject({ code: "not_admin" });
    await expect(change("adam", { add: ["a", "b"] })).rejects.toMatchObject({ code: "group_too_large" });
    expect((await change("adam", { add: ["bob"], remove: ["nobody"] })).events).toEqual([]);
    const both = await change("zoe", { add: ["carl"], remove: ["adam", "zoe"] });
    expect(both.events.map(({ event }) => event)).toEqual([
      { kind: "joined", users: ["carl"] },
      { kind: "removed", users: ["adam"] },
      { kind: "left", users: ["zoe"], admin: "bob" },
    ]);
    expect(both.conversation).toMatchObject({ members: ["bob", "carl"], admin: "bob" });
    await change("bob", { remove: ["bob", "carl"] });
    expect((await store.conversations("carl"))[0]).toMatchObject({
      isMember: false,
      conversation: { members: ["bob"] },
    });
    const pair = (await store.append(words("zoe", "bob", "hi"))).conversation.id;
    await expect(
      store.changeMembers({ by: "zoe", conversation: pair, add: ["adam"], remove: [], maxMembers: 9, at: AT }),
    ).rejects.toMatchObject({ code: "not_a_group" });
  });

  test(`[P1] [P3] [P5] ${backend} remembers who was in when it is opened again; who comes back sees it from then on`, async ({
    onTestFinished,
  }) => {
    const name = crypto.randomUUID();
    const before = await openStore(name);
    const { id } = (await before.createGroup(walk("alice", "bob"))).conversation;
    const sent = words("bob", id, "bob-1");
    await before.append(sent);
    const change = (store: Store, more: Partial<MemberChange>) =>
      store.changeMembers({ by: "alice", conversation: id, add: [], remove: [], maxMembers: 9, at: AT, ...more });
    await change(before, { remove: ["bob"] });
    await before.append(words("alice", id, "a-2"));
    await before.close();
    const after = await openStore(name);
    onTestFinished(() => after.close());
    expect((await after.messagesAfter("bob", id, 0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(await after.append(sent)).toMatchObject({ isRepeat: true, message: { seq: 2 } });
    await change(after, { add: ["bob"] });
    expect((await after.messagesAfter("bob", id, 0, 10)).map(({ seq }) => seq)).toEqual([5]);
    expect((await after.conversations("bob"))[0]).toMatchObject({ isMember: true, unread: 0, read: { bob: 4 } });
    expect((await after.append(words("bob", id, "bob-2"))).message.seq).toBe(6);
  });

  test(`[P3] ${backend} keeps nothing of what the blocked write to two, and answers what it accepted before`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const first = await store.append(words("mallory", "bob", "1"));
    const { id } = first.conversation;
    expect(await store.setBlocked("bob", "mallory", true, 10)).toBe(true);
    expect(await store.setBlocked("bob", "mallory", true, 10)).toBe(false);
    for (const to of ["bob", id]) {
      await expect(store.append(words("mallory", to, `to ${to}`))).rejects.toMatchObject({ code: "blocked" });
    }
    expect(await store.append(words("mallory", "bob", "1"))).toMatchObject({ isRepeat: true, message: first.message });
    expect((await store.append(words("bob", "mallory", "2"))).message.seq).toBe(2);
    await store.setBlocked("alice", "mallory", true, 10);
    await expect(store.append(words("mallory", "alice", "3"))).rejects.toMatchObject({ code: "blocked" });
    expect(await store.conversations("alice")).toEqual([]);
    expect(await store.blocks("bob")).toEqual(["mallory"]);
    expect(await store.setBlocked("bob", "mallory", false, 10)).toBe(true);
    expect((await store.append(words("mallory", "bob", "to bob"))).message.seq).toBe(3);
  });

  test(`${backend} shows no marks to two of whom one blocks the other, and those of others`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const pair = (await store.append(words("mallory", "bob", "1"))).conversation.id;
    const others = Array.from({ length: 10 }, (_, index) => `other-${index}`);
    const small = (await store.createGroup(walk("bob", "mallory", "carol"))).conversation.id;
    const large = (await store.createGroup({ ...walk("zed", "bob", "mallory", ...others), key: "large" })).conversation
      .id;
    for (const id of [pair, small, large])
      for (const user of ["bob", "mallory", "carol", "zed", "other-1"])
        await store.markRead(user, id, 1).catch(() => undefined);
    const marksOf = async (user: string) => {
      const all = await store.conversations(user);
      const paged = await Promise.all(
        [pair, small, large].map((id) => store.members(user, id, { after: null, limit: 99 })),
      );
      const seen = all.map(({ read, delivered }) => ({ read, delivered }));
      const whole = paged.map(({ members }) => ({
        read: Object.fromEntries(members.map((each) => [each.user, each.read])),
        delivered: Object.fromEntries(members.map((each) => [each.user, each.delivered])),
      }));
      return [...seen, ...whole].flatMap(({ read, delivered }) =>
        [read, delivered].map((marks) => [marks["bob"], marks["mallory"], marks["carol"] ?? marks["other-1"] ?? 1]),
      );
    };
    const seenBy = (marks: readonly number[]) => Array.from({ length: 12 }, () => marks);
    expect(await marksOf("mallory")).toEqual(seenBy([1, 1, 1]));
    await store.setBlocked("bob", "mallory", true, 10);
    expect(await marksOf("mallory")).toEqual(seenBy([0, 1, 1]));
    expect(await marksOf("bob")).toEqual(seenBy([1, 0, 1]));
    // The admin of a large group is shown whatever the name is.
    await store.setBlocked("zed", "mallory", true, 10);
    const [{ read } = { read: {} }] = await store.conversations("mallory");
    expect(read).toMatchObject({ zed: 0, "other-1": 1 });
    await store.setBlocked("zed", "mallory", false, 10);
    await store.setBlocked("bob", "mallory", false, 10);
    expect(await marksOf("mallory")).toEqual(seenBy([1, 1, 1]));
  });

  test(`${backend} leaves groups open to the blocked, but they bring nobody in who blocks them`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    await store.setBlocked("bob", "mallory", true, 10);
    const { id } = (await store.createGroup(walk("alice", "bob", "mallory"))).conversation;
    expect((await store.append(words("mallory", id, "hi"))).message.seq).toBe(2);
    await expect(store.createGroup(walk("mallory", "bob"))).rejects.toMatchObject({ code: "blocked" });
    await store.changeMembers({ by: "bob", conversation: id, add: [], remove: ["bob"], maxMembers: 9, at: AT });
    const back = { by: "mallory", conversation: id, add: ["bob"], remove: [], maxMembers: 9, at: AT };
    await expect(store.changeMembers(back)).rejects.toMatchObject({ code: "blocked" });
    await store.changeMembers({ ...back, by: "alice" });
  });

  test(`[P8] ${backend} bounds the groups one user is in, and those that strangers put them into apart`, async ({
    onTestFinished,
  }) => {
    const name = crypto.randomUUID();
    const before = await openStore(name);
    const rules = { whoAdds: "anyone", maxGroups: 4, maxGroupsByStrangers: 2 } as const;
    let count = 0;
    const group = (store: Store, ...members: string[]) =>
      store.createGroup({ members, title: null, key: `${(count += 1)}`, at: AT, rules });
    await group(before, "mallory", "bob");
    const { id } = (await group(before, "trudy", "bob")).conversation;
    await expect(group(before, "mallory", "bob")).rejects.toMatchObject({ code: "too_many_groups" });
    await before.append(words("mallory", "bob", "hi"));
    await before.close();
    const store = await openStore(name);
    onTestFinished(() => store.close());
    const own = (await group(store, "trent")).conversation.id;
    const add = { by: "trent", conversation: own, add: ["bob"], remove: [], maxMembers: 9, at: AT, rules };
    await expect(store.changeMembers(add)).rejects.toMatchObject({ code: "too_many_groups" });
    // Who was written to is no stranger; being written to does not make one.
    await store.append(words("bob", "trent", "hello"));
    await store.changeMembers(add);
    await expect(group(store, "mallory", "bob")).rejects.toMatchObject({ code: "too_many_groups" });
    await store.changeMembers({ ...add, by: "bob", conversation: id, add: [], remove: ["bob"] });
    await group(store, "mallory", "bob");
    await group(store, "bob", "carol");
    await expect(group(store, "bob", "carol")).rejects.toMatchObject({ code: "too_many_groups" });
    await expect(group(store, "trent", "bob")).rejects.toMatchObject({ code: "too_many_groups" });
    expect(await store.conversations("bob")).toHaveLength(7);
  });

  test(`[P5] ${backend} lets only contacts add somebody where the rules say so, and says the same of everybody else`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const rules = { whoAdds: "contacts", maxGroups: 9, maxGroupsByStrangers: 9 } as const;
    let count = 0;
    const group = (...members: string[]) =>
      store.createGroup({ members, title: null, key: `${(count += 1)}`, at: AT, rules });
    await store.append(words("mallory", "bob", "hi"));
    await store.setBlocked("carol", "mallory", true, 9);
    await store.createGroup(walk("bob", "mallory"));
    for (const other of ["bob", "carol", "nobody"])
      await expect(group("mallory", other)).rejects.toMatchObject({ code: "not_a_contact", message: /one of them/u });
    const written = (await store.append(words("bob", "alice", "hi"))).conversation.id;
    await store.deleteMessage("bob", written, 1, AT);
    const { id } = (await group("alice", "bob")).conversation;
    const add = { by: "alice", conversation: id, add: ["carol"], remove: [], maxMembers: 9, at: AT, rules };
    await expect(store.changeMembers(add)).rejects.toMatchObject({ code: "not_a_contact" });
    await store.append(words("carol", "alice", "hi"));
    await store.changeMembers(add);
    await expect(group("bob", "alice")).rejects.toMatchObject({ code: "not_a_contact" });
    await group("bob");
  });

  test(`${backend} bounds how many one user blocks`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    for (const other of ["a", "b"]) await store.setBlocked("bob", other, true, 2);
    await expect(store.setBlocked("bob", "c", true, 2)).rejects.toMatchObject({ code: "too_many_blocks" });
    await store.setBlocked("bob", "a", false, 2);
    await store.setBlocked("bob", "c", true, 2);
    expect(await store.blocks("bob")).toEqual(["b", "c"]);
  });

  test(`${backend} keeps a user's choices for apps, conversations and classes, so many and no more`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const set = (scope: ChoiceScope, choice: Choice | null) => store.setExactChoice("bob", scope, choice, 3);
    await set({ conversation: "c:1" }, "external");
    await set({ app: "taobao" }, "block");
    await set({ app: "taobao" }, "in_place");
    await set({ class: "video" }, "block");
    await set({ class: "video" }, "block");
    await expect(set({ app: "jd" }, "block")).rejects.toMatchObject({ code: "too_many_choices" });
    expect(await store.exactChoices("bob")).toEqual([
      { for: { app: "taobao" }, choice: "in_place" },
      { for: { class: "video" }, choice: "block" },
      { for: { conversation: "c:1" }, choice: "external" },
    ]);
    await set({ class: "video" }, null);
    await set({ class: "music" }, null);
    await set({ app: "jd" }, "block");
    expect(await store.exactChoices("bob")).toHaveLength(3);
    expect([await store.exactChoices("alice"), await store.choice("bob")]).toEqual([[], null]);
    const tried = await Promise.allSettled(
      ["a", "b", "c", "d"].map((app) => store.setExactChoice("alice", { app }, "block", 2)),
    );
    expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(await store.exactChoices("alice")).toHaveLength(2);
  });

  test(`${backend} keeps accepted, delivered and read apart; what was read was delivered`, async ({
    onTestFinished,
  }) => {
    const name = crypto.randomUUID();
    const store = await openStore(name);
    for (const key of ["1", "2", "3", "4"]) await store.append(words("alice", "bob", key));
    const { id } = (await store.append(words("alice", "bob", "5"))).conversation;
    const marks = async (of: Store) => {
      const [item] = await of.conversations("alice");
      return [item?.lastSeq, item?.delivered["bob"], item?.read["bob"], (await of.heads("bob")).get(id)?.delivered];
    };
    expect(await marks(store)).toEqual([5, 0, 0, 0]);
    expect(await store.markDelivered("bob", id, 3)).toBe(true);
    expect(await store.markDelivered("bob", id, 2)).toBe(false);
    expect(await store.markRead("bob", id, 2)).toBe(true);
    expect(await marks(store)).toEqual([5, 3, 2, 3]);
    expect(await store.markRead("bob", id, 4)).toBe(true);
    await expect(store.markDelivered("bob", id, 6)).rejects.toThrow("no such message");
    await expect(store.markDelivered("mallory", id, 1)).rejects.toThrow("no conversation");
    await store.close();
    const again = await openStore(name);
    onTestFinished(() => again.close());
    expect(await marks(again)).toEqual([5, 4, 4, 4]);
  });

  test(`${backend} says of marks that come together what it says of each alone`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    for (const key of ["1", "2", "3", "4"]) await store.append(words("alice", "bob", key));
    const { id } = (await store.append(words("alice", "bob", "5"))).conversation;
    const other = (await store.append(words("bob", "carol", "6"))).conversation.id;
    const outcomes = await Promise.allSettled([
      store.markDelivered("bob", id, 3),
      store.markDelivered("bob", id, 2),
      store.markRead("bob", id, 9),
      store.markRead("bob", id, 2),
      store.markRead("bob", id, 1),
      store.markRead("alice", id, 5),
      store.markDelivered("bob", id, 0),
      store.markDelivered("mallory", id, 1),
      store.markRead("bob", other, 1),
      store.markDelivered("bob", other, 1),
      store.markRead("bob", id, 4),
      store.markDelivered("bob", id, 4),
      store.markDelivered("bob", id, 5),
    ]);
    const said = outcomes.map((each) => (each.status === "rejected" ? each.reason.code : each.value));
    expect(said.slice(0, 6)).toEqual([true, false, "unknown_message", true, false, true]);
    expect(said.slice(6)).toEqual(["unknown_message", "unknown_conversation", true, false, true, false, true]);
    const [, item] = await store.conversations("bob");
    expect(item).toMatchObject({ delivered: { alice: 5, bob: 5 }, read: { alice: 5, bob: 4 } });
    expect((await store.heads("bob")).get(other)?.delivered).toBe(1);
    const device = { user: "bob", device: "phone", os: "ios", version: "8.0.11", locale: "vi" } as const;
    const newer = { ...device, version: "8.0.13" };
    const seen = [device, { ...device, device: "other" }, newer, { ...device, user: "alice" }];
    await Promise.all(seen.map((each) => store.rememberDevice(each, AT)));
    expect(await store.devices("bob")).toEqual([{ ...device, device: "other" }, newer]);
    expect(await store.devices("alice")).toHaveLength(1);
  });

  test(`${backend} knows since when there is an account: from its first device on, until it is erased`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const later = (ms: number) => new Date(AT.getTime() + ms);
    const device = { device: "phone", os: "ios", version: null, locale: "en" } as const;
    const seen = (user: string, name: string, ms: number) =>
      store.rememberDevice({ ...device, user, device: name }, later(ms));
    await Promise.all([seen("bob", "phone", 0), seen("bob", "tablet", 0), seen("alice", "phone", 5)]);
    await seen("bob", "tablet", 90);
    const known = async (...users: string[]) => Object.fromEntries(await store.accountsSince(users));
    expect(await known("alice", "bob", "carol")).toEqual({ alice: later(5), bob: AT });
    expect(await known()).toEqual({});
    while (!(await store.erase("bob", { pseudonym: "~gone", at: AT, limit: 100 })));
    expect(await known("bob", "~gone")).toEqual({});
    await seen("bob", "phone", 99);
    expect(await known("bob")).toEqual({ bob: later(99) });
  });

  test(`[P2] ${backend} takes a user out in bounded steps: numbers stay, names and words go, the name is free again`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    for (let index = 0; index < 7; index += 1) await store.append(words("alice", "bob", `${index}`, "secret"));
    const { id } = (await store.append(words("bob", "alice", "b"))).conversation;
    await store.append(words("alice", "alice", "note", "secret"));
    await store.deleteMessage("alice", id, 2, AT);
    const group = (await store.createGroup(walk("alice", "bob"))).conversation.id;
    const left = (await store.createGroup({ ...walk("carol", "alice"), key: "2" })).conversation.id;
    await store.changeMembers({ by: "alice", conversation: left, add: [], remove: ["alice"], maxMembers: 9, at: AT });
    await store.setChoice("alice", "block");
    await store.setExactChoice("alice", { app: "taobao" }, "block", 9);
    await store.setBlocked("carol", "alice", true, 10);
    const later = new Date(AT.getTime() + 1_000);
    let steps = 1;
    while (!(await store.erase("alice", { pseudonym: "~gone", at: later, limit: 3 }))) steps += 1;
    expect(steps).toBeGreaterThan(4);

    const kept = await store.messagesAfter("bob", id, 0, 100);
    expect(kept.map(({ seq, from, text }) => [seq, from, text])).toEqual([
      ...Array.from({ length: 7 }, (_, index) => [index + 1, "~gone", ""]),
      [8, "bob", "bob b"],
    ]);
    expect(kept[1]?.deletedAt).toEqual(AT);
    expect(kept[2]?.deletedAt).toEqual(later);
    expect((await store.updatesAfter("bob", id, 0, 100)).map(({ update, seq }) => [update, seq])).toHaveLength(7);
    const everything = [
      await store.conversations("bob"),
      await store.conversations("carol"),
      await store.messagesAfter("bob", group, 0, 100),
      await store.messagesAfter("carol", left, 0, 100),
      await store.conversations("~gone"),
      await store.blocks("carol"),
    ];
    expect(JSON.stringify(everything)).not.toContain("alice");
    expect(JSON.stringify(everything)).not.toContain("secret");
    expect((await store.conversations("bob"))[0]?.conversation).toMatchObject({
      id: group,
      members: ["bob"],
      admin: "bob",
    });
    await expect(store.append(words("bob", id, "to nobody"))).rejects.toMatchObject({ code: "blocked" });
    expect([
      await store.conversations("alice"),
      await store.choice("alice"),
      await store.exactChoices("alice"),
      await store.writtenBy("alice", null, 9),
    ]).toEqual([[], null, [], []]);
    const anew = await store.append(words("bob", "alice", "who are you"));
    expect(anew.conversation.id).not.toBe(id);
    expect(anew.message.seq).toBe(1);
  });

  test(`${backend} lists what a user wrote page by page, also what they no longer see`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const { id } = (await store.createGroup(walk("alice", "bob"))).conversation;
    const change = { by: "alice", conversation: id, add: [], remove: [], maxMembers: 9, at: AT };
    await store.append(words("bob", id, "1"));
    await store.changeMembers({ ...change, remove: ["bob"] });
    await store.changeMembers({ ...change, add: ["bob"] });
    await store.append(words("bob", id, "2"));
    const first = await store.writtenBy("bob", null, 1);
    const second = await store.writtenBy("bob", first[0]?.message ?? null, 9);
    expect([...first, ...second].map(({ message }) => message.text)).toEqual(["bob 1", "bob 2"]);
  });

  test(`${backend} lists what a user wrote by conversation and seq, whatever its keys`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    for (const to of ["bob", "carol", "bob", "carol", "bob"])
      await store.append({ ...words("alice", to, to), key: crypto.randomUUID() });
    const places: { conversation: string; seq: number }[] = [];
    for (let isMore = true; isMore;) {
      const page = await store.writtenBy("alice", places.at(-1) ?? null, 2);
      places.push(...page.map(({ message: { conversation, seq } }) => ({ conversation, seq })));
      isMore = page.length === 2;
    }
    const ids = [...new Set(places.map(({ conversation }) => conversation))];
    expect(ids).toEqual(ids.toSorted());
    const seqs = ids.map((id) => places.flatMap(({ conversation, seq }) => (conversation === id ? [seq] : [])));
    expect(seqs.toSorted((one, other) => one.length - other.length)).toEqual([
      [1, 2],
      [1, 2, 3],
    ]);
    // One conversation after the other.
    expect(places.map(({ conversation }) => conversation)).toEqual(
      ids.flatMap((id, index) => (seqs[index] ?? []).map(() => id)),
    );
  });

  test(`[P2] ${backend} takes the content of old messages in bounded steps, and nothing else of them`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const day = (number: number) => new Date(AT.getTime() + number * 86_400_000);
    const { id } = (await store.createGroup(walk("alice", "bob"))).conversation;
    for (let index = 0; index < 8; index += 1) {
      await store.append({
        ...words("alice", id, `${index}`),
        at: day(index),
        reportsJson: jsonText<never>('["e"]'),
        isPending: true,
      });
    }
    const other = (await store.append({ ...words("alice", "carol", "c"), at: day(0) })).conversation.id;
    const forgetAll = async (before: Date, at: Date) => {
      const counts: number[] = [];
      let after: string | null = null;
      do {
        const { messages, next } = await store.expireContent({ before, at, after, limit: 3 });
        counts.push(messages);
        after = next;
      } while (after !== null);
      return counts;
    };
    const counts = await forgetAll(day(5), day(9));
    // The event is looked at and kept.
    expect([Math.max(...counts) <= 3, counts.reduce((sum, each) => sum + each, 0)]).toEqual([true, 6]);
    const kept = await store.messagesAfter("bob", id, 0, 100);
    expect(kept.map(({ text }) => text)).toEqual(["", "", "", "", "", "", "alice 5", "alice 6", "alice 7"]);
    expect(kept[0]).toMatchObject({ event: { kind: "created" }, deletedAt: null });
    expect(kept[5]).toMatchObject({ seq: 6, from: "alice", at: day(4), reportsJson: "[]", deletedAt: day(9) });
    expect((await store.message("carol", other, 1)).text).toBe("");
    expect((await store.claimPending(100, NO_LEASE, AT)).map(({ seq }) => seq)).toEqual([7, 8, 9]);
    expect((await store.heads("bob")).get(id)).toMatchObject({ seq: 9, update: 0 });
    expect(await forgetAll(day(5), day(10))).toEqual([0]);
    expect((await forgetAll(day(6), day(10))).reduce((sum, each) => sum + each, 0)).toBe(1);
    expect((await store.message("bob", id, 6)).deletedAt).toEqual(day(9));
  });

  test(`${backend} knows until when a user's tokens are revoked, and tells of revocations in their order`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const later = new Date(AT.getTime() + 1_000);
    const [alice, token] = [{ kind: "user", id: "alice" } as const, { kind: "token", id: "alice" } as const];
    expect([await store.revokedAt(alice), await store.lastRevocation()]).toEqual([null, 0]);
    await store.revoke(alice, later);
    await store.revoke(token, AT);
    const seen = await store.lastRevocation();
    // The same again never counts from an earlier instant, and is news all the same.
    await store.revoke(alice, AT);
    expect([await store.revokedAt(alice), await store.revokedAt(token)]).toEqual([later, AT]);
    expect(await store.revokedAt({ kind: "user", id: "bob" })).toBeNull();
    expect(await store.revocationsAfter(seen, 9)).toMatchObject([{ kind: "user", at: later }]);
    expect((await store.revocationsAfter(0, 1)).map(({ kind }) => kind)).toEqual(["token"]);
    expect(JSON.stringify(await store.revocationsAfter(0, 9))).not.toContain("alice");
  });

  test(`${backend} drops a revocation when no token that it is about can hold any more`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const dayMs = 86_400_000;
    const revoke = (id: string, days: number) =>
      store.revoke({ kind: "user", id }, new Date(AT.getTime() + days * dayMs));
    const isKept = async (id: string) => (await store.revokedAt({ kind: "user", id })) !== null;
    await revoke("alice", 0);
    await revoke("bob", LONGEST_TOKEN_S / 86_400);
    expect(await isKept("alice")).toBe(true);
    const last = await store.lastRevocation();
    await revoke("carol", 2 * 366);
    expect([await isKept("alice"), await isKept("bob"), await isKept("carol")]).toEqual([false, true, true]);
    // Numbers go on, whatever was dropped.
    await revoke("dave", 10 * 366);
    expect(await store.lastRevocation()).toBe(last + 2);
    expect(await store.revocationsAfter(last, 9)).toHaveLength(1);
  });
}
