import type { ErrorFrame, ServerFrame, WelcomeFrame } from "../protocol/client-frames.ts";
import { createEmitter } from "./emitter.ts";
import { createReceipts } from "./receipts.ts";
import { createRequests, type Answer, type AnswerOf, type RequestBody } from "./requests.ts";
import { createSync, type Sync } from "./sync.ts";
import { createTransport } from "./transport.ts";
import type { ClientEvents, ClientState, ConnectOptions } from "./types.ts";
import { RequestError } from "./types.ts";

/** A token, or where to get a fresh one: asked before every hello and before the old one runs out. */
export type TokenSource = string | (() => string | Promise<string>);

/** What the client is doing. `welcome` is what the gateway told at the last hello. */
type Phase =
  | { readonly phase: "connecting" | "waiting"; readonly welcome: WelcomeFrame | null }
  | { readonly phase: "syncing" | "open"; readonly welcome: WelcomeFrame }
  /** Told to close; until the socket has ended, the state that is told stays as it was. */
  | {
      readonly phase: "closing";
      readonly was: ClientState;
      readonly welcome: WelcomeFrame | null;
      readonly error: RequestError;
    }
  | { readonly phase: "closed"; readonly welcome: WelcomeFrame | null; readonly error: RequestError };

interface ReadyWaiter {
  readonly resolve: (welcome: WelcomeFrame) => void;
  readonly reject: (error: RequestError) => void;
}

const DEFAULT_BACKOFF = { firstMs: 250, longestMs: 15_000 };
/** A token is renewed this long before it runs out, a short one at half its time. */
const REFRESH_EARLY_MS = 60_000;
const MIN_REFRESH_MS = 1_000;

/** One user's device at a gateway, over however many connections: signs in, catches up, receives and requests. */
export class Session {
  readonly #token: TokenSource;
  readonly #options: ConnectOptions;
  readonly #emitter = createEmitter<ClientEvents>();
  readonly #requests;
  readonly #transport;
  readonly #sync: Sync;
  readonly #readyWaiters: ReadyWaiter[] = [];
  #phase: Phase = { phase: "connecting", welcome: null };

  readonly on = this.#emitter.on;
  readonly receipts = createReceipts((conversation, seq) => this.send({ type: "delivered", conversation, seq }));
  /** Left out while no connection is open. */
  readonly send: ReturnType<typeof createTransport>["send"] = (frame) => this.#transport.send(frame);

