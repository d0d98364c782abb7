import { createHash } from "node:crypto";
import { z } from "zod";
import type { Catalog } from "../findings/lists/kept/catalog.ts";
import { FINDING_KINDS } from "../findings/types.ts";
import { jsonText, readJson } from "../input/json.ts";
import { canonicalJson } from "./canonical-json.ts";
import { Secret, type NewEntry } from "./entry.ts";
import type { LoggedState, LogStore } from "./log-store.ts";

const loggedListsSchema = z.strictObject({
  lists: z.array(
    z.strictObject({
      list: z.string(),
      kind: z.enum(FINDING_KINDS),
      version: z.string().nullable(),
      entries: z.int(),
      hash: z.string(),
    }),
  ),
  exceptions: z.array(z.strictObject({ entry: z.string(), until: z.string().nullable(), madeAtMs: z.int() })),
});
type LoggedLists = z.infer<typeof loggedListsSchema>;

const NOTHING: LoggedLists = { lists: [], exceptions: [] };
const MAX_ENTRY = 2_048;
const MAX_WORDS = 500;

/** An address that is too long for an entry stands there by its hash. */
function shownEntry(entry: string): string {
  return entry.length <= MAX_ENTRY ? entry : `sha256:${createHash("sha256").update(entry).digest("hex")}`;
}

/** Lists and exceptions that count now. */
function listsAt({ lists, exceptions }: Pick<Catalog, "lists" | "exceptions">, now: Date): LoggedLists {
  return {
    lists: lists.map(({ name, kind, text }) => ({
      list: name,
      kind,
      version: text.version?.slice(0, MAX_WORDS) ?? null,
      entries: text.entries,
      hash: text.sha256,
    })),
    exceptions: exceptions
      .filter(({ untilMs }) => untilMs === null || untilMs > now.getTime())
      .map(({ entry, untilMs, madeAtMs }) => ({
        entry,
        until: untilMs === null ? null : new Date(untilMs).toISOString(),
        madeAtMs,
      })),
  };
}

/** What changed since the log was told last. @param by  Who updates lists; only an operator adds and removes them. */
function changesBetween(
  was: LoggedLists,
  is: LoggedLists,
  catalog: Pick<Catalog, "exceptions">,
  by: "operator" | "gateway",
  at: Date,
): NewEntry[] {
  const entries: NewEntry[] = [];
  for (const list of is.lists) {
    const old = was.lists.find((each) => each.list === list.list);
    if (old !== undefined && canonicalJson(old) === canonicalJson(list)) continue;
    const change = old === undefined ? "added" : "updated";
    entries.push({ type: "list", at, change, ...list, actor: old === undefined ? "operator" : by });
  }
  for (const list of was.lists)
    if (!is.lists.some((each) => each.list === list.list))
      entries.push({ type: "list", at, change: "removed", ...list, actor: "operator" });
  for (const { entry, until, madeAtMs } of was.exceptions) {
    const next = is.exceptions.find((each) => each.entry === entry);
    if (next !== undefined && next.madeAtMs === madeAtMs && next.until === until) continue;
    const isEnded = next === undefined && until !== null && Date.parse(until) <= at.getTime();
    const change = isEnded ? "ended" : "removed";
    const actor = isEnded ? "gateway" : by;
    entries.push({ type: "exception", at, change, entry: shownEntry(entry), until, actor, reason: null });
  }
  for (const { entry, until, madeAtMs } of is.exceptions) {
    const old = was.exceptions.find((each) => each.entry === entry);
    if (old !== undefined && old.madeAtMs === madeAtMs && old.until === until) continue;
    const made = catalog.exceptions.find((each) => each.entry === entry);
    const reason = made?.reason === null || made === undefined ? null : new Secret(made.reason, null);
    const actor = made?.by === "operator" ? "operator" : "gateway";
    entries.push({ type: "exception", at, change: "added", entry: shownEntry(entry), until, actor, reason });
  }
  return entries;
}

/** Between several that see the same change one appends it, and the others find it told. */
const MAX_TRIES = 4;

/**
 * Tells the log what became of lists and exceptions since it was told last, also of what another program did meanwhile.
 * Resolves with how many entries this appended.
 */
export async function tellLists(
  log: Pick<LogStore, "loggedState" | "appendState">,
  catalog: Pick<Catalog, "lists" | "exceptions">,
  by: "operator" | "gateway",
  now: Date,
): Promise<number> {
  const state = listsAt(catalog, now);
  const is = canonicalJson(state);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const was = await log.loggedState("lists");
    if (was === is || (was === null && is === canonicalJson(NOTHING))) return 0;
    const before = was === null ? NOTHING : readJson(loggedListsSchema, jsonText<LoggedLists>(was), "log_state.value");
    const entries = changesBetween(before, state, catalog, by, now);
    const told: LoggedState = { name: "lists", was, is };
    if (await log.appendState(told, entries)) return entries.length;
  }
  return 0;
}

/** Names a rulebook by what it says: SHA-256 over the hashes of its editions, a line each. */
function rulebookHash(editions: readonly { readonly hash: string }[]): string {
  return createHash("sha256")
    .update(editions.map(({ hash }) => `${hash}\n`).join(""))
    .digest("hex");
}

/** Tells the log which rulebook decides, when it is another than the one told last. */
export async function tellRulebook(
  log: Pick<LogStore, "loggedState" | "appendState">,
  { id, editions }: { readonly id: string; readonly editions: readonly { readonly hash: string }[] },
  now: Date,
): Promise<void> {
  const hash = rulebookHash(editions);
  const is = `${id} ${hash}`;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const was = await log.loggedState("rulebook");
    if (was === is) return;
    const entry: NewEntry = { type: "rulebook", at: now, reference: id, hash, actor: "operator" };
    if (await log.appendState({ name: "rulebook", was, is }, [entry])) return;
  }
}
