import { expect, test } from "vitest";
import { asksOfComplaints, complaintAnswer } from "../../src/bots/complaint-question.ts";
import type { ComplaintTold } from "../../src/cases/complaint.ts";
import { LOCALES } from "../../src/policy/types.ts";

const decided: ComplaintTold = {
  id: "k:1",
  kind: "wrongly_blocked",
  target: { kind: "link", conversation: "c:1", seq: 1, index: 0 },
  host: "shop.example",
  state: "decided",
  atMs: 0,
  dueAtMs: 0,
  category: null,
  note: "mine",
  outcome: "overturned",
  reason: "Cleared by its owner",
  statement: "k:1.1",
  appealUntilMs: Date.parse("2027-05-30T12:00:00Z"),
};

test("the bot says how to complain and how a complaint stands, in four languages and without a link", () => {
  const answers = LOCALES.map((locale) => complaintAnswer([decided], locale));
  expect(new Set(answers).size).toBe(LOCALES.length);
  for (const answer of answers) {
    for (const part of ["complain", "shop[.]example", "Cleared by its owner", "2027-05-30"])
      expect(answer).toContain(part);
    expect(answer).not.toContain("shop.example");
  }
  expect(complaintAnswer([], "en")).toContain("You have no complaints.");
  expect(
    complaintAnswer(
      Array.from({ length: 9 }, () => decided),
      "en",
    ).split("\n"),
  ).toHaveLength(6);
});

test.for([
  ["complaint", true],
  [" 投诉 ", true],
  ["Khiếu nại", true],
  ["I have a complaint about https://shop.example", false],
  ["help", false],
] as const)("%s asks about complaints: %s", ([text, asks]) => {
  expect(asksOfComplaints(text)).toBe(asks);
});
