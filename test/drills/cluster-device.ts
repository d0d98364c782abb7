import { WebSocket } from "ws";
import type { ServerFrame, SentFrame } from "../../src/protocol/client-frames.ts";
import type { Draws } from "../support/draws.ts";

/** What one device was told of one conversation. */
interface Told {
  /** Text of each message, by number minus 1; null once it was deleted. */
  readonly texts: (string | null)[];
  update: number;
}

/** A message that is not acknowledged yet. */
interface Sending {
  readonly key: string;
  readonly to: string;
  readonly text: string;
  attempts: number;
  saidAtMs: number;
}

/** What a device saw that no device may see. */
export interface DeviceFaults {
  /** A message, or an update, that was told before. */
  twice: number;
  /** One that was told before what stands in front of it. */
  unordered: number;
  /** Refused for good, another epoch, or told to stay away. */
  refused: number;
}

interface DeviceParts {
  readonly user: string;
  readonly name: string;
  readonly token: string;
  /** Where a device goes: one of them at random, or always the same one. */
  readonly addresses: () => readonly [string, ...string[]];
  /** To whom it writes: users and conversations. */
  readonly targets: () => readonly string[];
  readonly draws: Draws;
  /** Acknowledged once more after a restart, it must be the same place. */
  readonly onAck: (sending: Sending, frame: SentFrame) => void;
}

const CONNECT_WITHIN_MS = 2_000;
/** A gateway that answers nothing for so long is left for another. */
const ANSWERS_WITHIN_MS = 7_000;
const MIN_RETRY_MS = 30;
const RETRY_SPREAD_MS = 120;
/** Of each look at what there is to say. */
const MOVE_SHARE = 0.004;
const DELETE_SHARE = 0.04;

/**
 * A bare socket that comes back to any gateway, says where it stands, and says again what was not acknowledged. It keeps no
 * order and hides nothing: the client library passes over what comes twice.
 */
