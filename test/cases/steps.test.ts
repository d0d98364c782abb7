import { describe, expect, test } from "vitest";
import * as cases from "../../src/cases/case.ts";
import { complaintTold } from "../../src/cases/complaint.ts";
import type { CaseFile, Effect } from "../../src/cases/types.ts";
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

const operator = person("~operator", ["operator"]);
const aboutMessage = opened("harmful", { kind: "message", conversation: "c:1", seq: 1 });
const aboutTroll = opened("harmful", { kind: "user", user: "troll" });
const suspend = (user: string, untilMs = 30 * DAY_MS): Effect => ({ kind: "suspend", user, untilMs });
const upheld = (atMs = 0) => cases.decide(opened(), wish("uphold", entry()), mo, at(atMs));
const dismissed = (atMs = 0) => cases.decide(opened(), wish("dismiss"), mo, at(atMs));
const proposed = () => cases.decide(opened(), wish("uphold", entry(), true), mo, at(1));

test("the times of a case are those that its people are told", () => {
  const { CLAIM_MS, OWN_UNDO_MS, APPEAL_MS, EVIDENCE_MS, DUE_MS } = cases;
  expect([CLAIM_MS, OWN_UNDO_MS]).toEqual([600_000, 300_000]);
  expect([DUE_MS, APPEAL_MS, EVIDENCE_MS].map((ms) => ms / DAY_MS)).toEqual([2, 183, 200]);
});

test("a round, an appeal and an undoing each give two days anew", () => {
  const due = 2 * DAY_MS;
  expect(opened().dueAtMs).toBe(due);
  expect(appealed(upheld(), 5).dueAtMs).toBe(5 + due);
  expect(cases.undo(upheld(), mo, 6).dueAtMs).toBe(6 + due);
  expect(cases.takeComplaint(dismissed(), 7)).toMatchObject({ openedAtMs: 7, dueAtMs: 7 + due, origin: "complaint" });
});

describe("a decision that was drawn", () => {
  const decided = dismissed(1);
  const drawn = { ...decided, decisions: decided.decisions.map((each) => ({ ...each, isDrawn: true })) };
  const not = { agrees: false, note: "too mild" };
  const agrees = { agrees: true, note: null };
  const none = { agrees: null, note: null };
  const disputed = cases.check(drawn, not, ma, 2);

  test("is left as it is by a lead, and its check is no work any more", () => {
    const left = cases.check(disputed, agrees, lea, 3);
    expect([drawn, disputed, left].map(cases.checkState)).toEqual(["waiting", "disputed", null]);
    // Of two people one did not agree, whatever the lead says.
    expect(left.decisions[0]?.check).toEqual({ by: "ma", atMs: 2, ...not, left: { by: "lea", atMs: 3 } });
    expect(refusalOf(() => cases.check(disputed, agrees, person("mi"), 3))).toBe("conflict");
    expect(refusalOf(() => cases.check(disputed, agrees, person("mo", ["lead"]), 3))).toBe("same_person");
    expect(refusalOf(() => cases.check(left, agrees, lea, 4))).toBe("conflict");
    expect(cases.undo(left, lea, 4).stage.kind).toBe("received");
  });

  test("waits again when whoever checked it takes their word back, for five minutes", () => {
    const back = cases.check(disputed, none, ma, 2 + cases.OWN_UNDO_MS);
    expect([cases.checkState(back), back.decisions[0]?.check, back.version]).toEqual(["waiting", null, 4]);
    for (const step of [
      () => cases.check(disputed, none, ma, 3 + cases.OWN_UNDO_MS),
      () => cases.check(disputed, none, lea, 3),
      () => cases.check(drawn, none, ma, 3),
      () => cases.check(cases.check(disputed, agrees, lea, 3), none, ma, 4),
    ])
      expect(refusalOf(step)).toBe("conflict");
  });
});

