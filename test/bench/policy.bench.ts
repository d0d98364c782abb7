import { auditRulebook } from "../../src/policy/compare/audit.ts";
import { readBuiltinRulebooks } from "../../src/rulebooks/builtin.ts";
import { compileRulebook, decide } from "../../src/policy/decide/decide.ts";
import { diffRulebooks } from "../../src/policy/compare/diff.ts";
import { explain } from "../../src/policy/decide/explain.ts";
import { editionById } from "../../src/policy/rulebook/rulebook.ts";
import type { PolicyFacts } from "../../src/policy/types.ts";
import { seededAppBook, seededBook } from "../policy/seeded-books.ts";
import { bySwitch } from "./policy/by-switch.ts";
import { cedarEngine } from "./policy/cedar.ts";
import { cel } from "./policy/cel.ts";
import { rulebook } from "./policy/hutong.ts";
import { jsonLogic } from "./policy/json-logic.ts";
import { jsonRulesEngine } from "./policy/json-rules-engine.ts";
import { inputs, plain } from "./policy/links.ts";
import type { PlainInput } from "./policy/plain-input.ts";
import { DEFAULT, RULES } from "./policy/rules.ts";

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
    const { rule } = decide(book, link);
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
      for (const link of facts) sum += decide(book, link).action.length;
    }, facts.length),
  );
  rates.set(
    "hutong trace",
    rateOf(() => {
      for (const link of facts) sum += explain(book, link).satisfied[0] ?? 0;
    }, facts.length),
  );
  rates.set(
    "hutong explain",
    rateOf(() => {
      for (const link of facts.slice(0, 256)) sum += explain(book, link).rules.length;
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
