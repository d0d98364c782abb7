import fc from "fast-check";
import { expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { type SearchPage, type SearchPlace, textSearch } from "../../src/chat/search.ts";
import { jsonText } from "../../src/input/json.ts";
import type { Store } from "../../src/store/store.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { randomRuns } from "../support/random-runs.ts";

const AT = new Date("2021-09-18T12:00:00Z");
const USERS = ["ann", "bo", "cy", "di"] as const;
type User = (typeof USERS)[number];
const MOST = 4;

/** What a store is, in the fewest words: lists, and for each user of a conversation the part of it they see. */
interface ModelConversation {
  readonly id: string;
  readonly isGroup: boolean;
  admin: User | null;
  readonly windows: Map<User, { readonly from: number; readonly until: number }>;
  readonly messages: { readonly from: User; text: string; readonly event: string | null; isDeleted: boolean }[];
  readonly updates: number[];
  readonly read: Map<User, number>;
  readonly delivered: Map<User, number>;
}

interface Model {
  readonly conversations: ModelConversation[];
  readonly keys: Map<string, { readonly conversation: ModelConversation; readonly seq: number }>;
  readonly blocks: Set<string>;
}

type Step =
  | { readonly do: "send"; readonly by: User; readonly to: User | number; readonly key: number }
  | { readonly do: "group"; readonly by: User; readonly others: readonly User[]; readonly key: number }
  | {
      readonly do: "members";
      readonly by: User;
      readonly of: number;
      readonly add: readonly User[];
      readonly remove: readonly User[];
    }
  | {
      readonly do: "delete" | "resolve" | "read" | "delivered";
      readonly by: User;
      readonly of: number;
      readonly seq: number;
    }
  | { readonly do: "block"; readonly by: User; readonly other: User; readonly on: boolean }
  | { readonly do: "reopen" };

const user = fc.constantFrom(...USERS);
const some = fc.subarray([...USERS], { maxLength: 3 });
const which = fc.nat({ max: 3 });
const key = fc.nat({ max: 40 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("send" as const), by: user, to: fc.oneof(user, which), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("group" as const), by: user, others: some, key }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("members" as const), by: user, of: which, add: some, remove: some }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom("delete" as const, "resolve" as const, "read" as const, "delivered" as const),
      by: user,
      of: which,
      seq: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("block" as const), by: user, other: user, on: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("reopen" as const) }) },
);

const isIn = ({ windows }: ModelConversation, who: User) => windows.get(who)?.until === Infinity;
const membersOf = (conversation: ModelConversation) => USERS.filter((each) => isIn(conversation, each));
const blocked = ({ blocks }: Model, by: User, others: readonly User[]) =>
  others.some((other) => other !== by && blocks.has(`${other} ${by}`));

function seen({ windows }: ModelConversation, who: User, seq: number): boolean {
  const window = windows.get(who);
  return window !== undefined && seq >= window.from && seq <= window.until;
}

function addEvent(conversation: ModelConversation, from: User, event: string): number {
  conversation.messages.push({ from, text: "", event, isDeleted: false });
  return conversation.messages.length;
}

function newConversation(model: Model, id: string, isGroup: boolean, members: readonly User[]): ModelConversation {
  const made: ModelConversation = {
    id,
    isGroup,
    admin: isGroup ? (members[0] ?? null) : null,
    windows: new Map(members.map((each) => [each, { from: 1, until: Infinity }])),
    messages: [],
    updates: [],
    read: new Map(),
    delivered: new Map(),
  };
  model.conversations.push(made);
  return made;
}

/** What the model says a step comes to: an error's code, or what has to be done to the model once the store agreed. */
type Expected = { readonly code: string } | { readonly apply: (result: unknown) => void };

const KEY_REUSED = { code: "key_reused" };

