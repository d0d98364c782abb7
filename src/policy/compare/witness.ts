import { FIRST_FINDING_LEVEL, LEVEL, type Space } from "../decide/space.ts";
import { type KnownApp, spansOf, type Survey, wordCell } from "./survey.ts";
import type { PolicyFacts } from "../types.ts";
import { compareVersions, formatVersion, MAX_NUMBERS, type Version } from "../version.ts";
import { CHAT_KINDS, CHOICE_WORDS, CLASSES, LINK_KINDS, OSES, RELATIONS } from "../vocabulary.ts";

const DAY_MS = 86_400_000;

/** An instant inside a cell of time: its first, or the day before the first cut. */
export function instantIn(space: Space, cell: number): Date {
  const first = space.instantsMs[0];
  if (first === undefined) return new Date(0);
  return new Date(space.instantsMs[cell - 1] ?? first - DAY_MS);
}

/** A client inside a cell: null version where it is unknown. */
export function clientIn(space: Space, cell: number): PolicyFacts["client"] {
  const os = OSES.findLast((name) => space.clientStart[name] <= cell) ?? OSES[0];
  const place = cell - space.clientStart[os];
  if (place === 0) return { os, version: null };
  const cuts = space.versionCuts[os];
  const lower = cuts[place - 2];
  const upper = cuts[place - 1];
  if (lower !== undefined && !lower.isAfter) return { os, version: formatVersion(lower.version) };
  if (lower !== undefined) return { os, version: formatVersion(justAbove(lower.version, upper?.version ?? null)) };
  if (upper?.isAfter === true) return { os, version: formatVersion(upper.version) };
  return { os, version: upper === undefined ? "1" : formatVersion(lowerThan(upper.version)) };
}

/** Just above a version lies the one with a further number: between 8.0.11 and 8.0.12 stands 8.0.11.1. */
function justAbove(version: Version, limit: Version | null): Version {
  let above = [...version, 1];
  if (limit === null) return above;
  // Between 8.0.11 and 8.0.11.1 stands 8.0.11.0.1.
  while (above.length < MAX_NUMBERS && compareVersions(above, limit) >= 0) {
    above = [...above.slice(0, -1), 0, 1];
  }
  return above;
}

function lowerThan(version: readonly number[]): readonly number[] {
  const place = version.findLastIndex((number) => number > 0);
  if (place < 0) return version;
  return [...version.slice(0, place), (version[place] ?? 1) - 1];
}

/**
 * Facts that lie in the given cell of every variable: a witness for what is said of the cell.
 * An app or owner that no rule names is `other`.
 */
export function factsIn(space: Space, cells: readonly number[], host = "wechat"): PolicyFacts {
  const cellOf = (level: number): number => cells[level] ?? 0;
  const choice = CHOICE_WORDS[cellOf(LEVEL.choice)] ?? "none";
  return {
    at: instantIn(space, cellOf(LEVEL.at)),
    host,
    chat: CHAT_KINDS[cellOf(LEVEL.chat)] ?? CHAT_KINDS[0],
    client: clientIn(space, cellOf(LEVEL.client)),
    choice: choice === "none" ? null : choice,
    kind: LINK_KINDS[cellOf(LEVEL.kind)] ?? LINK_KINDS[0],
    app: space.words.app[cellOf(LEVEL.app)] ?? "other",
    owner: space.words.owner[cellOf(LEVEL.owner)] ?? "other",
    class: CLASSES[cellOf(LEVEL.class)] ?? CLASSES[0],
    relation: RELATIONS[cellOf(LEVEL.relation)] ?? RELATIONS[0],
    findings: new Set(
      space.findings.flatMap((group, place) => (cellOf(FIRST_FINDING_LEVEL + place) === 1 ? group.slice(0, 1) : [])),
    ),
    resolution: "final",
  };
}

/** One message that shows what a statement says. */
export interface Witness {
  readonly facts: PolicyFacts;
  /** A web link of a known app that fits; null when none does or the survey was told of none. */
  readonly url: string | null;
}

/** Cells in which a witness reads most naturally: a clean web link to a rival shop, from the newest client. */
export function preferredCells(survey: Survey): number[] {
  return [...soughtIn(survey).preferred];
}

export function witnessAt(survey: Survey, assignment: readonly number[]): Witness {
  const { space, resolutionLevel, host } = survey;
  const facts = factsIn(space, assignment.slice(0, resolutionLevel), host);
  const app = soughtIn(survey).appAt(assignment);
  return {
    facts: {
      ...facts,
      ...(app === undefined ? {} : { app: app.id, owner: app.owner }),
      resolution: assignment[resolutionLevel] === 1 ? "unresolved" : "final",
    },
    url: (facts.kind === "web" ? app?.url : undefined) ?? null,
  };
}

/** What is the same for every witness of a survey; an audit of a large book seeks thousands. */
interface Sought {
  readonly preferred: readonly number[];
  /** The first app that lies in these cells. */
  readonly appAt: (assignment: readonly number[]) => KnownApp | undefined;
}

const soughtBySurvey = new WeakMap<Survey, Sought>();

function soughtIn(survey: Survey): Sought {
  const known = soughtBySurvey.get(survey);
  if (known !== undefined) return known;
  const { space, apps, resolutionLevel } = survey;
  const preferred = Array.from({ length: resolutionLevel + 1 }, () => 0);
  preferred[LEVEL.relation] = wordCell(space, "relation", "rival");
  preferred[LEVEL.class] = wordCell(space, "class", "e-commerce");
  preferred[LEVEL.at] = space.instantsMs.length;
  preferred[LEVEL.client] = space.clientStart.ios - 1;
  preferred[LEVEL.app] = space.words.app.length;
  preferred[LEVEL.owner] = space.words.owner.length;

  const placed = Map.groupBy(
    apps.map((app) => ({
      app,
      spans: spansOf(app).map(({ fromMs, relation }) => ({ fromMs, cell: wordCell(space, "relation", relation) })),
    })),
    ({ app }) =>
      cellsKey(
        wordCell(space, "app", app.id),
        wordCell(space, "owner", app.owner),
        wordCell(space, "class", app.class),
      ),
  );
  const appAt = (assignment: readonly number[]): KnownApp | undefined => {
    const startMs = space.instantsMs[(assignment[LEVEL.at] ?? 0) - 1] ?? Number.NEGATIVE_INFINITY;
    const there = placed.get(cellsKey(assignment[LEVEL.app], assignment[LEVEL.owner], assignment[LEVEL.class])) ?? [];
    return there.find(({ app, spans }) => {
      const cell = spans.findLast(({ fromMs }) => fromMs <= startMs)?.cell ?? wordCell(space, "relation", app.relation);
      return cell === assignment[LEVEL.relation];
    })?.app;
  };
  const sought = { preferred, appAt };
  soughtBySurvey.set(survey, sought);
  return sought;
}

function cellsKey(app: number | undefined, owner: number | undefined, cls: number | undefined): string {
  return `${app} ${owner} ${cls}`;
}
