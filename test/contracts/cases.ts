import fc from "fast-check";
import { expect, test } from "vitest";
import * as cases from "../../src/cases/case.ts";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { CaseRefusal, type CaseFile, type CaseRole, type Direction } from "../../src/cases/types.ts";
import type { CaseActor, CaseFilter, CaseStep, NewComplaint } from "../../src/store/cases.ts";
import type { Store } from "../../src/store/store.ts";
import { randomRuns } from "../support/random-runs.ts";

const DAY_MS = 86_400_000;
const AT = new Date("2026-11-28T12:00:00Z");
const RULES = { maxOpen: 50, maxPerHour: 20 };
const ALL = {
  stages: ["received", "in_review", "proposed", "decided", "withdrawn"],
  direction: null,
  host: null,
} as const;

const after = (ms: number): Date => new Date(AT.getTime() + ms);

function complaint(user: string, more: Partial<NewComplaint> = {}): NewComplaint {
  return {
    user,
    kind: "harmful",
    target: { kind: "link", conversation: "c:1", seq: 1, index: 0 },
    subject: { kind: "link", entry: "evil.example" },
    about: "sender",
    host: "evil.example",
    category: null,
    note: "they asked for my card",
    at: AT,
    ...more,
  };
}

function actor(user: string, roles: readonly CaseRole[] = ["moderator"], issuedAt: Date | null = AT): CaseActor {
  return { user, roles, token: { issuedAt, tokenId: `token of ${user}`, expiresAt: after(400 * DAY_MS) } };
}

function uphold(untilMs: number | null = AT.getTime() + 90 * DAY_MS, isWide = false): CaseStep {
  const effect = { kind: "entry", entry: "evil.example", finding: "fraud", untilMs } as const;
  return { do: "decide", wish: { decision: "uphold", effect, reason: "a copy", isWide }, fourEyes: "wide" };
}

const dismiss: CaseStep = {
  do: "decide",
  wish: { decision: "dismiss", effect: null, reason: "nothing seen", isWide: false },
  fourEyes: "wide",
};

async function refusal(step: Promise<unknown>): Promise<string> {
  return step.then(
    () => "taken",
    (error: unknown) => {
      if (error instanceof CaseRefusal) return error.code;
      throw error;
    },
  );
}

async function onlyCase(store: Store) {
  const { cases: found } = await store.cases({ ...ALL, after: null, limit: 10 });
  expect(found).toHaveLength(1);
  const [one] = found;
  if (one === undefined) throw new Error("no case");
  return one;
}

