import type { FindingKind } from "../../findings/types.ts";
import type { Cube } from "./cover.ts";
import { FIRST_FINDING_LEVEL, LEVEL, type VersionCut } from "../decide/space.ts";
import type { Survey } from "./survey.ts";
import { formatVersion } from "../version.ts";
import type { ChatKind } from "../types.ts";
import { CHAT_KINDS, OSES, SET_FIELDS, type SetField } from "../vocabulary.ts";
import { recordOf } from "../../input/words.ts";

/** Some words of a variable: these, or all but these. */
export interface WordScope {
  readonly words: readonly string[];
  readonly isExcept: boolean;
}

/** A span of time, from (inclusive) until (exclusive); null where it has no end on that side. ISO 8601, UTC. */
export interface Span {
  readonly from: string | null;
  readonly until: string | null;
}

/** A cube of inputs in words. What is null or empty may be anything. */
export interface Scope {
  readonly at: readonly Span[] | null;
  readonly chat: WordScope | null;
  readonly relation: WordScope | null;
  readonly kind: WordScope | null;
  readonly choice: WordScope | null;
  readonly class: WordScope | null;
  readonly app: WordScope | null;
  readonly owner: WordScope | null;
  /** `android >=8.0.11`, `ios of unknown version`, `web`, …: these, or all but these. */
  readonly client: WordScope | null;
  /** Of each group at least one was found. */
  readonly present: readonly (readonly FindingKind[])[];
  /** None of them was found. */
  readonly absent: readonly FindingKind[];
  readonly resolution: "resolved" | "unresolved" | null;
}

/** @param days  Cells of time that were asked about; a cube that holds all of them says nothing of time. */
export function scopeOf(survey: Survey, cube: Cube, days: readonly number[] | null = null): Scope {
  const { space, resolutionLevel } = survey;
  const words = recordOf(SET_FIELDS, (field) => wordScope(survey, field, cube[LEVEL[field]] ?? null));
  const groupsIn = (cell: number): (readonly FindingKind[])[] =>
    space.findings.filter((_, place) => cube[FIRST_FINDING_LEVEL + place]?.[0] === cell);
  const resolution = cube[resolutionLevel] ?? null;
  return {
    ...words,
    at: spansOf(survey, isSame(cube[LEVEL.at] ?? null, days) ? null : (cube[LEVEL.at] ?? null)),
    client: clientScope(survey, cube[LEVEL.client] ?? null),
    present: groupsIn(1),
    absent: groupsIn(0).flat(),
    resolution: resolution === null ? null : resolution[0] === 0 ? "resolved" : "unresolved",
  };
}

function isSame(left: readonly number[] | null, right: readonly number[] | null): boolean {
  return left?.join() === right?.join();
}

function wordScope({ space }: Survey, field: SetField, cells: readonly number[] | null): WordScope | null {
  if (cells === null) return null;
  const known = space.words[field];
  // The cell of all others has no name, so what holds it is told by what it leaves out.
  const hasOthers = field === "app" || field === "owner";
  const isExcept = hasOthers ? cells.includes(known.length) : cells.length > known.length / 2;
  return { words: known.filter((_, cell) => cells.includes(cell) !== isExcept), isExcept };
}

function spansOf({ space }: Survey, cells: readonly number[] | null): Span[] | null {
  if (cells === null) return null;
  const instant = (place: number): string | null => {
    const ms = space.instantsMs[place];
    return ms === undefined ? null : new Date(ms).toISOString();
  };
  const spans: { from: string | null; until: string | null }[] = [];
  let previous = -2;
  for (const cell of cells) {
    const open = spans.at(-1);
    if (open !== undefined && previous === cell - 1) open.until = instant(cell);
    else spans.push({ from: instant(cell - 1), until: instant(cell) });
    previous = cell;
  }
  return spans;
}

function clientScope(survey: Survey, cells: readonly number[] | null): WordScope | null {
  if (cells === null) return null;
  const others = Array.from({ length: survey.space.radices[LEVEL.client] ?? 0 }, (_, cell) => cell).filter(
    (cell) => !cells.includes(cell),
  );
  const words = clientsIn(survey, cells);
  const exceptions = clientsIn(survey, others);
  return exceptions.length < words.length ? { words: exceptions, isExcept: true } : { words, isExcept: false };
}

function clientsIn({ space }: Survey, cells: readonly number[]): string[] {
  return OSES.flatMap((os) => {
    const start = space.clientStart[os];
    const cuts = space.versionCuts[os];
    const inside = (place: number): boolean => cells.includes(start + place);
    if (Array.from({ length: cuts.length + 2 }, (_, place) => place).every(inside)) return [os];
    const texts: string[] = [];
    for (let place = 1; place <= cuts.length + 1; place++) {
      if (!inside(place) || (place > 1 && inside(place - 1))) continue;
      let last = place;
      while (last < cuts.length + 1 && inside(last + 1)) last++;
      texts.push([os, ...versionEdges(cuts[place - 2], cuts[last - 1])].join(" "));
    }
    if (inside(0)) texts.push(`${os} of unknown version`);
    return texts;
  });
}

