import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as cases from "../../src/cases/case.ts";
import { complaintTold } from "../../src/cases/complaint.ts";
import { CaseRefusal, type Actor, type CaseFile, type Direction, type Effect } from "../../src/cases/types.ts";
import { randomRuns } from "../support/random-runs.ts";
import {
  complaint,
  appealed,
  at,
  DAY_MS,
  entry,
  exception,
  lea,
  ma,
  mo,
  opened,
  person,
  refusalOf,
  wish,
} from "./cast.ts";

describe("what a case takes", () => {
  test.for([
    ["harmful", "uphold", entry(), "taken"],
    ["harmful", "dismiss", null, "taken"],
    ["harmful", "overturn", entry(), "bad_decision"],
    ["harmful", "uphold", null, "bad_decision"],
    ["harmful", "uphold", exception(), "bad_decision"],
    ["harmful", "dismiss", entry(), "bad_decision"],
    ["wrongly_blocked", "overturn", exception(), "taken"],
    ["wrongly_blocked", "dismiss", null, "taken"],
    ["wrongly_blocked", "uphold", exception(), "bad_decision"],
    ["wrongly_blocked", "overturn", entry(), "bad_decision"],
    ["wrongly_blocked", "overturn", exception(0), "bad_decision"],
  ] as const)("of a %s complaint, %s with %j is %s", ([direction, decision, effect, expected]) => {
    expect(refusalOf(() => cases.decide(opened(direction), wish(decision, effect), mo, at(1)))).toBe(expected);
  });

  test.for([
    ["uphold", null, "taken"],
    ["overturn", null, "taken"],
    ["dismiss", null, "bad_decision"],
    ["overturn", entry(), "bad_decision"],
    ["uphold", entry(), "bad_decision"],
  ] as const)("of an appeal against a block, %s with %j is %s", ([decision, effect, expected]) => {
    const decided = cases.decide(opened(), wish("uphold", entry()), mo, at(1));
    expect(refusalOf(() => cases.decide(appealed(decided, 2), wish(decision, effect), ma, at(3)))).toBe(expected);
  });

  test("a decision needs words for whom it concerns, which can be seen", () => {
    for (const reason of ["", " ", "\u200B\u200B", "\u3164", "…"])
      expect(refusalOf(() => cases.decide(opened(), { ...wish("dismiss"), reason }, mo, at(1)))).toBe("bad_decision");
    expect(refusalOf(() => cases.decide(opened(), { ...wish("dismiss"), reason: "无害" }, mo, at(1)))).toBe("taken");
  });
});

describe("[T4] who decides", () => {
  test("nobody decides a case that concerns them, and an auditor decides none", () => {
    expect(refusalOf(() => cases.decide(opened(), wish("dismiss"), person("mo", ["moderator"], true), at(1)))).toBe(
      "own_case",
    );
    expect(refusalOf(() => cases.claim(opened(), person("mo", ["lead"], true), 1))).toBe("own_case");
    expect(refusalOf(() => cases.decide(opened(), wish("dismiss"), person("au", ["auditor"]), at(1)))).toBe(
      "role_missing",
    );
    expect(refusalOf(() => cases.decide(opened(), wish("dismiss"), person("nobody", []), at(1)))).toBe("role_missing");
  });

  test("an appeal is decided by neither who decided nor who confirmed", () => {
    const proposed = cases.decide(opened(), wish("uphold", entry(), true), mo, at(1));
    const asked = appealed(cases.confirm(proposed, ma, 2), 3);
    expect(refusalOf(() => cases.decide(asked, wish("overturn"), mo, at(4)))).toBe("same_person");
    expect(refusalOf(() => cases.decide(asked, wish("overturn"), ma, at(4)))).toBe("same_person");
    expect(cases.effectOf(cases.decide(asked, wish("overturn"), lea, at(4)))).toBeNull();
  });
});

describe("[T6] two people", () => {
  test.for([
    ["wide", false, entry(), "decided"],
    ["wide", true, entry(), "proposed"],
    ["wide", false, entry(null), "proposed"],
    ["all", false, entry(), "proposed"],
  ] as const)("--four-eyes %s, wide %s, %j: %s", ([fourEyes, isWide, effect, stage]) => {
    expect(cases.decide(opened(), wish("uphold", effect, isWide), mo, at(1, fourEyes)).stage.kind).toBe(stage);
  });

  test("who proposes does not confirm, an operator decides alone, and what is rejected changes nothing", () => {
    const proposed = cases.decide(opened(), wish("uphold", entry(), true), mo, at(1));
    expect(cases.effectOf(proposed)).toBeNull();
    expect(refusalOf(() => cases.confirm(proposed, mo, 2))).toBe("same_person");
    expect(cases.reject(proposed, ma).stage.kind).toBe("received");
    const alone = cases.decide(opened(), wish("uphold", entry(), true), person("op", ["operator"]), at(1, "all"));
    expect(alone.stage.kind).toBe("decided");
  });

  test("a claimed case is nobody else's for ten minutes", () => {
    const claimed = cases.claim(opened(), mo, 0);
    expect(refusalOf(() => cases.decide(claimed, wish("dismiss"), ma, at(cases.CLAIM_MS - 1)))).toBe("conflict");
    expect(cases.decide(claimed, wish("dismiss"), ma, at(cases.CLAIM_MS)).stage.kind).toBe("decided");
    expect(cases.release(claimed, mo).stage.kind).toBe("received");
    expect(refusalOf(() => cases.release(claimed, ma))).toBe("conflict");
  });
});

