import { setImmediate as nextTurn } from "node:timers/promises";
import type { ChangedHosts } from "../findings/lists/threat-lists.ts";
import type { LinkHost, LinkHostStore } from "../store/link-hosts.ts";
import type { MessagePlace } from "../store/updates.ts";

/** Some messages with links that pass a changed host, newest first. */
export interface Touched {
  readonly places: readonly MessagePlace[];
  /** Where to go on after them; null: from the newest again. */
  readonly next: string | null;
}

/** With more changed hosts than these it is quicker to look at all messages. */
const MAX_PROBED = 2_000;
const HOSTS_OF_A_PROBE = 50;
/** A host that more messages link to is found by looking at all of them. */
const ROWS_OF_A_PROBE = 2_000;
const MAX_PROBED_ROWS = 50_000;
const ROWS_OF_A_PAGE = 1_000;
/** Messages of one step. */
const STEP = 100;
/** The event loop is not held longer between two pauses. Milliseconds. */
const MAX_HELD_MS = 10;

/** Lets others run when this has run for a while. */
export type Pause = () => Promise<void>;

export function createPause(): Pause {
  let sinceMs = performance.now();
  return async () => {
    if (performance.now() - sinceMs < MAX_HELD_MS) return;
    await nextTurn();
    sinceMs = performance.now();
  };
}

/** @param after  `next` of some {@link Touched}; null: from the newest. */
export async function* touchedMessages(
  store: Pick<LinkHostStore, "linksUnder" | "linkHosts">,
  changed: ChangedHosts,
  { since, after, pause }: { readonly since: Date; readonly after: string | null; readonly pause: Pause },
): AsyncGenerator<Touched> {
  const found = changed === "all" || after !== null ? null : await probed(store, changed, since, pause);
  if (found !== null) {
    for (let start = 0; start < found.length; start += STEP) {
      yield { places: found.slice(start, start + STEP), next: null };
    }
    return;
  }
  for (let next = after, isFirst = true; isFirst || next !== null; isFirst = false) {
    const begin = next;
    const page = await store.linkHosts(since, begin, ROWS_OF_A_PAGE);
    ({ next } = page);
    const places = eachOnce(page.hosts.filter(({ host }) => changed === "all" || isUnder(host, changed)));
    // Only behind the last step of a page the next page begins.
    for (let start = 0; start === 0 || start < places.length; start += STEP) {
      const end = start + STEP;
      yield { places: places.slice(start, end), next: end < places.length ? begin : next };
    }
    await pause();
  }
}

/** By the index of hosts; null where there are too many. */
async function probed(
  store: Pick<LinkHostStore, "linksUnder">,
  changed: ReadonlySet<string>,
  since: Date,
  pause: Pause,
): Promise<readonly MessagePlace[] | null> {
  if (changed.size > MAX_PROBED) return null;
  const hosts = [...changed];
  const found: LinkHost[] = [];
  for (let start = 0; start < hosts.length; start += HOSTS_OF_A_PROBE) {
    const rows = await store.linksUnder(hosts.slice(start, start + HOSTS_OF_A_PROBE), since, ROWS_OF_A_PROBE);
    found.push(...rows);
    if (rows.length === ROWS_OF_A_PROBE || found.length > MAX_PROBED_ROWS) return null;
    await pause();
  }
  return eachOnce(found.toSorted((a, b) => b.at.getTime() - a.at.getTime()));
}

function isUnder(host: string, changed: ReadonlySet<string>): boolean {
  for (let each = host; each !== ""; each = parentOf(each)) if (changed.has(each)) return true;
  return false;
}

/** The host without its first label; empty when none is left. */
function parentOf(host: string): string {
  const dot = host.indexOf(".");
  return dot === -1 ? "" : host.slice(dot + 1);
}

function eachOnce(hosts: readonly LinkHost[]): readonly MessagePlace[] {
  const places = new Map<string, MessagePlace>();
  for (const { conversation, seq } of hosts) places.set(`${conversation} ${seq}`, { conversation, seq });
  return [...places.values()];
}