describe("[T4] nobody decides a case of their own", () => {
  test("an operator neither, who needs no second person in others", () => {
    const own = { ...operator, isConcerned: true };
    for (const step of [
      () => cases.claim(opened(), own, 1),
      () => cases.decide(opened(), wish("dismiss"), own, at(1)),
      () => cases.confirm(proposed(), own, 2),
      () => cases.reject(proposed(), own),
      () => cases.undo(upheld(), own, 1),
    ])
      expect(refusalOf(step)).toBe("own_case");
  });

  test("what one decided or proposed before it became one's own is left to others", () => {
    const concerned = person("mo", ["moderator"], true);
    expect(refusalOf(() => cases.undo(upheld(), concerned, 1))).toBe("own_case");
    expect(refusalOf(() => cases.reject(proposed(), concerned))).toBe("own_case");
  });

  test("why somebody is barred is told before they try", () => {
    expect(cases.whyBarred(opened(), mo)).toBeNull();
    expect(cases.whyBarred(opened(), person("au", ["auditor"]))).toBe("role_missing");
    expect(cases.whyBarred(opened(), person("mo", ["moderator"], true))).toBe("own_case");
    expect(cases.whyBarred(opened("wrongly_blocked"), { ...mo, hasBlocked: true })).toBe("same_person");
    expect([mo, ma].map((each) => cases.whyBarred(proposed(), each))).toEqual(["same_person", null]);
    expect([mo, ma].map((each) => cases.whyBarred(appealed(upheld(), 1), each))).toEqual(["same_person", null]);
  });

  test("who agreed with a decision in a check, or as a lead left it, does not decide its appeal; who did not agree may", () => {
    const decided = upheld();
    const drawn = { ...decided, decisions: decided.decisions.map((each) => ({ ...each, isDrawn: true })) };
    const checked = (agrees: boolean) => cases.check(drawn, { agrees, note: "No harm seen" }, ma, 2);
    const left = cases.check(checked(false), { agrees: true, note: null }, lea, 3);
    const barred = (file: CaseFile) =>
      [mo, ma, lea, person("mi")].map((each) => cases.whyBarred(appealed(file, 4), each) !== null);
    expect(barred(checked(true))).toEqual([true, true, false, false]);
    expect(barred(checked(false))).toEqual([true, false, false, false]);
    expect(barred(left)).toEqual([true, false, true, false]);
    const back = cases.check(checked(true), { agrees: null, note: null }, ma, 3);
    expect(barred(back)).toEqual([true, false, false, false]);
    for (const step of [
      () => cases.claim(appealed(left, 4), lea, 5),
      () => cases.decide(appealed(checked(true), 4), wish("uphold"), ma, at(5)),
    ])
      expect(refusalOf(step)).toBe("same_person");
  });
});

describe("[T5] who has lost the role", () => {
  const none = person("mo", []);
  test.for([
    ["releases nothing", () => cases.release(cases.claim(opened(), mo, 1), none)],
    ["takes no proposal back", () => cases.reject(proposed(), none)],
    ["undoes nothing", () => cases.undo(upheld(), none, 1)],
  ] as const)("%s", ([, step]) => {
    expect(refusalOf(step)).toBe("role_missing");
  });
});

describe("[T6] a proposal", () => {
  test("that is confirmed counts from its confirmation, which whoever confirmed takes back too", () => {
    const decided = cases.confirm(proposed(), ma, 9);
    expect(decided.decisions).toMatchObject([{ by: "mo", confirmedBy: "ma", atMs: 9 }]);
    for (const each of [mo, ma])
      expect(cases.undo(decided, each, 9 + cases.OWN_UNDO_MS).decisions).toMatchObject([
        { undone: { by: each.user, atMs: 9 + cases.OWN_UNDO_MS } },
      ]);
  });

  test("is taken back by who made it, and where there is none nothing is confirmed or rejected", () => {
    expect(cases.reject(proposed(), mo).stage.kind).toBe("received");
    for (const step of [() => cases.confirm(opened(), ma, 1), () => cases.reject(opened(), ma)])
      expect(refusalOf(step)).toBe("conflict");
  });

  test("stays when everybody took their complaint back, and so do what came back and an appeal", () => {
    const ended = cases.endEffect(upheld(), 90 * DAY_MS) ?? opened();
    for (const file of [proposed(), upheld(), ended, appealed(upheld(), 1)])
      expect(cases.takeWithdrawal(file, 0)).toBe(file);
    expect(cases.takeWithdrawal(cases.claim(opened(), mo, 1), 0).stage.kind).toBe("withdrawn");
  });
});