function expectation(model: Model, taken: Step): Expected {
  const of = "of" in taken ? model.conversations[taken.of] : undefined;
  switch (taken.do) {
    case "send":
      return sending(model, taken);
    case "group": {
      const members = [...new Set([taken.by, ...taken.others])];
      const known = model.keys.get(`${taken.by} ${taken.key}`);
      if (known !== undefined) {
        const isSame = known.conversation.messages[known.seq - 1]?.event === `created ${members.join(" ")}`;
        return isSame ? { apply: (result) => expect(result).toMatchObject({ isRepeat: true }) } : KEY_REUSED;
      }
      if (blocked(model, taken.by, members)) return { code: "blocked" };
      return {
        apply(result) {
          const made = newConversation(model, idOf(result), true, members);
          addEvent(made, taken.by, `created ${members.join(" ")}`);
          model.keys.set(`${taken.by} ${taken.key}`, { conversation: made, seq: 1 });
        },
      };
    }
    case "members":
      return of === undefined || !isIn(of, taken.by) ? { code: "unknown_conversation" } : changing(model, of, taken);
    case "resolve":
      return {
        apply(result) {
          const message = of?.messages[taken.seq - 1];
          const isThere = message !== undefined && !message.isDeleted;
          expect(result === null).toBe(!isThere);
          if (isThere) of?.updates.push(taken.seq);
        },
      };
    case "block":
      return {
        apply() {
          if (taken.on) model.blocks.add(`${taken.by} ${taken.other}`);
          else model.blocks.delete(`${taken.by} ${taken.other}`);
        },
      };
    case "delete": {
      if (of === undefined || !of.windows.has(taken.by)) return { code: "unknown_conversation" };
      const message = of.messages[taken.seq - 1];
      if (message?.from !== taken.by || message.event !== null || !seen(of, taken.by, taken.seq)) {
        return { code: "unknown_message" };
      }
      return {
        apply() {
          if (!message.isDeleted) of.updates.push(taken.seq);
          message.isDeleted = true;
          message.text = "";
        },
      };
    }
    case "read":
    case "delivered": {
      if (of === undefined || !of.windows.has(taken.by)) return { code: "unknown_conversation" };
      if (taken.seq > of.messages.length || !seen(of, taken.by, taken.seq)) return { code: "unknown_message" };
      const raise = (marks: Map<User, number>) => marks.set(taken.by, Math.max(taken.seq, marks.get(taken.by) ?? 0));
      return {
        apply() {
          raise(of.delivered);
          if (taken.do === "read") raise(of.read);
        },
      };
    }
    case "reopen":
      return { apply: () => {} };
  }
}

function sending(model: Model, { by, to, key }: Extract<Step, { do: "send" }>): Expected {
  const known = model.keys.get(`${by} ${key}`);
  if (known !== undefined) {
    const { conversation, seq } = known;
    const other = [...conversation.windows.keys()].find((each) => each !== by) ?? by;
    const isTo =
      typeof to === "number" ? model.conversations[to] === conversation : !conversation.isGroup && to === other;
    // Every message of a key says the same here, but the one that made a group says nothing.
    if (!isTo || conversation.messages[seq - 1]?.event !== null) return KEY_REUSED;
    return { apply: (result) => expect(result).toMatchObject({ isRepeat: true, message: { seq: known.seq } }) };
  }
  const pairWith = (other: User) =>
    model.conversations.find(
      ({ isGroup, windows }) =>
        !isGroup && windows.size === new Set([by, other]).size && windows.has(by) && windows.has(other),
    );
  const conversation = typeof to === "number" ? model.conversations[to] : pairWith(to);
  if (typeof to === "number" && (conversation === undefined || !isIn(conversation, by))) {
    return { code: "unknown_conversation" };
  }
  const others = conversation === undefined ? USERS.filter((each) => each === to) : membersOf(conversation);
  if (conversation?.isGroup !== true && blocked(model, by, others)) return { code: "blocked" };
  return {
    apply(result) {
      const made = conversation ?? newConversation(model, idOf(result), false, [...new Set([by, ...others])]);
      made.messages.push({ from: by, text: `${by} ${key}`, event: null, isDeleted: false });
      const seq = made.messages.length;
      expect(result).toMatchObject({ isRepeat: false, message: { seq, conversation: made.id } });
      model.keys.set(`${by} ${key}`, { conversation: made, seq });
    },
  };
}

