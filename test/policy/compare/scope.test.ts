import { expect, test } from "vitest";
import { auditRulebook } from "../../../src/policy/compare/audit.ts";
import { diffRulebooks } from "../../../src/policy/compare/diff.ts";
import { describeScope, findingsToldApart, type Scope } from "../../../src/policy/compare/scope.ts";
import { editionById } from "../../../src/policy/rulebook/rulebook.ts";
import { scopesOf } from "../../../src/pages/report-text.ts";
import { compiledBook, KNOWN_APPS } from "../facts.ts";

const wechat = compiledBook("wechat").rulebook;
const miit = compiledBook("miit").rulebook;
const first = { rulebook: wechat, edition: editionById(wechat, "2021-09-17") };

const NOTHING_ELSE = {
  at: null,
  chat: null,
  relation: null,
  kind: null,
  choice: null,
  class: null,
  app: null,
  owner: null,
  client: null,
  resolution: null,
};

test.for<[string, readonly Scope[]]>([
  ["audit", scopesOf(auditRulebook(wechat, { apps: KNOWN_APPS }))],
  [
    "comparison",
    diffRulebooks(first, { rulebook: miit, edition: null }, { apps: KNOWN_APPS }).differences.map(({ scope }) => scope),
  ],
])("scopes of the %s that ask for other findings are told in other words, and none is cut short", ([, scopes]) => {
  const told = findingsToldApart(scopes);
  const asked = scopes.map(({ absent, present }): Scope => ({ ...NOTHING_ELSE, absent, present }));
  const texts = new Map(asked.map((scope) => [JSON.stringify(scope), describeScope(scope, "+08:00", told)]));
  expect(texts.size).toBeGreaterThan(5);
  const said = [...texts.values()].map(({ where, provided }) => `${where}, if ${provided}`);
  expect(new Set(said).size).toBe(texts.size);
  expect(said.join("\n")).not.toMatch(/and \d+ more/u);
});
