import type { Locale } from "../policy/types.ts";
import { appealUntilMs, standingDecisions } from "./case.ts";
import { decisionFor, statementId, type Complaint } from "./complaint.ts";
import { STATEMENT_WORDS } from "./statement-words.ts";
import type { CaseFile, Decision } from "./types.ts";

export const RESTRICTIONS = ["link_blocked", "link_exempted", "account_suspended", "none"] as const;
export const STANDINGS = ["in_force", "ended", "undone", "overturned", "no_restriction"] as const;

/**
 * Why a decision was made, for one person whom it concerns. Fields of Article 17 (3) of the Digital Services Act, (EU) 2022/2065;
 * nothing of it names anybody.
 */
export interface Statement {
  readonly id: string;
  readonly locale: Locale;
  readonly at: string;
  /** (a) What is restricted, where, and for how long. */
  readonly restriction: {
    readonly kind: (typeof RESTRICTIONS)[number];
    /** The host; null: no link is restricted. */
    readonly host: string | null;
    /** This gateway alone, wherever its people are. */
    readonly scope: "this_gateway";
    readonly from: string;
    /** ISO 8601; null: it has no end, or there is none. */
    readonly until: string | null;
    readonly standing: (typeof STANDINGS)[number];
  };
  /** (b) The facts, in the words of who decided; and whether people had complained. Null: that is not told, in a chat of two. */
  readonly facts: string;
  readonly source: "notice" | null;
  /** (c) */
  readonly automated: { readonly detection: boolean; readonly decision: boolean };
  /** (d), (e) What it is incompatible with: the finding's kind, which the gateway's rules name. Null: nothing was found. */
  readonly ground: { readonly kind: "terms"; readonly finding: string | null } | null;
  /** (f) */
  readonly redress: { readonly appealUntil: string | null };
  /** The same to read, a sentence each. */
  readonly text: readonly string[];
}

/** @param isBetweenTwo  In a conversation of two the source would say who complained. */
export function statementOf(
  complaint: Complaint,
  file: CaseFile,
  number: number,
  { locale, isBetweenTwo }: { readonly locale: Locale; readonly isBetweenTwo: boolean },
): Statement | null {
  const { round, atMs } = complaint;
  const decision = file.decisions.find((each) => each.number === number && each.round <= round && each.atMs >= atMs);
  if (decision === undefined) return null;
  const held = heldBy(decision, file);
  const kind = restrictionOf(held);
  const isLast = decisionFor(complaint, file) === decision;
  const appealMs = isLast && complaint.withdrawnAtMs === null ? appealUntilMs(file, decision) : null;
  const untilMs = held.effect?.untilMs ?? null;
  const said = {
    kind,
    host: complaint.host,
    from: isoOf(held.atMs),
    until: untilMs === null ? null : isoOf(untilMs),
    standing: standingOf(decision, held, file),
    facts: decision.reason,
    isFromNotice: complaint.kind !== "decision" || !isBetweenTwo,
    finding: held.effect?.kind === "entry" ? held.effect.finding : null,
    appealUntil: appealMs === null ? null : isoOf(appealMs),
  };
  const words = STATEMENT_WORDS[locale];
  // What is named, which may be one page of the host.
  const named = held.effect === null || held.effect.kind === "suspend" ? "" : held.effect.entry.replace(HTTPS, "");
  return {
    id: statementId(complaint, decision),
    locale,
    at: isoOf(decision.atMs),
    restriction: {
      kind,
      host: kind === "account_suspended" ? null : said.host,
      scope: "this_gateway",
      from: said.from,
      until: said.until,
      standing: said.standing,
    },
    facts: said.facts,
    source: said.isFromNotice ? "notice" : null,
    automated: { detection: false, decision: false },
    ground: kind === "none" || kind === "link_exempted" ? null : { kind: "terms", finding: said.finding },
    redress: { appealUntil: said.appealUntil },
    text: [
      words[kind](named),
      ...(kind === "none"
        ? []
        : [words.scope, untilMs === null ? words.noEnd : words.until(readable(untilMs, locale))]),
      ...(said.standing === "in_force" || said.standing === "no_restriction" ? [] : [words[said.standing]]),
      words.facts(said.facts),
      ...(said.isFromNotice ? [words.notice] : []),
      words.byPeople,
      ...(said.finding === null ? [] : [words.ground(said.finding)]),
      appealMs === null ? words.noAppeal : words.appeal(readable(appealMs, locale)),
    ],
  };
}

const HTTPS = /^https?:\/\//iu;

/** Whose effect holds by a decision: its own, or that of the one which it keeps on appeal. */
function heldBy(decision: Decision, { decisions }: CaseFile): Decision {
  const reviewed =
    decision.outcome === "upheld" ? decisions.find(({ number }) => number === decision.reviews) : undefined;
  return reviewed ?? decision;
}

function restrictionOf({ effect }: Decision): Statement["restriction"]["kind"] {
  switch (effect?.kind) {
    case "entry":
      return "link_blocked";
    case "exception":
      return "link_exempted";
    case "suspend":
      return "account_suspended";
    case undefined:
      return "none";
  }
}

function standingOf(decision: Decision, held: Decision, file: CaseFile): Statement["restriction"]["standing"] {
  if (decision.undone !== null) return "undone";
  if (!standingDecisions(file).includes(decision)) return "overturned";
  if (held.endedAtMs !== null) return "ended";
  return held.effect === null ? "no_restriction" : "in_force";
}

/** As people write an instant, with its zone: `31 May 2027 at 08:39 UTC`. */
function readable(atMs: number, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "UTC",
    timeZoneName: "short",
  }).format(atMs);
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
