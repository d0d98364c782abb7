import { CLOSE_CODES, nextStep } from "../protocol/close-codes.ts";
import { ERRORS, type ErrorCode } from "../protocol/errors.ts";
import type { ErrorFrame, ServerFrame, WelcomeFrame } from "../protocol/client-frames.ts";
import { createEmitter } from "./emitter.ts";
import { createPatience } from "./patience.ts";
import { createReadMarks } from "./read-marks.ts";
import { createReceipts } from "./receipts.ts";
import { createRequests, type Answer, type AnswerOf, type RequestBody } from "./requests.ts";
import { createSync, type Sync } from "./sync.ts";
import type { Surroundings } from "./surroundings.ts";
import { createTransport, MESSAGE_TOO_BIG } from "./transport.ts";
import type { ClientEvents, ClientState, ConnectOptions, RequestErrorCode, Trouble } from "./types.ts";
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
const DEFAULT_ANSWER_TIMEOUT_MS = 15_000;
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

  /** The `hello` that is not answered yet, and what the gateway refused it with. */
  #helloId = "";
  #refusal: RequestError | null = null;
  readonly #patience;
  readonly #surroundings: Surroundings;

  readonly on = this.#emitter.on;
  readonly receipts;
  readonly readMarks;
  /** Left out while no connection is open. */
  readonly send: ReturnType<typeof createTransport>["send"] = (frame) => this.#transport.send(frame);

  constructor(url: string, token: TokenSource, options: ConnectOptions, surroundings: Surroundings) {
    this.#token = token;
    this.#options = options;
    this.#surroundings = surroundings;
    const answerTimeoutMs = options.answerTimeoutMs ?? DEFAULT_ANSWER_TIMEOUT_MS;
    const later = (waitMs: number, act: () => void) => this.#transport.later(waitMs, act);
    const ask: typeof this.send = (frame) => {
      this.#patience.wait();
      this.send(frame);
    };
    this.receipts = createReceipts(surroundings.after, (conversation, seq) =>
      this.send({ type: "delivered", conversation, seq }),
    );
    this.readMarks = createReadMarks(surroundings, (conversation, seq) =>
      this.send({ type: "read", conversation, seq }),
    );
    this.#patience = createPatience({
      surroundings,
      longestMs: answerTimeoutMs,
      onHalf: () => this.#phase.phase === "open" && this.send({ type: "ping" }),
      onEnd: () => this.#transport.leave({ because: "no_answer", to: this.#awaited() }),
    });
    this.#requests = createRequests({ send: ask, later });
    this.#sync = createSync({
      from: options.from ?? "now",
      newId: () => this.#requests.newId(),
      send: ask,
      later,
      onMissed: () => this.#catchUpAgain(),
    });
    this.#transport = createTransport({
      url,
      backoff: options.backoff ?? DEFAULT_BACKOFF,
      answerTimeoutMs,
      surroundings,
      hello: () => this.#hello(),
      onConnecting: () => this.#enter({ phase: "connecting", welcome: this.welcome }),
      onFrame: (frame) => this.#receive(frame),
      comesBack: (code) => this.#comesBack(code),
      onWaiting: (because, waitMs) => this.#wait(because, waitMs),
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

  wake(): void {
    // Before it is open a silent socket is left by itself, and a ping would come before the hello was taken.
    if (this.#phase.phase === "open") this.#transport.askWhetherItStands();
    else if (this.#phase.phase === "waiting") this.#transport.tryNow();
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
    this.readMarks.setOpen(next.phase === "open");
    if (next.phase === "open") this.#requests.open(next.welcome.limits);
    else this.#requests.hold();
    this.#emitter.emit("state", { state: this.state });
  }

  async #hello() {
    const token = typeof this.#token === "string" ? this.#token : await tokenOf(this.#token);
    const { device, client, locale, replay } = this.#options;
    this.#helloId = this.#requests.newId();
    this.#refusal = null;
    this.#patience.wait();
    const hello = { type: "hello" as const, token, device, id: this.#helloId };
    return { ...hello, ...(client && { client }), ...(locale && { locale }), ...(replay && { replay }) };
  }

  #receive(frame: ServerFrame): void {
    // A pong shows that the gateway is there, not that a sync goes on.
    if (this.#phase.phase === "open" || frame.type !== "pong") this.#patience.heard();
    this.readMarks.heard();
    this.#take(frame);
    if (this.#phase.phase === "open" && !this.#requests.isAwaiting) this.#patience.rest();
  }

  #take(frame: ServerFrame): void {
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
        if (frame.re === undefined) {
          const { choice, for: scope } = frame;
          this.#emitter.emit("chosen", { choice, ...(scope === undefined ? {} : { for: scope }) });
        }
        return this.#requests.answered(frame.re, frame);
      case "complaint":
        if (frame.re === undefined) this.#emitter.emit("complaint", frame.complaint);
        return this.#requests.answered(frame.re, frame);
      case "blocked":
        if (frame.re === undefined) this.#emitter.emit("blocked", { user: frame.user, blocked: frame.blocked });
        return this.#requests.answered(frame.re, frame);
      case "sent":
        this.#receiveSent(frame);
        return this.#requests.answered(frame.re, frame);
      case "page":
      case "found":
      case "complaints":
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
    if (!isWelcome(welcome)) return this.#transport.leave({ because: "unreadable" });
    this.#enter({ phase: "syncing", welcome });
    this.#sync.start(welcome.limits.maxFrameBytes);
    this.#transport.keepAlive(welcome.heartbeatMs);
    if (typeof this.#token !== "function") return;
    /** How far the gateway's clock is before this one's. */
    const aheadMs = Date.parse(welcome.time) - this.#surroundings.wallMs();
    this.#refreshLater(this.#token, welcome.expiresAt, aheadMs);
  }

  /** How long until a token is asked for that takes the place of one. Milliseconds. */
  #refreshLater(source: () => string | Promise<string>, expiresAt: string, aheadMs: number): number {
    const leftMs = Date.parse(expiresAt) - this.#surroundings.wallMs() - aheadMs;
    const waitMs = Math.max(MIN_REFRESH_MS, leftMs - REFRESH_EARLY_MS, leftMs / 2);
    this.#transport.later(waitMs, () => void this.#refresh(source, expiresAt, aheadMs));
    return waitMs;
  }

  async #refresh(source: () => string | Promise<string>, expiresAt: string, aheadMs: number): Promise<void> {
    const { socketNumber } = this.#transport;
    const goOn = (error: unknown) => {
      // Where the connection ended, coming back asks for another; when the old one has run out the gateway closes.
      if (socketNumber !== this.#transport.socketNumber || "error" in this.#phase) return;
      const waitMs = this.#refreshLater(source, expiresAt, aheadMs);
      const trouble: Trouble =
        error instanceof RequestError ? { because: "refused", error } : { because: "token_source", error };
      this.#emitter.emit("trouble", { ...trouble, waitMs });
    };
    try {
      const token = await tokenOf(source);
      if (socketNumber !== this.#transport.socketNumber) return;
      const refreshed = await this.request({ type: "refresh", token }, "refreshed");
      if (socketNumber !== this.#transport.socketNumber) return;
      this.#refreshLater(source, refreshed.expiresAt, aheadMs);
    } catch (error) {
      goOn(error);
    }
  }

  #synced(frame: AnswerOf<"synced">): void {
    const outcome = this.#sync.synced(frame);
    if (outcome === "reset") {
      this.readMarks.forget();
      this.#emitter.emit("reset", { epoch: frame.epoch });
    }
    if (outcome === "other" || this.#phase.phase !== "syncing") return;
    const { welcome } = this.#phase;
    this.#transport.useful();
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

  #refused(frame: ErrorFrame): void {
    if (this.#phase.phase === "connecting") return this.#helloRefused(frame);
    // The gateway closes after it: this is why.
    const closes = ERRORS[frame.code]?.closes ?? null;
    if (frame.re === undefined && closes !== null) this.#refusal = errorOf(frame);
    const ofSync = this.#sync.refused(frame);
    // It waits for its own time, not for the gateway.
    if (ofSync === "again") this.#patience.rest();
    if (ofSync === "never") this.close(errorOf(frame));
    if (ofSync === "other") this.#requests.refused(frame);
  }

  #helloRefused(frame: ErrorFrame): void {
    if (frame.re !== undefined && frame.re !== this.#helloId) return;
    const error = errorOf(frame);
    this.#refusal = error;
    // A fresh token may be all that is missing.
    const mayHelp = frame.temporary || (frame.code === "token_expired" && typeof this.#token === "function");
    if (!mayHelp) {
      // Where the gateway closes, its code is the one to be told.
      if (ERRORS[frame.code]?.closes === null) this.close(error);
      return;
    }
    if (frame.retryAfterMs !== undefined) this.#transport.comeBackAfter(frame.retryAfterMs);
    this.#transport.leave({ because: "refused", error });
  }

  /** A token that never changes is no better the next time. */
  #comesBack(code: number): boolean {
    if (code === CLOSE_CODES.token_expired && typeof this.#token === "string") {
      this.#refusal ??= new RequestError("token_expired", "The token has expired", false);
      return false;
    }
    return nextStep(code) === "come_back";
  }

  #awaited(): "hello" | "sync" | "request" {
    if (this.#phase.phase === "connecting") return "hello";
    return this.#phase.phase === "syncing" ? "sync" : "request";
  }

  #wait(because: Trouble, waitMs: number): void {
    this.#patience.rest();
    this.#sync.abandon();
    if (because.because === "closed" && because.code === MESSAGE_TOO_BIG) this.#requests.dropLargest();
    this.#requests.lost();
    this.#enter({ phase: "waiting", welcome: this.welcome });
    this.#emitter.emit("trouble", { ...because, waitMs });
  }

  #closed(code: number, reason: string): void {
    const error =
      "error" in this.#phase
        ? this.#phase.error
        : (this.#refusal ??
          new RequestError(errorCodeOf(code), `the connection is closed for good (${code} ${reason})`, false));
    this.#patience.rest();
    this.#enter({ phase: "closed", welcome: this.welcome, error });
    this.#requests.rejectAll(error);
    for (const { reject } of this.#readyWaiters.splice(0)) reject(error);
    this.#emitter.emit("closed", { code, reason, error });
  }
}

/** The error that closes with this code; `closed` where there is none of its own. */
function errorCodeOf(code: number): RequestErrorCode {
  for (const [name, { closes }] of Object.entries(ERRORS))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key of ERRORS
    if (closes !== null && CLOSE_CODES[closes] === code) return name as ErrorCode;
  return "closed";
}

/** Whether it has what the client goes by. Another program's, or a proxy's, may not. */
function isWelcome({ limits, heartbeatMs, time, expiresAt, user }: Partial<WelcomeFrame>): boolean {
  const numbers = [limits?.maxFrameBytes, limits?.maxTextLength, heartbeatMs];
  return (
    numbers.every((each) => typeof each === "number") &&
    [time, expiresAt, user].every((each) => typeof each === "string")
  );
}

function errorOf({ code, message, temporary, retryAfterMs }: ErrorFrame): RequestError {
  return new RequestError(code, message, temporary, retryAfterMs);
}

/** What a source has of an answer that is none, `(await answer.json()).token` of an error, is a source that failed. */
async function tokenOf(source: () => string | Promise<string>): Promise<string> {
  const token: unknown = await source();
  if (typeof token !== "string" || token === "") throw new TypeError("the token source gave no token");
  return token;
}
