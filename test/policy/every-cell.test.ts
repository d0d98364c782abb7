import { expect, test } from "vitest";
import { type CompiledEdition, decideIn } from "../../src/policy/decide/decide.ts";
import {
  clientCell,
  CLOSED_VARIABLES,
  FIRST_FINDING_LEVEL,
  instantCell,
  LEVEL,
  type Space,
  VARIABLES,
} from "../../src/policy/decide/space.ts";
import type { Decision, PolicyFacts } from "../../src/policy/types.ts";
import { formatVersion, type Version } from "../../src/policy/version.ts";
import { CLASSES, OSES } from "../../src/policy/vocabulary.ts";
import { factsIn } from "../../src/policy/compare/witness.ts";
import { compiledBook, rulebookText } from "./facts.ts";
import { answerOf, type OracleEdition, plainAnswers, readOracle, type Tree, type Truth, truthOf } from "./oracle.ts";

/*
 * That the compiled form and the plain walk over the YAML agree on every input, and not only on examples:
 *
 * 1. Words, dates and versions. A condition is a set of words, each enumeration with a cell for all others, or an
 *    interval. Cells of a variable are taken as one only when every plain condition answers the same in them and every
 *    node of the compiled form leads to the same place. An interval is asked at both ends of each cell.
 * 2. Findings, which come as sets. The compiled form splits them into groups. Its diagram is walked along every path:
 *    a path says of some groups that one of them was found, of some that none was, and of the others nothing. On each
 *    the plain walk is asked with that much known; where it cannot tell yet, further groups are split both ways. So
 *    every set of findings lies on one asked path, and their number is counted.
 */

type State = 0 | 1 | null;

/** Of the cells of a variable, one of each kind that the rules or the compiled form tell apart. */
function tellableCells(compiled: CompiledEdition, plain: OracleEdition, level: number): readonly number[] {
  const { space } = compiled;
  const kinds = new Map<string, number>();
  const key = VARIABLES[level] ?? "";
  for (let cell = 0; cell < (space.radices[level] ?? 1); cell++) {
    const cells = space.radices.map((_, place) => (place === level ? cell : 0));
    const answers = [factsIn(space, cells), ...endsOf(space, level, cell)].map((facts) =>
      plainAnswers(plain, key, facts).join(),
    );
    if (new Set(answers).size !== 1) throw new Error(`${key}: cell ${cell} is not one cell`);
    const kind = `${answers[0]} ${placesAfter(compiled, level, cell).join()}`;
    if (!kinds.has(kind)) kinds.set(kind, cell);
  }
  return [...kinds.values()];
}

/** The last instant of a cell of time, the last version of a cell of versions. */
function endsOf(space: Space, level: number, cell: number): PolicyFacts[] {
  const facts = factsIn(
    space,
    space.radices.map((_, place) => (place === level ? cell : 0)),
  );
  if (level === LEVEL.at) {
    const end = new Date((space.instantsMs[cell] ?? Date.parse("2100-01-01T00:00:00Z")) - 1);
    expect(instantCell(space, end.getTime())).toBe(cell);
    return [{ ...facts, at: end }];
  }
  if (level !== LEVEL.client) return [];
  const os = OSES.findLast((name) => space.clientStart[name] <= cell) ?? "web";
  const place = cell - space.clientStart[os];
  if (place === 0) return [];
  const upper = space.versionCuts[os][place - 1];
  const version = formatVersion(
    upper === undefined ? [999_999_999] : upper.isAfter ? upper.version : justBelow(upper.version),
  );
  expect(clientCell(space, os, version)).toBe(cell);
  return [{ ...facts, client: { os, version } }];
}

function justBelow(version: Version): Version {
  return [...version.slice(0, -1), (version.at(-1) ?? 0) - 1, 999_999_999];
}

/** Where each place of the compiled form that asks for the variable leads from one cell. */
function placesAfter(
  { roots, levels, starts, children, space }: CompiledEdition,
  level: number,
  cell: number,
): number[] {
  if (level >= CLOSED_VARIABLES)
    return [...starts].flatMap((start, node) => (levels[node] === level ? [children[start + cell] ?? 0] : []));
  const below = space.radices.slice(level + 1, CLOSED_VARIABLES).reduce((product, radix) => product * radix, 1);
  return [...roots].filter((_, entry) => Math.floor(entry / below) % (space.radices[level] ?? 1) === cell);
}

function* products(choices: readonly (readonly number[])[]): Generator<readonly number[]> {
  const [first, ...rest] = choices;
  if (first === undefined) return void (yield []);
  for (const tail of products(rest)) for (const cell of first) yield [cell, ...tail];
}

