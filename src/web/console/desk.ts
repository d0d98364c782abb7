import * as api from "./api.ts";
import { Refusal } from "./api.ts";
import { decisionOf, effectOf, likelyEffect, type Wish } from "./choices.ts";
import { caseName, decisionWords } from "./effect-words.ts";
import { labelled } from "../language.ts";
import { says } from "./language.ts";
import type { Actor, EffectTold, QueuedCase, Reach, WholeCase } from "./told.ts";

export const FILTERS = ["all", "harmful", "wrongly_blocked", "appeals", "proposed", "checks", "disputed"] as const;
export type Filter = (typeof FILTERS)[number];

/** What the page is told of. */
export interface DeskListener {
  /** The queue has changed. */
  queue(): void;
  /** Another case is shown, or the same as it stands now. */
  shown(isAnother: boolean): void;
  /** Something was done, or was not. @param kind  `trouble`: it was not. */
  told(kind: "done" | "trouble", text: string): void;
  /** The token is not taken any more. */
  signedOut(): void;
}

/** A case that is looked at so long is taken up, so that nobody else begins with it. */
const CLAIM_AFTER_MS = 1_000;
const REFRESH_EVERY_MS = 15_000;
/** With fewer left, the next page is asked for. */
const FEW = 20;

interface Undoable {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly untilMs: number;
  /** What takes it back. */
  readonly step: "decide" | "check";
}

/** A moderator's work: the queue, the case at hand, the one after it, and what was done last. */
export class Desk {
  readonly actor: Actor;
  filter: Filter = "all";
  host = "";
  isBusy = false;
  /** Null: nothing was done yet, or too long ago. */
  #undoable: Undoable | null = null;
  #queue: readonly QueuedCase[] = [];
  #next: string | null = null;
  /** Of all pages, as they were asked for last. */
  #counts = { total: 0, overdue: 0 };
  #currentId: string | null = null;
  #loads = 0;
  #claimTimer: ReturnType<typeof setTimeout> | undefined;
  #claiming: Promise<void> = Promise.resolve();
  readonly #wholes = new Map<string, Promise<WholeCase>>();
  readonly #known = new Map<string, WholeCase>();
  readonly #reaches = new Map<string, Promise<Reach>>();
  readonly #listener: DeskListener;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #onHide = () => this.#letGo(true);