test("a conflict tells the version that the case has", () => {
  const claimed = cases.claim(opened(), mo, 1);
  expect(() => cases.decide(claimed, wish("dismiss"), ma, at(2))).toThrow(
    expect.objectContaining({ code: "conflict", version: claimed.version }),
  );
});

describe("what an effect may be", () => {
  test.for([
    ["of a link, its sender's suspension", opened(), "uphold", suspend("bob"), "taken"],
    ["of a message, an entry", aboutMessage, "uphold", entry(), "bad_decision"],
    ["of a message, its sender's suspension", aboutMessage, "uphold", suspend("bob"), "taken"],
    ["of a message, none", aboutMessage, "uphold", null, "taken"],
    ["of a person, their suspension", aboutTroll, "uphold", suspend("troll"), "taken"],
    ["of a person, another's", aboutTroll, "uphold", suspend("ann"), "bad_decision"],
    ["that ends as it begins", opened(), "uphold", entry(1), "bad_decision"],
  ] as const)("%s", ([, file, decision, effect, expected]) => {
    expect(refusalOf(() => cases.decide(file, wish(decision, effect), mo, at(1)))).toBe(expected);
  });

  test.for([
    ["of a dismissal about a link, overturned by an entry", opened(), entry(), "taken"],
    ["of a dismissal about a link, overturned by nothing", opened(), null, "bad_decision"],
    ["of a dismissal about a link, overturned by an exception", opened(), exception(), "bad_decision"],
    ["of a dismissal about a message, overturned by nothing", aboutMessage, null, "taken"],
  ] as const)("%s", ([, file, effect, expected]) => {
    const asked = appealed(cases.decide(file, wish("dismiss"), mo, at(1)), 2);
    expect(refusalOf(() => cases.decide(asked, wish("overturn", effect), ma, at(3)))).toBe(expected);
  });
});

describe("[T7] undoing and ending", () => {
  test("decisions stand in the order in which they were made, also where the clock went back", () => {
    const kept = cases.decide(appealed(upheld(50), 40), wish("uphold"), ma, at(30));
    expect(cases.lastDecision(kept, 1)).toMatchObject({ number: 2, by: "ma", atMs: 30 });
    expect(cases.effectOf(kept)?.decision.number).toBe(1);
  });

  test("an operator undoes at any time, and nobody what has ended or is appealed", () => {
    expect(cases.undo(upheld(), operator, DAY_MS).stage.kind).toBe("received");
    expect(refusalOf(() => cases.undo(appealed(upheld(), 1), lea, 2))).toBe("conflict");
    const suspended = cases.decide(aboutTroll, wish("uphold", suspend("troll", 10)), mo, at(1));
    expect(refusalOf(() => cases.undo(cases.endEffect(suspended, 10) ?? suspended, lea, 11))).toBe("conflict");
  });

  test("only the effect that held ends, and one that ends under an appeal leaves the appeal open", () => {
    const again = cases.decide(cases.undo(upheld(), mo, 1), wish("uphold", entry(10)), mo, at(2));
    expect(cases.endEffect(again, 10)?.decisions.map(({ endedAtMs }) => endedAtMs)).toEqual([null, 10]);
    expect(cases.endEffect(appealed(again, 3), 10)).toMatchObject({
      round: 1,
      stage: { kind: "received" },
      appeal: { of: 2 },
    });
  });
});

