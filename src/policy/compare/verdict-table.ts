import type { Relation } from "../../apps/types.ts";
import { type NodeRef, valueOf } from "../decide/diagram.ts";
import type { Edition } from "../rulebook/rulebook.ts";
import { FIRST_FINDING_LEVEL, LEVEL, VARIABLES } from "../decide/space.ts";
import { type KnownApp, openSurvey, type Subject, type Survey, type Verdict, verdictOf } from "./survey.ts";
import type { ChatKind } from "../types.ts";
import { CHAT_KINDS, CHOICE_WORDS, CLASSES, LINK_KINDS, RELATIONS } from "../vocabulary.ts";
import { recordOf } from "../../input/words.ts";

/** What an edition does to ordinary links: web links, resolved, about which nothing was found and nobody has chosen anything. */
export interface VerdictTable {
  readonly edition: Edition;
  /** Classes that fare alike stand in one row. */
  readonly rows: readonly VerdictRow[];
}

export interface VerdictRow {
  readonly classes: readonly string[];
  readonly cells: Readonly<Record<ChatKind, readonly VerdictGroup[]>>;
}

/** Links whose owners stand so to the host platform, and every verdict they get. */
export interface VerdictGroup {
  readonly relations: readonly Relation[];
  readonly verdicts: readonly Verdict[];
  /** What decides between several verdicts: `at`, `client`, `app`, `owner`. */
  readonly by: readonly string[];
}

/** A table for each edition of a subject, over every input that exists. */
export function verdictTables(subject: Subject, apps: readonly KnownApp[] = []): VerdictTable[] {
  const { rulebook } = subject;
  const survey = openSurvey([{ rulebook, edition: null }], apps);
  const editions = subject.edition === null ? rulebook.editions : [subject.edition];
  return editions.map((edition) => {
    const ordinary = (ref: NodeRef): NodeRef => ordinaryLinks(survey, ref);
    const verdicts = ordinary(survey.verdictsOf({ rulebook, edition }));
    const exists = ordinary(survey.diagrams.and(survey.feasible, survey.daysOf(rulebook, edition)));
    const rows = new Map<string, { classes: string[]; cells: VerdictRow["cells"] }>();
    for (const [cls, word] of CLASSES.entries()) {
      const cellOf = (chat: number): readonly VerdictGroup[] =>
        groupsIn(survey, verdicts, exists, { chat, class: cls });
      const cells = recordOf(CHAT_KINDS, (_kind, chat) => cellOf(chat));
      const key = JSON.stringify(cells);
      const row = rows.get(key);
      if (row === undefined) rows.set(key, { classes: [word], cells });
      else row.classes.push(word);
    }
    const byLength = [...rows.values()].sort((left, right) => left.classes.length - right.classes.length);
    return { edition, rows: byLength };
  });
}

function ordinaryLinks({ diagrams, resolutionLevel }: Survey, ref: NodeRef): NodeRef {
  let rest = diagrams.restrict(ref, LEVEL.kind, LINK_KINDS.indexOf("web"));
  rest = diagrams.restrict(rest, LEVEL.choice, CHOICE_WORDS.indexOf("none"));
  for (let level = FIRST_FINDING_LEVEL; level <= resolutionLevel; level++) rest = diagrams.restrict(rest, level, 0);
  return rest;
}

/** Where an input does not exist; no verdict has this value. */
const NOWHERE = 2 ** 16;

function groupsIn(
  { diagrams }: Survey,
  verdicts: NodeRef,
  exists: NodeRef,
  at: { readonly chat: number; readonly class: number },
): VerdictGroup[] {
  const groups = new Map<string, { relations: Relation[]; verdicts: readonly Verdict[]; by: readonly string[] }>();
  for (const [cell, relation] of RELATIONS.entries()) {
    const [given, real] = [verdicts, exists].map((ref) =>
      [
        [LEVEL.chat, at.chat],
        [LEVEL.class, at.class],
        [LEVEL.relation, cell],
      ].reduce((rest, [level, place]) => diagrams.restrict(rest, level ?? 0, place ?? 0), ref),
    );
    if (given === undefined || real === undefined) continue;
    const told = diagrams.combine(given, real, (verdict, isReal) => (isReal === 0 ? NOWHERE : verdict));
    const codes = [...diagrams.count(told).keys()].filter((code) => code !== NOWHERE).sort((a, b) => a - b);
    const key = codes.join();
    const group = groups.get(key);
    if (group !== undefined) group.relations.push(relation);
    else if (codes.length > 0) {
      // What only says where an input exists decides nothing: two verdicts have to lie apart.
      const by = codes.length < 2 ? [] : decidingVariables(diagrams, told);
      groups.set(key, { relations: [relation], verdicts: codes.flatMap((code) => verdictOf(code) ?? []), by });
    }
  }
  return [...groups.values()];
}

function decidingVariables(diagrams: Survey["diagrams"], told: NodeRef): string[] {
  const valuesUnder = (ref: NodeRef): ReadonlySet<number> =>
    new Set(ref < 0 ? [valueOf(ref)] : diagrams.count(ref).keys());
  const levels = new Set<number>();
  for (const node of diagrams.nodesOf(told)) {
    const children = new Set(
      diagrams
        .childrenOf(node)
        .map((child) => [...valuesUnder(child)].filter((value) => value !== NOWHERE))
        .filter((values) => values.length > 0)
        .map((values) => values.sort((a, b) => a - b).join()),
    );
    if (children.size > 1) levels.add(diagrams.levelOf(node));
  }
  return VARIABLES.filter((name) => levels.has(LEVEL[name]));
}
