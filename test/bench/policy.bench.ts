import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { parse as parseCel } from "@marcbachmann/cel-js";
import { LogicEngine } from "json-logic-engine";
import { Engine as RulesEngine, type NestedCondition } from "json-rules-engine";
import { auditRulebook } from "../../src/policy/audit.ts";
import { readBuiltinRulebooks } from "../../src/policy/builtin-rulebooks.ts";
import { compileRulebook, judge } from "../../src/policy/decide.ts";
import { diffRulebooks } from "../../src/policy/diff.ts";
import { explainJudgement } from "../../src/policy/explain.ts";
import { editionById, parseRulebook, type Rulebook } from "../../src/policy/rulebook.ts";
import type { PolicyFacts } from "../../src/policy/types.ts";
import { CLASSES, FINDINGS, LINK_KINDS, RELATIONS } from "../../src/policy/vocabulary.ts";
import { seededAppBook, seededBook } from "../policy/seeded-books.ts";

const PHASE_ONE = "2021-09-17T00:00:00+08:00";
const PHASE_TWO = "2021-11-30T00:00:00+08:00";
const CODES_CLOSE = "2023-01-01T00:00:00+08:00";
const DOWNLOADS_CLOSE = "2025-10-23T00:00:00+08:00";

/** One rule in a form that every engine's own is made from. What is absent may be anything. */
interface BenchRule {
  readonly finding?: string;
  readonly choice?: string;
  readonly kind?: string;
  readonly app?: string;
  readonly relation?: string;
  readonly class?: string;
  readonly chat?: string;
  readonly from?: string;
  readonly until?: string;
  /** Fits all but one-to-one chats on a client of September 2021 or later. */
  readonly notNewest?: true;
  readonly gives: Gift;
}
type Gift = "place" | "notice" | "external" | "block";

const HARMFUL = [
  "phishing",
  "malware",
  "fraud",
  "gambling",
  "pornography",
  "unlawful",
  "evasion",
  "imitation",
  "userinfo",
  "dangerous_scheme",
];
const RIVAL_CLASSES = ["e-commerce", "short_video", "im", "office", "payment", "travel"];
const IN_GROUPS = new Set(["e-commerce", "travel"]);

/** Forty rules: dates, chat kinds, classes, relations, apps, findings, choices, kinds and versions. */
const RULES: readonly BenchRule[] = [
  ...HARMFUL.map((finding): BenchRule => ({ finding, gives: "block" })),
  { choice: "block", gives: "block" },
  { kind: "share_code", from: CODES_CLOSE, gives: "block" },
  { finding: "diversion", gives: "external" },
  { finding: "file_download", until: DOWNLOADS_CLOSE, gives: "external" },
  { finding: "file_download", gives: "block" },
  { kind: "share_code", gives: "external" },
  { choice: "external", gives: "external" },
  { app: "alipay", gives: "external" },
  { finding: "reported", gives: "notice" },
  { relation: "own", gives: "place" },
  { relation: "allied", gives: "place" },
  { relation: "neutral", gives: "place" },
  ...RIVAL_CLASSES.flatMap((cls): BenchRule[] => [
    { class: cls, until: PHASE_ONE, gives: "external" },
    { class: cls, until: PHASE_TWO, notNewest: true, gives: "external" },
    IN_GROUPS.has(cls) ? { class: cls, gives: "place" } : { class: cls, chat: "one_to_one", gives: "place" },
  ]),
];
const DEFAULT = RULES.length;

const ACTION = {
  place: "open_in_place",
  notice: "open_in_place",
  external: "open_externally",
  block: "block",
} as const;
const [THEN] = ["then"] as const;