function versionEdges(lower: VersionCut | undefined, upper: VersionCut | undefined): string[] {
  if (lower === undefined && upper === undefined) return ["of any known version"];
  return [
    ...(lower === undefined ? [] : [`${lower.isAfter ? ">" : ">="}${formatVersion(lower.version)}`]),
    ...(upper === undefined ? [] : [`${upper.isAfter ? "<=" : "<"}${formatVersion(upper.version)}`]),
  ];
}

const CHAT_TEXT: Readonly<Record<ChatKind, string>> = {
  group: "in group chats",
  one_to_one: "in one-to-one chats",
  moments: "in Moments",
};

/** What a scope says of findings that were not made: nothing, none of some, or nothing at all but what may be there. */
export type AbsentFindings =
  | { readonly kind: "any" }
  | { readonly kind: "none_of"; readonly kinds: readonly FindingKind[] }
  | { readonly kind: "nothing"; readonly mayBe: readonly FindingKind[] };

/** Every kind of finding that one of the scopes asks for, in the order of first mention. */
export function findingsToldApart(scopes: readonly Scope[]): readonly FindingKind[] {
  return [...new Set(scopes.flatMap(({ absent, present }) => [...absent, ...present.flat()]))];
}

/**
 * The shorter way to say which findings must be absent. Two scopes that differ are said differently.
 *
 * @param told  Kinds that "nothing" speaks of.
 */
export function absentFindings({ absent, present }: Scope, told: readonly FindingKind[]): AbsentFindings {
  if (absent.length === 0) return { kind: "any" };
  const spokenOf = new Set([...absent, ...present.flat()]);
  const mayBe = told.filter((kind) => !spokenOf.has(kind));
  return mayBe.length < absent.length ? { kind: "nothing", mayBe } : { kind: "none_of", kinds: absent };
}

/**
 * A scope in words: `where` names the links and chats it speaks of, `provided` what else must be so.
 *
 * @param offset  In which instants are told, such as `+08:00`.
 * @param told  Kinds of findings that "nothing found" speaks of.
 */
export function describeScope(
  scope: Scope,
  offset: string,
  told: readonly FindingKind[],
): { readonly where: string; readonly provided: string } {
  const where: string[] = [];
  if (scope.at !== null) where.push(scope.at.map((span) => spanText(span, offset)).join(" and "));
  if (scope.chat !== null) {
    const { words, isExcept } = scope.chat;
    const chats = CHAT_KINDS.filter((kind) => words.includes(kind) !== isExcept);
    where.push(chats.map((kind) => CHAT_TEXT[kind]).join(" or "));
  }
  if (scope.client !== null) {
    where.push(`${scope.client.isExcept ? "not " : ""}on ${scope.client.words.join(" or ")}`);
  }
  if (scope.relation !== null) where.push(`${wordsText(scope.relation)} links`);
  if (scope.class !== null) where.push(`class ${wordsText(scope.class)}`);
  if (scope.app !== null) where.push(`app ${wordsText(scope.app)}`);
  if (scope.owner !== null) where.push(`owner ${wordsText(scope.owner)}`);
  if (scope.present.length > 0) where.push(`found ${scope.present.map((kinds) => kinds.join(" or ")).join(" and ")}`);

  const provided: string[] = [];
  if (scope.kind !== null) provided.push(`kind ${wordsText(scope.kind)}`);
  if (scope.choice !== null) provided.push(`choice ${wordsText(scope.choice)}`);
  const absent = absentFindings(scope, told);
  if (absent.kind === "none_of") provided.push(`none found of ${absent.kinds.join(", ")}`);
  if (absent.kind === "nothing") {
    const only = absent.mayBe.length === 0 ? "" : ` (or only ${absent.mayBe.join(", ")})`;
    provided.push(`nothing ${scope.present.length === 0 ? "" : "else "}found${only}`);
  }
  if (scope.resolution !== null) provided.push(scope.resolution);
  return { where: where.length === 0 ? "any link" : where.join("; "), provided: provided.join("; ") };
}

function wordsText({ words, isExcept }: WordScope): string {
  const list = words.join(" or ");
  return isExcept ? `not ${list}` : list;
}

function spanText({ from, until }: Span, offset: string): string {
  if (from === null) return until === null ? "at any time" : `before ${instantText(until, offset)}`;
  if (until === null) return `from ${instantText(from, offset)}`;
  return `from ${instantText(from, offset)} to ${instantText(until, offset)}`;
}

/** `2021-09-17`, or `2021-11-29 18:00` when it is no midnight, in the given offset. */
export function instantText(iso: string, offset: string): string {
  const match = /^([+-])(\d\d):(\d\d)$/u.exec(offset);
  const minutes = match === null ? 0 : (Number(match[2]) * 60 + Number(match[3])) * (match[1] === "-" ? -1 : 1);
  const local = new Date(Date.parse(iso) + minutes * 60_000).toISOString();
  const time = local.slice(11, 19).replace(/:00$/u, "");
  return time === "00:00" ? local.slice(0, 10) : `${local.slice(0, 10)} ${time}`;
}

/** The offset in which an instant of a rulebook is written; `+00:00` for `Z`. */
export function offsetOf(instant: string): string {
  return /[+-]\d\d:\d\d$/u.exec(instant)?.[0] ?? "+00:00";
}
