import { FALSE, type NodeRef } from "../decide/diagram.ts";
import { subjectName } from "./diff.ts";
import type { Edition, Obligation, Rulebook } from "../rulebook/rulebook.ts";
import { type KnownApp, openSurvey, type Subject, type Survey, type Verdict, verdictOf } from "./survey.ts";
import { type Sameness, type Treatment, type UnequalTreatment, unequalTreatments } from "./unequal.ts";

/** An obligation of one book, and where another book breaks it. */
export interface ObligationCheck {
  /** The book that obliges, and its edition. */
  readonly rulebook: string;
  readonly edition: string;
  readonly obligation: Obligation;
  /** Where the audited book breaks it; none where it keeps it. */
  readonly breaches: readonly UnequalTreatment[];
  /** Where it breaks it and a rule of its own means that. */
  readonly meant: readonly UnequalTreatment[];
}

/**
 * Holds a book to the obligations of another, on the days on which both are in force and for links that the obliging book
 * opens itself. An obligation speaks of links that differ in their owner alone.
 */
export function checkObligations(
  audited: Subject,
  against: Rulebook,
  { apps = [], maxStatements = 500 }: { readonly apps?: readonly KnownApp[]; readonly maxStatements?: number },
): ObligationCheck[] {
  if (against.editions.every(({ obligations }) => obligations.length === 0)) return [];
  const obliging = { rulebook: against, edition: null };
  const survey = openSurvey([audited, obliging], apps);
  const { diagrams } = survey;
  const opened = diagrams.map(survey.verdictsOf(obliging), (code) =>
    verdictOf(code)?.action === "open_in_place" ? 1 : 0,
  );
  return against.editions.flatMap((edition) => {
    const days = diagrams.and(survey.termOf(audited), survey.daysOf(against, edition));
    return edition.obligations.map((obligation) => {
      const broken = breachesOf(survey, { audited, edition, obligation, days, opened, maxStatements });
      return {
        rulebook: subjectName(obliging),
        edition: edition.id,
        obligation,
        breaches: broken.filter(({ meantBy }) => meantBy.length === 0),
        meant: broken.filter(({ meantBy }) => meantBy.length > 0),
      };
    });
  });
}

interface Held {
  readonly audited: Subject;
  readonly edition: Edition;
  readonly obligation: Obligation;
  readonly days: NodeRef;
  readonly opened: NodeRef;
  readonly maxStatements: number;
}

function breachesOf(survey: Survey, { audited, obligation, days, opened, maxStatements }: Held): UnequalTreatment[] {
  if (days === FALSE) return [];
  const sameness: Sameness = {
    asksRelation: obligation.favours !== null,
    spokenOf: opened,
    isBroken: (treatments) => isBroken(obligation, treatments),
  };
  return unequalTreatments(survey, audited, days, maxStatements, sameness);
}

/** How far a link stands back, as an obligation counts it; null where it does not count. */
function burdenOf({ same }: Obligation, { action, notice }: Verdict): number | null {
  if (same === "action") return ["open_in_place", "open_externally", "block"].indexOf(action);
  if (action === "block") return null;
  return action === "open_in_place" && !notice ? 0 : 1;
}

function isBroken(obligation: Obligation, treatments: readonly Treatment[]): boolean {
  const { favours } = obligation;
  const burdens = treatments.flatMap(({ verdict, relation }) => {
    const burden = burdenOf(obligation, verdict);
    return burden === null ? [] : [{ burden, relation }];
  });
  return burdens.some((worse) =>
    burdens.some(
      (better) =>
        worse.burden > better.burden &&
        (favours === null ||
          (worse.relation !== null &&
            better.relation !== null &&
            favours.for.includes(worse.relation) &&
            favours.than.includes(better.relation))),
    ),
  );
}
