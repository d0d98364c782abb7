import fc from "fast-check";
import { expect, test } from "vitest";
import type { Acquaintance, GroupRules, MembershipChange } from "../../src/chat/membership.ts";
import { admit, planMembers } from "../../src/chat/membership.ts";
import type { Window } from "../../src/chat/visibility.ts";
import { audienceOf, viewOf, visibleTo } from "../../src/chat/visibility.ts";

const NAMES = ["ann", "bob", "cem", "dai", "eve"];
const FRIENDLY: Acquaintance = {
  isStranger: () => false,
  isBlocked: () => false,
  groupsOf: () => ({ all: 0, byStrangers: 0 }),
};
const some = fc.subarray(NAMES);
const someChange = fc.record({
  by: fc.constantFrom(...NAMES),
  add: some,
  remove: some,
  maxMembers: fc.integer({ min: 2, max: 5 }),
});

function groupOf(windows: readonly (readonly [string, Window])[], admin: string | null) {
  const members = windows.filter(([, { until }]) => until === null).map(([user]) => user);
  return { id: "c:1", kind: "group", title: null, members, admin, windows: new Map(windows) } as const;
}

/** A group that was made by ann and changed so often; what each user could see is written down number by number. */
function lived(changes: readonly MembershipChange[]) {
  let group = groupOf([["ann", { from: 1, until: null }]], "ann");
  let seq = 1;
  const seen = new Map<string, number[]>(NAMES.map((user) => [user, user === "ann" ? [1] : []]));
  const steps: { before: typeof group; change: MembershipChange; plan: ReturnType<typeof planMembers> }[] = [];
  for (const change of changes) {
    if (!group.members.includes(change.by)) continue;
    const before = group;
    const plan = planMembers(group, change, FRIENDLY);
    steps.push({ before, change, plan });
    if (plan.kind === "refused") continue;
    const windows = new Map(group.windows);
    for (const { kind, users } of plan.events) {
      seq += 1;
      if (kind === "joined") for (const user of users) seen.set(user, []);
      const members = [...windows].filter(([, { until }]) => until === null).map(([user]) => user);
      for (const user of new Set([...members, ...(kind === "joined" ? users : [])])) seen.get(user)?.push(seq);
      for (const user of users)
        windows.set(
          user,
          kind === "joined" ? { from: seq, until: null } : { from: windows.get(user)?.from ?? 0, until: seq },
        );
    }
    group = groupOf([...windows], plan.admin);
  }
  return { group, seq, seen, steps };
}

test("whatever happens to a group, a member sees from joining until leaving, both included", () => {
  fc.assert(
    fc.property(fc.array(someChange, { maxLength: 12 }), (changes) => {
      const { group, seq, seen } = lived(changes);
      for (const user of NAMES) {
        const range = visibleTo(user, group);
        const numbers = Array.from({ length: seq }, (_, index) => index + 1);
        const visible = range === null ? [] : numbers.filter((each) => each >= range.from && each <= range.until);
        expect(visible).toEqual(seen.get(user));
      }
      for (let each = 1; each <= seq; each += 1)
        expect(audienceOf(each, group)).toEqual(group.members.filter((user) => seen.get(user)?.includes(each)));
    }),
  );
});

test("a change leaves exactly who was in, came and did not go, and refuses by reason", () => {
  fc.assert(
    fc.property(fc.array(someChange, { maxLength: 12 }), (changes) => {
      for (const { before, change, plan } of lived(changes).steps) {
        const { by, maxMembers } = change;
        const came = change.add.filter((user) => !before.members.includes(user));
        const went = change.remove.filter((user) => before.members.includes(user));
        const othersGo = went.some((user) => user !== by);
        const size = before.members.length + came.length - went.length;
        if (othersGo && by !== before.admin) expect(plan).toMatchObject({ code: "not_admin" });
        else if (came.length > 0 && size > maxMembers) expect(plan).toMatchObject({ code: "group_too_large" });
        else {
          if (plan.kind === "refused") throw new Error(plan.code);
          const told = (kind: string) => plan.events.flatMap((event) => (event.kind === kind ? event.users : []));
          expect(told("joined")).toEqual(came);
          expect([...told("removed"), ...told("left")].toSorted()).toEqual(went.toSorted());
          expect(told("left")).toEqual(went.filter((user) => user === by));
        }
      }
    }),
  );
});

