import { expect, test } from "vitest";
import { optionsOf, whyNoMessage } from "../../src/web/console/choices.ts";
import { share } from "../../src/web/console/language.ts";
import type { Decision, WholeCase } from "../../src/web/console/told.ts";

const at = "2026-11-28T12:00:00.000Z";
const decision: Decision = { number: 1, round: 1, outcome: "dismissed", effect: null, reason: "seen", at, wide: false };

function decided(check: WholeCase["check"], made: Partial<Decision>): WholeCase {
  return {
    id: "a case",
    version: 2,
    subject: { kind: "link", entry: "shop.example" },
    kind: "harmful",
    host: "shop.example",
    state: "decided",
    isAppeal: false,
    round: 1,
    people: 1,
    openedAt: at,
    dueBy: at,
    origin: "complaint",
    check,
    decisions: [{ ...decision, ...made }],
    site: null,
    barred: null,
    evidence: [],
    complaints: [],
  };
}

test("[T19] keys check a decision that was drawn, but not one's own, and a lead's key takes it back", () => {
  const keys = (file: WholeCase, mayUndo: boolean, me: string) => optionsOf(file, mayUndo, me).map(({ key }) => key);
  const waiting = decided("waiting", { by: "mo", confirmedBy: "ma" });
  expect(["mo", "ma", "mi"].map((me) => keys(waiting, false, me))).toEqual([[], [], ["y", "d"]]);
  expect(keys(waiting, true, "lea")).toEqual(["y", "d", "x"]);
  expect(keys(waiting, true, "mo")).toEqual(["x"]);
  for (const check of ["disputed", undefined] as const) {
    expect(keys(decided(check, { by: "mo" }), false, "mi")).toEqual([]);
    expect(keys(decided(check, { by: "mo" }), true, "mo")).toEqual(["x"]);
  }
  expect(keys(decided("disputed", { by: "mo" }), true, "lea")).toEqual(["y", "x"]);
  expect(keys(decided(undefined, { by: "mo" }), true, "lea")).toEqual(["x"]);
});

test("where no message is shown the page says which of four reasons it has", () => {
  const complaints = [{ at, round: 1 }];
  const why = (barred: WholeCase["barred"], told: WholeCase["complaints"]) =>
    whyNoMessage({ barred, complaints: told });
  expect(why(null, complaints)).toBe("gone");
  // Nobody ever complained: there was no message that could be gone.
  expect([null, "same_person" as const].map((barred) => why(barred, []))).toEqual(["unasked", "unasked"]);
  expect((["own_case", "role_missing"] as const).map((barred) => why(barred, []))).toEqual([
    "own_case",
    "role_missing",
  ]);
});

test("a share says 0% of nothing alone, and 100% of all alone", () => {
  expect([0, 2 / 430, 0.024, 0.5, 836 / 839, 9_999 / 10_000, 1].map(share)).toEqual([
    "0%",
    "0.5%",
    "2%",
    "50%",
    "99.6%",
    "99.9%",
    "100%",
  ]);
});
