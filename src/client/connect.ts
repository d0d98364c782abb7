import { nextStep } from "../protocol/close-codes.ts";
import type {
  ClientFrameInput,
  ConversationItem,
  DeletedFrame,
  ErrorFrame,
  ServerFrame,
  WelcomeFrame,
} from "../protocol/client-frames.ts";
import { waitBeforeTry } from "./backoff.ts";
import { createEmitter } from "./emitter.ts";
import { createPositions } from "./positions.ts";
import { createReceipts } from "./receipts.ts";
import type { Client, ClientEvents, ClientState, ConnectOptions } from "./types.ts";
import { RequestError } from "./types.ts";

/** A token, or where to get a fresh one: asked before every hello and before the old one runs out. */
export type TokenSource = string | (() => string | Promise<string>);

type Answer = Exclude<ServerFrame, ErrorFrame>;
type AnswerOf<T extends Answer["type"]> = Extract<Answer, { type: T }>;
type Request = Extract<ClientFrameInput, { id: string }>;
/** A request without its `id`, which the connection gives. */
type Question = Request extends infer R ? (R extends Request ? Omit<R, "id"> : never) : never;

type UpdateFrame = Pick<DeletedFrame, "conversation" | "update" | "re">;

interface Pending {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: RequestError) => void;
}

const SUBPROTOCOL = "hutong.v1";
const DEFAULT_BACKOFF = { firstMs: 250, longestMs: 15_000 };
/** A token is renewed this long before it runs out, a short one at half its time. */
const REFRESH_EARLY_MS = 60_000;
const MIN_REFRESH_MS = 1_000;
/** The longest a timer can wait. */
const MAX_TIMER_MS = 2_147_483_647;
/** A temporary refusal without its own time is tried again after this. */
const RETRY_MS = 500;

/**
 * Connects to a gateway and stays connected until closed.
 *
 * @param url  `ws://…/v1/ws` or `wss://…/v1/ws`.
 */
