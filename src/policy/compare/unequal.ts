import type { AppClass, Relation } from "../../apps/types.ts";
import { coverOf } from "./cover.ts";
import { FALSE, leaf, type NodeRef, TRUE } from "../decide/diagram.ts";
import { cellsOfDays } from "./diff.ts";
import { preferredCells, type Witness, witnessAt } from "./witness.ts";
import { type Scope, scopeOf } from "./scope.ts";
import { LEVEL } from "../decide/space.ts";
import {
  levelsByInterest,
  overSpans,
  spansOf,
  type Subject,
  type Survey,
  type Verdict,
  verdictOf,
  wordCell,
} from "./survey.ts";
import type { Edition, Rule } from "../rulebook/rulebook.ts";
import { CLASSES, RELATIONS } from "../vocabulary.ts";

/** More than there are verdicts. */
const RELATION_STEP = 16;
/** More than there are verdicts and relations. */
const MEANT_STEP = RELATION_STEP * 8;

/** Links that differ in nothing but whose they are, and get different verdicts. */
export interface UnequalTreatment {
  /** Null: of any class named by `scope`. */
  readonly class: AppClass | null;
  readonly scope: Scope;
  /** Who gets what. At least two. */
  readonly groups: readonly UnequalGroup[];
  /** Rules that mean it, by their own word: without the links they decide about all fare alike. None: nobody means it. */
  readonly meantBy: readonly MeantBy[];
}

export interface MeantBy {
  readonly edition: string;
  readonly rule: string;
  readonly why: Rule["reason"];
}

export interface UnequalGroup {
  readonly verdict: Verdict;
  /** Ids of known apps; without known apps the relations, with the app or owner that a rule names. */
  readonly who: readonly string[];
  readonly witness: Witness;
}

interface Party {
  readonly names: readonly string[];
  readonly cells: Readonly<Record<"app" | "owner", number>>;
  /** Cells of its relation to the host platform, oldest first. */
  readonly relations: readonly { readonly fromMs: number; readonly relation: number }[];
}

/**
 * Every input on which the owner of a link alone decides about it: same class, chat, client, date, findings, choice.
 * With known apps they are compared class by class; without, all relations are, and every app and owner a rule names.
 *
 * @param days  The days asked about.
 */
export function unequalTreatments(
  survey: Survey,
  subject: Subject,
  days: NodeRef,
  maxStatements: number,
  sameness: Sameness = SAME_VERDICT,
): UnequalTreatment[] {
  const verdicts = survey.verdictsOf(subject);
  const found: UnequalTreatment[] = [];
  const classes: readonly (AppClass | null)[] = survey.apps.length === 0 ? [null] : CLASSES;
  for (const cls of classes) {
    const parties = cls === null ? partiesByRelation(survey) : partiesOfClass(survey, cls);
    if (parties.length < 2) continue;
    found.push(
      ...unequalIn(survey, {
        verdicts,
        days,
        parties,
        class: cls,
        maxStatements: maxStatements - found.length,
        subject,
        sameness,
      }),
    );
  }
  // What holds of clean links comes first: a reader asks for that.
  return found.sort((left, right) => left.scope.present.length - right.scope.present.length);
}

/** What must be the same for links that differ in their owner alone, and where. */
export interface Sameness {
  /** Whether these fare unequally; one entry a party. */
  isBroken(treatments: readonly Treatment[]): boolean;
  /** Whether `isBroken` asks for relations. */
  readonly asksRelation: boolean;
  /** Leaf 1 where links of a party are spoken of; null: everywhere. */
  readonly spokenOf: NodeRef | null;
}

export interface Treatment {
  readonly verdict: Verdict;
  /** To the host platform; null where nobody asks. */
  readonly relation: Relation | null;
}

const SAME_VERDICT: Sameness = { isBroken: () => true, asksRelation: false, spokenOf: null };

interface Question {
  readonly sameness: Sameness;
  readonly verdicts: NodeRef;
  readonly days: NodeRef;
  readonly parties: readonly Party[];
  readonly class: AppClass | null;
  readonly maxStatements: number;
  readonly subject: Subject;
}