describe("[T7] effects end and are taken back", () => {
  test("an effect ends on its day and the case comes back", () => {
    const decided = cases.decide(opened(), wish("uphold", entry(10)), mo, at(1));
    expect(cases.endEffect(decided, 9)).toBeNull();
    const ended = cases.endEffect(decided, 10);
    expect(ended).toMatchObject({ round: 2, origin: "ended", stage: { kind: "received" } });
    expect(ended && cases.effectOf(ended)).toBeNull();
  });

  test("a suspension ends by itself and asks nobody", () => {
    const about = opened("harmful", { kind: "user", user: "troll" });
    const suspended = cases.decide(about, wish("uphold", { kind: "suspend", user: "troll", untilMs: 10 }), mo, at(1));
    const ended = cases.endEffect(suspended, 10);
    expect(ended).toMatchObject({ round: 1, stage: { kind: "decided" } });
    expect(ended && cases.effectOf(ended)).toBeNull();
  });

  test("who decided takes it back within five minutes, later a lead", () => {
    const decided = cases.decide(opened(), wish("uphold", entry()), mo, at(0));
    expect(cases.effectOf(cases.undo(decided, mo, cases.OWN_UNDO_MS))).toBeNull();
    expect(refusalOf(() => cases.undo(decided, mo, cases.OWN_UNDO_MS + 1))).toBe("role_missing");
    expect(refusalOf(() => cases.undo(decided, ma, 1))).toBe("role_missing");
    expect(cases.undo(decided, lea, DAY_MS).stage.kind).toBe("received");
  });

  test("an appeal taken back leaves the decision in force", () => {
    const decided = cases.decide(opened(), wish("uphold", entry()), mo, at(0));
    const overturned = cases.decide(appealed(decided, 1), wish("overturn"), ma, at(2));
    expect(cases.effectOf(overturned)).toBeNull();
    expect(cases.effectOf(cases.undo(overturned, ma, 3))?.effect).toEqual(entry());
  });
});

test("a dismissed case is opened anew by the next complaint, one whose effect holds is not", () => {
  const dismissed = cases.decide(opened(), wish("dismiss"), mo, at(0));
  expect(cases.takeComplaint(dismissed, 5)).toMatchObject({ round: 2, stage: { kind: "received" } });
  const upheld = cases.decide(opened(), wish("uphold", entry()), mo, at(0));
  expect(cases.takeComplaint(upheld, 5)).toBe(upheld);
});

test("a case ends when everybody took their complaint back, and no sooner", () => {
  expect(cases.takeWithdrawal(opened(), 1).stage.kind).toBe("received");
  const withdrawn = cases.takeWithdrawal(opened(), 0);
  expect(withdrawn.stage.kind).toBe("withdrawn");
  expect(cases.takeComplaint(withdrawn, 9)).toMatchObject({ round: 2, stage: { kind: "received" } });
});

test("[T1] a complaint tells its person the outcome of its own round, and no moderator's name", () => {
  const claimed = cases.claim(opened(), mo, 1);
  expect(complaintTold(complaint, claimed)).toMatchObject({ state: "in_review", outcome: null, statement: null });
  const decided = cases.decide(claimed, wish("dismiss"), mo, at(2));
  const told = complaintTold(complaint, decided);
  expect(told).toMatchObject({
    state: "decided",
    outcome: "dismissed",
    reason: "seen",
    appealUntilMs: 2 + cases.APPEAL_MS,
  });
  expect(JSON.stringify(told)).not.toContain('mo"');
  const anew = cases.takeComplaint(decided, 5);
  expect(complaintTold(complaint, anew)).toMatchObject({ state: "decided", outcome: "dismissed", appealUntilMs: null });
  expect(complaintTold({ ...complaint, round: 2 }, anew)).toMatchObject({ state: "received", outcome: null });
});

/** What a case does, told again in the fewest words: a stack of what each decision that stands found in force. */
interface Model {
  inForce: Effect | null;
  /** Before each decision of the round that can be taken back. */
  before: (Effect | null)[];
  isOpen: boolean;
  isAppealed: boolean;
}

type Step =
  | {
      readonly do: "decide";
      readonly by: Actor;
      readonly decision: cases.Wish["decision"];
      readonly days: number | null;
      readonly isWide: boolean;
    }
  | { readonly do: "claim" | "release" | "confirm" | "reject" | "undo"; readonly by: Actor }
  | { readonly do: "appeal" | "complain" | "withdraw" }
  | { readonly do: "wait"; readonly days: number };

