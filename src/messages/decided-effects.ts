import { createHash } from "node:crypto";
import type { Effect } from "../cases/types.ts";
import { compileLists } from "../findings/lists/compiled-list.ts";
import type { ListEntry } from "../findings/lists/entry.ts";
import type { ListException } from "../findings/lists/list-source.ts";
import type { ChangedHosts, Excepted, ListsInForce, ThreatLists } from "../findings/lists/threat-lists.ts";
import { writtenEntry } from "../findings/lists/written-entry.ts";
import type { CaseStore, EffectInForce } from "../store/cases.ts";

/** What decisions in cases change: the operator's lists with decided entries and exceptions among them, and who is suspended. */
export interface DecidedEffects extends ListsInForce {
  /** Reads what holds now, if anything has changed. */
  look(): Promise<void>;
  /** Whether an effect has come to its day, so that its case is to be told. */
  hasEnded(): boolean;
  /** Until when; null: they are not. */
  suspendedUntil(user: string): Date | null;
  /** The lists as they would be with one more effect. */
  listsWith(effect: Effect): ThreatLists;
}

interface DecidedParts {
  readonly store: Pick<CaseStore, "effects" | "lastEffect">;
  readonly base: ListsInForce;
  readonly clock: () => Date;
}

/** As findings name who says so. */
const LIST = "decisions";

/** Reads what holds. Gateways on one store see what another decided with their next look. */
export async function openDecidedEffects({ store, base, clock }: DecidedParts): Promise<DecidedEffects> {
  const nowMs = () => clock().getTime();
  const listeners = new Set<(changed: ChangedHosts) => void>();
  let seen = await store.lastEffect();
  let effects = await store.effects();
  let own = compiled(effects, nowMs);
  let turn: Promise<void> = Promise.resolve();

  async function read(): Promise<void> {
    const last = await store.lastEffect();
    if (last === seen) return;
    const now = await store.effects();
    const changed = changedHosts(effects, now);
    seen = last;
    effects = now;
    own = compiled(now, nowMs);
    if (changed.size > 0) for (const listener of listeners) listener(changed);
  }

  return {
    current: () => combined(base.current(), own, seen),
    onChange(listener) {
      listeners.add(listener);
      const end = base.onChange(listener);
      return () => {
        listeners.delete(listener);
        end();
      };
    },
    look() {
      const own = turn.then(read);
      turn = own.catch(() => undefined);
      return own;
    },
    hasEnded: () => effects.some(({ effect }) => effect.untilMs !== null && effect.untilMs <= nowMs()),
    suspendedUntil(user) {
      let untilMs = 0;
      for (const { effect } of effects)
        if (effect.kind === "suspend" && effect.user === user) untilMs = Math.max(untilMs, effect.untilMs);
      return untilMs > nowMs() ? new Date(untilMs) : null;
    },
    listsWith(effect) {
      const wished: EffectInForce = { number: seen + 1, caseId: "", effect, at: clock() };
      return combined(base.current(), compiled([...effects, wished], nowMs), seen + 1);
    },
  };
}

function compiled(effects: readonly EffectInForce[], now: () => number): ThreatLists {
  const entries: ListEntry[] = [];
  const exceptions: ListException[] = [];
  for (const [index, { effect, at }] of effects.entries()) {
    const line = index + 1;
    if (effect.kind === "entry") {
      const told = { line, isException: false, kind: effect.finding, sinceMs: at.getTime() };
      const entry = writtenEntry(effect.entry, effect.untilMs === null ? told : { ...told, untilMs: effect.untilMs });
      if (entry !== null) entries.push(entry);
    }
    if (effect.kind === "exception") {
      const entry = writtenEntry(effect.entry, { line, isException: true });
      if (entry !== null) exceptions.push({ entry, by: LIST, untilMs: effect.untilMs });
    }
  }
  const confirmedAtMs = Math.max(0, ...effects.map(({ at }) => at.getTime()));
  const list = { name: LIST, version: null, confirmedAtMs, kind: "reported", maxAgeMs: Infinity } as const;
  return compileLists([{ ...list, entries }], exceptions, now);
}

/** Both say what they say; a decided exception takes back what the operator's lists find too. */
function combined(base: ThreatLists, own: ThreatLists, number: number): ThreatLists {
  if (own.isEmpty) return base;
  const lasting = (address: string | URL): Excepted | null => {
    const [one, other] = [own.exceptionFor(address), base.exceptionFor(address)];
    if (one === null || other === null) return one ?? other;
    return one.until === null || (other.until !== null && one.until >= other.until) ? one : other;
  };
  return {
    isEmpty: false,
    ...(base.generation !== undefined && {
      generation: createHash("sha256").update(`${base.generation} ${number} ${own.generation}`).digest("hex"),
    }),
    match(address) {
      const found = [...base.match(address), ...own.match(address)];
      const excepted = found.length === 0 ? null : lasting(address);
      return excepted === null
        ? found
        : found.map((finding) => (finding.excepted === undefined ? { ...finding, excepted } : finding));
    },
    exceptionFor: lasting,
  };
}

/** Hosts that an effect which came, went or changed names. */
function changedHosts(before: readonly EffectInForce[], after: readonly EffectInForce[]): ReadonlySet<string> {
  const keyOf = ({ caseId, effect }: EffectInForce) => `${caseId} ${JSON.stringify(effect)}`;
  const [was, is] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const hosts = new Set<string>();
  for (const each of [...before, ...after]) {
    if (was.has(keyOf(each)) && is.has(keyOf(each))) continue;
    const host = hostOf(each.effect);
    if (host !== null) hosts.add(host);
  }
  return hosts;
}

/** The host that an effect on a link is about. */
export function hostOf(effect: Effect): string | null {
  if (effect.kind === "suspend") return null;
  return writtenEntry(effect.entry, { line: 1, isException: false })?.host ?? null;
}