function rulebook(): Rulebook {
  const reason = { en: "Because." };
  const rules = RULES.map(({ gives, from, until, notNewest, ...words }, index) => ({
    id: `r${index}`,
    when: {
      ...words,
      ...(from === undefined && until === undefined ? {} : { at: { from, until } }),
      ...(notNewest === true ? { not: { chat: "one_to_one", client: { android: ">=8.0.11", ios: ">=8.0.13" } } } : {}),
    },
    [THEN]: { action: ACTION[gives], notice: gives === "notice" },
    basis: "inferred",
    reason,
  }));
  const book = {
    id: "bench",
    title: "Bench",
    authority: "Bench",
    host: "any",
    editions: [
      {
        id: "1",
        from: "2000-01-01T00:00:00Z",
        title: "1",
        source: [{ title: "Bench", url: "https://example.org/" }],
        default: { action: "open_externally", basis: "inferred", reason },
        rules,
      },
    ],
  };
  return parseRulebook(JSON.stringify(book), "bench.json");
}

/** What the other engines get, worked out for them before the clock runs: numbers for versions and dates, lists for sets. */
interface PlainInput {
  readonly at: number;
  readonly chat: string;
  readonly os: string;
  readonly version: number;
  readonly choice: string;
  readonly kind: string;
  readonly app: string;
  readonly relation: string;
  readonly cls: string;
  readonly findings: readonly string[];
}

function versionNumber(version: string | number | null): number {
  if (version === null) return -1;
  if (typeof version === "number") return version;
  return version.split(".").reduce((all, part) => all * 1_000 + Number(part), 0);
}
const NEWEST = { android: versionNumber("8.0.11"), ios: versionNumber("8.0.13") };

/** What the hand-written rules read: a link's facts as they come, or as prepared for the other engines. */
interface SwitchInput {
  readonly chat: string;
  readonly choice: string | null;
  readonly kind: string;
  readonly app: string | null;
  readonly relation: string;
}

/** The ceiling: the same forty rules as a person would write them by hand for speed. */
function bySwitch(
  { chat, choice, kind, app, relation }: SwitchInput,
  at: number,
  os: string,
  version: string | number | null,
  cls: string,
  findings: Iterable<string>,
): number {
  let download = false;
  let diversion = false;
  let reported = false;
  let worst = DEFAULT;
  for (const finding of findings) {
    const place = HARMFUL.indexOf(finding);
    if (place >= 0 && place < worst) worst = place;
    else if (finding === "diversion") diversion = true;
    else if (finding === "file_download") download = true;
    else if (finding === "reported") reported = true;
  }
  if (worst < DEFAULT) return worst;
  if (choice === "block") return 10;
  if (kind === "share_code" && at >= CODES_CLOSE_MS) return 11;
  if (diversion) return 12;
  if (download) return at < DOWNLOADS_CLOSE_MS ? 13 : 14;
  if (kind === "share_code") return 15;
  if (choice === "external") return 16;
  if (app === "alipay") return 17;
  if (reported) return 18;
  switch (relation) {
    case "own":
      return 19;
    case "allied":
      return 20;
    case "neutral":
      return 21;
    default:
  }
  let first: number;
  switch (cls) {
    case "e-commerce":
      first = 22;
      break;
    case "short_video":
      first = 25;
      break;
    case "im":
      first = 28;
      break;
    case "office":
      first = 31;
      break;
    case "payment":
      first = 34;
      break;
    case "travel":
      first = 37;
      break;
    default:
      return DEFAULT;
  }
  if (at < PHASE_ONE_MS) return first;
  if (at < PHASE_TWO_MS) {
    const isNewest =
      (os === "android" && versionNumber(version) >= NEWEST.android) ||
      (os === "ios" && versionNumber(version) >= NEWEST.ios);
    if (chat !== "one_to_one" || !isNewest) return first + 1;
  }
  if (chat === "one_to_one" || first === 22 || first === 37) return first + 2;
  return DEFAULT;
}
const PHASE_ONE_MS = Date.parse(PHASE_ONE);
const PHASE_TWO_MS = Date.parse(PHASE_TWO);
const CODES_CLOSE_MS = Date.parse(CODES_CLOSE);
const DOWNLOADS_CLOSE_MS = Date.parse(DOWNLOADS_CLOSE);

