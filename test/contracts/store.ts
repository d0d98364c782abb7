import { expect, test } from "vitest";
import type { NewMessage, NewResolutions, Store } from "../../src/store/store.ts";

const AT = new Date("2021-09-18T12:00:00Z");

function words(from: string, to: string, key: string, text = `${from} ${key}`): NewMessage {
  return { from, to, key, text, at: AT, evidence: "[]", isPending: false };
}

function learned(conversation: string, seq: number, more: Partial<NewResolutions> = {}): NewResolutions {
  const resolutions = `[{"status":"final","of":${seq}}]`;
  return { conversation, seq, index: 0, cause: "resolved", resolutions, isSettled: true, at: AT, ...more };
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
        store.append(words("alice", index % 2 === 0 ? "bob" : "carol", "k", "other")),
      ),
    );
    for (const { message, isRepeat } of copies) {
      expect(isRepeat).toBe(true);
      expect(message).toEqual(first.message);
    }
    expect(await store.heads("alice")).toEqual(new Map([[first.message.conversation, { seq: 1, update: 0 }]]));
    expect(await store.heads("carol")).toEqual(new Map());
    expect((await store.append(words("bob", "alice", "k"))).isRepeat).toBe(false);
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
    expect(await after.append(words("alice", "bob", "k", "again"))).toMatchObject({ isRepeat: true, message });
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

  test(`${backend} moves a read mark forward only, and counts what is unread`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    for (const key of ["1", "2", "3"]) await store.append(words("alice", "bob", key));
    const { id } = (await store.append(words("bob", "alice", "4"))).conversation;
    expect((await store.conversations("bob"))[0]?.unread).toBe(3);
    expect(await store.markRead("bob", id, 2)).toBe(true);
    expect(await store.markRead("bob", id, 1)).toBe(false);
    await expect(store.markRead("bob", id, 5)).rejects.toThrow("no such message");
    expect((await store.conversations("bob"))[0]).toMatchObject({ unread: 1, read: { alice: 0, bob: 2 } });
  });

  test(`[P2] ${backend} keeps groups under the same rules`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const { id } = await store.createGroup({ members: ["alice", "bob", "carol"], title: "walk", at: AT });
    const sent = await Promise.all(["alice", "bob", "carol"].map((user) => store.append(words(user, id, "hi"))));
    expect(sent.map(({ message }) => message.seq)).toEqual([1, 2, 3]);
    expect(sent[0]?.message.kind).toBe("group");
    await expect(store.append(words("mallory", id, "hi"))).rejects.toThrow("no conversation");
    expect((await store.conversations("carol"))[0]?.conversation).toMatchObject({ id, title: "walk", kind: "group" });
  });

  test(`${backend} keeps a note to oneself, words of every script, and evidence as it was`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const text = "看 https://item.taobao.com \u0000 👩‍👩‍👧 \u202e ไทย";
    const note = await store.append({ ...words("alice", "alice", "n", text), evidence: '[{"url":"x"}]' });
    expect(note.conversation.members).toEqual(["alice"]);
    expect(await store.message("alice", note.conversation.id, 1)).toMatchObject({ text, evidence: '[{"url":"x"}]' });
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
      [3, 1, 6, 3, 2].map(async (seq) => order.push((await store.keepResolutions(learned(id, seq)))?.update)),
    );
    expect(order).toEqual([1, 2, 3, 4, 5]);
    expect((await store.keepResolutions(learned(other, 1, { cause: "list", index: 2 })))?.update).toBe(1);
    expect(await store.heads("alice")).toEqual(
      new Map([
        [id, { seq: 6, update: 5 }],
        [other, { seq: 1, update: 1 }],
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
        kind: "resolved",
        cause: "list",
        index: 2,
        resolutions: learned(other, 1).resolutions,
      },
    ]);
    expect(await store.keepResolutions(learned(id, 7))).toBe(null);
    expect(await store.keepResolutions(learned(`c:${"A".repeat(22)}`, 1))).toBe(null);
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
    await before.keepResolutions(learned(id, 1, { resolutions: "[null,{}]", isSettled: false }));
    await before.keepResolutions(learned(id, 2));
    await before.close();
    const after = await openStore(name);
    onTestFinished(() => after.close());
    expect(await after.pending(10)).toEqual([await after.message("bob", id, 1)]);
    expect((await after.message("bob", id, 1)).resolutions).toBe("[null,{}]");
    expect((await after.keepResolutions(learned(id, 1)))?.update).toBe(3);
    expect(await after.pending(10)).toEqual([]);
    expect((await after.updatesAfter("alice", id, 0, 10)).map(({ update, seq }) => [update, seq])).toEqual([
      [1, 1],
      [2, 2],
      [3, 1],
    ]);
  });

  test(`${backend} lists what is pending with the oldest first, over all conversations`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    for (const [index, to] of ["bob", "carol", "bob"].entries()) {
      const at = new Date(AT.getTime() + (index === 1 ? 1_000 : 2_000 + index));
      await store.append({ ...words("alice", to, `${index}`), at, isPending: true });
    }
    expect((await store.pending(2)).map(({ text }) => text)).toEqual(["alice 1", "alice 0"]);
  });

  test(`[P2] ${backend} wipes a deleted message for everyone, keeps its number, and counts the deletion as an update`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const secret = { ...words("alice", "bob", "1", "https://secret.example/"), evidence: '[{"url":"secret"}]' };
    const { id } = (await store.append({ ...secret, isPending: true })).conversation;
    await store.append(words("bob", "alice", "2"));
    await store.keepResolutions(learned(id, 1, { resolutions: '["secret"]', isSettled: false }));
    await store.keepResolutions(learned(id, 2));
    const later = new Date(AT.getTime() + 5_000);
    const deletion = { conversation: id, update: 3, seq: 1, at: later, kind: "deleted" };
    expect(await store.deleteMessage("alice", id, 1, later)).toEqual(deletion);
    expect(await store.deleteMessage("alice", id, 1, new Date())).toEqual(deletion);
    const tombstone = { seq: 1, from: "alice", text: "", evidence: "[]", resolutions: null, deletedAt: later };
    expect(await store.message("bob", id, 1)).toMatchObject(tombstone);
    expect((await store.append(secret)).message).toMatchObject(tombstone);
    const everything = [
      await store.messagesAfter("bob", id, 0, 10),
      await store.messagesBefore("bob", id, null, 10),
      await store.conversations("bob"),
      await store.updatesAfter("bob", id, 0, 10),
      await store.pending(10),
    ];
    expect(JSON.stringify(everything)).not.toContain("secret");
    expect((await store.updatesAfter("bob", id, 0, 10)).map(({ update, seq, kind }) => [update, seq, kind])).toEqual([
      [1, 1, "deleted"],
      [2, 2, "resolved"],
      [3, 1, "deleted"],
    ]);
    expect(await store.pending(10)).toEqual([]);
    expect(await store.keepResolutions(learned(id, 1))).toBe(null);
    expect((await store.append(words("bob", "alice", "3"))).message.seq).toBe(3);
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
    expect((await store.heads("alice")).get(id)).toEqual({ seq: 1, update: 1 });
  });
}
