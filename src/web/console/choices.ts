import { FINDING_KINDS, type FindingKind } from "../../findings/types.ts";
import { isErased } from "../names.ts";
import type { Decision, EffectTold, WholeCase } from "./told.ts";

/** What can be done in a case, by the key that chooses it. */
export interface Option {
  readonly key: "u" | "s" | "r" | "d" | "y" | "x";
  readonly name: OptionName;
  /** What it makes; null: nothing. */
  readonly makes: "entry" | "exception" | "suspend" | null;
}
export type OptionName =
  | "block"
  | "suspend"
  | "uphold"
  | "except"
  | "dismiss"
  | "keep"
  | "overturn"
  | "confirm"
  | "reject"
  | "undo"
  | "agree"
  | "disagree"
  | "leave";

/** How far an entry or an exception reaches, the nearest first. */
export interface Scope {
  /** `start`: of a page whose address is longer than an entry may be. */
  readonly name: "page" | "start" | "path" | "host" | "domain";
  readonly entry: string;
}

/** Days an effect holds; null: without end. */
export type Days = number | null;
export const LINK_DAYS: readonly Days[] = [7, 30, 90, 365, null];
export const SUSPENSION_DAYS: readonly Days[] = [1, 7, 30, 180];
export const LINK_PRESET_DAYS = 90;
export const SUSPENSION_PRESET_DAYS = 7;

/** As the gateway and the decision log take an entry. */
const MAX_ENTRY_LENGTH = 500;

const DISMISS: Option = { key: "d", name: "dismiss", makes: null };

const UNDO: Option = { key: "x", name: "undo", makes: null };
const LEAVE: Option = { key: "y", name: "leave", makes: null };
const CHECK: readonly Option[] = [
  { key: "y", name: "agree", makes: null },
  { key: "d", name: "disagree", makes: null },
];

/** What somebody may say of a decision that was drawn; empty: it is their own, or nothing waits for them. */
function wordsOf({ check, decisions }: WholeCase, mayUndo: boolean, me: string | null): readonly Option[] {
  const last = decisions.findLast(({ undone }) => undone === undefined);
  if (last === undefined || last.by === me || last.confirmedBy === me) return [];
  return check === "waiting" ? CHECK : check === "disputed" && mayUndo ? [LEAVE] : [];
}

/** The decision that an appeal asks to look at again; null: nobody appealed. */
function reviewed({ isAppeal, round, decisions }: WholeCase): Decision | null {
  if (!isAppeal) return null;
  return decisions.findLast((each) => each.round === round && each.undone === undefined) ?? null;
}

/**
 * What may be decided in a case as it stands, in the order in which it is shown; empty: nothing.
 *
 * @param mayUndo  Whether a decision is taken back also later, or when it is another's.
 * @param me       Who would: nobody checks what they decided.
 */
export function optionsOf(file: WholeCase, mayUndo = false, me: string | null = null): readonly Option[] {
  const { state, kind, subject } = file;
  if (state === "decided") return [...wordsOf(file, mayUndo, me), ...(mayUndo ? [UNDO] : [])];
  if (state === "proposed")
    return [
      { key: "y", name: "confirm", makes: null },
      { key: "x", name: "reject", makes: null },
    ];
  if (state !== "received" && state !== "in_review") return [];
  const isLink = subject.kind === "link";
  const before = reviewed(file);
  if (before !== null) {
    const hasActed = before.outcome !== "dismissed";
    const makes = hasActed || !isLink ? null : kind === "harmful" ? "entry" : "exception";
    return [
      { key: "u", name: "keep", makes: null },
      { key: "r", name: "overturn", makes },
    ];
  }
  if (kind === "wrongly_blocked") return [{ key: "r", name: "except", makes: "exception" }, DISMISS];
  const suspend: readonly Option[] = personOf(file) === null ? [] : [{ key: "s", name: "suspend", makes: "suspend" }];
  return isLink
    ? [{ key: "u", name: "block", makes: "entry" }, DISMISS, ...suspend]
    : [...suspend, DISMISS, { key: "u", name: "uphold", makes: null }];
}

/** Who could be suspended: whom the case is about, or who wrote what it is about; null: nobody is known, or they were erased. */
export function personOf({ subject, evidence }: WholeCase): string | null {
  if (subject.kind === "user") return subject.user === undefined || isErased(subject.user) ? null : subject.user;
  const writers = new Set(evidence.map(({ from }) => from));
  const [only] = writers;
  // Several people shared it: that is no reason to suspend one of them.
  return writers.size === 1 && only !== undefined && !isErased(only) ? only : null;
}

