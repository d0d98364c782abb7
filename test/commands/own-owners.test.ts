import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { parseRulebook } from "../../src/policy/rulebook/rulebook.ts";
import { RulebookError } from "../../src/policy/rulebook/rulebook-error.ts";
import { runHere } from "../support/programs/cli.ts";

const BOOK = "fixtures/owners/mychat.yaml";
const TEXT = readFileSync(BOOK, "utf8");
const folder = mkdtempSync(join(tmpdir(), "hutong-owners-"));
afterAll(() => rmSync(folder, { recursive: true }));

const { registry, shelf } = openChecker();
const KNOWN = { apps: registry.apps().map(({ id }) => id), owners: registry.ownerIds };

/** The book with something changed, as a file. */
function changedBook(name: string, from: string | RegExp, to: string): string {
  const file = join(folder, name);
  expect(TEXT).toMatch(from);
  writeFileSync(file, TEXT.replace(from, to));
  return file;
}

const withoutOwners = (): string => changedBook("known.yaml", /owners:\n[\s\S]*(?=editions:)/u, "").replace(/$/u, "");

test("a fixture is judged by the owners of its book, on each side of the days on which they draw together and part", async () => {
  const { code, stdout } = await runHere(["replay", "fixtures/owners/mychat.jsonl"]);
  expect({ code, end: stdout.trimEnd().split("\n").at(-1) }).toEqual({ code: 0, end: "8 passed, 0 failed" });
});

test("explain finds the relation that the book says", async () => {
  const at = ["--at", "2023-06-01", "--host-platform", "mychat", "--rulebook", BOOK, "--offline", "--json"];
  const { stdout } = await runHere(["explain", ...at, "https://item.taobao.com/item.htm?id=652874301955"]);
  const { links } = JSON.parse(stdout) as {
    links: { rules: { rule: string; conditions: { condition: string; actual: string }[] }[] }[];
  };
  expect(links[0]?.rules.find(({ rule }) => rule === "rivals")?.conditions).toMatchObject([
    { condition: "relation", actual: "rival" },
  ]);
});

test("the audit compares by the book's owners: a rival's shop for two years, and no other", async () => {
  const { stdout } = await runHere(["audit", "--json", BOOK]);
  const { unequal } = JSON.parse(stdout) as {
    unequal: {
      class: string;
      scope: { at: unknown };
      groups: { verdict: { action: string }; who: string[]; witness: { facts: { host: string } } }[];
    }[];
  };
  const shops = unequal.filter(({ class: cls }) => cls === "e-commerce");
  const rivals = shops.find(({ groups }) =>
    groups.some(({ verdict, who }) => verdict.action === "open_externally" && who.includes("taobao")),
  );
  expect(rivals?.scope.at).toEqual([{ from: "2021-12-31T16:00:00.000Z", until: "2023-12-31T16:00:00.000Z" }]);
  expect(rivals?.groups.find(({ verdict }) => verdict.action === "block")?.who).toContain("jd");
  expect(rivals?.groups[0]?.witness.facts.host).toBe("mychat");
});

test("books that differ in their owners alone are compared: what differs is what they judge differently", async () => {
  const rival = "relation: rival\n      from";
  const other = changedBook("other.yaml", rival, rival.replace("rival", "allied"));
  const { stdout } = await runHere(["diff", "--json", BOOK, other]);
  const diff = JSON.parse(stdout) as {
    differing: string;
    differences: {
      left: { action: string };
      right: { action: string };
      scope: { at: unknown; app: { words: string[]; isExcept: boolean } };
      witness: { facts: { app: string; at: string } };
    }[];
  };
  expect(BigInt(diff.differing)).toBeGreaterThan(0n);
  for (const { left, right, scope, witness } of diff.differences) {
    expect(left.action === right.action).toBe(false);
    expect(scope.at).toEqual([{ from: "2021-12-31T16:00:00.000Z", until: "2023-12-31T16:00:00.000Z" }]);
    expect(scope.app.isExcept).toBe(false);
    for (const app of scope.app.words) expect(registry.app(app)?.owner).toBe("alibaba");
    expect(registry.app(witness.facts.app)?.owner).toBe("alibaba");
  }
  const told = new Set(diff.differences.flatMap(({ scope }) => scope.app.words));
  expect(told).toEqual(new Set(registry.apps().flatMap(({ id, owner }) => (owner === "alibaba" ? [id] : []))));
  const same = await runHere(["diff", "--json", BOOK, changedBook("same.yaml", "title: One", "title: Two")]);
  expect(JSON.parse(same.stdout)).toMatchObject({ differing: "0" });
});

