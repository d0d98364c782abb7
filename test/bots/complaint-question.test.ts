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
  // vendetta #195, leanprover-community #883, and what those ask whose links WeChat blocks.
  ["how do I appeal?", true],
  ["How can I report a message", true],
  ["Is my complaint decided?", true],
  ["I was banned, what now", true],
  ["my link was blocked by mistake", true],
  ["怎么申诉", true],
  ["在哪里举报？", true],
  ["我的号被封了怎么办", true],
  ["网站拦截申诉的处理流程是什么", true],
  ["bagaimana cara melaporkan pesan", true],
  ["làm sao để khiếu nại", true],
  ["BÁO CÁO", true],
  ["help", false],
  ["give me a report", false],
  ["this sounds appealing to me", false],
  ["perbandingan harga", false],
  ["urbanned", false],
  ["淘宝能打开吗", false],
  [`${"so ".repeat(40)}complaint`, false],
] as const)("%s asks about complaints: %s", ([text, asks]) => {
  expect(asksOfComplaints(text, [])).toBe(asks);
  // Beside a link the link is asked about.
  expect(asksOfComplaints(text, ["https://shop.example"])).toBe(false);
});
