import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import type { NewMessage } from "../../src/store/messages.ts";
import type { Store } from "../../src/store/store.ts";

const AT = new Date("2026-11-28T12:00:00Z");
const later = (seconds: number) => new Date(AT.getTime() + 1_000 * seconds);

function words(from: string, to: string, key: string, at = AT): NewMessage {
  return { from, to, key, text: key, at, reportsJson: NO_REPORTS, contextJson: null, isPending: false };
}

/** What every store keeps for the webhook. */
export function webhookContract(backend: string, openStore: (name: string | null) => Promise<Store>): void {
  test(`${backend} knows of each conversation how far the webhook was told, through a restart`, async ({
    onTestFinished,
  }) => {
    const name = crypto.randomUUID();
    const store = await openStore(name);
    let isOpen = true;
    onTestFinished(async () => {
      if (isOpen) await store.close();
    });
    const { conversation: old } = await store.append(words("alice", "bob", "before"));
    const none = { lines: 0, since: null };
    expect([await store.webhookLines(later(9), 9), await store.webhookBacklog()]).toEqual([[], none]);

    await store.keepWebhook(later(100));
    // Never earlier than said before.
    await store.keepWebhook(later(50));
    await store.append(words("alice", "bob", "1", later(60)));
    await store.append(words("bob", "alice", "2", later(61)));
    const { conversation: other } = await store.append(words("carol", "bob", "3", later(62)));
    await store.deleteMessage("carol", other.id, 1, later(63));
    await store.append(words("carol", "bob", "too late", later(100)));
    const line = { attempts: 0, update: 0 };
    const first = { ...line, conversation: old.id, seq: 1, changes: 2 };
    const second = { ...line, conversation: other.id, seq: 0, changes: 2 };
    // Before their dates too: a clock may have been set back since.
    expect(await store.webhookLines(later(9), 9)).toEqual([first, second]);
    expect(await store.webhookLines(later(62), 1)).toEqual([first]);
    expect(await store.webhookLines(later(99), 9)).toEqual([first, second]);
    expect(await store.webhookBacklog()).toEqual({ lines: 2, since: later(60) });

    await store.moveWebhook({ conversation: old.id, seq: 2, update: 0 }, null);
    await store.delayWebhook(old.id, 3, later(80));
    expect(await store.webhookLines(later(79), 9)).toEqual([second]);
    expect(await store.webhookLines(later(80), 9)).toEqual([second, { ...first, seq: 2, attempts: 3 }]);
    await store.hastenWebhook(later(70));
    expect((await store.webhookLines(later(70), 9)).map(({ conversation }) => conversation)).toEqual([
      other.id,
      old.id,
    ]);
    // What came after it was looked at stays due; what was told is never untold.
    await store.append(words("alice", "bob", "4", later(71)));
    await store.moveWebhook({ conversation: old.id, seq: 3, update: 0 }, 2);
    await store.moveWebhook({ conversation: old.id, seq: 2, update: 0 }, null);
    await store.moveWebhook({ conversation: other.id, seq: 1, update: 1 }, 2);
    await store.close();
    isOpen = false;

    const again = await openStore(name);
    onTestFinished(() => again.close());
    expect(await again.webhookLines(later(99), 9)).toEqual([{ ...first, seq: 3, changes: 3 }]);
    await again.moveWebhook({ conversation: old.id, seq: 4, update: 0 }, 3);
    expect(await again.webhookBacklog()).toEqual(none);
    await again.append(words("alice", "bob", "5", later(90)));
    expect(await again.webhookLines(later(90), 9)).toEqual([{ ...first, seq: 4, changes: 4 }]);
    expect(await again.webhookBacklog()).toEqual({ lines: 1, since: later(90) });
  });

  test(`${backend} loses nothing for the webhook where many write while it is told`, async ({ onTestFinished }) => {
    const store = await openStore(null);
    onTestFinished(() => store.close());
    await store.keepWebhook(later(100));
    const pairs = ["a", "b", "c", "d"];
    const writing = new AbortController();
    const told = new Map<string, number>();
    const tell = async () => {
      for (const line of await store.webhookLines(later(99), 9)) {
        const seq = line.seq ?? 0;
        expect(seq).toBe(told.get(line.conversation) ?? 0);
        const found = await store.storedMessagesAfter(line.conversation, seq, 1_000);
        const last = found.at(-1)?.seq ?? seq;
        told.set(line.conversation, last);
        await store.moveWebhook({ conversation: line.conversation, seq: last, update: 0 }, line.changes);
      }
    };
    const telling = (async () => {
      while (!writing.signal.aborted) {
        await tell();
        // A store in memory answers within the turn, in which nobody could write.
        await setImmediate();
      }
    })();
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(
        pairs.flatMap((pair) => [0, 1].map((each) => store.append(words(pair, "bob", `${round} ${each}`)))),
      );
    }
    writing.abort();
    await telling;
    await tell();
    expect([...told.values()]).toEqual([40, 40, 40, 40]);
    expect(await store.webhookBacklog()).toEqual({ lines: 0, since: null });
  });
}
