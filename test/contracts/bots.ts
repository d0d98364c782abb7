import { expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { INBOX_LEAP } from "../../src/store/bots.ts";
import type { NewMessage } from "../../src/store/messages.ts";
import type { Store } from "../../src/store/store.ts";

const AT = new Date("2021-09-18T12:00:00Z");

function words(from: string, to: string, key: string, at = AT): NewMessage {
  return { from, to, key, text: key, at, reportsJson: NO_REPORTS, contextJson: null, isPending: false };
}

/** What every store keeps of users who are programs. */
export function botContract(backend: string, openStore: (name: string | null) => Promise<Store>): void {
  test(`${backend} writes into a bot's inbox what it is to be told, in order, and nothing of its own`, async ({
    onTestFinished,
  }) => {
    const name = crypto.randomUUID();
    const store = await openStore(name);
    let isOpen = true;
    onTestFinished(async () => {
      if (isOpen) await store.close();
    });
    // Before it was a bot it had no inbox, and what it was in already is not joined anew.
    const { conversation } = await store.append(words("alice", "echo", "before"));
    const old = (await store.createGroup({ members: ["alice", "bob"], title: null, key: "old", at: AT })).conversation;
    const change = { by: "alice", conversation: old.id, remove: [], maxMembers: 10, at: AT };
    await store.changeMembers({ ...change, add: ["echo"] });
    await store.markBot("echo");
    await store.markBot("echo");
    expect([await store.bots(), await store.inboxHead("echo"), await store.inboxHead("alice")]).toEqual([
      ["echo"],
      0,
      0,
    ]);

    const seen: string[] = [];
    const told = async () => {
      for (const { sn, conversation: id, seq, update } of await store.inboxAfter("echo", seen.length, 100)) {
        expect(sn).toBe(seen.length + 1);
        const place = id === conversation.id ? "pair" : id === old.id ? "old" : "other";
        seen.push(`${place} ${seq}${update === null ? "" : ` update ${update}`}`);
      }
      return seen.splice(0, seen.length, ...seen).slice();
    };
    await store.append(words("alice", "echo", "1"));
    await store.append(words("echo", "alice", "2"));
    await store.append(words("alice", old.id, "3"));
    await store.append(words("alice", "bob", "not the bot's"));
    await store.deleteMessage("alice", conversation.id, 2, AT);
    expect(await told()).toEqual(["pair 2", "old 3", "pair 2 update 1"]);

    const group = (await store.createGroup({ members: ["bob", "carol"], title: "walk", key: "g", at: AT }))
      .conversation;
    await store.append(words("carol", group.id, "4"));
    const into = { by: "bob", conversation: group.id, maxMembers: 10, at: AT };
    await store.changeMembers({ ...into, add: ["echo", "dave"], remove: [] });
    await store.append(words("carol", group.id, "5"));
    // Of what it does not see nothing comes.
    await store.deleteMessage("carol", group.id, 2, AT);
    await store.changeMembers({ ...into, add: [], remove: ["echo"] });
    await store.append(words("carol", group.id, "6"));
    await store.changeMembers({ ...into, add: ["echo"], remove: [] });
    const made = await store.createGroup({ members: ["carol", "echo"], title: null, key: "h", at: AT });
    expect((await told()).slice(3)).toEqual(["other 3", "other 4", "other 5", "other 7", "other 1"]);
    expect(made.message.seq).toBe(1);
    expect(await store.inboxHead("echo")).toBe(8);

    await store.close();
    isOpen = false;
    const again = await openStore(name);
    onTestFinished(() => again.close());
    expect((await again.inboxAfter("echo", 6, 1)).map(({ sn, seq }) => [sn, seq])).toEqual([[7, 7]]);
    await again.append(words("alice", "echo", "7"));
    expect((await again.inboxAfter("echo", 8, 9)).map(({ sn, seq }) => [sn, seq])).toEqual([[9, 4]]);
  });

  test(`[C6] ${backend} numbers what comes after a restore behind what any bot was told before it, once`, async ({
    onTestFinished,
  }) => {
    const store = await openStore(null);
    onTestFinished(() => store.close());
    await store.markBot("echo");
    await store.append(words("alice", "echo", "1"));
    const was = store.epoch;
    await Promise.all([store.renewEpoch(was), store.renewEpoch(was)]);
    await store.append(words("alice", "echo", "2"));
    // A bot that was told a thousand more before the restore still hears it, and one that lacked the first hears both.
    expect((await store.inboxAfter("echo", 1_001, 9)).map(({ sn, seq }) => [sn, seq])).toEqual([[INBOX_LEAP + 2, 2]]);
    expect((await store.inboxAfter("echo", 0, 9)).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await store.inboxHead("echo")).toBe(INBOX_LEAP + 2);
  });

  test(`${backend} numbers a bot's inbox without gap also where many write at once`, async ({ onTestFinished }) => {
    const store = await openStore(null);
    onTestFinished(() => store.close());
    await store.markBot("echo");
    await store.markBot("delta");
    const groups = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        store.createGroup({ members: [`u${index}`, "echo", "delta"], title: null, key: "g", at: AT }),
      ),
    );
    const sends = Array.from({ length: 200 }, (_, index) =>
      store.append(words(`u${index % 5}`, groups[index % 5]?.conversation.id ?? "", `k${index}`)),
    );
    await Promise.all(sends);
    for (const bot of ["echo", "delta"]) {
      const inbox = await store.inboxAfter(bot, 0, 1_000);
      expect(inbox.map(({ sn }) => sn)).toEqual(Array.from({ length: 205 }, (_, index) => index + 1));
      const places = new Set(inbox.map(({ conversation, seq }) => `${conversation} ${seq}`));
      expect(places.size).toBe(205);
      // Of one conversation in the order of its numbers.
      for (const { conversation } of groups) {
        const seqs = inbox.filter((each) => each.conversation === conversation.id).map(({ seq }) => seq);
        expect(seqs).toEqual(Array.from({ length: 41 }, (_, index) => index + 1));
      }
    }
  });

  test(`${backend} forgets old entries of inboxes, and with an erased bot all of them`, async ({ onTestFinished }) => {
    const store = await openStore(null);
    onTestFinished(() => store.close());
    await store.markBot("echo");
    const day = (count: number) => new Date(AT.getTime() + count * 86_400_000);
    for (let count = 0; count < 5; count += 1) await store.append(words("alice", "echo", `${count}`, day(count)));
    expect([await store.expireInboxes(day(3), 2), await store.expireInboxes(day(3), 100)]).toEqual([2, 1]);
    expect((await store.inboxAfter("echo", 0, 9)).map(({ sn }) => sn)).toEqual([4, 5]);
    const step = { pseudonym: "~gone", at: AT, limit: 100 };
    while (!(await store.erase("echo", step))) continue;
    expect([await store.bots(), await store.inboxHead("echo"), await store.inboxAfter("echo", 0, 9)]).toEqual([
      [],
      0,
      [],
    ]);
  });

  test(`${backend} says how a bot stands to somebody`, async ({ onTestFinished }) => {
    const store = await openStore(null);
    onTestFinished(() => store.close());
    await store.markBot("echo");
    const nothing = { conversation: null, hasWritten: false, sharesGroup: false };
    expect(await store.botStanding("echo", "alice")).toEqual(nothing);
    const { conversation } = await store.append(words("alice", "echo", "1"));
    expect(await store.botStanding("echo", "alice")).toEqual({
      conversation: conversation.id,
      hasWritten: true,
      sharesGroup: false,
    });
    // Who was written to has not written.
    const to = (await store.append(words("echo", "bob", "2"))).conversation;
    expect(await store.botStanding("echo", "bob")).toEqual({ ...nothing, conversation: to.id });
    const group = await store.createGroup({ members: ["bob", "echo", "carol"], title: null, key: "g", at: AT });
    expect(await store.botStanding("echo", "carol")).toEqual({ ...nothing, sharesGroup: true });
    const { id } = group.conversation;
    await store.changeMembers({ by: "bob", conversation: id, add: [], remove: ["carol"], maxMembers: 9, at: AT });
    expect(await store.botStanding("echo", "carol")).toEqual(nothing);
  });
}