const WORDS = ["choice", "kind", "app", "relation", "chat"] as const;

function jsonLogic(): (input: PlainInput) => number {
  const conditionOf = (rule: BenchRule): unknown => {
    const all: unknown[] = WORDS.flatMap((field) =>
      rule[field] === undefined ? [] : [{ "===": [{ var: field }, rule[field]] }],
    );
    if (rule.class !== undefined) all.push({ "===": [{ var: "cls" }, rule.class] });
    if (rule.finding !== undefined) all.push({ in: [rule.finding, { var: "findings" }] });
    if (rule.from !== undefined) all.push({ ">=": [{ var: "at" }, Date.parse(rule.from)] });
    if (rule.until !== undefined) all.push({ "<": [{ var: "at" }, Date.parse(rule.until)] });
    if (rule.notNewest === true) {
      const newest = (["android", "ios"] as const).map((os) => ({
        and: [{ "===": [{ var: "os" }, os] }, { ">=": [{ var: "version" }, NEWEST[os]] }],
      }));
      all.push({ "!": { and: [{ "===": [{ var: "chat" }, "one_to_one"] }, { or: newest }] } });
    }
    return all.length === 1 ? all[0] : { and: all };
  };
  const logic = { if: [...RULES.flatMap((rule, index) => [conditionOf(rule), index]), DEFAULT] };
  return new LogicEngine().build(logic) as (input: PlainInput) => number;
}

function celCondition(rule: BenchRule): string {
  const all: string[] = WORDS.flatMap((field) => (rule[field] === undefined ? [] : [`${field} == "${rule[field]}"`]));
  if (rule.class !== undefined) all.push(`cls == "${rule.class}"`);
  if (rule.finding !== undefined) all.push(`"${rule.finding}" in findings`);
  if (rule.from !== undefined) all.push(`at >= ${Date.parse(rule.from)}.0`);
  if (rule.until !== undefined) all.push(`at < ${Date.parse(rule.until)}.0`);
  if (rule.notNewest === true) {
    const newest = (["android", "ios"] as const).map((os) => `(os == "${os}" && version >= ${NEWEST[os]}.0)`);
    all.push(`!(chat == "one_to_one" && (${newest.join(" || ")}))`);
  }
  return all.join(" && ");
}

function cel(): (input: PlainInput) => number {
  const chain = RULES.reduceRight(
    (otherwise, rule, index) => `(${celCondition(rule)}) ? ${index} : (${otherwise})`,
    `${DEFAULT}`,
  );
  const program = parseCel(chain);
  return (input) => Number(program({ ...input }));
}

/** Cedar knows no order among permits: every one that fits is named as a reason, and the first of them speaks. */
function cedarEngine(): (input: PlainInput) => number {
  const staticPolicies = Object.fromEntries(
    RULES.map((rule, index) => {
      const all: string[] = WORDS.flatMap((field) =>
        rule[field] === undefined ? [] : [`context.${field} == "${rule[field]}"`],
      );
      if (rule.class !== undefined) all.push(`context.cls == "${rule.class}"`);
      if (rule.finding !== undefined) all.push(`context.findings.contains("${rule.finding}")`);
      if (rule.from !== undefined) all.push(`context.at >= ${Date.parse(rule.from)}`);
      if (rule.until !== undefined) all.push(`context.at < ${Date.parse(rule.until)}`);
      if (rule.notNewest === true) {
        const newest = (["android", "ios"] as const).map(
          (os) => `(context.os == "${os}" && context.version >= ${NEWEST[os]})`,
        );
        all.push(`!(context.chat == "one_to_one" && (${newest.join(" || ")}))`);
      }
      return [`r${index}`, `permit(principal, action, resource) when { ${all.join(" && ")} };`];
    }),
  );
  const parsed = cedar.preparsePolicySet("bench", { staticPolicies });
  if (parsed.type === "failure") throw new Error(JSON.stringify(parsed.errors));
  return (input) => {
    const answer = cedar.statefulIsAuthorized({
      principal: { type: "User", id: "u" },
      action: { type: "Action", id: "open" },
      resource: { type: "Link", id: "l" },
      context: { ...input, findings: [...input.findings] },
      preparsedPolicySetId: "bench",
      entities: [],
    });
    if (answer.type === "failure") throw new Error(JSON.stringify(answer.errors));
    return answer.response.diagnostics.reason.reduce((least, id) => Math.min(least, Number(id.slice(1))), DEFAULT);
  };
}