/** What every store keeps of complaints and cases. */
export function caseContract(
  backend: string,
  openStore: (name: string | null) => Promise<Store>,
  { runs = randomRuns(12) }: { readonly runs?: number } = {},
): void {
  async function fresh(onTestFinished: (end: () => Promise<void>) => void): Promise<Store> {
    const store = await openStore(null);
    onTestFinished(() => store.close());
    return store;
  }

  test(`[T2] ${backend} keeps one complaint of one person about one link for ever, and one case of one subject`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const made = await Promise.all(["ann", "bob", "ann", "cy"].map((user) => store.complain(complaint(user), RULES)));
    expect(made.map(({ isNew }) => isNew).filter(Boolean)).toHaveLength(3);
    expect(made[0]?.complaint.id).toBe(made[2]?.complaint.id);
    expect(await onlyCase(store)).toMatchObject({ people: 3, host: "evil.example", file: { round: 1 } });
    // The other direction is another question.
    await store.complain(complaint("ann", { kind: "wrongly_blocked" }), RULES);
    expect((await store.cases({ ...ALL, after: null, limit: 10 })).cases).toHaveLength(2);
    expect((await store.complaintsOf("ann", null, 10)).map(({ kind }) => kind).toSorted()).toEqual([
      "harmful",
      "wrongly_blocked",
    ]);
    const withdrawn = await store.withdraw("bob", made[1]?.complaint.id ?? "", AT);
    expect(withdrawn.own.state).toBe("withdrawn");
    expect(await refusal(store.complain(complaint("bob"), RULES))).toBe("withdrawn");
  });

  test(`[T1] [T10] ${backend} tells the outcome with its reason to who complained, and to nobody who they are`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    await store.complain(complaint("ann"), RULES);
    await store.complain(complaint("bob"), RULES);
    const { file } = await onlyCase(store);
    // Before a decision whoever wrote it learns nothing, not even that somebody looks.
    const claimed = await store.act(file.id, file.version, { do: "claim" }, actor("mo"), AT);
    expect(claimed?.told.map(({ user }) => user).toSorted()).toEqual(["ann", "bob"]);
    expect(await store.complaintsOf("sender", null, 10)).toEqual([]);
    const changed = await store.act(file.id, file.version + 1, uphold(), actor("mo"), after(1));
    expect(
      changed?.told.map(({ user, complaint: { kind, state, outcome, reason } }) => [
        user,
        kind,
        state,
        outcome,
        reason,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ["ann", "harmful", "decided", "upheld", "a copy"],
        ["bob", "harmful", "decided", "upheld", "a copy"],
        ["sender", "decision", "decided", "upheld", "a copy"],
      ]),
    );
    for (const { user, complaint: told } of changed?.told ?? []) {
      const text = JSON.stringify(told);
      for (const name of ["ann", "bob", "mo"].filter((each) => each !== user)) expect(text).not.toContain(`"${name}"`);
      if (user === "sender") expect(told.note).toBeNull();
    }
    expect(await store.complaintsOf("sender", null, 10)).toHaveLength(1);
    expect(await store.complaintsOf("nobody", null, 10)).toEqual([]);
  });

  test(`[T9] ${backend} changes nothing by the number of complaints`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    for (let person = 0; person < 30; person += 1) await store.complain(complaint(`mob${person}`), RULES);
    expect(await store.effects()).toEqual([]);
    expect(await onlyCase(store)).toMatchObject({ people: 30, file: { stage: { kind: "received" } } });
  });

  test(`${backend} bounds a person's complaints by the hour and by how many wait`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const about = (index: number, at = AT) =>
      complaint("ann", { target: { kind: "link", conversation: "c:1", seq: index, index: 0 }, at });
    for (let index = 1; index <= 3; index += 1) await store.complain(about(index), { maxOpen: 9, maxPerHour: 3 });
    const hourly = { maxOpen: 9, maxPerHour: 3 };
    await expect(store.complain(about(4, after(1_000)), hourly)).rejects.toMatchObject({
      code: "too_many_complaints",
      retryAfterMs: 3_600_000 - 1_000,
    });
    // The same again is no further one.
    expect((await store.complain(about(3), hourly)).isNew).toBe(false);
    expect(await refusal(store.complain(about(4, after(3_600_000)), hourly))).toBe("taken");
    expect(await refusal(store.complain(about(5, after(8_000_000)), { maxOpen: 4, maxPerHour: 9 }))).toBe(
      "too_many_complaints",
    );
    const { file } = await onlyCase(store);
    await store.act(file.id, file.version, dismiss, actor("mo"), after(8_000_000));
    expect(await refusal(store.complain(about(5, after(8_000_000)), { maxOpen: 4, maxPerHour: 9 }))).toBe("taken");
  });

  test(`[T5] ${backend} lets only roles of a good token decide, whoever asks`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    await store.complain(complaint("ann"), RULES);
    const { file } = await onlyCase(store);
    const tried = (by: CaseActor, at = after(1)) => refusal(store.act(file.id, file.version, dismiss, by, at));
    expect(await tried(actor("mo", []))).toBe("role_missing");
    expect(await tried(actor("mo", ["auditor"]))).toBe("role_missing");
    expect(await tried(actor("mo"), after(400 * DAY_MS))).toBe("role_missing");
    await store.revoke({ kind: "token", id: "token of mo" }, AT);
    expect(await tried(actor("mo"))).toBe("role_missing");
    await store.revoke({ kind: "user", id: "ma" }, after(1));
    expect(await tried(actor("ma"))).toBe("role_missing");
    expect(await tried(actor("ma", ["moderator"], null))).toBe("role_missing");
    expect(await tried(actor("ma", ["moderator"], after(2)))).toBe("taken");
  });

  test(`[T4] ${backend} lets nobody decide what concerns them: as complainant, sender, member or person`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const base = { text: "x", at: AT, reportsJson: NO_REPORTS, contextJson: null, isPending: false };
    const { conversation } = await store.append({ ...base, from: "sender", to: "member", key: "1" });
    const target = { kind: "link", conversation: conversation.id, seq: 1, index: 0 } as const;
    await store.complain(complaint("ann", { target }), RULES);
    const { file } = await onlyCase(store);
    for (const user of ["ann", "sender", "member"])
      expect(await refusal(store.act(file.id, file.version, dismiss, actor(user), AT))).toBe("own_case");
    const asked = ["ann", "sender", "member", "mo"].map(
      async (user) => (await store.stake(file.id, user, null)).isConcerned,
    );
    expect(await Promise.all(asked)).toEqual([true, true, true, false]);
    expect(await refusal(store.act(file.id, file.version, dismiss, actor("mo"), AT))).toBe("taken");
    const about = {
      subject: { kind: "user", user: "troll" },
      target: { kind: "user", user: "troll", conversation: null },
    };
    await store.complain(complaint("ann", { ...about, about: "troll", host: null } as Partial<NewComplaint>), RULES);
    const { cases: open } = await store.cases({ ...ALL, stages: ["received"], after: null, limit: 9 });
    expect(await refusal(store.act(open[0]?.file.id ?? "", 1, dismiss, actor("troll"), AT))).toBe("own_case");
    expect((await store.stake(open[0]?.file.id ?? "", "troll", null)).isConcerned).toBe(true);
  });

  test(`[T4] ${backend} lets nobody decide by an effect what concerns them elsewhere: their complaint, their link`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const about = (entry: string, host: string, seq: number) => ({
      subject: { kind: "link", entry } as const,
      target: { kind: "link", conversation: "c:2", seq, index: 0 } as const,
      host,
    });
    await store.complain(complaint("ann", about("a.shops.example", "a.shops.example", 1)), RULES);
    await store.complain(complaint("mo", { ...about("b.shops.example", "b.shops.example", 2) }), RULES);
    const page = about("https://pages.example/of/mi", "pages.example", 3);
    await store.complain(complaint("bob", { ...page, about: "mi", kind: "wrongly_blocked" }), RULES);
    const { cases: open } = await store.cases({
      ...ALL,
      stages: ["received"],
      host: "a.shops.example",
      after: null,
      limit: 9,
    });
    const { id = "" } = open[0]?.file ?? {};
    const reaches = async (user: string, entry: string) =>
      (await store.stake(id, user, { kind: "entry", entry, finding: "fraud", untilMs: null })).isConcerned;
    const reached = async (entry: string) => [await reaches("mo", entry), await reaches("mi", entry)];
    expect(await reached("shops.example")).toEqual([true, false]);
    expect(await reached("b.shops.example/any")).toEqual([true, false]);
    expect(await reached("a.shops.example")).toEqual([false, false]);
    expect(await reached("pages.example/of")).toEqual([false, true]);
    expect(await reached("pages.example/of/others")).toEqual([false, false]);
    // Whoever confirms decides too.
    const wide: CaseStep = {
      do: "decide",
      wish: {
        decision: "uphold",
        effect: { kind: "entry", entry: "shops.example", finding: "fraud", untilMs: null },
        reason: "seen",
        isWide: true,
      },
      fourEyes: "wide",
    };
    const tried = (version: number, step: CaseStep, user: string) =>
      refusal(store.act(id, version, step, actor(user), AT));
    expect(await tried(1, wide, "mo")).toBe("own_case");
    expect(await tried(1, wide, "ma")).toBe("taken");
    expect(await tried(2, { do: "confirm" }, "mo")).toBe("own_case");
    expect(await tried(2, { do: "confirm" }, "mi")).toBe("taken");
  });

  test(`[T4] ${backend} lets nobody decide whether what they blocked is wrongly blocked, by its host or one above`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const subject = { kind: "link", entry: "www.evil.example" } as const;
    await store.complain(complaint("ann", { subject, host: "www.evil.example" }), RULES);
    const { file } = await onlyCase(store);
    await store.act(file.id, 1, uphold(undefined, true), actor("mo"), after(1));
    await store.act(file.id, 2, { do: "confirm" }, actor("ma"), after(2));
    // The entry is evil.example: what is below it is blocked too.
    for (const [index, entry] of ["www.evil.example", "https://shop.evil.example/a", "evil.example.org"].entries()) {
      const target = { kind: "link", conversation: "c:2", seq: index + 1, index: 0 } as const;
      const about = { subject: { kind: "link", entry } as const, host: null, target, at: after(3) };
      await store.complain(complaint("bob", { ...about, kind: "wrongly_blocked" }), RULES);
    }
    const { cases: open } = await store.cases({ ...ALL, stages: ["received"], after: null, limit: 9 });
    const blockersOf = async (entry: string) => {
      const own = open.find(({ file: { subject: of } }) => of.kind === "link" && of.entry === entry)?.file.id ?? "";
      const stakes = await Promise.all(["mo", "ma", "mi"].map((user) => store.stake(own, user, null)));
      return stakes.map(({ hasBlocked }) => hasBlocked);
    };
    expect(await blockersOf("www.evil.example")).toEqual([true, true, false]);
    expect(await blockersOf("https://shop.evil.example/a")).toEqual([true, true, false]);
    expect(await blockersOf("evil.example.org")).toEqual([false, false, false]);
    const own = open.find(({ file: { subject: of } }) => of.kind === "link" && of.entry === subject.entry)?.file;
    const tried = (user: string) =>
      refusal(store.act(own?.id ?? "", own?.version ?? 0, dismiss, actor(user), after(4)));
    expect([await tried("mo"), await tried("ma"), await tried("mi")]).toEqual(["same_person", "same_person", "taken"]);
    // Once nothing blocks it, nobody did.
    await store.act(file.id, 3, { do: "undo" }, actor("lea", ["lead"]), after(5));
    expect(await blockersOf("www.evil.example")).toEqual([false, false, false]);
  });

  test(`[T4] ${backend} lets nobody who agreed with a block in a check decide whether it is wrong`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const told = async (host: string, seq: number, kind: "harmful" | "wrongly_blocked") => {
      const subject = { kind: "link", entry: host } as const;
      const target = { kind: "link", conversation: "c:1", seq, index: 0 } as const;
      await store.complain(complaint(`user ${seq}`, { subject, target, host, kind }), RULES);
      const { cases: found } = await store.cases({ ...ALL, direction: kind, host, after: null, limit: 1 });
      return found[0]?.file ?? expect.fail();
    };
    for (let seq = 1; seq < 600; seq += 1) {
      const host = `${seq}.example`;
      const { id } = await told(host, seq, "harmful");
      const effect = { kind: "entry", entry: host, finding: "fraud", untilMs: after(9 * DAY_MS).getTime() } as const;
      const wish = { decision: "uphold", effect, reason: "seen", isWide: false } as const;
      const decided = await store.act(id, 1, { do: "decide", wish, fourEyes: "wide" }, actor("mo"), after(1));
      if (decided?.file.decisions[0]?.isDrawn !== true) continue;
      await store.act(id, 2, { do: "check", agrees: true, note: null }, actor("ma"), after(2));
      const { id: other } = await told(host, 1000, "wrongly_blocked");
      const stakes = await Promise.all(["mo", "ma", "mi"].map((user) => store.stake(other, user, null)));
      expect(stakes.map(({ hasBlocked }) => hasBlocked)).toEqual([true, true, false]);
      return;
    }
    expect.fail("none was drawn");
  });

  test(`[T6] ${backend} lets one of two who decide at once win`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    await store.complain(complaint("ann"), RULES);
    const { file } = await onlyCase(store);
    // Whoever saw the case as it was before decides nothing, also where it is open again.
    await store.act(file.id, 1, { do: "claim" }, actor("mo"), AT);
    await store.act(file.id, 2, { do: "release" }, actor("mo"), AT);
    expect(await refusal(store.act(file.id, 1, uphold(), actor("ma"), AT))).toBe("conflict");
    const outcomes = await Promise.all(
      ["mo", "ma", "mi"].map((user) => refusal(store.act(file.id, 3, uphold(), actor(user), after(1)))),
    );
    expect(outcomes.toSorted()).toEqual(["conflict", "conflict", "taken"]);
    expect((await store.caseFile(file.id))?.file.decisions).toHaveLength(1);
    expect(await store.act("no such case", 1, dismiss, actor("mo"), AT)).toBeNull();
  });

  test(`[T3] [T7] ${backend} has in force after an opening what was decided before, once, until its day or its undoing`, async ({
    onTestFinished,
  }) => {
    const name = crypto.randomUUID();
    let store = await openStore(name);
    onTestFinished(() => store.close());
    await store.complain(complaint("ann"), RULES);
    const { file } = await onlyCase(store);
    await store.act(file.id, 1, uphold(AT.getTime() + DAY_MS), actor("mo"), after(1));
    await store.close();
    store = await openStore(name);
    expect(await store.effects()).toMatchObject([{ number: 1, caseId: file.id, effect: { kind: "entry" } }]);
    await store.act(file.id, 2, { do: "undo" }, actor("mo"), after(2));
    expect([await store.effects(), await store.lastEffect()]).toEqual([[], 2]);
    await store.act(file.id, 3, uphold(AT.getTime() + DAY_MS), actor("ma"), after(3));
    expect(await store.lastEffect()).toBe(3);
    expect(await store.endEffects(after(DAY_MS - 1), 10)).toEqual([]);
    expect(await store.endEffects(after(DAY_MS), 10)).toMatchObject([{ file: { round: 2, origin: "ended" } }]);
    expect(await store.endEffects(after(DAY_MS), 10)).toEqual([]);
    expect([await store.effects(), await store.lastEffect()]).toEqual([[], 4]);
  });

  test(`[T4] ${backend} takes the appeal of the sender, which another person decides`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    await store.complain(complaint("ann"), RULES);
    const { file } = await onlyCase(store);
    await store.act(file.id, 1, uphold(), actor("mo"), after(1));
    const [notice] = await store.complaintsOf("sender", null, 1);
    const id = notice?.id ?? "";
    expect(await refusal(store.appeal("ann", id, null, after(2)))).toBe("unknown_complaint");
    const appealed = await store.appeal("sender", id, "it is my own shop", after(2));
    expect([appealed.own.state, appealed.told.map(({ complaint: { state } }) => state)]).toEqual([
      "appealed",
      ["appealed"],
    ]);
    const overturn: CaseStep = {
      do: "decide",
      wish: { decision: "overturn", effect: null, reason: "the owner proved it", isWide: false },
      fourEyes: "wide",
    };
    expect(await refusal(store.act(file.id, 3, overturn, actor("mo"), after(3)))).toBe("same_person");
    await store.act(file.id, 3, overturn, actor("ma"), after(3));
    // Neither of the two is asked to check it.
    const listed = async (notBy: string) =>
      (await store.cases({ ...ALL, stages: ["decided"], notBy, after: null, limit: 9 })).cases.length;
    expect([await listed("mo"), await listed("ma"), await listed("mi")]).toEqual([0, 0, 1]);
    expect(await store.effects()).toEqual([]);
    expect(await store.complaintsOf("sender", null, 1)).toMatchObject([{ state: "decided", outcome: "overturned" }]);
    expect(await refusal(store.appeal("sender", id, null, after(4)))).toBe("final");
    expect(await refusal(store.withdraw("ann", (await store.complaintsOf("ann", null, 1))[0]?.id ?? "", AT))).toBe(
      "already_decided",
    );
  });

  test(`[T1] ${backend} tells whoever appeals from an earlier round what comes of it`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const { complaint: own } = await store.complain(complaint("ann"), RULES);
    const step = async (each: CaseStep, user: string, ms: number) => {
      const { file } = await onlyCase(store);
      return store.act(file.id, file.version, each, actor(user), after(ms));
    };
    await step(dismiss, "mo", 1);
    await store.complain(complaint("bob", { at: after(2) }), RULES);
    expect(await refusal(store.appeal("ann", own.id, null, after(3)))).toBe("not_decided");
    await step(dismiss, "mo", 4);
    const [told] = await store.complaintsOf("ann", null, 1);
    expect(told?.appealUntilMs).toBe(after(1 + cases.APPEAL_MS).getTime());
    const appealed = await store.appeal("ann", own.id, "look again", after(5));
    expect(appealed.own.state).toBe("appealed");
    expect((await onlyCase(store)).people).toBe(2);
    const wish = { decision: "uphold", effect: null, reason: "still nothing", isWide: false } as const;
    const changed = await step({ do: "decide", wish, fourEyes: "wide" }, "ma", 6);
    expect(changed?.told.map(({ user, complaint: { reason } }) => [user, reason])).toEqual([
      ["ann", "still nothing"],
      ["bob", "still nothing"],
    ]);
  });

  test(`${backend} lists cases by people, then by age, in pages`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    for (let index = 0; index < 5; index += 1) {
      const subject = { kind: "link", entry: `${index}.example` } as const;
      const target = { kind: "link", conversation: "c:1", seq: index + 1, index: 0 } as const;
      const about = { subject, target, host: `${index}.example`, at: after(index) };
      await store.complain(complaint("ann", about), RULES);
      if (index === 3) await store.complain(complaint("bob", about), RULES);
    }
    const seen: (string | null)[] = [];
    let next: string | null = null;
    do {
      const page = await store.cases({ ...ALL, after: next, limit: 2 });
      seen.push(...page.cases.map(({ host }) => host));
      ({ next } = page);
    } while (next !== null);
    expect(seen).toEqual(["3.example", "0.example", "1.example", "2.example", "4.example"]);
    const page = await store.cases({ ...ALL, host: "4.example", direction: "harmful", after: null, limit: 9 });
    expect(page.cases).toHaveLength(1);
    expect((await store.cases({ ...ALL, direction: "wrongly_blocked", after: null, limit: 9 })).cases).toEqual([]);
    // All pages are counted, and what is due of them.
    const count = async (more: Partial<CaseFilter>) =>
      (await store.cases({ ...ALL, after: null, limit: 1, countedAt: after(cases.DUE_MS + 2), ...more })).count;
    const open = { stages: ["received", "in_review", "proposed"] } as const;
    expect([page.count, await count(open)]).toEqual([null, { total: 5, overdue: 2 }]);
    // Appeals are found on whatever page they would stand: with one of one's own nobody has less to do.
    const act = async (host: string, step: CaseStep, user = "mo") => {
      const { cases: found } = await store.cases({ ...ALL, host, after: null, limit: 1 });
      const { id = "", version = 0 } = found[0]?.file ?? {};
      return store.act(id, version, step, actor(user), after(9));
    };
    for (const host of ["0.example", "1.example", "2.example"]) await act(host, dismiss);
    await act("1.example", { do: "undo" });
    const told = await store.complaintsOf("ann", null, 9);
    await store.appeal("ann", told.find(({ host }) => host === "2.example")?.id ?? "", null, after(9));
    const appeals = await store.cases({ ...ALL, ...open, isAppeal: true, after: null, limit: 9 });
    expect(appeals.cases.map(({ host }) => host)).toEqual(["2.example"]);
    expect([await count(open), await count({ ...open, isAppeal: true })]).toMatchObject([{ total: 4 }, { total: 1 }]);
    // Whoever decided or confirmed is left out, whatever came before.
    const twoEyes = { ...dismiss, fourEyes: "all" } as const;
    await act("3.example", twoEyes);
    await act("3.example", { do: "confirm" }, "ma");
    const decided = async (notBy: string) =>
      (await store.cases({ ...ALL, stages: ["decided"], notBy, after: null, limit: 9 })).cases.map(({ host }) => host);
    expect(await Promise.all(["mo", "ma", "mi"].map(decided))).toEqual([[], ["0.example"], ["3.example", "0.example"]]);
    while (!(await store.erase("ma", { pseudonym: "~gone", at: AT, limit: 100 })));
    expect([await decided("~gone"), (await decided("ma")).length]).toEqual([["0.example"], 2]);
    const first = await store.complaintsOf("ann", null, 3);
    const rest = await store.complaintsOf("ann", first.at(-1)?.id ?? null, 3);
    expect([...first, ...rest].map(({ host }) => host)).toEqual([4, 3, 2, 1, 0].map((each) => `${each}.example`));
  });

  test(`${backend} counts what was received, decided and reversed by rule, list and moderator, in a period`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const HOUR_MS = 3_600_000;
    const judged = (rule: string, ...lists: string[]) => ({
      rule,
      edition: "a".repeat(64),
      lists: lists.map((name) => ({ name, version: "7" })),
    });
    /** One case of its own host, by its number. */
    const about = (number: number, more: Partial<NewComplaint>) =>
      complaint("ann", {
        subject: { kind: "link", entry: `${number}.example` },
        target: { kind: "link", conversation: "c:1", seq: number, index: 0 },
        host: `${number}.example`,
        ...more,
      });
    await store.complain(about(1, { judged: judged("miit/own", "urlhaus") }), RULES);
    await store.complain(about(1, { user: "bob", judged: judged("miit/other") }), RULES);
    await store.complain(about(2, { judged: judged("miit/own", "urlhaus", "=cmd") }), RULES);
    await store.complain(about(3, { at: after(HOUR_MS) }), RULES);
    const { cases: open } = await store.cases({ ...ALL, after: null, limit: 9 });
    const idOf = (number: number) => open.find(({ host }) => host === `${number}.example`)?.file.id ?? "";
    const act = (number: number, version: number, step: CaseStep, user: string, hours: number) =>
      store.act(idOf(number), version, step, actor(user), after(hours * HOUR_MS));
    await act(1, 1, uphold(), "mo", 2);
    await act(2, 1, dismiss, "mo", 4);
    await act(2, 2, { do: "undo" }, "mo", 4);
    const [notice] = await store.complaintsOf("sender", null, 1);
    await store.appeal("sender", notice?.id ?? "", null, after(10 * HOUR_MS));
    const overturn: CaseStep = {
      do: "decide",
      wish: { decision: "overturn", effect: null, reason: "proved", isWide: false },
      fourEyes: "wide",
    };
    await act(1, 3, overturn, "ma", 11);
    const hour = (hours: number, decided: number) => ({ from: after(hours * HOUR_MS), decided });
    const unchecked = { checked: 0, agreed: 0 };
    const figures = await store.figures(AT, after(20 * HOUR_MS), after(49 * HOUR_MS));
    expect(figures).toMatchObject({
      received: 3,
      complaints: 4,
      decided: 3,
      reversed: 2,
      // Of 1, 2 and 4 hours; the appeal by itself.
      medianMs: 2 * HOUR_MS,
      // The third is open and late; the second is due two days after it was taken back.
      open: 2,
      overdue: 0,
    });
    expect(figures.byRule).toEqual([
      { name: "miit/own", received: 2, decided: 3, reversed: 2 },
      { name: null, received: 1, decided: 0, reversed: 0 },
    ]);
    expect(figures.byList).toEqual([
      { name: "urlhaus", received: 2, decided: 3, reversed: 2 },
      { name: "=cmd", received: 1, decided: 1, reversed: 1 },
    ]);
    expect(figures.byModerator).toEqual([
      {
        user: "mo",
        pseudonym: expect.stringMatching(/^mod:/u),
        decided: 2,
        reversed: 2,
        ...unchecked,
        busiestHour: hour(2, 1),
      },
      {
        user: "ma",
        pseudonym: expect.stringMatching(/^mod:/u),
        decided: 1,
        reversed: 0,
        ...unchecked,
        busiestHour: hour(11, 1),
      },
    ]);
    expect((await store.figures(AT, after(1), after(50 * HOUR_MS))).overdue).toBe(1);
    const first = await store.figures(AT, after(3 * HOUR_MS), AT);
    expect(first).toMatchObject({ received: 3, decided: 1, medianMs: 2 * HOUR_MS });
    expect(await store.figures(after(17 * HOUR_MS), after(20 * HOUR_MS), AT)).toMatchObject({
      received: 0,
      complaints: 0,
      decided: 0,
      reversed: 0,
      medianMs: null,
      byRule: [],
      byList: [],
      byModerator: [],
    });
    // What decided before stands in the log's entry too.
    const entries = (await store.logEntries(0, 9)).map(({ body }) => JSON.parse(body.toString()) as object);
    expect(entries[0]).toMatchObject({
      type: "decision",
      rule: "miit/own",
      edition: "a".repeat(64),
      lists: [{ name: "urlhaus", version: "7" }],
    });
    await act(3, 1, uphold(), "mo", 4.5);
    // Whoever is erased is counted on, under no name of theirs.
    while (!(await store.erase("mo", { pseudonym: "~gone", at: AT, limit: 100 })));
    expect((await store.figures(AT, after(20 * HOUR_MS), AT)).byModerator).toContainEqual({
      user: "~gone",
      pseudonym: null,
      decided: 3,
      reversed: 2,
      ...unchecked,
      busiestHour: hour(4, 2),
    });
  });

  test(`${backend} counts how earlier complaints of a person turned out`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const about = (user: string, number: number, more: Partial<NewComplaint> = {}) =>
      store.complain(
        complaint(user, {
          subject: { kind: "link", entry: `${number}.example` },
          target: { kind: "link", conversation: "c:1", seq: number, index: 0 },
          host: `${number}.example`,
          ...more,
        }),
        RULES,
      );
    for (const number of [1, 2, 3, 4]) await about("ann", number);
    // Twice about one case counts once; what is taken back, and what somebody is told of, never.
    await about("ann", 1, { target: { kind: "link", conversation: "c:1", seq: 91, index: 0 } });
    await about("bob", 1);
    const back = await about("bob", 2);
    await store.withdraw("bob", back.complaint.id, AT);
    const { cases: open } = await store.cases({ ...ALL, after: null, limit: 9 });
    const fileOf = (number: number) => open.find(({ host }) => host === `${number}.example`)?.file ?? expect.fail();
    const records = async (number: number, since = AT) =>
      Object.fromEntries(await store.complaintRecords(fileOf(number), ["ann", "bob", "sender", "~gone"], since));
    expect(await records(4)).toEqual({});
    await store.act(fileOf(1).id, 1, dismiss, actor("mo"), after(1));
    await store.act(fileOf(2).id, 1, uphold(), actor("mo"), after(1));
    await store.act(fileOf(3).id, 1, dismiss, actor("mo"), after(1));
    await store.act(fileOf(3).id, 2, { do: "undo" }, actor("mo"), after(2));
    expect(await records(4)).toEqual({ ann: { decided: 2, dismissed: 1 }, bob: { decided: 1, dismissed: 1 } });
    // Not the case that is looked at, nor what is older.
    expect(await records(1)).toEqual({ ann: { decided: 1, dismissed: 0 } });
    expect(await records(4, after(1))).toEqual({});
    while (!(await store.erase("ann", { pseudonym: "~gone", at: AT, limit: 100 })));
    expect(await records(4)).toEqual({ bob: { decided: 1, dismissed: 1 } });
  });

  test(`${backend} draws one decision in twenty for another person, who agrees or does not, and nobody chooses which`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const decide = async (number: number, step: CaseStep, user = "mo") => {
      const host = `${number}.example`;
      const found = await store.cases({ ...ALL, host, after: null, limit: 1 });
      const { id = "", version = 0 } = found.cases[0]?.file ?? {};
      const roles = [user === "lea" ? "lead" : "moderator"] as const;
      return (await store.act(id, version, step, actor(user, roles), after(number)))?.file ?? expect.fail();
    };
    const drawn: number[] = [];
    let made = 0;
    while (drawn.length < 2 && made < 600) {
      made += 1;
      const target = { kind: "link", conversation: "c:1", seq: made, index: 0 } as const;
      const subject = { kind: "link", entry: `${made}.example` } as const;
      await store.complain(complaint(`user ${made}`, { subject, target, host: `${made}.example` }), RULES);
      if ((await decide(made, dismiss)).decisions[0]?.isDrawn === true) drawn.push(made);
    }
    const [one = 0, other = 0] = drawn;
    const listed = async (check: "waiting" | "disputed") =>
      new Set((await store.cases({ ...ALL, check, after: null, limit: 99 })).cases.map(({ host }) => host));
    expect(await listed("waiting")).toEqual(new Set([`${one}.example`, `${other}.example`]));
    for (const [notBy, total] of [
      ["mo", 0],
      ["ma", 2],
    ] as const) {
      const own = await store.cases({
        ...ALL,
        check: "waiting",
        notBy,
        countedAt: after(9 * DAY_MS),
        after: null,
        limit: 1,
      });
      expect([own.cases.length, own.count]).toEqual([Math.min(1, total), { total, overdue: 0 }]);
    }
    // Taken back and decided anew it is drawn again.
    await decide(one, { do: "undo" });
    expect(await listed("waiting")).toEqual(new Set([`${other}.example`]));
    expect((await decide(one, dismiss)).decisions[1]?.isDrawn).toBe(true);

    const agree = { do: "check", agrees: true, note: null } as const;
    const disagree = { do: "check", agrees: false, note: "too mild" } as const;
    expect(await refusal(decide(one, agree))).toBe("same_person");
    expect(await refusal(decide(one, agree, `user ${one}`))).toBe("own_case");
    expect(await refusal(decide(one, { ...disagree, note: null }, "ma"))).toBe("bad_decision");
    expect((await decide(one, disagree, "ma")).decisions[1]?.check).toMatchObject({ by: "ma", agrees: false });
    expect((await decide(one, { ...agree, agrees: null }, "ma")).decisions[1]?.check).toBe(null);
    expect((await store.figures(AT, after(DAY_MS), AT)).checks).toMatchObject({ drawn: 3, checked: 0, agreed: 0 });
    expect((await decide(one, agree, "ma")).decisions[1]?.check).toMatchObject({ by: "ma", agrees: true });
    expect(await refusal(decide(one, agree, "mi"))).toBe("conflict");
    expect(await refusal(decide(one === 1 ? 2 : 1, agree, "ma"))).toBe(
      drawn.includes(one === 1 ? 2 : 1) ? "taken" : "conflict",
    );
    expect((await decide(other, disagree, "ma")).stage.kind).toBe("decided");
    expect([await listed("waiting"), await listed("disputed")]).toEqual([new Set(), new Set([`${other}.example`])]);
    const figures = await store.figures(AT, after(DAY_MS), AT);
    // One of those drawn was taken back before anybody looked, and waits for nobody.
    expect(figures.checks).toEqual({ drawn: 3, checked: 2, agreed: 1, waiting: 0, disputed: 1 });
    expect(figures.byModerator).toMatchObject([{ user: "mo", checked: 2, agreed: 1 }]);
    while (!(await store.erase("ma", { pseudonym: "~gone", at: AT, limit: 100 })));
    const { cases: left } = await store.cases({ ...ALL, check: "disputed", after: null, limit: 9 });
    expect(left[0]?.file.decisions[0]?.check).toMatchObject({ by: "~gone", agrees: false, note: null });
    await decide(other, agree, "lea");
    expect(await listed("disputed")).toEqual(new Set());
    expect((await store.figures(AT, after(DAY_MS), AT)).checks).toEqual({ ...figures.checks, disputed: 0 });
    while (!(await store.erase("lea", { pseudonym: "~lead", at: AT, limit: 100 })));
    const { cases: known } = await store.cases({ ...ALL, host: `${other}.example`, after: null, limit: 1 });
    expect(known[0]?.file.decisions[0]?.check?.left?.by).toBe("~lead");
  });

  test(`${backend} counts complaints by who made them, as they were then and as reviews left them`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const greet = (user: string, ms: number) =>
      store.rememberDevice({ user, device: "d", os: "web", version: null, locale: "en" }, after(ms));
    await Promise.all([greet("old", -7 * DAY_MS), greet("new", 1 - 7 * DAY_MS), greet("wrong", -9 * DAY_MS)]);
    const about = (user: string, number: number, at = AT) => {
      const target = { kind: "link", conversation: "c:1", seq: number, index: 0 } as const;
      const subject = { kind: "link", entry: `${number}.example` } as const;
      return store.complain(complaint(user, { subject, target, host: `${number}.example`, at }), RULES);
    };
    for (const user of ["old", "new", "wrong", "unseen"]) await about(user, 1);
    for (const number of [2, 3]) await about("wrong", number);
    const step = async (number: number, each: CaseStep, user: string) => {
      const { cases: found } = await store.cases({ ...ALL, host: `${number}.example`, after: null, limit: 1 });
      const { id = "", version = 0 } = found[0]?.file ?? {};
      return store.act(id, version, each, actor(user), after(DAY_MS));
    };
    for (const number of [1, 2, 3]) await step(number, dismiss, "mo");
    // Of three earlier ones all were dismissed; and what is taken back counts nowhere.
    await about("wrong", 4, after(DAY_MS));
    await store.withdraw("old", (await about("old", 4, after(DAY_MS))).complaint.id, after(DAY_MS));
    const rows = async () => (await store.figures(AT, after(2 * DAY_MS), AT)).byReporter;
    expect(await rows()).toEqual(
      expect.arrayContaining([
        { name: "established", complaints: 4, decided: 4, dismissed: 4 },
        { name: "new_account", complaints: 1, decided: 1, dismissed: 1 },
        { name: "often_dismissed", complaints: 1, decided: 0, dismissed: 0 },
        { name: null, complaints: 1, decided: 1, dismissed: 1 },
      ]),
    );
    // A review that overturns the dismissal makes those right who complained; an undo leaves nothing decided.
    const own = (await store.complaintsOf("new", null, 1))[0]?.id ?? "";
    await store.appeal("new", own, null, after(DAY_MS));
    const effect = {
      kind: "entry",
      entry: "1.example",
      finding: "fraud",
      untilMs: after(9 * DAY_MS).getTime(),
    } as const;
    const wish = { decision: "overturn", effect, reason: "seen again", isWide: false } as const;
    await step(1, { do: "decide", wish, fourEyes: "wide" }, "ma");
    await step(2, { do: "undo" }, "mo");
    // Whoever is erased is counted on.
    while (!(await store.erase("new", { pseudonym: "~gone", at: AT, limit: 100 })));
    expect(await rows()).toEqual(
      expect.arrayContaining([
        { name: "established", complaints: 4, decided: 3, dismissed: 1 },
        { name: "new_account", complaints: 1, decided: 1, dismissed: 0 },
      ]),
    );
  });

  test(`${backend} counts of a person's earlier complaints the 20 newest rounds`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const about = (number: number) => {
      const target = { kind: "link", conversation: "c:1", seq: number, index: 0 } as const;
      const subject = { kind: "link", entry: `${number}.example` } as const;
      const made = complaint("ann", { subject, target, host: `${number}.example`, at: after(number) });
      return store.complain(made, { maxOpen: 99, maxPerHour: 99 });
    };
    for (let number = 1; number <= 23; number += 1) await about(number);
    const { cases: open } = await store.cases({ ...ALL, after: null, limit: 99 });
    for (const { file, host } of open) {
      // The two oldest of all are dismissed; the newest is the one that is looked at.
      const isOldest = host === "1.example" || host === "2.example";
      if (host !== "23.example") await store.act(file.id, 1, isOldest ? dismiss : uphold(), actor("mo"), after(99));
    }
    const file = open.find(({ host }) => host === "23.example")?.file ?? expect.fail();
    const records = await store.complaintRecords(file, ["ann"], AT);
    expect(Object.fromEntries(records)).toEqual({ ann: { decided: 20, dismissed: 0 } });
  });

  test(`${backend} tells which effects end next`, async ({ onTestFinished }) => {
    const store = await fresh(onTestFinished);
    const hosts = ["a.example", "b.example", "c.example"];
    for (const [seq, host] of hosts.entries())
      await store.complain(
        complaint("ann", {
          host,
          subject: { kind: "link", entry: host },
          target: { kind: "link", conversation: "c:1", seq, index: 0 },
        }),
        RULES,
      );
    const { cases: open } = await store.cases({ ...ALL, after: null, limit: 9 });
    const days = new Map([
      ["a.example", AT.getTime() + 3 * DAY_MS],
      ["b.example", AT.getTime() + DAY_MS],
      ["c.example", null],
    ]);
    for (const { file, host } of open)
      await store.act(file.id, 1, uphold(days.get(host ?? "") ?? null), actor("op", ["operator"]), after(1));
    const next = async (ms: number, limit = 9) => (await store.endings(after(ms), limit)).map(({ host }) => host);
    expect(await next(9 * DAY_MS)).toEqual(["b.example", "a.example"]);
    expect(await next(2 * DAY_MS)).toEqual(["b.example"]);
    expect(await next(9 * DAY_MS, 1)).toEqual(["b.example"]);
    expect(await next(DAY_MS)).toEqual([]);
  });

  test(`${backend} keeps of a link what its case needs, until 200 days after the decision`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const link = "https://evil.example/\u0000x";
    const seen = { at: AT, chat: "group", link, resolution: null } as const;
    const about = (seq: number) => ({ kind: "link", conversation: "c:1", seq, index: 0 }) as const;
    for (let seq = 1; seq <= 25; seq += 1)
      await store.complain(complaint(`user ${seq}`, { target: about(seq), about: `sender ${seq}`, seen }), RULES);
    const { file } = await onlyCase(store);
    const kept = async () => (await store.caseFile(file.id))?.kept ?? [];
    expect(await kept()).toHaveLength(20);
    expect((await kept()).find(({ key }) => key === "link c:1 1 0")).toEqual({
      ...seen,
      key: "link c:1 1 0",
      from: "sender 1",
    });
    await store.erase("sender 1", { pseudonym: "~1gone", at: AT, limit: 100 });
    await store.endEvidence(after(400 * DAY_MS));
    expect(await kept()).toHaveLength(19);
    await store.act(file.id, file.version, dismiss, actor("mo"), after(DAY_MS));
    await store.endEvidence(after(201 * DAY_MS - 1));
    expect(await kept()).toHaveLength(19);
    // Opened anew it is needed again.
    await store.complain(complaint("ann", { target: about(99), seen, at: after(2 * DAY_MS) }), RULES);
    await store.endEvidence(after(201 * DAY_MS));
    expect(await kept()).toHaveLength(20);
    const again = await onlyCase(store);
    await store.act(again.file.id, again.file.version, dismiss, actor("mo"), after(3 * DAY_MS));
    await store.endEvidence(after(203 * DAY_MS));
    expect(await kept()).toEqual([]);
  });

  test(`[T11] ${backend} erases a name from complaints, cases and effects, and the case goes on`, async ({
    onTestFinished,
  }) => {
    const store = await fresh(onTestFinished);
    const about = { kind: "user", user: "a_b%" } as const;
    await store.complain(
      complaint("ann", { subject: about, target: { ...about, conversation: null }, about: "a_b%" }),
      RULES,
    );
    const { file } = await onlyCase(store);
    const effect = { kind: "suspend", user: "a_b%", untilMs: AT.getTime() + DAY_MS } as const;
    const suspend: CaseStep = {
      do: "decide",
      wish: { decision: "uphold", effect, reason: "abuse", isWide: false },
      fourEyes: "wide",
    };
    expect(await store.knowsUser("mo")).toBe(false);
    await store.act(file.id, 1, suspend, actor("mo"), after(1));
    // Who decided and never wrote is kept too: in the case, and behind a pseudonym in the log.
    expect(await store.knowsUser("mo")).toBe(true);
    const [notice] = await store.complaintsOf("a_b%", null, 1);
    await store.appeal("a_b%", notice?.id ?? "", "my own words", after(2));
    for (const user of ["ann", "a_b%", "mo"]) {
      while (!(await store.erase(user, { pseudonym: `~${user.length}gone`, at: AT, limit: 100 })));
      expect(await store.complaintsOf(user, null, 10)).toEqual([]);
    }
    const kept = JSON.stringify([await store.caseFile(file.id), await store.effects()]);
    for (const word of ['"ann"', "a_b%", '"mo"', "my own words", "they asked"]) expect(kept).not.toContain(word);
    expect((await onlyCase(store)).people).toBe(1);
    expect(await store.effects()).toMatchObject([{ effect: { kind: "suspend", user: "~4gone" } }]);
  });

  test(`[T2] [T3] ${backend} keeps of cases what the model keeps, whatever people and moderators do`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(walkStep, { minLength: 10, maxLength: 30 }),
        fc.nat({ max: 3 }),
        async (steps, kept) => {
          const name = kept === 0 ? crypto.randomUUID() : null;
          let store = await openStore(name);
          try {
            const model: WalkModel = { file: null, complaints: new Map() };
            let atMs = AT.getTime();
            for (const step of steps) {
              atMs += step.do === "wait" ? 40 * DAY_MS : 1;
              if (step.do === "reopen" && name !== null) {
                await store.close();
                store = await openStore(name);
              }
              await walk(store, model, step, atMs);
            }
          } finally {
            await store.close();
          }
        },
      ),
      { numRuns: runs, seed: 20_261_128 },
    );
  });
}