  constructor(url: string, token: TokenSource, options: ConnectOptions) {
    this.#token = token;
    this.#options = options;
    const later = (waitMs: number, act: () => void) => this.#transport.later(waitMs, act);
    this.#requests = createRequests({ send: this.send, later });
    this.#sync = createSync({
      from: options.from ?? "now",
      newId: () => this.#requests.newId(),
      send: this.send,
      later,
      onMissed: () => this.#catchUpAgain(),
    });
    this.#transport = createTransport({
      url,
      backoff: options.backoff ?? DEFAULT_BACKOFF,
      hello: () => this.#hello(),
      onConnecting: () => this.#enter({ phase: "connecting", welcome: this.welcome }),
      onFrame: (frame) => this.#receive(frame),
      onWaiting: () => this.#wait(),
      onClosed: (code, reason) => this.#closed(code, reason),
    });
  }

  get state(): ClientState {
    return this.#phase.phase === "closing" ? this.#phase.was : this.#phase.phase;
  }

  get welcome(): WelcomeFrame | null {
    return this.#phase.welcome;
  }

  get received(): Pick<Sync, "have" | "updates"> {
    return this.#sync;
  }

  /** Resolves when caught up. Rejects with a {@link RequestError} when closed for good. */
  ready(): Promise<WelcomeFrame> {
    if ("error" in this.#phase) return Promise.reject(this.#phase.error);
    if (this.#phase.phase === "open") return Promise.resolve(this.#phase.welcome);
    return new Promise((resolve, reject) => this.#readyWaiters.push({ resolve, reject }));
  }

  /** Rejects with a {@link RequestError}. */
  request<T extends Answer["type"]>(body: RequestBody, type: T): Promise<AnswerOf<T>> {
    return "error" in this.#phase ? Promise.reject(this.#phase.error) : this.#requests.request(body, type);
  }

  close(error = new RequestError("closed", "the client was closed", false)): void {
    if ("error" in this.#phase) return;
    this.#phase = { phase: "closing", was: this.#phase.phase, welcome: this.welcome, error };
    this.#transport.close();
  }

  #enter(next: Phase): void {
    const { state } = this;
    this.#phase = next;
    if (this.state === state) return;
    this.receipts.setOpen(next.phase === "open");
    if (next.phase === "open") this.#requests.open(next.welcome.limits.maxFrameBytes);
    else this.#requests.hold();
    this.#emitter.emit("state", { state: this.state });
  }

  async #hello() {
    const token = typeof this.#token === "string" ? this.#token : await this.#token();
    const { device, client, locale, replay } = this.#options;
    const hello = { type: "hello" as const, token, device, id: this.#requests.newId() };
    return { ...hello, ...(client && { client }), ...(locale && { locale }), ...(replay && { replay }) };
  }

  #receive(frame: ServerFrame): void {
    switch (frame.type) {
      case "welcome":
        return this.#welcomed(frame);
      case "message":
        return this.#receiveMessage(frame);
      case "synced":
        return this.#synced(frame);
      case "link":
        if (this.#sync.isNewUpdate(frame)) this.#emitter.emit("link", frame);
        return;
      case "deleted":
        if (this.#sync.isNewUpdate(frame)) this.#emitter.emit("deleted", frame);
        return this.#requests.answered(frame.re, frame);
      case "rulebook":
        return this.#emitter.emit("rulebook", frame);
      case "read":
        return this.#emitter.emit("read", frame);
      case "delivered":
        return this.#emitter.emit("delivered", frame);
      case "typing":
        return this.#emitter.emit("typing", frame);
      case "going_away":
        return this.#transport.comeBackAfter(frame.retryAfterMs);
      case "error":
        return this.#refused(frame);
      case "chosen":
        if (frame.re === undefined) this.#emitter.emit("chosen", { choice: frame.choice });
        return this.#requests.answered(frame.re, frame);
      case "blocked":
        if (frame.re === undefined) this.#emitter.emit("blocked", { user: frame.user, blocked: frame.blocked });
        return this.#requests.answered(frame.re, frame);
      case "sent":
        this.#receiveSent(frame);
        return this.#requests.answered(frame.re, frame);
      case "page":
      case "conversations":
      case "opened":
      case "group":
      case "members":
      case "refreshed":
      case "pong":
        return this.#requests.answered(frame.re, frame);
      default:
      // A later gateway may say more than this client knows.
    }
  }

  #welcomed(welcome: WelcomeFrame): void {
    if ("error" in this.#phase) return;
    this.#enter({ phase: "syncing", welcome });
    this.#sync.start(welcome.limits.maxFrameBytes);
    this.#transport.keepAlive(welcome.heartbeatMs);
    if (typeof this.#token !== "function") return;
    /** How far the gateway's clock is before this one's. */
    const aheadMs = Date.parse(welcome.time) - Date.now();
    this.#refreshLater(this.#token, welcome.expiresAt, aheadMs);
  }

  #refreshLater(source: () => string | Promise<string>, expiresAt: string, aheadMs: number): void {
    const leftMs = Date.parse(expiresAt) - Date.now() - aheadMs;
    const waitMs = Math.max(MIN_REFRESH_MS, leftMs - REFRESH_EARLY_MS, leftMs / 2);
    this.#transport.later(waitMs, () => void this.#refresh(source, aheadMs));
  }

  async #refresh(source: () => string | Promise<string>, aheadMs: number): Promise<void> {
    const { socketNumber } = this.#transport;
    try {
      const token = await source();
      if (socketNumber !== this.#transport.socketNumber) return;
      const { expiresAt } = await this.request({ type: "refresh", token }, "refreshed");
      this.#refreshLater(source, expiresAt, aheadMs);
    } catch {
      // The gateway closes when the old token has run out, and coming back asks for another.
    }
  }

  #synced(frame: AnswerOf<"synced">): void {
    const outcome = this.#sync.synced(frame);
    if (outcome === "reset") this.#emitter.emit("reset", { epoch: frame.epoch });
    if (outcome === "other" || this.#phase.phase !== "syncing") return;
    const { welcome } = this.#phase;
    this.#transport.resetBackoff();
    this.#enter({ phase: "open", welcome });
    for (const { resolve } of this.#readyWaiters.splice(0)) resolve(welcome);
    this.#emitter.emit("ready", welcome);
  }

  #catchUpAgain(): void {
    if (this.#phase.phase !== "open") return;
    const { welcome } = this.#phase;
    this.#enter({ phase: "syncing", welcome });
    this.#sync.start(welcome.limits.maxFrameBytes);
  }

  #receiveMessage(frame: AnswerOf<"message">): void {
    const user = this.welcome?.user;
    const isJoining = frame.event?.kind === "joined" && user !== undefined && frame.event.users.includes(user);
    if (this.#sync.message(frame, isJoining) !== "next") return;
    if (frame.from !== user) this.receipts.received(frame.conversation, frame.seq);
    this.#emitter.emit("message", frame);
  }

  #receiveSent(frame: AnswerOf<"sent">): void {
    const body = this.#requests.bodyOf(frame.re);
    if (!this.#sync.isNewSent(frame) || body?.type !== "send") return;
    this.#emitter.emit("sent", { ...frame, text: body.text, key: body.key });
  }

  #refused(error: ErrorFrame): void {
    const ofSync = this.#sync.refused(error);
    if (ofSync === "never") this.close(new RequestError(error.code, error.message, false));
    if (ofSync === "other") this.#requests.refused(error);
  }

  #wait(): void {
    this.#sync.abandon();
    this.#enter({ phase: "waiting", welcome: this.welcome });
  }

  #closed(code: number, reason: string): void {
    const error =
      "error" in this.#phase
        ? this.#phase.error
        : new RequestError("closed", `the connection is closed for good (${code} ${reason})`, false);
    this.#enter({ phase: "closed", welcome: this.welcome, error });
    this.#requests.rejectAll(error);
    for (const { reject } of this.#readyWaiters.splice(0)) reject(error);
    this.#emitter.emit("closed", { code, reason });
  }
}
