import type { Condition } from "../rulebook/condition.ts";
import { type CompiledEdition, knownClientCell } from "./decide.ts";
import { cellsWhere, instantCell, LEVEL } from "./space.ts";
import type { PolicyFacts } from "../types.ts";
import type { SetField } from "../vocabulary.ts";

type Plain = Exclude<Condition, { readonly type: "all" | "any" | "not" }>;

/** Which plain conditions of an edition hold for one link: a bit each, in the order of `conditionsOf`. */
export type Satisfied = readonly number[];

/** Small enough for an integer that needs no object of its own. */
const BITS = 30;

/**
 * For each word, version, instant and finding the plain conditions that it satisfies.
 * A plain condition looks at one fact. So the union of one row per fact is what holds for a link;
 * no condition is evaluated.
 */
interface Table {
  readonly places: ReadonlyMap<Condition, number>;
  readonly size: number;
  readonly byWord: Readonly<Record<SetField, ReadonlyMap<string, Satisfied>>>;
  readonly byFinding: ReadonlyMap<string, Satisfied>;
  readonly byInstant: readonly Satisfied[];
  readonly byClient: readonly Satisfied[];
}

const tables = new WeakMap<CompiledEdition, Table>();

function tableOf(compiled: CompiledEdition): Table {
  const known = tables.get(compiled) ?? makeTable(compiled);
  tables.set(compiled, known);
  return known;
}

function plainOf(condition: Condition): readonly Plain[] {
  if (condition.type === "not") return plainOf(condition.of);
  return condition.type === "all" || condition.type === "any" ? condition.of.flatMap(plainOf) : [condition];
}

function makeTable({ edition, space }: CompiledEdition): Table {
  const conditions = edition.rules.flatMap(({ when }) => plainOf(when));
  const size = Math.ceil(conditions.length / BITS);
  const rowOf = (holds: (condition: Plain) => boolean): Satisfied => {
    const row = Array.from({ length: size }, () => 0);
    for (const [place, condition] of conditions.entries()) {
      if (holds(condition))
        row[Math.floor(place / BITS)] = (row[Math.floor(place / BITS)] ?? 0) | (1 << (place % BITS));
    }
    return row;
  };
  const rowsOf = (type: "at" | "client"): Satisfied[] =>
    Array.from({ length: space.radices[LEVEL[type]] ?? 0 }, (_, cell) =>
      rowOf((condition) => condition.type === type && cellsWhere(space, condition)[cell] === true),
    );
  const rowsByWord = (field: SetField): ReadonlyMap<string, Satisfied> => {
    const asking = conditions.filter((part) => part.type === "word").filter((part) => part.field === field);
    const words = new Set(asking.flatMap((part) => [...part.words]));
    return new Map(
      [...words].map((word) => [
        word,
        rowOf((part) => part.type === "word" && part.field === field && part.words.has(word)),
      ]),
    );
  };
  return {
    places: new Map(conditions.map((condition, place) => [condition, place])),
    size,
    byWord: {
      chat: rowsByWord("chat"),
      relation: rowsByWord("relation"),
      kind: rowsByWord("kind"),
      choice: rowsByWord("choice"),
      class: rowsByWord("class"),
      app: rowsByWord("app"),
      owner: rowsByWord("owner"),
    },
    byFinding: new Map(
      space.findings.flatMap((group) =>
        group.map((kind) => [kind, rowOf((part) => part.type === "finding" && part.kinds.includes(kind))] as const),
      ),
    ),
    byInstant: rowsOf("at"),
    byClient: rowsOf("client"),
  };
}

/** What every plain condition of an edition answers about a link. Never throws. */
export function trace(compiled: CompiledEdition, facts: PolicyFacts): Satisfied {
  const table = tableOf(compiled);
  const satisfied: number[] = [];
  for (let index = 0; index < table.size; index++) satisfied.push(0);
  const { byWord } = table;
  // One by one, since a loop over the names would look each of them up anew.
  add(satisfied, byWord.chat.get(facts.chat));
  add(satisfied, byWord.relation.get(facts.relation));
  add(satisfied, byWord.kind.get(facts.kind));
  add(satisfied, byWord.choice.get(facts.choice ?? "none"));
  add(satisfied, byWord.class.get(facts.class));
  if (facts.app !== null) add(satisfied, byWord.app.get(facts.app));
  if (facts.owner !== null) add(satisfied, byWord.owner.get(facts.owner));
  if (facts.findings.size > 0) for (const kind of facts.findings) add(satisfied, table.byFinding.get(kind));
  const atMs = facts.at.getTime();
  if (table.byInstant.length > 1 && !Number.isNaN(atMs))
    add(satisfied, table.byInstant[instantCell(compiled.space, atMs)]);
  add(satisfied, table.byClient[knownClientCell(compiled, facts.client.os, facts.client.version)]);
  return satisfied;
}

function add(satisfied: number[], row: Satisfied | undefined): void {
  if (row === undefined) return;
  for (let index = 0; index < satisfied.length; index++) satisfied[index] = (satisfied[index] ?? 0) | (row[index] ?? 0);
}

/** Whether a condition of the edition holds, by what its plain parts answered. */
export function isSatisfied(compiled: CompiledEdition, satisfied: Satisfied, condition: Condition): boolean {
  if (condition.type === "all") return condition.of.every((part) => isSatisfied(compiled, satisfied, part));
  if (condition.type === "any") return condition.of.some((part) => isSatisfied(compiled, satisfied, part));
  if (condition.type === "not") return !isSatisfied(compiled, satisfied, condition.of);
  const place = tableOf(compiled).places.get(condition) ?? -1;
  return (((satisfied[Math.floor(place / BITS)] ?? 0) >> (place % BITS)) & 1) === 1;
}