test("an admin who leaves is followed by who has been in longest, then by name; nobody else is", () => {
  fc.assert(
    fc.property(fc.array(someChange, { maxLength: 12 }), (changes) => {
      for (const { before, change, plan } of lived(changes).steps) {
        if (plan.kind === "refused") continue;
        const leaves = change.remove.includes(change.by) && change.by === before.admin;
        const heir = plan.events.find(({ kind }) => kind === "left")?.admin;
        if (!leaves) {
          expect([plan.admin, heir]).toEqual([before.admin, undefined]);
          continue;
        }
        const joined = new Set(plan.events.flatMap(({ kind, users }) => (kind === "joined" ? users : [])));
        const ranked = NAMES.flatMap((user) => {
          if (change.remove.includes(user) && before.members.includes(user)) return [];
          if (joined.has(user)) return [{ user, since: Infinity }];
          return before.members.includes(user) ? [{ user, since: before.windows.get(user)?.from ?? 0 }] : [];
        });
        const first = ranked.find(({ since }) => ranked.every((other) => since <= other.since))?.user ?? null;
        expect([plan.admin, heir ?? null]).toEqual([first, first]);
      }
    }),
  );
});

test("names of the same moment are in the order of code points, as a database has them", () => {
  const [high, astral] = ["\uFA0E", "\u{20000}"];
  const group = groupOf([["ann", { from: 1, until: null }]], "ann");
  const change = { by: "ann", add: [astral, high], remove: ["ann"], maxMembers: 9 };
  expect(planMembers(group, change, FRIENDLY)).toMatchObject({ admin: high });
});

test("who left sees the members of that moment, without themselves and without an admin", () => {
  const windows = [
    ["ann", { from: 1, until: null }],
    ["bob", { from: 1, until: 5 }],
    ["cem", { from: 1, until: 4 }],
    ["dai", { from: 6, until: null }],
    ["eve", { from: 1, until: 5 }],
  ] as const;
  const group = groupOf(windows, "ann");
  expect(viewOf("bob", group)).toMatchObject({ members: ["ann", "eve"], admin: null });
  expect(viewOf("cem", group)).toMatchObject({ members: ["ann", "bob", "eve"], admin: null });
  expect(viewOf("ann", group)).toBe(group);
  expect(visibleTo("fay", group)).toBe(null);
});

test("who may add whom: contacts only, nobody who blocks, nobody with too many groups", () => {
  const rules: GroupRules = { whoAdds: "contacts", maxGroups: 3, maxGroupsByStrangers: 1 };
  const add = (who: GroupRules["whoAdds"], knows: Partial<Acquaintance>) =>
    admit("ann", ["ann", "bob"], { ...rules, whoAdds: who }, { ...FRIENDLY, ...knows });
  const isStranger = () => true;
  expect(add("contacts", {})).toEqual({ kind: "admitted", strangers: new Set() });
  expect(add("contacts", { isStranger })).toMatchObject({ code: "not_a_contact" });
  expect(add("anyone", { isStranger })).toEqual({ kind: "admitted", strangers: new Set(["bob"]) });
  expect(add("anyone", { isBlocked: (_, users) => users.includes("bob") })).toMatchObject({ code: "blocked" });
  const groupsOf = (user: string) => ({ all: user === "bob" ? 2 : 0, byStrangers: 1 });
  expect(add("anyone", { groupsOf })).toMatchObject({ kind: "admitted" });
  expect(add("anyone", { groupsOf, isStranger })).toMatchObject({ code: "too_many_groups" });
  expect(add("anyone", { groupsOf: () => ({ all: 3, byStrangers: 0 }) })).toMatchObject({ code: "too_many_groups" });
  const full: Acquaintance = { ...FRIENDLY, isStranger, groupsOf: () => ({ all: 9, byStrangers: 9 }) };
  expect(admit("ann", ["bob"], undefined, full)).toMatchObject({ kind: "admitted" });
});

test("two people are no group", () => {
  const pair = { ...groupOf([["ann", { from: 1, until: null }]], null), kind: "one_to_one" } as const;
  const change = { by: "ann", add: ["bob"], remove: [], maxMembers: 9 };
  expect(planMembers(pair, change, FRIENDLY)).toMatchObject({ code: "not_a_group" });
});