function changing(
  model: Model,
  group: ModelConversation,
  { by, add, remove }: Extract<Step, { do: "members" }>,
): Expected {
  if (!group.isGroup) return { code: "not_a_group" };
  const added = add.filter((each) => !isIn(group, each));
  const removed = remove.filter((each) => each !== by && isIn(group, each));
  const leaves = remove.includes(by);
  if (removed.length > 0 && group.admin !== by) return { code: "not_admin" };
  const size = membersOf(group).length + added.length - removed.length - (leaves ? 1 : 0);
  if (added.length > 0 && size > MOST) return { code: "group_too_large" };
  if (blocked(model, by, added)) return { code: "blocked" };
  return {
    apply() {
      const end = (who: User, until: number) =>
        group.windows.set(who, { from: group.windows.get(who)?.from ?? 1, until });
      if (added.length > 0) {
        const seq = addEvent(group, by, `joined ${added.join(" ")}`);
        for (const each of added) {
          group.windows.set(each, { from: seq, until: Infinity });
          group.read.set(each, Math.max(seq - 1, group.read.get(each) ?? 0));
        }
      }
      if (removed.length > 0) {
        const seq = addEvent(group, by, `removed ${removed.join(" ")}`);
        for (const each of removed) end(each, seq);
      }
      if (!leaves) return;
      const stay = membersOf(group).filter((each) => each !== by);
      const first = (who: User) => group.windows.get(who)?.from ?? 0;
      const next = group.admin === by ? (stay.toSorted((a, b) => first(a) - first(b))[0] ?? null) : null;
      end(by, addEvent(group, by, `left ${by}${next === null ? "" : ` > ${next}`}`));
      if (group.admin === by) group.admin = next;
    },
  };
}

const idOf = (result: unknown) => (result as { conversation: { id: string } }).conversation.id;

function taking(store: Store, model: Model, taken: Step): Promise<unknown> {
  const missing = `c:${"A".repeat(22)}`;
  const of = "of" in taken ? (model.conversations[taken.of]?.id ?? missing) : missing;
  switch (taken.do) {
    case "send": {
      const { by, to, key } = taken;
      const target = typeof to === "number" ? (model.conversations[to]?.id ?? missing) : to;
      const rest = { text: `${by} ${key}`, at: AT, reportsJson: NO_REPORTS, contextJson: null, isPending: false };
      return store.append({ from: by, to: target, key: String(key), ...rest });
    }
    case "group": {
      const members = [...new Set([taken.by, ...taken.others])];
      return store.createGroup({ members, title: null, key: String(taken.key), at: AT });
    }
    case "members": {
      const { by, add, remove } = taken;
      return store.changeMembers({ by, conversation: of, add, remove, maxMembers: MOST, at: AT });
    }
    case "delete":
      return store.deleteMessage(taken.by, of, taken.seq, AT);
    case "resolve": {
      const rest = {
        index: 0,
        cause: "resolved" as const,
        resolutions: jsonText<never>("[{}]"),
        isSettled: true,
        at: AT,
      };
      return store.recordResolutions({ conversation: of, seq: taken.seq, ...rest });
    }
    case "read":
      return store.markRead(taken.by, of, taken.seq);
    case "delivered":
      return store.markDelivered(taken.by, of, taken.seq);
    case "block":
      return store.setBlocked(taken.by, taken.other, taken.on, 100);
    case "reopen":
      return Promise.resolve();
  }
}