function jsonRulesEngine(): (input: PlainInput) => Promise<number> {
  const engine = new RulesEngine([], { allowUndefinedFacts: true });
  const is = (fact: string, operator: string, value: unknown): NestedCondition => ({ fact, operator, value });
  for (const [index, rule] of RULES.entries()) {
    const all: NestedCondition[] = WORDS.flatMap((field) =>
      rule[field] === undefined ? [] : [is(field, "equal", rule[field])],
    );
    if (rule.class !== undefined) all.push(is("cls", "equal", rule.class));
    if (rule.finding !== undefined) all.push(is("findings", "contains", rule.finding));
    if (rule.from !== undefined) all.push(is("at", "greaterThanInclusive", Date.parse(rule.from)));
    if (rule.until !== undefined) all.push(is("at", "lessThan", Date.parse(rule.until)));
    if (rule.notNewest === true) {
      const newest = (["android", "ios"] as const).map((os) => ({
        all: [is("os", "equal", os), is("version", "greaterThanInclusive", NEWEST[os])],
      }));
      all.push({ not: { all: [is("chat", "equal", "one_to_one"), { any: newest }] } });
    }
    engine.addRule({ conditions: { all }, event: { type: `r${index}` }, priority: RULES.length - index });
  }
  return async (input) => {
    const { events } = await engine.run({ ...input });
    return events.reduce((least, { type }) => Math.min(least, Number(type.slice(1))), DEFAULT);
  };
}

