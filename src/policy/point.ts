import { LEVEL } from "./space.ts";
import { type KnownApp, type Survey, wordCell } from "./survey.ts";
import type { PolicyFacts } from "./types.ts";
import { factsIn } from "./witness.ts";

/** One message that shows what a statement says. */
export interface Witness {
  readonly facts: PolicyFacts;
  /** A web link of a known app that fits; null when none does or the survey was told of none. */
  readonly url: string | null;
}

/** Cells in which a witness reads most naturally: a clean web link to a rival shop, from the newest client. */
export function preferredCells({ space, resolutionLevel }: Survey): number[] {
  const cells = Array.from({ length: resolutionLevel + 1 }, () => 0);
  cells[LEVEL.relation] = wordCell(space, "relation", "rival");
  cells[LEVEL.class] = wordCell(space, "class", "e-commerce");
  cells[LEVEL.at] = space.instantsMs.length;
  cells[LEVEL.client] = space.clientStart.ios - 1;
  cells[LEVEL.app] = space.words.app.length;
  cells[LEVEL.owner] = space.words.owner.length;
  return cells;
}

export function witnessAt(survey: Survey, point: readonly number[], host = "wechat"): Witness {
  const { space, resolutionLevel } = survey;
  const facts = factsIn(space, point.slice(0, resolutionLevel), host);
  const app = survey.apps.find((known) => liesAt(survey, known, point));
  return {
    facts: {
      ...facts,
      ...(app === undefined ? {} : { app: app.id, owner: app.owner }),
      resolution: point[resolutionLevel] === 1 ? "unresolved" : "final",
    },
    url: (facts.kind === "web" ? app?.url : undefined) ?? null,
  };
}

function liesAt({ space }: Survey, app: KnownApp, point: readonly number[]): boolean {
  return (["app", "owner", "class", "relation"] as const).every(
    (field) => wordCell(space, field, field === "app" ? app.id : app[field]) === point[LEVEL[field]],
  );
}