/** Where the findings of a link are asked first, or the leaf when they never are. */
function afterWords({ roots, levels, starts, children }: CompiledEdition, cells: readonly number[]): number {
  const [chat = 0, relation = 0, kind = 0, choice = 0, cls = 0] = cells;
  let node = roots[(chat * 64 + relation * 16 + kind * 4 + choice) * CLASSES.length + cls] ?? 0;
  while (node >= 0 && (levels[node] ?? 0) < FIRST_FINDING_LEVEL)
    node = children[(starts[node] ?? 0) + (cells[levels[node] ?? 0] ?? 0)] ?? 0;
  return node;
}

/** Whether one decision is another but for what it rests on, which differs between apps that were tested and others. */
function isSaid(given: Decision, decision: Decision): boolean {
  const { basis, ...said } = given;
  const isBasis = basis === decision.basis || basis === "inferred";
  return isBasis && Object.entries(said).every(([key, value]) => Reflect.get(decision, key) === value);
}

/** Proves all sets of findings of links that are alike in everything else; returns how many of groups there are. */
function proveFindings(compiled: CompiledEdition, plain: OracleEdition, cells: readonly number[]): number {
  const { space, levels, starts, children } = compiled;
  const facts = factsIn(space, cells);
  const states = space.findings.map((): State => null);

  const anyFound = (kinds: readonly string[]): Truth => {
    let isNoneLeft = kinds.every((kind) => space.findings.some((group) => (group as readonly string[]).includes(kind)));
    for (const [place, group] of space.findings.entries()) {
      const asked = group.filter((kind) => kinds.includes(kind)).length;
      if (asked === 0 || states[place] === 0) continue;
      // One of the group was found, whichever: that answers only a condition that asks for all of the group.
      if (states[place] === 1 && asked === group.length) return true;
      isNoneLeft = false;
    }
    return isNoneLeft ? false : null;
  };
  const open = plain.rules.filter((rule) => truthOf(rule["when"] as Tree, facts, anyFound) !== false);

  /** The first rule that fits, `null` when it is not known yet, `undefined` when none does. */
  const speaking = (): Tree | null | undefined => {
    for (const rule of open) {
      const truth = truthOf(rule["when"] as Tree, facts, anyFound);
      if (truth !== false) return truth === null ? null : rule;
    }
    return undefined;
  };

  const compare = (leaf: number, rule: Tree | undefined): number => {
    const least = space.findings.flatMap((group, place) => (states[place] === 1 ? group.slice(0, 1) : []));
    const most = space.findings.flatMap((group, place) => (states[place] === 0 ? [] : group));
    for (const resolution of ["final", "unresolved"] as const) {
      const decisions = resolution === "final" ? compiled.decisions : compiled.unresolvedDecisions;
      const decision = decisions[~leaf];
      const answer = answerOf(plain, rule, { ...facts, resolution });
      const isSame =
        decision !== undefined &&
        decision.rule === answer.rule &&
        decision.decidedBy === answer.decidedBy &&
        decision.action === answer.action &&
        decision.notice === answer.notice &&
        [least, most].every((kinds) =>
          isSaid(decideIn(compiled, { ...facts, findings: new Set(kinds), resolution }), decision),
        );
      if (!isSame)
        throw new Error(`${cells.join()} ${states.join()}: ${decision?.rule}, not ${JSON.stringify(answer)}`);
    }
    return 2 ** states.filter((state) => state === null).length;
  };

  const split = (place: number, next: (state: 0 | 1) => number): number => {
    let proved = 0;
    for (const state of [0, 1] as const) {
      states[place] = state;
      proved += next(state);
    }
    states[place] = null;
    return proved;
  };
  const walk = (node: number): number => {
    if (node >= 0) {
      const place = (levels[node] ?? 0) - FIRST_FINDING_LEVEL;
      return split(place, (state) => walk(children[(starts[node] ?? 0) + state] ?? 0));
    }
    const rule = speaking();
    if (rule !== null) return compare(node, rule);
    const place = states.indexOf(null);
    if (place < 0) throw new Error(`${cells.join()}: a rule tells findings of one group apart`);
    return split(place, () => walk(node));
  };
  return walk(afterWords(compiled, cells));
}

test.each([
  ["wechat", 17, 1_000_000],
  ["miit", 4, 80],
  ["qq", 2, 80],
  ["samr", 3, 80],
] as const)(
  "every input that an edition of %s can tell apart, with every set of findings, gets what a plain walk gives",
  (id, editions, least) => {
    const compiled = compiledBook(id);
    const oracle = readOracle(rulebookText(id));
    expect(compiled.editions.length).toBe(editions);
    let all = 0;
    for (const [index, edition] of compiled.editions.entries()) {
      const plain = oracle[index];
      if (plain === undefined) throw new Error("the oracle read fewer editions");
      const choices = VARIABLES.map((_, level) => tellableCells(edition, plain, level));
      let proved = 0;
      for (const cells of products(choices)) proved += proveFindings(edition, plain, cells);
      const inputs = choices.reduce((product, cells) => product * cells.length, 2 ** edition.space.findings.length);
      expect(proved).toBe(inputs);
      all += proved;
    }
    expect(all).toBeGreaterThan(least);
  },
);