describe("an appeal", () => {
  test("is taken once, within 183 days of the decision, with its words", () => {
    const decided = dismissed();
    expect(refusalOf(() => appealed(opened(), 1))).toBe("not_decided");
    expect(refusalOf(() => appealed(cases.undo(decided, mo, 1), 2))).toBe("not_decided");
    expect(refusalOf(() => appealed(decided, cases.APPEAL_MS + 1))).toBe("final");
    expect(appealed(decided, cases.APPEAL_MS, { by: "ann", note: "look again" }).appeal).toEqual({
      by: "ann",
      atMs: cases.APPEAL_MS,
      note: "look again",
      of: 1,
    });
    const again = cases.decide(appealed(decided, 1), wish("uphold"), ma, at(2));
    expect(again.decisions.at(-1)).toMatchObject({ outcome: "upheld", reviews: 1 });
    expect(refusalOf(() => appealed(again, 3))).toBe("final");
  });

  test("names the decision that stands, and the next round has its own", () => {
    const second = cases.decide(cases.undo(dismissed(), mo, 1), wish("dismiss"), mo, at(2));
    const asked = appealed(second, 3);
    expect(cases.reviewedIn(asked)?.number).toBe(2);
    const anew = cases.takeComplaint(cases.decide(asked, wish("uphold"), ma, at(4)), 5);
    expect(anew).toMatchObject({ round: 2, appeal: null });
    const decided = cases.decide(anew, wish("dismiss"), mo, at(6));
    expect(decided.decisions.at(-1)).toMatchObject({ number: 4, round: 2, reviews: null });
    expect(appealed(decided, 7).appeal?.of).toBe(4);
  });
});

test("[T10] whom a harmful link, message or person concerns is limited by what stands, and by nothing else", () => {
  const review = (file: typeof aboutMessage, decision: "uphold" | "overturn", effect: Effect | null = null) =>
    cases.decide(appealed(file, 1), wish(decision, effect), ma, at(2));
  const agreed = cases.decide(aboutMessage, wish("uphold"), mo, at(0));
  const limited = [upheld(), agreed, review(upheld(), "uphold"), review(dismissed(), "overturn", entry())];
  expect(limited.map(cases.isLimiting)).toEqual([true, true, true, true]);
  const free = [
    opened(),
    dismissed(),
    cases.undo(upheld(), mo, 1),
    review(upheld(), "overturn"),
    review(dismissed(), "uphold"),
    cases.decide(opened("wrongly_blocked"), wish("overturn", exception()), mo, at(0)),
    review(cases.decide(opened("wrongly_blocked"), wish("overturn", exception()), mo, at(0)), "uphold"),
    review(cases.decide(opened("wrongly_blocked"), wish("dismiss"), mo, at(0)), "overturn", exception()),
  ];
  expect(free.map(cases.isLimiting)).toEqual(free.map(() => false));
  // Whether those who complained were right, whichever way.
  expect(limited.map((file) => cases.wereRight(file, 1))).toEqual([true, true, true, true]);
  expect(free.map((file) => cases.wereRight(file, 1))).toEqual([null, false, null, false, false, true, true, true]);
});

test("[T1] who was told in an earlier round appeals while another came to the same, within their own 183 days", () => {
  const anew = cases.takeComplaint(dismissed(2), 5);
  const untilMs = (file: typeof anew) => complaintTold(complaint, file).appealUntilMs;
  expect(untilMs(anew)).toBeNull();
  const asking = { by: "ann", note: null, of: cases.lastDecision(anew, 1) };
  expect(refusalOf(() => cases.appeal(anew, asking, 6))).toBe("not_decided");
  const again = cases.decide(anew, wish("dismiss"), mo, at(6));
  expect(untilMs(again)).toBe(2 + cases.APPEAL_MS);
  // They were not asking for that.
  expect(untilMs(cases.decide(anew, wish("uphold", entry()), mo, at(6)))).toBeNull();
  expect(cases.appeal(again, asking, 7).appeal?.of).toBe(2);
  expect(refusalOf(() => cases.appeal(again, { ...asking, of: null }, 7))).toBe("not_decided");
  // Nor does anybody appeal twice.
  const reviewed = cases.takeComplaint(cases.decide(appealed(dismissed(2), 3), wish("uphold"), ma, at(4)), 5);
  expect(untilMs(cases.decide(reviewed, wish("uphold", entry()), mo, at(6)))).toBeNull();
});

test("what a case keeps goes 200 days after its decision, at once when it was withdrawn, and never while it is open", () => {
  expect(cases.evidenceUntilMs(opened())).toBeNull();
  expect(cases.evidenceUntilMs(upheld(7))).toBe(7 + 200 * DAY_MS);
  const reopened = cases.takeComplaint(dismissed(3), 5);
  expect(cases.evidenceUntilMs(reopened)).toBeNull();
  expect(cases.evidenceUntilMs(cases.takeWithdrawal(reopened, 0))).toBe(5);
});