/** Why a case that is about a link or a message shows none: one that somebody decided unasked never had any. */
export function whyNoMessage({
  barred,
  complaints,
}: Pick<WholeCase, "barred" | "complaints">): "role_missing" | "own_case" | "unasked" | "gone" {
  if (barred === "role_missing" || barred === "own_case") return barred;
  return complaints.length === 0 ? "unasked" : "gone";
}

/** Entries that the case's link could be named by, the nearest first, and which of them is its own. */
export function scopesOf({ subject, site, evidence }: WholeCase): {
  readonly scopes: readonly Scope[];
  readonly own: number;
} {
  if (subject.kind !== "link") return { scopes: [], own: 0 };
  const report = evidence[0]?.report;
  const url = URL.parse(report?.resolution.finalUrl ?? report?.url ?? "");
  const scopes: Scope[] = [];
  const add = (name: Scope["name"], entry: string) => {
    if (!scopes.some((each) => each.entry === entry)) scopes.push({ name, entry });
  };
  const addPage = (entry: string) => {
    const start = entry.length <= MAX_ENTRY_LENGTH ? null : startOf(entry.replace("https://", ""));
    if (entry.length <= MAX_ENTRY_LENGTH) add("page", entry);
    else if (start !== null) add("start", start);
  };
  const isPage = subject.entry.includes("/");
  if (isPage) addPage(subject.entry);
  else if (url !== null && url.hostname === site?.host && url.pathname !== "/")
    addPage(`https://${url.host}${url.pathname.replace(/(?<=.)\/+$/u, "")}`);
  if (url !== null && url.hostname === site?.host) {
    const [, first = "", second] = url.pathname.split("/");
    const path = `${url.host}/${first}/`;
    if (second !== undefined && second !== "" && path.length <= MAX_ENTRY_LENGTH) add("path", path);
  }
  const host = isPage ? (site?.host ?? "") : subject.entry;
  if (host !== "") add("host", host);
  const domain = site?.domain ?? null;
  if (domain !== null && domain !== host) add("domain", domain);
  return {
    scopes,
    own: Math.max(
      0,
      scopes.findIndex(({ entry }) => entry === subject.entry),
    ),
  };
}

/** The longest beginning of an address that an entry has room for, and that ends where a list may end one; null: there is none. */
function startOf(address: string): string | null {
  const room = address.slice(0, MAX_ENTRY_LENGTH);
  const pathAt = room.indexOf("/") + 1;
  // Whole directories where there are any; else up to a sign, since no entry parts a word.
  for (const end of [/^.*\//su, /^.*[-_.~=&+,;:@!$()*]/su]) {
    const [start = ""] = end.exec(room) ?? [];
    if (start.length > pathAt) return start;
  }
  return null;
}

/** The kind that people's own words name, else the one of most complaints. */
export function likelyKind({ complaints }: Pick<WholeCase, "complaints">): FindingKind {
  for (const { category } of complaints) {
    const named = FINDING_KINDS.find((kind) => kind === category);
    if (named !== undefined) return named;
  }
  return "phishing";
}

export interface Wish {
  readonly option: Option;
  readonly scope: Scope | null;
  readonly kind: FindingKind;
  readonly person: string | null;
  readonly days: Days;
}

const DAY_MS = 86_400_000;

/** The effect of a wish as the gateway takes it; null: it changes nothing. */
export function effectOf({ option, scope, kind, person, days }: Wish, nowMs: number): EffectTold | null {
  const until = days === null ? null : new Date(nowMs + days * DAY_MS).toISOString();
  if (option.makes === "suspend") return person === null || until === null ? null : { suspend: person, until };
  if (option.makes === null || scope === null) return null;
  return option.makes === "entry" ? { entry: scope.entry, kind, until } : { exception: scope.entry, until };
}

/** What is asked first about a case, so that its preview is there with it; null: nothing. */
export function likelyEffect(file: WholeCase, nowMs: number): EffectTold | null {
  const option = optionsOf(file).find(({ makes }) => makes === "entry" || makes === "exception");
  const { scopes, own } = scopesOf(file);
  if (option === undefined || file.barred !== null) return null;
  const wish = { option, scope: scopes[own] ?? null, kind: likelyKind(file), person: null, days: LINK_PRESET_DAYS };
  return effectOf(wish, nowMs);
}

/** As the gateway names what an option decides. */
export function decisionOf({ name }: Option): "uphold" | "overturn" | "dismiss" {
  switch (name) {
    case "block":
    case "suspend":
    case "uphold":
    case "keep":
      return "uphold";
    case "except":
    case "overturn":
      return "overturn";
    case "dismiss":
      return "dismiss";
    case "undo":
    case "confirm":
    case "reject":
    case "agree":
    case "disagree":
    case "leave":
      throw new Error("decided by another already");
  }
}