type WalkStep =
  | { readonly do: "complain" | "withdraw" | "appeal"; readonly user: string }
  | {
      readonly do: "act";
      readonly user: string;
      readonly step: Exclude<CaseStep["do"], "check">;
      readonly isAgreeing: boolean;
      readonly isWide: boolean;
    }
  | { readonly do: "wait" }
  | { readonly do: "reopen" };

const who = fc.constantFrom("ann", "bob", "cy");
const walkStep: fc.Arbitrary<WalkStep> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("complain" as const, "withdraw" as const, "appeal" as const),
      user: who,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("act" as const),
      user: fc.constantFrom("mo", "ma"),
      step: fc.constantFrom(
        "decide" as const,
        "decide" as const,
        "claim" as const,
        "confirm" as const,
        "reject" as const,
        "undo" as const,
      ),
      isAgreeing: fc.boolean(),
      isWide: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.record({ do: fc.constant("wait" as const) }),
      fc.record({ do: fc.constant("reopen" as const) }),
    ),
  },
);

/** One case and its complaints, as pure functions keep them. */
interface WalkModel {
  file: CaseFile | null;
  readonly complaints: Map<string, { id: string; round: number; isWithdrawn: boolean }>;
}

const DIRECTION: Direction = "harmful";

/** What the pure model makes of a step; throws what it refuses. */
function modelled(model: WalkModel, step: WalkStep, atMs: number): CaseFile | null {
  const { file, complaints } = model;
  if (step.do === "reopen" || file === null) return file;
  if (step.do === "wait") return cases.endEffect(file, atMs) ?? file;
  if (step.do === "act") return acted(file, step, atMs);
  const own = complaints.get(step.user);
  if (step.do === "complain") {
    if (own?.isWithdrawn === true) throw new CaseRefusal("withdrawn", "");
    return own === undefined ? cases.takeComplaint(file, atMs) : file;
  }
  if (own === undefined) throw new CaseRefusal("unknown_complaint", "");
  if (step.do === "appeal") {
    if (own.isWithdrawn) throw new CaseRefusal("final", "");
    const next = cases.appeal(file, { by: step.user, note: null, of: cases.lastDecision(file, own.round) }, atMs);
    own.round = next.round;
    return next;
  }
  if (own.isWithdrawn) return file;
  if (own.round !== file.round || file.stage.kind === "decided" || file.appeal !== null)
    throw new CaseRefusal("already_decided", "");
  const left =
    [...complaints.values()].filter(({ round, isWithdrawn }) => round === file.round && !isWithdrawn).length - 1;
  return cases.takeWithdrawal(file, left);
}