const actor = fc.constantFrom(mo, ma, lea);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("decide" as const),
      by: actor,
      decision: fc.constantFrom("uphold" as const, "overturn" as const, "dismiss" as const),
      days: fc.constantFrom(1, 30, null),
      isWide: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom("claim" as const, "release" as const, "confirm" as const, "reject" as const, "undo" as const),
      by: actor,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom("appeal" as const, "complain" as const, "withdraw" as const) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), days: fc.constantFrom(0.001, 1, 40) }) },
);

const effectFor = (direction: Direction, untilMs: number | null): Effect =>
  direction === "harmful" ? entry(untilMs) : exception(untilMs);

/** A step as moderators would send it: with the effect that the decision needs in this case. */
function taken(file: CaseFile, each: Exclude<Step, { do: "wait" }>, atMs: number): CaseFile {
  switch (each.do) {
    case "decide": {
      const reviewed = cases.reviewedIn(file);
      const acts =
        reviewed === null
          ? each.decision !== "dismiss"
          : each.decision === "overturn" && reviewed.outcome === "dismissed";
      const untilMs = each.days === null ? null : atMs + each.days * DAY_MS;
      const effect = acts ? effectFor(file.direction, untilMs) : null;
      return cases.decide(file, wish(each.decision, effect, each.isWide), each.by, at(atMs));
    }
    case "claim":
      return cases.claim(file, each.by, atMs);
    case "release":
      return cases.release(file, each.by);
    case "confirm":
      return cases.confirm(file, each.by, atMs);
    case "reject":
      return cases.reject(file, each.by);
    case "undo":
      return cases.undo(file, each.by, atMs);
    case "appeal":
      return appealed(file, atMs);
    case "complain":
      return cases.takeComplaint(file, atMs);
    case "withdraw":
      return cases.takeWithdrawal(file, 0);
  }
}

/** What the model makes of a step that the case took. */
function follow(model: Model, before: CaseFile, after: CaseFile): void {
  const came = after.decisions[before.decisions.length];
  const wasUndone = after.decisions.find(
    ({ undone }, index) => undone !== null && before.decisions[index]?.undone === null,
  );
  if (came !== undefined) {
    model.before.push(model.inForce);
    if (came.effect !== null) model.inForce = came.effect;
    else if (model.isAppealed && came.outcome === "overturned") model.inForce = null;
    model.isOpen = false;
  }
  if (wasUndone !== undefined) {
    model.inForce = model.before.pop() ?? null;
    model.isOpen = true;
  }
  if (after.round > before.round) Object.assign(model, { before: [], isOpen: true, isAppealed: false });
  if (before.appeal === null && after.appeal !== null) Object.assign(model, { isOpen: true, isAppealed: true });
}

test.for(["harmful", "wrongly_blocked"] as const)(
  "[T4][T6][T7] a %s case does what a stack of effects does, whatever moderators, people and days do",
  (direction) => {
    const stages = new Set<string>();
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        let file = opened(direction);
        let atMs = 0;
        const model: Model = { inForce: null, before: [], isOpen: true, isAppealed: false };
        for (const each of steps) {
          atMs += 1;
          if (each.do === "wait") atMs += each.days * DAY_MS;
          // Days end what ends, before anybody does anything.
          const ended = cases.endEffect(file, atMs);
          const isDue = (model.inForce?.untilMs ?? Infinity) <= atMs;
          expect(ended !== null).toBe(isDue);
          if (ended !== null) {
            model.inForce = null;
            model.before = model.before.map(() => null);
            follow(model, file, ended);
            file = ended;
          }
          if (each.do === "wait") continue;
          let next: CaseFile;
          try {
            next = taken(file, each, atMs);
          } catch (error) {
            if (!(error instanceof CaseRefusal)) throw error;
            continue;
          }
          if (next !== file) expect(next.version).toBe(file.version + 1);
          follow(model, file, next);
          file = next;
          stages.add(`${file.appeal === null ? "" : "appealed "}${file.stage.kind}`);
          expect(cases.effectOf(file)?.effect ?? null).toEqual(model.inForce);
          expect(file.stage.kind === "decided").toBe(!model.isOpen && file.stage.kind !== "withdrawn");
          for (const decision of file.decisions) {
            const { by, confirmedBy, isWide, reviews, outcome } = decision;
            expect(confirmedBy).not.toBe(by);
            if (isWide) expect(confirmedBy).not.toBeNull();
            const reviewed = file.decisions.find(({ number }) => number === reviews);
            if (reviewed !== undefined) {
              for (const who of [by, confirmedBy])
                expect([reviewed.by, reviewed.confirmedBy]).not.toContain(who ?? "-");
              expect(outcome).not.toBe("dismissed");
            } else expect(outcome).not.toBe(direction === "harmful" ? "overturned" : "upheld");
          }
        }
      }),
      { numRuns: randomRuns(1_000) },
    );
    // The walk reaches every stage, with and without an appeal.
    expect([...stages].toSorted()).toEqual([
      "appealed decided",
      "appealed in_review",
      "appealed proposed",
      "appealed received",
      "decided",
      "in_review",
      "proposed",
      "received",
      "withdrawn",
    ]);
  },
);
