import { ownCase, refuseEnded, type FourEyes, type Wish } from "../cases/case.ts";
import { CaseRefusal, type CaseFile, type Effect } from "../cases/types.ts";
import type { Bus } from "../bus/bus.ts";
import { listedBy } from "../check/listed.ts";
import type { StoredMessage } from "../chat/conversation.ts";
import { canonicalAddress } from "../findings/lists/canonical-address.ts";
import { covers, entryText, type ListEntry } from "../findings/lists/entry.ts";
import type { GuardReason, ListGuards } from "../findings/lists/guards.ts";
import { vainEntry, writtenEntry } from "../findings/lists/written-entry.ts";
import { complaintItem } from "../protocol/complaint-item.ts";
import type { CaseActor, CaseChanged, CaseStep, CaseWhole, Told, UnaskedDecision } from "../store/cases.ts";
import { listWindowStart } from "../store/list-window.ts";
import type { Store } from "../store/store.ts";
import { createCaseEvidence, type EvidenceOf } from "./case-evidence.ts";
import { hostOf, type DecidedEffects } from "./decided-effects.ts";
import type { Judge, JudgeContext } from "./judge.ts";
import { createListChanges, type ListChange } from "./list-changes.ts";
import { createPause, touchedMessages } from "./touched-messages.ts";

/** Why an effect needs two people. */
export const WIDE_REASONS = [
  "without_end",
  "over_a_year",
  "registered",
  "guarded",
  "many_messages",
  "long_suspension",
] as const;
export type WideReason = (typeof WIDE_REASONS)[number];

/** What an effect would change, of the messages of the last 30 days. */
export interface Reach {
  /** With a link that passes its host. */
  readonly messages: number;
  /** There are more than were looked at. */
  readonly isCapped: boolean;
  /** Links whose verdict would be another for somebody, and how. */
  readonly stricter: number;
  readonly milder: number;
  readonly conversations: number;
  /** Who holds one of those messages. */
  readonly people: number;
  readonly wide: readonly WideReason[];
}

/** Where cases are decided. Who may is checked in the store's transaction. */
export interface CaseDesk {
  readonly fourEyes: FourEyes;
  readonly evidenceOf: EvidenceOf;
  /**
   * What an effect would change if this actor decided it in the case now; null: there is no such case.
   *
   * @throws {CaseRefusal} as the decision would be refused for its effect.
   */
  reach(id: string, effect: Effect, actor: CaseActor): Promise<Reach | null>;
  /** @throws {CaseRefusal} */
  act(id: string, version: number, step: CaseAction, actor: CaseActor): Promise<CaseChanged | null>;
  /**
   * Decides about a link that nobody complained of. An exception always takes two people so.
   *
   * @param version  Of all effects, as the store's `lastEffect` says it.
   * @throws {CaseRefusal}
   */
  decideUnasked(
    effect: Exclude<Effect, { kind: "suspend" }>,
    reason: string,
    version: number,
    actor: CaseActor,
  ): Promise<CaseChanged>;
  /** Tells people what became of their complaints. */
  tell(told: readonly Told[]): void;
  /** Ends what has come to its day, and takes over what others decided. */
  look(): Promise<void>;
}

/** As the store's, where it is not said yet what is wide. */
export type CaseAction =
  | Exclude<CaseStep, { do: "decide" }>
  | { readonly do: "decide"; readonly wish: Omit<Wish, "isWide"> };

interface DeskParts {
  readonly store: Store;
  readonly bus: Bus;
  /** Null where lists change nothing: decisions are kept and told, and change no verdict. */
  readonly effects: DecidedEffects | null;
  readonly judge: Judge;
  readonly clientGroupOf: (context: JudgeContext) => string;
  readonly guardOf: ListGuards["guardOf"];
  readonly fourEyes: FourEyes;
  readonly now: () => Date;
}

/** Of a decision to be wide by its reach, in messages of {@link WINDOW_DAYS}. */
const MANY_MESSAGES = 1_000;
const WINDOW_DAYS = 30;
const LONG_SUSPENSION_MS = 30 * 86_400_000;
/** A year, also one with a leap day. */
const LONG_EFFECT_MS = 366 * 86_400_000;
/** Between two looks for evidence that was kept long enough. */
const EVIDENCE_EVERY_MS = 3_600_000;
/** Cases that end in one transaction. */
const ENDED_TOGETHER = 100;
/** Before the host of an address. */
const USER_INFO = /^(?:[a-z][a-z\d+.-]*:)?\/*[^/\\?#]*@/iu;
/** Nobody may name these as a whole, whoever decides. */
const NEVER: ReadonlySet<GuardReason> = new Set(["public_suffix", "this_machine", "own_host", "everything"]);