/** Links as they come: four of five with no finding, half of them rivals'. From a seed, so that every run has the same. */
function inputs(count: number): PolicyFacts[] {
  let seed = 20_210_917;
  const below = (limit: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  const oneOf = <Word>(words: readonly [Word, ...Word[]]): Word => words[below(words.length)] ?? words[0];
  const from = Date.parse("2021-06-01T00:00:00Z");
  return Array.from({ length: count }, (): PolicyFacts => ({
    at: new Date(from + below(5 * 365) * 86_400_000),
    host: "wechat",
    chat: oneOf(["one_to_one", "group"]),
    client: {
      os: oneOf(["android", "ios", "web"]),
      version: oneOf(["8.0.10", "8.0.11", "8.0.13", "8.0.42", "7.0.0", null]),
    },
    choice: oneOf([null, null, null, null, null, null, "in_place", "external", "block"]),
    kind: oneOf(["web", "web", "web", "web", "web", ...LINK_KINDS]),
    app: oneOf(["taobao", "jd", "douyin", "alipay", "feishu", "weibo", null]),
    owner: null,
    class: oneOf(["e-commerce", "short_video", "im", "office", "payment", "travel", ...CLASSES]),
    relation: oneOf(["rival", "rival", "rival", ...RELATIONS]),
    findings: new Set(below(5) > 0 ? [] : Array.from({ length: 1 + below(2) }, () => oneOf(FINDINGS))),
    resolution: "final",
  }));
}

function plain(facts: PolicyFacts): PlainInput {
  return {
    at: facts.at.getTime(),
    chat: facts.chat,
    os: facts.client.os,
    version: versionNumber(facts.client.version),
    choice: facts.choice ?? "none",
    kind: facts.kind,
    app: facts.app ?? "nobody",
    relation: facts.relation,
    cls: facts.class,
    findings: [...facts.findings],
  };
}

/** Processor time of this process, all its threads: what else the machine does counts less in it. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

const WARM_MS = 150;
const ROUND_MS = 350;
const ROUNDS = 3;

/** Calls in a second of processor time of one pass over all inputs: the best of three rounds, after a warm-up. */
function rateOf(pass: () => unknown, size: number): number {
  const round = (forMs: number): number => {
    const start = processorMs();
    let passes = 0;
    while (processorMs() - start < forMs) {
      pass();
      passes++;
    }
    return (passes * size * 1_000) / (processorMs() - start);
  };
  round(WARM_MS);
  return Math.max(...Array.from({ length: ROUNDS }, () => round(ROUND_MS)));
}

const figure = (value: number): string => Math.round(value).toLocaleString("en-US");

export async function bench(print: (line: string) => void): Promise<void> {
  const facts = inputs(4_096);
  const plains = facts.map(plain);
  const book = compileRulebook(rulebook());
  const ours = (link: PolicyFacts): number => {
    const { rule } = judge(book, link);
    return rule === null ? DEFAULT : Number(rule.slice(1));
  };
  const logic = jsonLogic();
  const celProgram = cel();
  const cedarProgram = cedarEngine();
  const rules = jsonRulesEngine();

  const onPlain = (input: PlainInput): number =>
    bySwitch(input, input.at, input.os, input.version, input.cls, input.findings);
  const onFacts = (link: PolicyFacts): number =>
    bySwitch(link, link.at.getTime(), link.client.os, link.client.version, link.class, link.findings);
  const expected = plains.map(onPlain);
  const answers: readonly (readonly [string, readonly number[]])[] = [
    ["the switch on unprepared facts", facts.map(onFacts)],
    ["hutong", facts.map(ours)],
    ["json-logic-engine", plains.map(logic)],
    ["cel-js", plains.map(celProgram)],
    ["cedar", plains.map(cedarProgram)],
    ["json-rules-engine", await Promise.all(plains.map(rules))],
  ];
  for (const [name, given] of answers) {
    const wrong = given.findIndex((answer, index) => answer !== expected[index]);
    if (wrong >= 0)
      throw new Error(
        `${name} says rule ${given[wrong]}, the switch ${expected[wrong]}: ${JSON.stringify(plains[wrong])}`,
      );
  }
  print(
    `${RULES.length} rules, ${facts.length} links, ${new Set(expected).size} outcomes reached; every engine gives the same rule for each`,
  );

  // The sum keeps the calls from being thought away.
  let sum = 0;
  const few = plains.slice(0, 64);
  const rates = new Map<string, number>();
  rates.set(
    "hand-written switch",
    rateOf(() => {
      for (const link of facts) sum += onFacts(link);
    }, facts.length),
  );
  rates.set(
    "the same, facts prepared",
    rateOf(() => {
      for (const input of plains) sum += onPlain(input);
    }, plains.length),
  );
  rates.set(
    "hutong judge",
    rateOf(() => {
      for (const link of facts) sum += judge(book, link).action.length;
    }, facts.length),
  );
  rates.set(
    "hutong trace",
    rateOf(() => {
      for (const link of facts) sum += explainJudgement(book, link).satisfied[0] ?? 0;
    }, facts.length),
  );
  rates.set(
    "hutong explain",
    rateOf(() => {
      for (const link of facts.slice(0, 256)) sum += explainJudgement(book, link).rules.length;
    }, 256),
  );
  rates.set(
    "json-logic-engine",
    rateOf(() => {
      for (const input of plains) sum += logic(input);
    }, plains.length),
  );
  rates.set(
    "@marcbachmann/cel-js",
    rateOf(() => {
      for (const input of plains) sum += celProgram(input);
    }, plains.length),
  );
  rates.set(
    "@cedar-policy/cedar-wasm",
    rateOf(() => {
      for (const input of few) sum += cedarProgram(input);
    }, few.length),
  );
  rates.set(
    "json-rules-engine",
    await asyncRate(async () => {
      for (const input of few) sum += await rules(input);
    }, few.length),
  );
  if (sum === 0) throw new Error("nothing was decided");

  const ceiling = rates.get("hand-written switch") ?? 1;
  const own = rates.get("hutong judge") ?? 1;
  print(`${"engine".padEnd(26)}${"decisions/s".padStart(13)}${"of switch".padStart(11)}${"hutong is".padStart(14)}`);
  for (const [name, rate] of rates) {
    print(
      `${name.padEnd(26)}${figure(rate).padStart(13)}${(rate / ceiling).toFixed(3).padStart(11)}${`${(own / rate).toFixed(2)} x`.padStart(14)}`,
    );
  }
  benchWhole(print);
}

async function asyncRate(pass: () => Promise<void>, size: number): Promise<number> {
  await pass();
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = processorMs();
    let passes = 0;
    while (processorMs() - start < ROUND_MS) {
      await pass();
      passes++;
    }
    best = Math.max(best, (passes * size * 1_000) / (processorMs() - start));
  }
  return best;
}

