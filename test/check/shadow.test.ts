import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { checkContextOf, contextSchema } from "../../src/report/context.ts";
import { createShadow, type ShadowDifference } from "../../src/check/shadow.ts";
import { parseFixtures } from "../../src/replay/fixture.ts";

const checker = openChecker();
const { shelf, registry } = checker;
const wechat = shelf.read("wechat", { files: false });
const miit = shelf.read("miit", { files: false });
const clock = () => new Date("2026-01-01T00:00:00Z");
const FIXTURES = join(import.meta.dirname, "../../fixtures");
const fixtures = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" })
  .filter((file) => /^(rules|stories).*\.jsonl$/u.test(file))
  .flatMap((file) => [...parseFixtures(readFileSync(join(FIXTURES, file), "utf8"))])
  .flatMap((line) => ("error" in line ? [] : [line.fixture]));

function shadowOf(maxDifferences: number) {
  const told: number[] = [];
  const shadow = createShadow({
    candidate: () => miit,
    registry,
    clock,
    onJudged: () => {},
    onDifference: ({ count }) => told.push(count),
    maxDifferences,
  });
  return { shadow, told };
}

/** What tells one difference from another. */
function nameOf(verdict: Omit<ShadowDifference["inForce"], "rulebook"> | undefined): string {
  return `${verdict?.edition} ${verdict?.rule} ${verdict?.decidedBy} ${verdict?.action} ${verdict?.notice}`;
}

test("what the shadow reads from a report is what the whole pipeline says under its rulebook", () => {
  expect(fixtures.length).toBeGreaterThan(50);
  const { shadow } = shadowOf(1_000);
  const expected = new Map<string, number>();
  let links = 0;
  for (const fixture of fixtures) {
    const context = checkContextOf(fixture, clock());
    const reports = checker.checkWith(wechat, fixture.text, context);
    shadow.compare(reports, context);
    for (const [index, { verdict }] of checker.checkWith(miit, fixture.text, context).entries()) {
      const inForce = reports[index]?.verdict;
      links += 1;
      if (inForce?.action === verdict.action && inForce.notice === verdict.notice) continue;
      const name = `${nameOf(inForce)} → ${nameOf(verdict)}`;
      expected.set(name, (expected.get(name) ?? 0) + 1);
    }
  }
  const { judged, differing, differences, leftOver } = shadow.report();
  const told = differences.map(({ inForce: from, shadow: to, count }): [string, number] => [
    `${nameOf(from)} → ${nameOf(to)}`,
    count,
  ]);
  expect(told.length).toBeGreaterThan(3);
  expect(new Map(told)).toEqual(expected);
  expect([judged, leftOver]).toEqual([links, 0]);
  expect(differing).toBe(differences.reduce((sum: number, { count }: ShadowDifference) => sum + count, 0));
});

test("what is kept is bounded, told at every power of ten, and counted afresh after a change", () => {
  const { shadow, told } = shadowOf(1);
  const context = checkContextOf(contextSchema.parse({ at: "2021-09-18", chat: "group" }), clock());
  const send = (text: string, times: number): void => {
    for (let time = 0; time < times; time += 1) shadow.compare(checker.checkWith(wechat, text, context), context);
  };
  send("https://item.taobao.com/item.htm?id=1", 120);
  send("https://qr.alipay.com/fkx18392kd7qz4w1", 3);
  expect(told).toEqual([1, 10, 100]);
  expect(shadow.report()).toMatchObject({ judged: 123, differing: 123, leftOver: 3, differences: [{ count: 120 }] });
  shadow.restart();
  expect(shadow.report()).toEqual({
    since: clock(),
    judged: 0,
    differing: 0,
    leftOver: 0,
    differences: [],
  });
});