function caseStep(
  file: CaseFile,
  { step, isAgreeing, isWide }: Extract<WalkStep, { do: "act" }>,
  atMs: number,
): Exclude<CaseStep, { do: "check" }> {
  if (step !== "decide") return { do: step };
  const reviewed = cases.reviewedIn(file);
  const decision = reviewed === null ? (isAgreeing ? "uphold" : "dismiss") : isAgreeing ? "uphold" : "overturn";
  const acts = reviewed === null ? isAgreeing : !isAgreeing && reviewed.outcome === "dismissed";
  const effect = acts
    ? ({ kind: "entry", entry: "evil.example", finding: "fraud", untilMs: atMs + 30 * DAY_MS } as const)
    : null;
  return { do: "decide", wish: { decision, effect, reason: "seen", isWide }, fourEyes: "wide" };
}

function acted(file: CaseFile, step: Extract<WalkStep, { do: "act" }>, atMs: number): CaseFile {
  const by = { user: step.user, roles: ["moderator"] as const, isConcerned: false, hasBlocked: false };
  const taken = caseStep(file, step, atMs);
  switch (taken.do) {
    case "decide":
      return cases.decide(file, taken.wish, by, { atMs, fourEyes: taken.fourEyes });
    case "claim":
      return cases.claim(file, by, atMs);
    case "release":
      return cases.release(file, by);
    case "confirm":
      return cases.confirm(file, by, atMs);
    case "reject":
      return cases.reject(file, by);
    case "undo":
      return cases.undo(file, by, atMs);
  }
}