export class ClusterDevice {
  readonly faults: DeviceFaults = { twice: 0, unordered: 0, refused: 0 };
  readonly tales: string[] = [];
  readonly user: string;
  readonly name: string;
  frames = 0;
  connections = 0;
  /** Between two messages, on average. Milliseconds; null: says nothing. */
  everyMs: number | null = null;
  /** Whether it waits for its last message in a conversation before the next, so that its order can be told. */
  isPatient = true;
  readonly #parts: DeviceParts;
  readonly #told = new Map<string, Told>();
  readonly #sendings = new Map<string, Sending>();
  #epoch: string | null = null;
  #ws: WebSocket | null = null;
  #isSynced = false;
  #openedAtMs = 0;
  #isEnded = false;
  #written = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: DeviceParts) {
    this.#parts = parts;
    this.user = parts.user;
    this.name = parts.name;
    this.#connect();
    this.#timer = setInterval(() => this.#look(), 20);
  }

  get unacknowledged(): number {
    return this.#sendings.size;
  }

  /** @returns Texts in the order of their numbers, by conversation. */
  get told(): ReadonlyMap<string, Pick<Told, "texts" | "update">> {
    return this.#told;
  }

  /** Leaves without a word; comes back somewhere. */
  cut(): void {
    const ws = this.#ws;
    this.#ws = null;
    this.#isSynced = false;
    ws?.terminate();
  }

  end(): void {
    this.#isEnded = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#ws?.terminate();
  }

  write(to: string): string {
    const key = `${this.user}-${this.name}-${this.#written}`;
    const sending = { key, to, text: `${key} ${to}`, attempts: 0, saidAtMs: 0 };
    this.#written += 1;
    this.#sendings.set(key, sending);
    if (this.#isSynced) this.#say(sending);
    return key;
  }

  #connect(): void {
    if (this.#isEnded) return;
    const { user, name, token, draws } = this.#parts;
    const addresses = this.#parts.addresses();
    const ws = new WebSocket(draws.of(addresses), "hutong.v1", { handshakeTimeout: CONNECT_WITHIN_MS });
    this.#ws = ws;
    this.#isSynced = false;
    this.#openedAtMs = performance.now();
    ws.on("open", () => {
      this.connections += 1;
      this.#send({ type: "hello", id: `${user} ${name}`, token, device: name });
    });
    ws.on("message", (data) => {
      // What arrives after it left is told to nobody.
      if (this.#ws === ws) this.#hear(JSON.parse((data as Buffer).toString("utf8")) as ServerFrame);
    });
    ws.on("error", () => ws.terminate());
    ws.on("close", (code, reason) => {
      if (code >= 4_500) this.#tell("refused", `closed with ${code} ${reason.toString()}`);
      if (this.#ws === ws) this.#ws = null;
      this.#isSynced = false;
      setTimeout(() => this.#connect(), MIN_RETRY_MS + this.#parts.draws.below(RETRY_SPREAD_MS));
    });
  }

  #send(frame: object): void {
    if (this.#ws?.readyState === WebSocket.OPEN) this.#ws.send(JSON.stringify(frame));
  }

  #say(sending: Sending): void {
    sending.attempts += 1;
    sending.saidAtMs = performance.now();
    const { key, to, text } = sending;
    this.#send({ type: "send", id: key, key, to, text });
  }

  /** Says something new, moves, or gives up a gateway that answers nothing. */
  #look(): void {
    const nowMs = performance.now();
    const { draws } = this.#parts;
    if (!this.#isSynced) {
      if (nowMs - this.#openedAtMs > ANSWERS_WITHIN_MS) this.cut();
      return;
    }
    for (const { saidAtMs } of this.#sendings.values()) if (nowMs - saidAtMs > ANSWERS_WITHIN_MS) return this.cut();
    if (this.everyMs === null || draws.number() > 20 / this.everyMs) return;
    if (draws.chance(MOVE_SHARE)) return this.cut();
    if (draws.chance(DELETE_SHARE)) return this.#delete();
    const targets = this.#parts.targets();
    const to = targets[draws.below(targets.length)];
    if (to === undefined) return;
    const isWaiting = [...this.#sendings.values()].some((each) => each.to === to);
    if (!isWaiting || !this.isPatient) this.write(to);
  }

  /** One of its own messages; whether it was done is not asked again. */
  #delete(): void {
    const [conversation, { texts }] = [...this.#told][this.#parts.draws.below(this.#told.size)] ?? ["", { texts: [] }];
    const own = texts.findLastIndex((text) => text?.startsWith(`${this.user}-`));
    if (own !== -1) this.#send({ type: "delete", id: "delete", conversation, seq: own + 1 });
  }

  #hear(frame: ServerFrame): void {
    this.frames += 1;
    if (frame.type === "welcome") {
      this.#epoch ??= frame.epoch;
      if (this.#epoch !== frame.epoch) this.#tell("refused", "another epoch");
      const have = Object.fromEntries([...this.#told].map(([id, { texts }]) => [id, texts.length]));
      const updates = Object.fromEntries([...this.#told].map(([id, { update }]) => [id, update]));
      this.#send({ type: "sync", id: "sync", have, updates, epoch: this.#epoch });
    } else if (frame.type === "synced") {
      for (const [id, update] of Object.entries(frame.updates)) {
        const told = this.#toldOf(id);
        told.update = Math.max(told.update, update);
      }
      if (!frame.complete) this.#tell("refused", "synced is not complete");
      this.#isSynced = true;
      for (const sending of this.#sendings.values()) this.#say(sending);
    } else if (frame.type === "message") {
      this.#hearMessage(frame.conversation, frame.seq, frame.deletedAt === undefined ? frame.text : null);
    } else if (frame.type === "sent") this.#hearSent(frame);
    else if (frame.type === "deleted") this.#hearDeleted(frame);
    else if (frame.type === "error") this.#hearError(frame);
  }

  #hearMessage(conversation: string, seq: number, text: string | null): void {
    const { texts } = this.#toldOf(conversation);
    if (seq === texts.length + 1) texts.push(text);
    else if (seq <= texts.length) this.#tell("twice", `${conversation}: ${seq} after ${texts.length}`);
    else {
      this.#tell("unordered", `${conversation}: ${seq} after ${texts.length}`);
      // One fault is told once: what was passed over is missing at the end.
      while (texts.length < seq - 1) texts.push("missing");
      texts.push(text);
    }
  }

  #hearSent(frame: SentFrame): void {
    const sending = this.#sendings.get(frame.re);
    if (sending === undefined) return;
    this.#sendings.delete(frame.re);
    // Said again it may be known: it is told under its first number then, and has its place already.
    const isRepeat = sending.attempts > 1 && frame.seq <= this.#toldOf(frame.conversation).texts.length;
    if (!isRepeat) this.#hearMessage(frame.conversation, frame.seq, sending.text);
    this.#parts.onAck(sending, frame);
  }

  #hearDeleted({ conversation, seq, update, re }: ServerFrame & { type: "deleted" }): void {
    const told = this.#toldOf(conversation);
    if (seq > told.texts.length) return this.#tell("unordered", `${conversation}: ${seq} is deleted before it is told`);
    const isKnown = told.texts[seq - 1] === null;
    told.texts[seq - 1] = null;
    // Deleting again is answered with the first update again.
    if (re !== undefined && isKnown) return;
    if (update <= told.update) this.#tell("twice", `${conversation}: update ${update} after ${told.update}`);
    told.update = Math.max(told.update, update);
  }

  #hearError({ re, code, temporary }: ServerFrame & { type: "error" }): void {
    const sending = re === undefined ? undefined : this.#sendings.get(re);
    if (!temporary && re !== "delete") this.#tell("refused", code);
    // Outcome unknown, or refused for now: the same key again.
    if (sending !== undefined)
      setTimeout(() => {
        if (this.#sendings.has(sending.key) && this.#isSynced) this.#say(sending);
      }, 100);
    else if (!this.#isSynced) this.cut();
  }

  #toldOf(conversation: string): Told {
    const known = this.#told.get(conversation) ?? { texts: [], update: 0 };
    this.#told.set(conversation, known);
    return known;
  }

  #tell(kind: keyof DeviceFaults, tale: string): void {
    this.faults[kind] += 1;
    this.tales.push(`${this.user} ${this.name}: ${kind}: ${tale}`);
  }
}