function unequalIn(survey: Survey, question: Question): UnequalTreatment[] {
  const { diagrams, space } = survey;
  const { parties, days } = question;
  const classCell = question.class === null ? null : wordCell(space, "class", question.class);

  // One leaf for each list of verdicts, one verdict a party: the diagram over everything but the owner.
  const lists: (readonly number[])[] = [[]];
  const places = new Map<string, number>([["", 0]]);
  const listWith = (place: number, verdict: number): number => {
    const list = [...(lists[place] ?? []), verdict];
    const key = list.join();
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, lists.length);
    return lists.push(list) - 1;
  };
  const ofParty = (ref: NodeRef, { cells }: Party, relation: number): NodeRef => {
    let own = diagrams.restrict(ref, LEVEL.relation, relation);
    for (const field of ["app", "owner"] as const) own = diagrams.restrict(own, LEVEL[field], cells[field]);
    return classCell === null ? own : diagrams.restrict(own, LEVEL.class, classCell);
  };
  const { sameness } = question;
  const { verdicts, meaning } = meantVerdicts(survey, question);
  const profile = parties.reduce<NodeRef>((all, party) => {
    const own = overSpans(survey, party.relations, ({ relation }) => {
      const own = ofParty(verdicts, party, relation);
      return sameness.asksRelation ? diagrams.map(own, (code) => code + relation * RELATION_STEP) : own;
    });
    return diagrams.combine(all, own, listWith);
  }, leaf(0));
  const { spokenOf } = sameness;
  const speaksOfAll =
    spokenOf === null
      ? TRUE
      : parties.reduce<NodeRef>(
          (all, party) =>
            diagrams.and(
              all,
              overSpans(survey, party.relations, ({ relation }) => ofParty(spokenOf, party, relation)),
            ),
          TRUE,
        );

  const dayCells = cellsOfDays(survey, days);
  const found: UnequalTreatment[] = [];
  for (const place of diagrams.count(profile).keys()) {
    const list = lists[place] ?? [];
    const plain = list.map((code) => code % MEANT_STEP);
    if (plain.every((verdict) => verdict === plain[0])) continue;
    const isUnequal = (codes: readonly number[]): boolean =>
      codes.some((code) => code !== codes[0]) &&
      sameness.isBroken(codes.flatMap((code) => treatmentOf(code, sameness)));
    if (!isUnequal(plain)) continue;
    const isMeant = !isUnequal(list.filter((code) => code < MEANT_STEP));
    const meantBy = isMeant
      ? [...new Set(list.map((code) => Math.floor(code / MEANT_STEP)))].flatMap((place) => meaning[place - 1] ?? [])
      : [];
    const target = [days, speaksOfAll].reduce(
      (all, part) => diagrams.and(all, part),
      diagrams.map(profile, (value) => (value === place ? 1 : 0)),
    );
    if (target === FALSE) continue;
    const cubes = coverOf(diagrams, target, TRUE, {
      order: levelsByInterest(survey),
      preferred: preferredCells(survey),
      maxCubes: Math.max(0, question.maxStatements - found.length),
    });
    for (const { cube, assignment } of cubes) {
      const groups = [...new Set(plain)].flatMap((code): UnequalGroup[] => {
        const verdict = verdictOf(code % RELATION_STEP);
        const members = parties.filter((_, index) => plain[index] === code);
        const [first] = members;
        if (verdict === null || first === undefined) return [];
        const at = [...assignment];
        for (const field of ["app", "owner"] as const) at[LEVEL[field]] = first.cells[field];
        at[LEVEL.relation] = relationIn(survey, first, at[LEVEL.at] ?? 0);
        if (classCell !== null) at[LEVEL.class] = classCell;
        return [
          { verdict, who: withoutRepeats(members.flatMap(({ names }) => names)), witness: witnessAt(survey, at) },
        ];
      });
      if (groups.length > 1)
        found.push({ class: question.class, scope: scopeOf(survey, cube, dayCells), groups, meantBy });
    }
  }
  return found;
}

function treatmentOf(code: number, { asksRelation }: Sameness): Treatment[] {
  const verdict = verdictOf(code % RELATION_STEP);
  const relation = asksRelation ? (RELATIONS[Math.floor(code / RELATION_STEP)] ?? null) : null;
  return verdict === null ? [] : [{ verdict, relation }];
}

/** The verdicts, each with the place of the rule that means it, from 1, times `MEANT_STEP`; 0 where none does. */
function meantVerdicts(survey: Survey, { verdicts, subject }: Question): { verdicts: NodeRef; meaning: MeantBy[] } {
  const { diagrams } = survey;
  const meaning: MeantBy[] = [];
  const places = new Map<number, number>();
  const editions: readonly Edition[] = subject.edition === null ? subject.rulebook.editions : [subject.edition];
  for (const [index, { edition, rule }] of survey.decidingRules.entries()) {
    if (rule === null || rule.meant === null || !editions.includes(edition)) continue;
    places.set(index, meaning.push({ edition: edition.id, rule: rule.id, why: rule.meant }));
  }
  // Most books mean nothing: their verdicts are taken as they are.
  if (meaning.length === 0) return { verdicts, meaning };
  const meant = diagrams.map(survey.rulesOf(subject), (index) => places.get(index) ?? 0);
  return { verdicts: diagrams.combine(verdicts, meant, (code, place) => code + place * MEANT_STEP), meaning };
}

/** `rival taobao` says nothing beside `rival`. */
function withoutRepeats(names: readonly string[]): string[] {
  return names.filter((name) => !names.some((other) => name.startsWith(`${other} `)));
}

/** Cell of a party's relation in a cell of time. */
function relationIn({ space }: Survey, { relations }: Party, cell: number): number {
  const startMs = space.instantsMs[cell - 1] ?? Number.NEGATIVE_INFINITY;
  return relations.findLast(({ fromMs }) => fromMs <= startMs)?.relation ?? 0;
}

function partiesOfClass({ space, apps }: Survey, cls: AppClass): Party[] {
  const parties = new Map<string, Party & { names: string[] }>();
  for (const app of apps) {
    if (app.class !== cls) continue;
    const relations = spansOf(app).map(({ fromMs, relation }) => ({
      fromMs,
      relation: wordCell(space, "relation", relation),
    }));
    const cells = {
      app: wordCell(space, "app", app.id),
      owner: wordCell(space, "owner", app.owner),
    };
    const key = JSON.stringify([cells, relations.map(({ fromMs, relation }) => [String(fromMs), relation])]);
    const party = parties.get(key);
    if (party === undefined) parties.set(key, { names: [app.id], cells, relations });
    else party.names.push(app.id);
  }
  return [...parties.values()];
}

function partiesByRelation({ space }: Survey): Party[] {
  const other = { app: space.words.app.length, owner: space.words.owner.length };
  const parties: Party[] = [];
  for (const [relation, name] of RELATIONS.entries()) {
    const relations = [{ fromMs: Number.NEGATIVE_INFINITY, relation }];
    parties.push({ names: [name], cells: other, relations });
    for (const [app, id] of space.words.app.entries()) {
      parties.push({ names: [`${name} ${id}`], cells: { app, owner: other.owner }, relations });
    }
    for (const [owner, id] of space.words.owner.entries()) {
      parties.push({ names: [`${name} of ${id}`], cells: { app: other.app, owner }, relations });
    }
  }
  return parties;
}