function benchWhole(print: (line: string) => void): void {
  const timed = (name: string, run: () => string): void => {
    const start = processorMs();
    const said = run();
    print(`${name.padEnd(54)}${(processorMs() - start).toFixed(1).padStart(9)} ms  ${said}`);
  };
  const books = readBuiltinRulebooks();
  const wechat = books.get("wechat");
  const miit = books.get("miit");
  if (wechat === undefined || miit === undefined) throw new Error("a shipped rulebook is gone");
  timed(
    "compile wechat, all editions",
    () => `${compileRulebook(wechat).editions.reduce((sum, { levels }) => sum + levels.length, 0)} nodes`,
  );
  timed("audit wechat, all editions", () => {
    const { inputs, unequal } = auditRulebook(wechat);
    return `${inputs} inputs, ${unequal.length} statements of unequal treatment`;
  });
  timed("diff wechat@2021-09-17 miit", () => {
    const pinned = { rulebook: wechat, edition: editionById(wechat, "2021-09-17") };
    return `${diffRulebooks(pinned, { rulebook: miit, edition: null }).differences.length} statements`;
  });
  const twoBooks = (count: number, seed: number, bookOf = seededBook): string => {
    const [left, right] = [bookOf(count, seed), bookOf(count, seed + 1)];
    const start = processorMs();
    const diff = diffRulebooks({ rulebook: left, edition: null }, { rulebook: right, edition: null });
    slowestMs = Math.max(slowestMs, processorMs() - start);
    return `${diff.differing} of ${diff.inputs} inputs differ; ${diff.differences.length} statements leave ${diff.leftOver}`;
  };
  let slowestMs = 0;
  for (const count of [40, 400]) {
    const book = seededBook(count, 1);
    timed(
      `compile a random book of ${count} rules`,
      () => `${compileRulebook(book).editions[0]?.levels.length ?? 0} nodes`,
    );
    timed(`diff of two random books of ${count} rules`, () => twoBooks(count, 1));
  }
  timed("diff of two random books of 400 rules about 300 apps", () => twoBooks(400, 1, seededAppBook));
  slowestMs = 0;
  const seeds = Array.from({ length: 10 }, () => 1 + Math.floor(Math.random() * 2 ** 30));
  timed("diff of ten more pairs of 400, other ones in each run", () => {
    for (const seed of seeds) twoBooks(400, seed);
    return `the slowest ${slowestMs.toFixed(0)} ms`;
  });
}

if (import.meta.main) await bench((line) => console.log(line));