  constructor(actor: Actor, listener: DeskListener) {
    this.actor = actor;
    this.#listener = listener;
    this.#timer = setInterval(() => void this.refresh(), REFRESH_EVERY_MS);
    window.addEventListener("pagehide", this.#onHide);
  }

  end(): void {
    clearInterval(this.#timer);
    window.removeEventListener("pagehide", this.#onHide);
    this.#letGo(true);
  }

  get queue(): readonly QueuedCase[] {
    return this.#queue;
  }

  get counts(): { readonly total: number; readonly overdue: number } {
    return this.#counts;
  }

  get hasMore(): boolean {
    return this.#next !== null;
  }

  get currentId(): string | null {
    return this.#currentId;
  }

  /** Null while it is loaded, or none is chosen. */
  get current(): WholeCase | null {
    return this.#currentId === null ? null : (this.#known.get(this.#currentId) ?? null);
  }

  /** Whether the actor only reads. */
  get isReader(): boolean {
    return this.actor.roles.every((role) => role === "auditor");
  }

  /** Leads take back also later what others decided. */
  get mayUndoAll(): boolean {
    return this.actor.roles.some((role) => role === "lead" || role === "operator");
  }

  get undoable(): Undoable | null {
    return this.#undoable !== null && this.#undoable.untilMs > Date.now() ? this.#undoable : null;
  }

  isMine({ claimed }: Pick<QueuedCase, "claimed">): boolean {
    return claimed?.by !== undefined && claimed.by === this.me;
  }

  /** As the gateway names who asks. */
  get me(): string {
    return this.actor.user ?? "~operator";
  }

  /** Whether another has a case under review now. */
  isTaken(file: QueuedCase): boolean {
    return (
      file.state === "in_review" &&
      file.claimed !== undefined &&
      !this.isMine(file) &&
      Date.parse(file.claimed.until) > Date.now()
    );
  }

  /** Shows the cases that fit, and the first of them unless the case at hand fits; without one, none. */
  async show({ filter = this.filter, host = this.host }: { filter?: Filter; host?: string }): Promise<void> {
    [this.filter, this.host] = [filter, host];
    await this.refresh();
    // Another question was asked meanwhile.
    if (filter !== this.filter || host !== this.host) return;
    if (this.#currentId === null || this.#queue.some(({ id }) => id === this.#currentId)) return;
    const found = this.#queue.find((each) => !this.isTaken(each)) ?? this.#queue[0];
    await this.open(found?.id ?? null);
  }

  /** Asks for the queue anew. */
  async refresh(): Promise<void> {
    await this.#load(null, []);
  }

  async more(): Promise<void> {
    if (this.#next !== null) await this.#load(this.#next, this.#queue);
  }

  async #load(after: string | null, before: readonly QueuedCase[]): Promise<void> {
    this.#loads += 1;
    const load = this.#loads;
    const { filter, host } = this;
    const check = filter === "checks" ? ("waiting" as const) : filter === "disputed" ? filter : null;
    const asked = {
      state: check !== null ? "decided" : filter === "proposed" ? filter : "received,in_review,proposed",
      check,
      kind: filter === "harmful" || filter === "wrongly_blocked" ? filter : null,
      isAppeal: filter === "appeals",
      host,
      after,
    };
    try {
      const { cases, next, total, overdue } = await api.queuePage(asked);
      // Another question was asked meanwhile.
      if (load !== this.#loads) return;
      this.#queue = [...before, ...cases];
      this.#next = next;
      if (total !== undefined && overdue !== undefined) this.#counts = { total, overdue };
      for (const { id, version } of cases) this.#forgetOlder(id, version);
      this.#listener.queue();
      const shown = this.#queue.find(({ id }) => id === this.#currentId);
      const known = this.current;
      if (known !== null) this.#prefetch();
      if (shown !== undefined && known !== null && shown.version > known.version) void this.#reload(shown.id);
    } catch (error) {
      this.#tellTrouble(error);
    }
  }

  #forgetOlder(id: string, version: number): void {
    const known = this.#known.get(id);
    if (known === undefined || known.version >= version || id === this.#currentId) return;
    this.#known.delete(id);
    this.#wholes.delete(id);
  }

  #whole(id: string): Promise<WholeCase> {
    const known = this.#wholes.get(id);
    if (known !== undefined) return known;
    const asked = api.wholeCase(id);
    this.#wholes.set(id, asked);
    asked.then(
      (file) => this.#keep(file),
      () => this.#wholes.delete(id),
    );
    return asked;
  }

  /** The same case may be told twice in another order: the newer one stays. */
  #keep(file: WholeCase): WholeCase {
    const known = this.#known.get(file.id);
    const newer = known !== undefined && known.version > file.version ? known : file;
    this.#known.set(file.id, newer);
    this.#wholes.set(file.id, Promise.resolve(newer));
    this.#queue = this.#queue.map((each) => (each.id === newer.id ? newer : each));
    return newer;
  }

  async #reload(id: string): Promise<WholeCase | null> {
    try {
      const file = this.#keep(await api.wholeCase(id));
      this.#listener.queue();
      if (id === this.#currentId) this.#listener.shown(false);
      return file;
    } catch (error) {
      this.#tellTrouble(error);
      return null;
    }
  }

  /** Shows a case; the one after it is asked for meanwhile. */
  async open(id: string | null): Promise<void> {
    if (id !== this.#currentId) this.#letGo(false);
    this.#currentId = id;
    this.#listener.shown(true);
    this.#listener.queue();
    if (id === null) return;
    const wasKnown = this.#known.has(id);
    try {
      await this.#whole(id);
    } catch (error) {
      this.#tellTrouble(error);
      return;
    }
    if (this.#currentId !== id) return;
    if (!wasKnown) this.#listener.shown(true);
    clearTimeout(this.#claimTimer);
    this.#claimTimer = setTimeout(() => this.claim(), CLAIM_AFTER_MS);
    // It may have been asked for long ago.
    if (wasKnown) void this.#reload(id);
    this.#prefetch();
  }

  #prefetch(): void {
    const next = this.after(1);
    if (next === null) return;
    void this.#whole(next.id).then(
      (file) => {
        const effect = likelyEffect(file, Date.now());
        if (effect !== null) void this.reach(file, effect).catch(() => undefined);
      },
      () => undefined,
    );
    if (this.#queue.length < FEW && this.#next !== null) void this.more();
  }

  /** The case so many places after the one at hand, among those that nobody else has. */
  after(steps: 1 | -1): QueuedCase | null {
    const at = this.#queue.findIndex(({ id }) => id === this.#currentId);
    const rest = steps === 1 ? this.#queue.slice(at + 1) : this.#queue.slice(0, Math.max(0, at)).toReversed();
    return rest.find((each) => !this.isTaken(each)) ?? null;
  }

  async step(steps: 1 | -1): Promise<void> {
    const next = this.after(steps);
    if (next !== null) await this.open(next.id);
    else if (steps === 1) this.#listener.told("done", says().told.allDone);
  }

  /** What an effect of the case at hand would change. */
  reach(file: WholeCase, effect: EffectTold): Promise<Reach> {
    const key = `${file.id} ${file.decisions.length} ${JSON.stringify({ ...effect, until: effect.until === null })}`;
    const known = this.#reaches.get(key) ?? api.reachOf(file.id, effect);
    this.#reaches.set(key, known);
    known.catch(() => this.#reaches.delete(key));
    return known;
  }

  /** Takes the case at hand up, unless somebody has it or it is not to be decided. */
  claim(isAsked = false): void {
    clearTimeout(this.#claimTimer);
    const file = this.current;
    const isOpen = file?.state === "received" || (isAsked && file?.state === "in_review");
    if (file === null || file.barred !== null || !isOpen || this.isBusy) return;
    this.#claiming = this.#claiming.then(() => this.#claim(file.id, isAsked));
  }

  async #claim(id: string, isAsked: boolean): Promise<void> {
    const file = this.#known.get(id);
    if (file === undefined || id !== this.#currentId) return;
    // It was taken up by itself a moment before the key.
    if (isAsked && file.state === "in_review" && this.isMine(file)) this.#listener.told("done", says().told.claimed);
    if (file.state !== "received") return;
    try {
      this.#keep(await api.stepIn(file, "claim"));
      this.#listener.queue();
      if (id === this.#currentId) this.#listener.shown(false);
      if (isAsked) this.#listener.told("done", says().told.claimed);
    } catch (error) {
      if (error instanceof Refusal && error.code === "conflict") await this.#reload(id);
      else if (isAsked) this.#tellTrouble(error);
    }
  }

  /** Leaves the case at hand to others. */
  async release(): Promise<void> {
    const file = this.current;
    if (file === null || !this.isMine(file)) return;
    try {
      this.#keep(await api.stepIn(file, "release"));
      this.#listener.queue();
      this.#listener.shown(false);
      this.#listener.told("done", says().told.released);
    } catch (error) {
      this.#tellTrouble(error);
    }
  }

  /** A case that was looked at and not decided is free for others. @param isLast  The page goes. */
  #letGo(isLast: boolean): void {
    clearTimeout(this.#claimTimer);
    const id = this.#currentId;
    if (id === null) return;
    const free = async () => {
      const file = this.#known.get(id);
      if (file === undefined || file.state !== "in_review" || !this.isMine(file)) return;
      const freed = await api.stepIn(file, "release").catch(() => null);
      if (freed !== null) this.#keep(freed);
    };
    if (isLast) void free();
    else this.#claiming = this.#claiming.then(free);
  }

  /** Does what was chosen, and goes on to the next case. @returns whether it was done. */
  async commit(wish: Wish, reason: string): Promise<boolean> {
    const id = this.#currentId;
    if (id === null || this.isBusy) return false;
    const { option } = wish;
    const { name } = option;
    const isAgreed = name === "agree" || name === "leave";
    const isCheck = isAgreed || name === "disagree";
    const isOther = name === "confirm" || name === "reject" || name === "undo" || isAgreed;
    if (!isOther && reason.trim() === "") {
      this.#listener.told("trouble", says().told.noReason);
      return false;
    }
    clearTimeout(this.#claimTimer);
    await this.#claiming;
    const file = this.#known.get(id);
    if (file === undefined || this.#currentId !== id) return false;
    this.isBusy = true;
    const next = this.after(1);
    try {
      const body = isCheck
        ? { agrees: isAgreed, ...(name === "disagree" && { note: reason.trim() }) }
        : name === "undo"
          ? { decision: "undo" }
          : isOther
            ? {}
            : { decision: decisionOf(option), effect: effectOf(wish, Date.now()), reason: reason.trim() };
      const done = await api.stepIn(
        file,
        isCheck ? "check" : name === "confirm" || name === "reject" ? name : "decide",
        body,
      );
      this.isBusy = false;
      this.#finish(done, name, next);
      return true;
    } catch (error) {
      this.isBusy = false;
      await this.#explain(error, id, isCheck);
      return false;
    }
  }

  #finish(done: WholeCase, did: Wish["option"]["name"], next: QueuedCase | null): void {
    const name = caseName(done);
    const { told } = says();
    this.#keep(done);
    const last = done.decisions.at(-1);
    const undoable = { id: done.id, version: done.version, name, untilMs: Date.now() + this.actor.undoWithinMs };
    if (did === "agree" || did === "disagree" || did === "leave") {
      if (did !== "leave") this.#undoable = { ...undoable, step: "check" };
      this.#drop(done.id);
      this.#listener.told("done", told.checked(name));
    } else if (done.state === "decided" && last !== undefined) {
      this.#undoable = { ...undoable, step: "decide" };
      this.#drop(done.id);
      this.#listener.told("done", told.done(decisionWords(last), name));
    } else {
      const text = did === "reject" ? told.rejected : did === "undo" ? told.undone : told.proposed;
      this.#listener.told("done", text(name));
    }
    this.#listener.queue();
    if (did === "undo") void this.refresh();
    void this.open(next?.id ?? null);
  }

  /** What is done is listed and counted no more. */
  #drop(id: string): void {
    const left = this.#queue.filter((each) => each.id !== id);
    if (left.length < this.#queue.length) this.#counts = { ...this.#counts, total: this.#counts.total - 1 };
    this.#queue = left;
  }

  /** Of two at once one wins: the other is told who, and what. @param isCheck  Of a decision that was made before. */
  async #explain(error: unknown, id: string, isCheck = false): Promise<void> {
    if (!(error instanceof Refusal) || error.code !== "conflict") {
      this.#tellTrouble(error);
      return;
    }
    const file = await this.#reload(id);
    if (file === null) return;
    const { told } = says();
    const last = file.decisions.at(-1);
    const text =
      isCheck && file.state === "decided" && last?.check !== undefined
        ? told.wasChecked(last.check.by ?? "?", last.check.agrees)
        : file.state === "decided" && last !== undefined
          ? told.wasDecided(last.confirmedBy ?? last.by ?? "?", decisionWords(last))
          : this.isTaken(file)
            ? told.wasClaimed(file.claimed?.by ?? "?")
            : file.proposal !== undefined
              ? told.wasProposed(file.proposal.by ?? "?")
              : told.hasChanged;
    // Where nothing is left to be done, the next case follows as it would have after the decision.
    const next = this.#currentId === id && (file.state === "decided" || this.isTaken(file)) ? this.after(1) : null;
    if (file.state === "decided") this.#drop(id);
    if (next !== null) await this.open(next.id);
    else this.#listener.queue();
    this.#listener.told("trouble", labelled(caseName(file), text));
  }

  /** Takes the last decision of this moderator back, or their last word on another's, and shows its case. */
  async undo(): Promise<void> {
    const undoable = this.undoable;
    if (undoable === null) {
      this.#listener.told("trouble", says().told.nothingToUndo);
      return;
    }
    this.#undoable = null;
    try {
      const isCheck = undoable.step === "check";
      const back = isCheck ? { agrees: null } : { decision: "undo" };
      const file = this.#keep(await api.stepIn(undoable, undoable.step, back));
      if (!this.#queue.some(({ id }) => id === file.id)) {
        this.#queue = [file, ...this.#queue];
        this.#counts = { ...this.#counts, total: this.#counts.total + 1 };
      }
      const { told } = says();
      this.#listener.told("done", (isCheck ? told.unsaid : told.undone)(undoable.name));
      await this.open(file.id);
    } catch (error) {
      await this.#explain(error, undoable.id, undoable.step === "check");
    }
  }

  #tellTrouble(error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    const { told } = says();
    switch (error.code) {
      case "roles_only":
      case "tokens_only":
      case "bad_token":
      case "token_expired":
        this.#listener.signedOut();
        return;
      case "unreachable":
      case "token_not_yet":
      case "keys_unavailable":
        this.#listener.told("trouble", told.unreachable);
        return;
      case "rate_limited":
        this.#listener.told("trouble", told.tooMany);
        return;
      default:
        this.#listener.told("trouble", told.refused(error.message));
    }
  }
}