async function inStore(store: Store, { file, complaints }: WalkModel, step: WalkStep, at: Date): Promise<void> {
  if (step.do === "reopen") return;
  if (step.do === "wait") return void (await store.endEffects(at, 10));
  if (step.do === "act") {
    if (file !== null) await store.act(file.id, file.version, caseStep(file, step, at.getTime()), actor(step.user), at);
    return;
  }
  const id = complaints.get(step.user)?.id ?? "k:none";
  if (step.do === "withdraw") return void (await store.withdraw(step.user, id, at));
  if (step.do === "appeal") return void (await store.appeal(step.user, id, null, at));
  await store.complain(complaint(step.user, { kind: DIRECTION, at }), RULES);
}

/** Where its entries stand in the log, and what is drawn, is the store's own. */
function unlogged(file: CaseFile | undefined): unknown {
  return JSON.parse(
    JSON.stringify(file, (name, value: unknown) => (name === "logIndex" || name === "isDrawn" ? null : value)),
  );
}

async function walk(store: Store, model: WalkModel, step: WalkStep, atMs: number): Promise<void> {
  const isLate = step.do !== "complain" && step.do !== "wait" && step.do !== "reopen" && model.file === null;
  let expected: CaseFile | string | null;
  try {
    expected = isLate ? "taken or unknown" : modelled(model, step, atMs);
  } catch (error) {
    if (!(error instanceof CaseRefusal)) throw error;
    expected = error.code;
  }
  const outcome = await refusal(inStore(store, model, step, new Date(atMs)));
  if (isLate) return;
  expect(outcome).toBe(typeof expected === "string" ? expected : "taken");
  if (typeof expected === "string") return;
  model.file = expected;
  if (step.do === "complain") {
    const { file } = await onlyCase(store);
    model.file ??= file;
    const [own] = await store.complaintsOf(step.user, null, 1);
    if (own !== undefined && !model.complaints.has(step.user))
      model.complaints.set(step.user, { id: own.id, round: file.round, isWithdrawn: false });
  }
  const own = step.do === "withdraw" ? model.complaints.get(step.user) : undefined;
  if (own !== undefined) own.isWithdrawn = true;
  if (model.file === null) return;
  const stands = await store.caseFile(model.file.id);
  expect(unlogged(stands?.file)).toEqual(unlogged(model.file));
  const round = model.file.round;
  expect(stands?.people).toBe(
    [...model.complaints.values()].filter((each) => each.round === round && !each.isWithdrawn).length,
  );
  const effect = cases.effectOf(model.file)?.effect;
  expect((await store.effects()).map((each) => each.effect)).toEqual(effect === undefined ? [] : [effect]);
}