export function createCaseDesk(parts: DeskParts): CaseDesk {
  const { store, bus, effects, guardOf, fourEyes, now } = parts;
  const changesIn = createListChanges(parts);
  const evidence = createCaseEvidence(parts);
  let evidenceDueMs = 0;

  async function placesOf(host: string) {
    const since = listWindowStart(WINDOW_DAYS, now());
    const found = new Map<string, { readonly conversation: string; readonly seq: number }>();
    for await (const { places } of touchedMessages(store, new Set([host]), {
      since,
      after: null,
      pause: createPause(),
    })) {
      for (const place of places) found.set(`${place.conversation} ${place.seq}`, place);
      if (found.size > MANY_MESSAGES) break;
    }
    return [...found.values()];
  }

  /** @throws {CaseRefusal} `bad_decision`. */
  function wideReasons(effect: Effect, messages: number): WideReason[] {
    const reasons: WideReason[] = [];
    const lastingMs = (effect.untilMs ?? Infinity) - now().getTime();
    if (effect.kind === "suspend") return lastingMs > LONG_SUSPENSION_MS ? ["long_suspension"] : [];
    if (effect.untilMs === null) reasons.push("without_end");
    else if (lastingMs > LONG_EFFECT_MS) reasons.push("over_a_year");
    const entry = writtenEntry(effect.entry, { line: 1, isException: false });
    // A host covers what is below it as it stands: with a star or a dot before it no address would be its own.
    if (entry === null || !/^[\w[][\w.:[\]-]*$/u.test(entry.host))
      throw bad("entry: expected a host, a host with a path prefix, or a full address");
    // What is decided enters a log that nothing is taken out of, and that others may read.
    if (USER_INFO.test(effect.entry)) throw bad("entry: expected one without a user name or password");
    const vain = vainEntry(effect.entry);
    if (vain !== null) throw bad(`entry: expected ${vain}`);
    const guard = guardOf(entry);
    if (guard !== null && NEVER.has(guard)) throw bad("entry: no decision names this as a whole");
    if (guard !== null) reasons.push(guard === "registered_app" ? "registered" : "guarded");
    if (messages > MANY_MESSAGES) reasons.push("many_messages");
    return reasons;
  }

  /** Messages in which an effect changes a verdict, and how many may hold one. */
  async function changedBy(effect: Effect, from: string | null) {
    const host = hostOf(effect);
    if (host === null || effects === null) return { places: [], changed: [] };
    const places = await placesOf(host);
    const looked = places.slice(0, MANY_MESSAGES);
    const listed = listedBy(effects.listsWith(effect));
    const pause = createPause();
    const changed: { readonly message: StoredMessage; readonly changes: readonly ListChange[] }[] = [];
    for (const message of await store.storedMessages(looked)) {
      if (from !== null && message.from !== from) continue;
      await pause();
      const changes = await changesIn(message, await store.readerKinds(message.conversation), listed);
      if (changes.length > 0) changed.push({ message, changes });
    }
    return { places, changed };
  }

  /** @throws {CaseRefusal} `own_case` where an effect would free a link that who decides has sent. */
  async function refuseOwn(effect: Effect | null, { user }: CaseActor): Promise<void> {
    if (effect?.kind !== "exception") return;
    const { changed } = await changedBy(effect, user);
    if (changed.some(({ changes }) => changes.some(({ isStricter }) => !isStricter))) throw ownCase();
  }

  async function reach(effect: Effect): Promise<Reach> {
    wideReasons(effect, 0);
    const { places, changed } = await changedBy(effect, null);
    const [people, conversations] = [new Set<string>(), new Set<string>()];
    const counts = { stricter: 0, milder: 0 };
    for (const { message, changes } of changed) {
      for (const { isStricter } of changes) counts[isStricter ? "stricter" : "milder"] += 1;
      conversations.add(message.conversation);
      for (const user of await store.audience(message.conversation, message.seq)) people.add(user);
    }
    return {
      ...counts,
      messages: Math.min(places.length, MANY_MESSAGES),
      isCapped: places.length > MANY_MESSAGES,
      conversations: conversations.size,
      people: people.size,
      wide: wideReasons(effect, places.length),
    };
  }

  /** Wide is told by what is cheap to know: what would change is not asked again. */
  async function isWide(effect: Effect | null): Promise<boolean> {
    if (effect === null) return false;
    const host = hostOf(effect);
    return wideReasons(effect, host === null ? 0 : (await placesOf(host)).length).length > 0;
  }

  /** What is decided of a link names it, not another's, and what people reported of it. @throws {CaseRefusal} `bad_decision`. */
  async function refuseElsewhere(whole: CaseWhole, effect: Effect | null): Promise<void> {
    const { subject } = whole.file;
    if (effect === null || effect.kind === "suspend" || subject.kind !== "link") return;
    const entry = writtenEntry(effect.entry, { line: 1, isException: false });
    const own = writtenEntry(subject.entry, { line: 1, isException: false });
    if (entry === null || (own?.host !== entry.host && own?.host.endsWith(`.${entry.host}`) !== true))
      throw bad("effect: expected an entry on the host of the case, or above it");
    const reported = await evidence.addressesOf(whole);
    // What nobody complained of, or too long ago, is told by its subject alone.
    if (reported.length === 0 ? !mayCover(entry, own) : !reported.some((address) => covers(entry, address)))
      throw bad("effect: expected an entry that covers a link of the case");
  }

  function tell(told: readonly Told[]): void {
    for (const { user, complaint } of told)
      bus.publish([user], { kind: "complaint", complaint: complaintItem(complaint), except: null });
  }

  return {
    fourEyes,
    evidenceOf: evidence.of,
    async reach(id, effect, actor) {
      refuseEnded(effect, now().getTime());
      const whole = await store.caseFile(id);
      if (whole === null) return null;
      await refuseElsewhere(whole, effect);
      if ((await store.stake(id, actor.user, effect)).isConcerned) throw ownCase();
      await refuseOwn(effect, actor);
      return reach(effect);
    },
    tell,
    async act(id, version, action, actor) {
      const whole = await store.caseFile(id);
      if (whole === null) return null;
      if (action.do === "decide") await refuseElsewhere(whole, action.wish.effect);
      await refuseOwn(effectOf(action, whole.file), actor);
      const step: CaseStep =
        action.do === "decide"
          ? { do: "decide", wish: { ...action.wish, isWide: await isWide(action.wish.effect) }, fourEyes }
          : action;
      const changed = await store.act(id, version, step, actor, now());
      if (changed === null) return null;
      tell(changed.told);
      // In force before it is answered.
      await effects?.look();
      return changed;
    },
    async decideUnasked(effect, reason, version, actor) {
      const entry = writtenEntry(effect.entry, { line: 1, isException: false });
      const isException = effect.kind === "exception";
      await refuseOwn(effect, actor);
      const isWideHere = (await isWide(effect)) || isException;
      const decision: UnaskedDecision = {
        subject: { kind: "link", entry: entry === null ? effect.entry : entryText(entry) },
        direction: isException ? "wrongly_blocked" : "harmful",
        host: hostOf(effect),
        wish: { decision: isException ? "overturn" : "uphold", effect, reason, isWide: isWideHere },
        fourEyes,
      };
      const changed = await store.decideUnasked(decision, version, actor, now());
      tell(changed.told);
      await effects?.look();
      return changed;
    },
    async look() {
      if (now().getTime() >= evidenceDueMs) {
        evidenceDueMs = now().getTime() + EVIDENCE_EVERY_MS;
        await store.endEvidence(now());
      }
      if (effects === null) return;
      if (effects.hasEnded()) await store.endEffects(now(), ENDED_TOGETHER);
      await effects.look();
    },
  };
}

/** What an action brings about; null: nothing, or it takes something back. */
function effectOf(action: CaseAction, { stage }: CaseFile): Effect | null {
  if (action.do === "decide") return action.wish.effect;
  return action.do === "confirm" && stage.kind === "proposed" ? stage.proposal.effect : null;
}

/** Whether an entry on the host of a subject, or above it, may cover something of it. */
function mayCover(entry: ListEntry, subject: ListEntry): boolean {
  const page = canonicalAddress(`https://${entryText(subject)}`);
  return !("path" in subject) || (page !== null && covers(entry, page));
}

function bad(message: string): CaseRefusal {
  return new CaseRefusal("bad_decision", message);
}
