import fc from "fast-check";
import { stringify } from "yaml";
import type { PolicyFacts } from "../../src/policy/types.ts";
import { CHOICE_WORDS, CLASSES, FINDINGS, LINK_KINDS, RELATIONS } from "../../src/policy/vocabulary.ts";

const APPS = ["taobao", "jd", "douyin", "weibo"];
const OWNERS = ["alibaba", "bytedance", "jd"];
const VERSIONS = ["7", "8.0", "8.0.0", "8.0.10", "8.0.11", "8.0.11.1", "8.1", "10.2.3"];
const INSTANTS = [
  "2020-01-01T00:00:00+08:00",
  "2021-09-17T00:00:00+08:00",
  "2021-11-29T18:00:00+08:00",
  "2023-01-01T00:00:00Z",
];

const some = (words: readonly string[]) =>
  fc.oneof(fc.constantFrom(...words), fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }));

const bound = fc
  .tuple(fc.constantFrom(">=", ">", "<", "<=", "="), fc.constantFrom(...VERSIONS))
  .map((parts) => parts.join(""));
const range = fc.oneof(
  bound,
  fc.tuple(bound, bound).map((bounds) => bounds.join(" ")),
  fc.constant("any"),
);
const client = fc
  .record({ android: range, ios: range, web: range }, { requiredKeys: [] })
  .filter((ranges) => Object.keys(ranges).length > 0);
const at = fc.oneof(
  fc.constantFrom(...INSTANTS).map((from) => ({ from })),
  fc.constantFrom(...INSTANTS).map((until) => ({ until })),
  fc.constantFrom(0, 1, 2).map((index) => ({ from: INSTANTS[index], until: INSTANTS[index + 1] })),
);

type When = Record<string, unknown>;

const one = (key: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<When> => value.map((words) => ({ [key]: words }));
const plain: fc.Arbitrary<When> = fc.oneof(
  one("chat", some(["one_to_one", "group", "moments"])),
  one("relation", some(RELATIONS)),
  one("kind", some(LINK_KINDS)),
  one("choice", some(CHOICE_WORDS)),
  one("class", some(CLASSES.slice(0, 8))),
  one("app", some(APPS)),
  one("owner", some(OWNERS)),
  one("finding", some(FINDINGS.slice(0, 6))),
  one("client", client),
  one("at", at),
);

/** One to three conditions at once, some of them joined ones, `depth` joins deep at most. */
function whenOf(depth: number): fc.Arbitrary<When> {
  if (depth === 0) return plain;
  const parts = fc.array(whenOf(depth - 1), { minLength: 1, maxLength: 3 });
  const part = fc.oneof(
    { weight: 6, arbitrary: plain },
    { weight: 1, arbitrary: one("any", parts) },
    { weight: 1, arbitrary: one("all", parts) },
    { weight: 1, arbitrary: one("not", whenOf(depth - 1)) },
  );
  return fc.array(part, { maxLength: 3 }).map((conditions): When => Object.assign({}, ...conditions) as When);
}
const when = whenOf(2);

const [THEN] = ["then"] as const;
const outcome = fc.constantFrom(
  { action: "open_in_place" },
  { action: "open_in_place", notice: true },
  { action: "open_externally" },
  { action: "block" },
);
const rule = fc.record({ when, outcome, stopsUnresolved: fc.boolean() });
const source = [{ title: "S", url: "https://example.org/" }];
const reason = { en: "Because." };

function editionOf(
  id: string,
  from: string | undefined,
  rules: readonly { when: unknown; outcome: unknown; stopsUnresolved: boolean }[],
) {
  return {
    id,
    from,
    title: id,
    source,
    default: { action: "block", basis: "written", reason },
    unresolved: { action: "open_externally", basis: "written", reason },
    rules: rules.map(({ stopsUnresolved, when, outcome }, index) => {
      const rule: When = {
        id: `rule-${index}`,
        when,
        basis: "written",
        reason,
        [THEN]: outcome,
      };
      if (stopsUnresolved) rule["onUnresolved"] = { action: "block" };
      return rule;
    }),
  };
}

const rules = fc.array(rule, { minLength: 1, maxLength: 12 });

/** YAML of a random rulebook of two editions. */
export const bookArbitrary = fc.tuple(rules, rules).map(([first, second]) =>
  stringify({
    id: "random",
    title: "Random",
    authority: "Chance",
    host: "any",
    editions: [editionOf("first", INSTANTS[0], first), editionOf("second", INSTANTS[1], second)],
  }),
);

const instants = INSTANTS.flatMap((text) => [-1, 0, 1].map((step) => new Date(Date.parse(text) + step)));

export const factsArbitrary: fc.Arbitrary<PolicyFacts> = fc.record({
  at: fc.constantFrom(...instants),
  host: fc.constant("wechat"),
  chat: fc.constantFrom("one_to_one", "group", "moments"),
  client: fc.record({
    os: fc.constantFrom("android", "ios", "web"),
    version: fc.constantFrom(null, "", "8.0.x", "6.9", "8.0.12", "9", ...VERSIONS),
  }),
  choice: fc.constantFrom(null, "in_place", "external", "block"),
  kind: fc.constantFrom(...LINK_KINDS),
  app: fc.constantFrom(null, "unheard-of", ...APPS),
  owner: fc.constantFrom(null, "unheard-of", ...OWNERS),
  class: fc.constantFrom(...CLASSES),
  relation: fc.constantFrom(...RELATIONS),
  findings: fc.uniqueArray(fc.constantFrom(...FINDINGS), { maxLength: 4 }).map((kinds) => new Set(kinds)),
  resolution: fc.constantFrom("final", "provisional", "unresolved"),
});