export function connect(url: string, token: TokenSource, options: ConnectOptions): Client {
  const { on, emit } = createEmitter<ClientEvents>();
  const from = options.from ?? "now";
  const positions = createPositions(typeof from === "object" ? from.have : {});
  const updates = createPositions(typeof from === "object" ? (from.updates ?? {}) : {});
  const receipts = createReceipts((conversation, seq) => say({ type: "delivered", conversation, seq }));
  const pending = new Map<string, Pending>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const readyWaiters: { resolve: (welcome: WelcomeFrame) => void; reject: (error: RequestError) => void }[] = [];
  let epoch = typeof from === "object" ? from.epoch : null;
  let isPositioned = from !== "now";
  let state: ClientState = "connecting";
  let socket: WebSocket | null = null;
  let welcome: WelcomeFrame | null = null;
  let retryAfterMs: number | null = null;
  let tries = 0;
  let nextId = 1;
  let lastHeardAtMs = 0;
  /** How far the gateway's clock is before this one's. */
  let aheadMs = 0;
  let end: RequestError | null = null;

  function setState(next: ClientState): void {
    if (state === next) return;
    state = next;
    receipts.setOpen(next === "open");
    emit("state", { state });
  }

  function later(waitMs: number, act: () => void): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        act();
      },
      Math.min(MAX_TIMER_MS, Math.max(0, waitMs)),
    );
    timers.add(timer);
  }

  function stopTimers(): void {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  }

  async function open(): Promise<void> {
    setState("connecting");
    let given: string;
    try {
      given = typeof token === "string" ? token : await token();
    } catch {
      comeBack();
      return;
    }
    if (end !== null) return;
    const ws = new WebSocket(url, SUBPROTOCOL);
    socket = ws;
    ws.addEventListener("open", () => {
      lastHeardAtMs = performance.now();
      const { device, client, locale, replay } = options;
      const hello = { type: "hello" as const, token: given, device };
      say({ ...hello, ...(client && { client }), ...(locale && { locale }), ...(replay && { replay }), id: newId() });
    });
    ws.addEventListener("message", ({ data }) => {
      lastHeardAtMs = performance.now();
      if (ws === socket) hear(JSON.parse(String(data)) as ServerFrame);
    });
    ws.addEventListener("close", ({ code, reason }) => {
      if (ws !== socket) return;
      socket = null;
      stopTimers();
      if (end === null && nextStep(code) === "come_back") comeBack();
      else finish(code, reason);
    });
  }

  function comeBack(): void {
    setState("waiting");
    const waitMs = retryAfterMs ?? waitBeforeTry(tries, options.backoff ?? DEFAULT_BACKOFF, Math.random());
    retryAfterMs = null;
    tries += 1;
    later(waitMs, () => void open());
  }

  function finish(code: number, reason: string): void {
    if (state === "closed") return;
    end ??= new RequestError("closed", `the connection is closed for good (${code} ${reason})`, false);
    stopTimers();
    setState("closed");
    for (const { reject } of pending.values()) reject(end);
    pending.clear();
    for (const { reject } of readyWaiters.splice(0)) reject(end);
    emit("closed", { code, reason });
  }

  function newId(): string {
    return String(nextId++);
  }

  function say(frame: ClientFrameInput): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  }

  function ask<T extends Answer["type"]>(question: Question, type: T): Promise<AnswerOf<T>> {
    return new Promise((resolve, reject) => {
      if (end !== null) {
        reject(end);
        return;
      }
      const id = newId();
      pending.set(id, {
        question,
        resolve: (answer) => {
          if (answer.type === type) resolve(answer as AnswerOf<T>);
          else reject(new RequestError("internal", `expected ${type} as the answer`, false));
        },
        reject,
      });
      if (state === "open") sayQuestion(id, question);
    });
  }

  function sayQuestion(id: string, question: Question): void {
    say({ ...question, id });
  }

  function hear(frame: ServerFrame): void {
    switch (frame.type) {
      case "welcome":
        return greeted(frame);
      case "message":
        return heardMessage(frame);
      case "synced":
        return synced(frame);
      case "link":
        if (isNewUpdate(frame)) emit("link", frame);
        return;
      case "deleted":
        if (isNewUpdate(frame)) emit("deleted", frame);
        return answered(frame.re, frame);
      case "rulebook":
        return emit("rulebook", frame);
      case "read":
        return emit("read", frame);
      case "delivered":
        return emit("delivered", frame);
      case "typing":
        return emit("typing", frame);
      case "going_away":
        retryAfterMs = frame.retryAfterMs;
        return;
      case "error":
        return refused(frame);
      case "chosen":
        if (frame.re === undefined) emit("chosen", { choice: frame.choice });
        return answered(frame.re, frame);
      case "blocked":
        if (frame.re === undefined) emit("blocked", { user: frame.user, blocked: frame.blocked });
        return answered(frame.re, frame);
      case "sent":
        heardSent(frame);
        return answered(frame.re, frame);
      case "page":
      case "conversations":
      case "opened":
      case "group":
      case "members":
      case "refreshed":
      case "pong":
        return answered(frame.re, frame);
      default:
      // A later gateway may say more than this client knows.
    }
  }

  function answered(re: string | undefined, frame: Answer): void {
    const request = re === undefined ? undefined : pending.get(re);
    if (re === undefined || request === undefined) return;
    pending.delete(re);
    request.resolve(frame);
  }

  function greeted(frame: WelcomeFrame): void {
    welcome = frame;
    setState("syncing");
    askSync();
    keepAlive(frame.heartbeatMs);
    if (typeof token === "function") {
      aheadMs = Date.parse(frame.time) - Date.now();
      refreshLater(token, frame.expiresAt);
    }
  }

  function refreshLater(source: () => string | Promise<string>, expiresAt: string): void {
    const leftMs = Date.parse(expiresAt) - Date.now() - aheadMs;
    later(Math.max(MIN_REFRESH_MS, leftMs - REFRESH_EARLY_MS, leftMs / 2), () => void refresh(source));
  }

  async function refresh(source: () => string | Promise<string>): Promise<void> {
    const ws = socket;
    try {
      const given = await source();
      if (ws !== socket) return;
      const { expiresAt } = await ask({ type: "refresh", token: given }, "refreshed");
      refreshLater(source, expiresAt);
    } catch {
      // The gateway closes when the old token has run out, and coming back asks for another.
    }
  }

  function askSync(): void {
    if (!isPositioned) say({ type: "sync", id: newId(), from: "now" });
    else {
      const { have } = positions;
      say({ type: "sync", id: newId(), have, updates: updates.have, ...(epoch === null ? {} : { epoch }) });
    }
  }

  function synced({ heads, updates: updateHeads, complete, epoch: heard }: AnswerOf<"synced">): void {
    if (!isPositioned || !complete) {
      positions.adopt(heads);
      updates.adopt(updateHeads);
    } else updates.advance(updateHeads);
    isPositioned = true;
    epoch = heard;
    if (!complete) emit("reset", { epoch: heard });
    if (state !== "syncing" || welcome === null) return;
    tries = 0;
    setState("open");
    for (const [id, { question }] of pending) sayQuestion(id, question);
    for (const { resolve } of readyWaiters.splice(0)) resolve(welcome);
    emit("ready", welcome);
  }

  function heardMessage(frame: AnswerOf<"message">): void {
    // Before the position is known it cannot be told what is next; the sync that runs tells it.
    if (!isPositioned) return;
    const { conversation, seq, event } = frame;
    const isJoining = event?.kind === "joined" && welcome !== null && event.users.includes(welcome.user);
    const standing = isJoining ? positions.begin(conversation, seq) : positions.take(conversation, seq);
    if (standing === "next") {
      if (frame.from !== welcome?.user) receipts.heard(conversation, seq);
      emit("message", frame);
    }
    // While a sync runs it brings what is between; outside of one, something was missed.
    else if (standing === "gap") missed();
  }

  function missed(): void {
    if (state !== "open") return;
    setState("syncing");
    askSync();
  }

  /** Whether an update is to be told. While a sync runs numbers may be skipped: its messages show what those did. */
  function isNewUpdate({ conversation, update, re }: UpdateFrame): boolean {
    if (!isPositioned) return false;
    if (state === "syncing" || re !== undefined) return updates.takeAhead(conversation, update);
    const standing = updates.take(conversation, update);
    if (standing === "gap") missed();
    return standing === "next";
  }

  function heardSent(frame: AnswerOf<"sent">): void {
    const question = pending.get(frame.re)?.question;
    if (!positions.takeAhead(frame.conversation, frame.seq) || question?.type !== "send") return;
    emit("sent", { ...frame, text: question.text, key: question.key });
  }

  function refused(frame: ErrorFrame): void {
    const request = frame.re === undefined ? undefined : pending.get(frame.re);
    if (frame.re === undefined || request === undefined) return;
    const { re, code, message, temporary, retryAfterMs: waitMs } = frame;
    if (temporary && code !== "internal") {
      later(waitMs ?? RETRY_MS, () => {
        if (state === "open" && pending.has(re)) sayQuestion(re, request.question);
      });
      return;
    }
    pending.delete(re);
    request.reject(new RequestError(code, message, temporary, waitMs));
  }

  /** A browser does not show the gateway's pings, so a connection that died silently is found by asking. */
  function keepAlive(heartbeatMs: number): void {
    later(heartbeatMs, () => {
      const silentMs = performance.now() - lastHeardAtMs;
      if (silentMs > 2 * heartbeatMs) {
        const ws = socket;
        socket = null;
        ws?.close();
        stopTimers();
        comeBack();
        return;
      }
      if (silentMs >= heartbeatMs / 2) say({ type: "ping" });
      keepAlive(heartbeatMs);
    });
  }

  function conversationPage(page: { readonly after?: string; readonly limit?: number } = {}) {
    return ask({ type: "conversations", ...page }, "conversations");
  }

  async function allConversations(): Promise<readonly ConversationItem[]> {
    const first = await conversationPage();
    const all = [...first.items];
    let { next } = first;
    while (next !== null) {
      const page = await conversationPage({ after: next });
      all.push(...page.items);
      ({ next } = page);
    }
    if (first.next === null) return all;
    // What got a message meanwhile has moved to the first page, where it was not read.
    const moved = (await conversationPage()).items;
    const isMoved = new Set(moved.map(({ conversation }) => conversation));
    return [...moved, ...all.filter(({ conversation }) => !isMoved.has(conversation))];
  }

  void open();
  return {
    get state() {
      return state;
    },
    get welcome() {
      return welcome;
    },
    get have() {
      return positions.have;
    },
    get updates() {
      return updates.have;
    },
    ready() {
      if (end !== null) return Promise.reject(end);
      if (state === "open" && welcome !== null) return Promise.resolve(welcome);
      return new Promise((resolve, reject) => readyWaiters.push({ resolve, reject }));
    },
    send: (to, text, { key = crypto.randomUUID() } = {}) => ask({ type: "send", key, to, text }, "sent"),
    delete: (conversation, seq) => ask({ type: "delete", conversation, seq }, "deleted"),
    history: (conversation, page = {}) => ask({ type: "history", conversation, ...page }, "page"),
    conversations: allConversations,
    conversationPage,
    open: async (conversation, seq, index) => (await ask({ type: "open", conversation, seq, index }, "opened")).report,
    choose: async (choice) => (await ask({ type: "choose", choice }, "chosen")).choice,
    group: async (members, title, { key = crypto.randomUUID() } = {}) =>
      (await ask({ type: "group", key, members: [...members], ...(title === undefined ? {} : { title }) }, "group"))
        .conversation,
    members: (conversation, { add = [], remove = [], ...page } = {}) =>
      ask({ type: "members", conversation, add: [...add], remove: [...remove], ...page }, "members"),
    block: async (user, blocked = true) => {
      await ask({ type: "block", user, blocked }, "blocked");
    },
    delivered: (conversation, seq) => receipts.heard(conversation, seq),
    read: (conversation, seq) => say({ type: "read", conversation, seq }),
    typing: (conversation) => say({ type: "typing", conversation }),
    on,
    close() {
      if (end !== null) return;
      end = new RequestError("closed", "the client was closed", false);
      const ws = socket;
      if (ws === null || ws.readyState === WebSocket.CONNECTING) {
        socket = null;
        ws?.close();
        finish(1000, "");
      } else ws.close(1000);
    },
  };
}