/** Everything one user can see, said by the store and by the model. */
async function compareFor(store: Store, { conversations }: Model, who: User): Promise<void> {
  const mine = conversations.filter(({ windows }) => windows.has(who));
  const items = new Map((await store.conversations(who)).map((item) => [item.conversation.id, item]));
  const heads = await store.heads(who);
  expect([...items.keys()].toSorted()).toEqual(mine.map(({ id }) => id).toSorted());
  for (const conversation of mine) {
    const { id, messages, updates } = conversation;
    const shown = messages.flatMap(({ from, text, event, isDeleted }, index) =>
      seen(conversation, who, index + 1) ? [{ seq: index + 1, from, text, event, isDeleted }] : [],
    );
    const kept = (await store.messagesAfter(who, id, 0, 100)).map(({ seq, from, text, event, deletedAt }) => ({
      seq,
      from,
      text,
      event: event && `${event.kind} ${event.users.join(" ")}${event.admin === undefined ? "" : ` > ${event.admin}`}`,
      isDeleted: deletedAt !== null,
    }));
    expect(kept).toEqual(shown);
    expect((await store.messagesBefore(who, id, null, 100)).map(({ seq }) => seq)).toEqual(shown.map(({ seq }) => seq));
    const told = (await store.updatesAfter(who, id, 0, 100)).map(({ update, seq, kind }) => [update, seq, kind]);
    const due = updates.flatMap((seq, index) =>
      seen(conversation, who, seq)
        ? [[index + 1, seq, messages[seq - 1]?.isDeleted === true ? "deleted" : "judged"]]
        : [],
    );
    expect(told).toEqual(due);
    const last = shown.at(-1)?.seq ?? 0;
    const read = conversation.read.get(who) ?? 0;
    const delivered = conversation.delivered.get(who) ?? 0;
    expect(items.get(id)).toMatchObject({
      isMember: isIn(conversation, who),
      lastSeq: last,
      unread: shown.filter((each) => each.seq > read && each.from !== who && each.event === null && !each.isDeleted)
        .length,
      conversation: isIn(conversation, who) ? { admin: conversation.admin, members: membersOf(conversation) } : {},
    });
    expect(heads.get(id)).toMatchObject({ seq: last, delivered });
    const [lastUpdate] = due.at(-1) ?? [0];
    if (conversation.windows.get(who)?.from === 1 && isIn(conversation, who))
      expect(heads.get(id)?.update).toBe(lastUpdate);
  }
}

/** Whatever is searched and however small a page is, it finds what is seen and says it, each once, newest first. */
async function compareSearch(store: Store, { conversations }: Model, who: User): Promise<void> {
  for (const query of ["n", "O"]) {
    const said = conversations.flatMap((conversation) =>
      conversation.messages.flatMap(({ text }, index) =>
        seen(conversation, who, index + 1) && text.includes(query.toLowerCase())
          ? [`${conversation.id} ${index + 1}`]
          : [],
      ),
    );
    const found: string[] = [];
    const limits = { isMatch: textSearch(query), conversation: null, limit: 2, most: 3 };
    for (let before: SearchPlace | null = null, isFirst = true; isFirst || before !== null; isFirst = false) {
      const page: SearchPage = await store.search(who, { ...limits, before });
      found.push(...page.found.map(({ message }) => `${message.conversation} ${message.seq}`));
      before = page.next;
    }
    expect(found.toSorted()).toEqual(said.toSorted());
    const places = found.map((each) => each.split(" "));
    // Each conversation in one piece, and its numbers fall.
    for (const [index, [id = "", seq]] of places.entries()) {
      const next = places.slice(index + 1).findIndex(([other]) => other === id);
      expect(next).toBeLessThanOrEqual(0);
      if (next === 0) expect(Number(places[index + 1]?.[1])).toBeLessThan(Number(seq));
    }
  }
}

/** A store against the model, over random steps of four people. */
export function storeModel(
  backend: string,
  openStore: (name: string | null) => Promise<Store>,
  { runs = randomRuns(60) }: { readonly runs?: number } = {},
): void {
  test(
    `[P2] [P3] [P5] ${backend} does what a model of lists does, whatever four people do in whatever order`,
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), fc.nat({ max: 3 }), async (steps, kept) => {
          // Opening is slow, so only some of them are opened again.
          const name = kept === 0 ? crypto.randomUUID() : null;
          let store = await openStore(name);
          try {
            const model: Model = { conversations: [], keys: new Map(), blocks: new Set() };
            for (const taken of steps) {
              if (taken.do === "reopen" && name !== null) {
                await store.close();
                store = await openStore(name);
              }
              const expected = expectation(model, taken);
              const outcome = await taking(store, model, taken).then(
                (result) => ({ result }),
                (error: unknown) => {
                  if (!(error instanceof StoreError)) throw error;
                  return { code: error.code };
                },
              );
              if ("code" in expected || "code" in outcome)
                expect(outcome).toEqual({ code: "code" in expected ? expected.code : null });
              else expected.apply(outcome.result);
            }
            for (const who of USERS) {
              await compareFor(store, model, who);
              await compareSearch(store, model, who);
            }
          } finally {
            await store.close();
          }
        }),
        { numRuns: runs, seed: 20_210_917 },
      );
    },
    120_000 + 2_000 * runs,
  );
}
