import { expect, test } from "vitest";
import * as cases from "../../src/cases/case.ts";
import { readStatementId, statementId, type Complaint } from "../../src/cases/complaint.ts";
import { statementOf } from "../../src/cases/statement.ts";
import type { Actor } from "../../src/cases/types.ts";
import { LOCALES } from "../../src/policy/types.ts";

const DAY_MS = 86_400_000;
const mo: Actor = { user: "mo", roles: ["moderator"], isConcerned: false, hasBlocked: false };
const ma: Actor = { ...mo, user: "ma" };
const notice: Complaint = {
  id: `k:${"x".repeat(22)}`,
  user: "bob",
  kind: "decision",
  target: { kind: "link", conversation: "c:1", seq: 1, index: 0 },
  caseId: "1",
  round: 1,
  atMs: 0,
  host: "shop.example",
  category: null,
  note: null,
  withdrawnAtMs: null,
};
const OPENED = cases.openCase({
  id: "1",
  subject: { kind: "link", entry: "shop.example" },
  direction: "harmful",
  atMs: 0,
});
const BLOCK = {
  decision: "uphold",
  effect: { kind: "entry", entry: "shop.example", finding: "fraud", untilMs: 90 * DAY_MS },
  reason: "It copies a bank",
  isWide: false,
} as const;
const file = cases.decide(OPENED, BLOCK, mo, { atMs: 0, fourEyes: "wide" });
const inGroup = { locale: "en", isBetweenTwo: false } as const;

/** The end and the last day of appeal, as each language writes them. */
const DAYS = {
  en: ["1 April 1970 at 00:00 UTC", "3 July 1970 at 00:00 UTC"],
  "zh-CN": ["1970年4月1日 UTC 00:00", "1970年7月3日 UTC 00:00"],
  id: ["1 April 1970 pukul 00.00 UTC", "3 Juli 1970 pukul 00.00 UTC"],
  vi: ["00:00 UTC 1 tháng 4, 1970", "00:00 UTC 3 tháng 7, 1970"],
} as const;

test("[T18] a statement has the fields of Article 17 in four languages, and names nobody", () => {
  const texts = new Set<string>();
  for (const locale of LOCALES) {
    const told = statementOf(notice, file, 1, { locale, isBetweenTwo: false });
    expect(told).toMatchObject({
      locale,
      restriction: {
        kind: "link_blocked",
        host: "shop.example",
        scope: "this_gateway",
        from: "1970-01-01T00:00:00.000Z",
        until: "1970-04-01T00:00:00.000Z",
        standing: "in_force",
      },
      facts: "It copies a bank",
      source: "notice",
      automated: { detection: false, decision: false },
      ground: { kind: "terms", finding: "fraud" },
      redress: { appealUntil: "1970-07-03T00:00:00.000Z" },
    });
    const text = told?.text.join(" ") ?? "";
    for (const part of ["shop.example", "It copies a bank", "fraud", ...DAYS[locale]]) expect(text).toContain(part);
    expect(JSON.stringify(told)).not.toMatch(/\b(?:bob|mo)\b|c:1/u);
    texts.add(text);
  }
  expect(texts.size).toBe(LOCALES.length);
});

test("[T10] in a chat of two a statement does not say that somebody complained", () => {
  const told = statementOf(notice, file, 1, { locale: "en", isBetweenTwo: true });
  expect(told?.source).toBeNull();
  expect(told?.text.join(" ")).not.toMatch(/complain/iu);
  // Who complained knows it.
  const own = { ...notice, kind: "harmful" as const };
  expect(statementOf(own, file, 1, { locale: "en", isBetweenTwo: true })?.source).toBe("notice");
});

test("[T1] a statement tells what became of its decision, and of no other", () => {
  const standing = (of: typeof file) => statementOf(notice, of, 1, inGroup)?.restriction.standing;
  expect(standing(cases.undo(file, mo, 1))).toBe("undone");
  const appealed = cases.appeal(file, { by: "bob", note: null, of: cases.lastDecision(file, 1) }, 1);
  expect(statementOf(notice, appealed, 1, inGroup)?.redress.appealUntil).toBeNull();
  const overturn = { decision: "overturn", effect: null, reason: "It is theirs", isWide: false } as const;
  const overturned = cases.decide(appealed, overturn, ma, { atMs: 2, fourEyes: "wide" });
  expect(standing(overturned)).toBe("overturned");
  expect(statementOf(notice, overturned, 2, inGroup)?.restriction).toMatchObject({
    kind: "none",
    standing: "no_restriction",
  });
  expect(standing(cases.endEffect(file, 90 * DAY_MS) ?? file)).toBe("ended");
  expect(statementOf(notice, file, 2, inGroup)).toBeNull();
  expect(statementOf({ ...notice, round: 2, atMs: 1 }, file, 1, inGroup)).toBeNull();
});

test("[T1] a block that an appeal keeps is told as the block that it is, and a page as that page", () => {
  const appealed = cases.appeal(file, { by: "bob", note: null, of: cases.lastDecision(file, 1) }, 1);
  const keep = { decision: "uphold", effect: null, reason: "It does", isWide: false } as const;
  const kept = cases.decide(appealed, keep, ma, { atMs: 2, fourEyes: "wide" });
  const told = statementOf(notice, kept, 2, inGroup);
  expect(told).toMatchObject({
    at: "1970-01-01T00:00:00.002Z",
    restriction: { kind: "link_blocked", from: "1970-01-01T00:00:00.000Z", standing: "in_force" },
    facts: "It does",
    ground: { kind: "terms", finding: "fraud" },
    redress: { appealUntil: null },
  });
  expect(told?.text).toContain("Links to shop.example are blocked.");
  const ended = cases.endEffect(kept, 90 * DAY_MS) ?? kept;
  expect(statementOf(notice, ended, 2, inGroup)?.restriction.standing).toBe("ended");
  const page = { ...BLOCK, effect: { ...BLOCK.effect, entry: "https://shop.example/a" } } as const;
  const listed = cases.decide(OPENED, page, mo, { atMs: 0, fourEyes: "wide" });
  expect(statementOf(notice, listed, 1, inGroup)?.text).toContain("Links to shop.example/a are blocked.");
});

test("a statement's name says complaint and decision, and nothing else is one", () => {
  expect(readStatementId(statementId(notice, { number: 12 }))).toEqual({ complaint: notice.id, decision: 12 });
  for (const text of ["", "k:x.1", `${notice.id}.0`, notice.id, `${notice.id}.1.1`])
    expect(readStatementId(text)).toBeNull();
});