test("fit reads what was seen by the owners of the book", async () => {
  const seen = join(folder, "seen.jsonl");
  const { code, stdout } = await runHere(["fit", "--json", BOOK, "fixtures/owners/mychat.jsonl"]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  const line = { host: "mychat", text: "https://item.taobao.com/item.htm?id=1", at: "2022-06-01T00:00:00+08:00" };
  writeFileSync(seen, JSON.stringify({ id: "seen", ...line, expect: [{ action: "open_in_place" }] }));
  const misfit = await runHere(["fit", "--json", BOOK, seen]);
  expect(JSON.parse(misfit.stdout)).toMatchObject({ rule: "rivals", fixtures: ["seen"] });
});

test("an app changes hands: its owner in the book counts, also for the registry's relations", () => {
  const text = TEXT.replace("host: mychat", "host: wechat")
    .replace("app: mychat", "app: jd")
    .replace("owner: mycorp", "owner: alibaba");
  const decider = shelf.readText(text, "mine.yaml");
  const at = new Date("2023-01-01T00:00:00Z");
  const facts = { at, host: "wechat", chat: "group", client: { os: "web", version: null }, choice: null } as const;
  const link = { kind: "web", app: "jd", owner: "jd", class: "e-commerce", relation: "neutral" } as const;
  const whole = { ...facts, ...link, findings: new Set<never>(), resolution: "final" } as const;
  expect(decider.factsSeen(whole)).toMatchObject({ owner: "alibaba", relation: "rival" });
  expect(decider.decide(whole)).toMatchObject({ rule: "rivals" });
  expect(decider.explain(whole).decision).toMatchObject({ rule: "rivals" });
});

test("owners are part of an edition's hash", () => {
  const hashOf = (text: string) => parseRulebook(text, "a.yaml").editions[0].hash;
  const changed = TEXT.replace('until: "2024', 'until: "2025');
  expect(changed).not.toBe(TEXT);
  expect(hashOf(changed)).not.toBe(hashOf(TEXT));
  expect(hashOf(readFileSync(withoutOwners(), "utf8"))).not.toBe(hashOf(TEXT));
});

test.each([
  ["app: mychat", "app: mychta", "mychta", 'unknown app "mychta": did you mean "mychat"?'],
  ["owner: mycorp", "owner: mycrop", "mycrop", 'unknown owner "mycrop": did you mean "mycorp"?'],
  ["[mycorp, alibaba]", "[mycorp, alibabba]", "alibabba", 'unknown owner "alibabba": did you mean "alibaba"?'],
  ["[mycorp, alibaba]", "[mycorp, mycorp]", "[mycorp, mycorp]", "expected two different owners"],
  ["relation: rival\n", "relation: riwal\n", "riwal", 'unknown word "riwal": did you mean "rival"?'],
  ['until: "2024', 'until: "2021', "between: [mycorp, ali", "expected from to be before until"],
  ["allied, citations: [A]", "allied, citations: [B]", "B] }\neditions", 'no source "B"'],
  ["host: mychat", "host: mychaat", "mychaat", 'unknown host platform "mychaat"'],
])("a mistake in them is told where it stands: %s, written %s", (right, wrong, at, told) => {
  const text = TEXT.replace(right, wrong);
  const before = text.slice(0, text.indexOf(at)).split("\n");
  let error: unknown;
  try {
    parseRulebook(text, "mine.yaml", KNOWN);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(RulebookError);
  const place = `mine.yaml:${before.length}:${(before.at(-1) ?? "").length + 1}: `;
  expect(error instanceof RulebookError ? error.message : "").toContain(`${place}${told}`);
});
