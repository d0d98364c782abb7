import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { RawData, WebSocket } from "ws";
import { WebSocketServer } from "ws";
import { z } from "zod";
import { bearerIn } from "../access/bearer.ts";
import type { Bots } from "../access/bots.ts";
import type { Caller } from "../access/forwarding.ts";
import type { Identify } from "../access/identities.ts";
import { isLoopback } from "../access/origins.ts";
import { createRevocationWatch, type RevocableToken } from "../access/revocations.ts";
import type { Bus } from "../bus/bus.ts";
import type { Conversation } from "../chat/conversation.ts";
import { describeIssues } from "../input/issues.ts";
import { MAX_TOKEN_LENGTH } from "../protocol/client-frames.ts";
import { CLOSE_CODES, type CloseReason } from "../protocol/close-codes.ts";
import { ERRORS, ProtocolError } from "../protocol/errors.ts";
import type { Limits } from "../protocol/limits.ts";
import type { InboxEntry } from "../store/bots.ts";
import { StoreError } from "../store/store-error.ts";
import type { Store } from "../store/store.ts";
import { createInboxEvents, type InboxEventParts, type Told } from "./inbox-events.ts";
import { OPCODES } from "./wire.ts";

export interface EventParts extends InboxEventParts {
  readonly store: InboxEventParts["store"] &
    Pick<Store, "inboxAfter" | "inboxHead" | "expireInboxes" | "markDelivered" | "lastRevocation" | "revocationsAfter">;
  readonly bus: Bus;
  readonly identify: Identify;
  readonly isSuspended: (user: string) => boolean;
  readonly bots: Pick<Bots, "isBot">;
  readonly limits: Limits;
  readonly clock: () => Date;
  readonly callerOf: (request: IncomingMessage) => Caller | null;
  readonly isStopping: () => boolean;
  /** Who a bot is told as, and in which language it reads. */
  readonly toldAs: (bot: string, request: IncomingMessage) => Told;
  readonly onFault: (error: unknown) => void;
}

/** Who is told what happens. */
export interface Events {
  /** Null: it was taken. Otherwise the status of a refusal. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): 429 | 503 | null;
  start(): Promise<void>;
  /** Sends everybody away; they come back by themselves. */
  close(): Promise<void>;
}

interface Session {
  readonly ws: WebSocket;
  readonly network: string;
  readonly request: IncomingMessage;
  readonly openedAtMs: number;
  heardAtMs: number;
  /** Null before IDENTIFY was accepted. */
  identified: {
    readonly bot: string;
    readonly told: Told;
    readonly token: RevocableToken;
    readonly tokenEndsAtMs: number;
    /** The last number it was told. */
    sn: number;
  } | null;
  isIdentifying: boolean;
  isReading: boolean;
  /** Something came while it was read for. */
  isWoken: boolean;
}

const frameSchema = z.object({ op: z.int(), body: z.unknown().optional() });

/** Also as text: some clients keep the number in a file or an environment, and give it as it stands there. */
const number = z.union(
  [
    z.int(),
    z
      .string()
      .regex(/^\d{1,15}$/u)
      .transform(Number),
  ],
  "expected a whole number",
);
const identifySchema = z
  .object({
    token: z.string().max(MAX_TOKEN_LENGTH).nullish(),
    sn: number.nullish(),
    /** Its older name. */
    sequence: number.nullish(),
  })
  .nullish();
/** Bytes of the reason that a close frame may tell. Source: RFC 6455, section 5.5 */
const MAX_REASON_BYTES = 123;

const PAGE = 100;
const RETRY_MS = 500;
const SWEEP_MS = 1_000;
/** Whatever was heard, every inbox is looked at so often: hints of another gateway may be lost. */
const LOOK_MS = 5_000;
/** Adapters ping every 9 or 10 s. */
const MAX_SILENCE_MS = 60_000;
const KEEP_MS = 7 * 86_400_000;
const EXPIRE_EVERY_MS = 3_600_000;
const EXPIRE_STEP = 1_000;
/** WebSocket's own code (RFC 6455, 7.4.1). AstrBot counts any but it and 1000 as a failure, and gives up for good at ten. */
const GOING_AWAY = 1001;
const CLOSE_TIMEOUT_MS = 3_000;

export function createEvents(parts: EventParts): Events {
  const { store, bus, limits, clock, bots, onFault } = parts;
  const sessions = new Set<Session>();
  const eventsOf = createInboxEvents(parts);
  const revocations = createRevocationWatch(store);
  const timers: NodeJS.Timeout[] = [];
  const options = {
    noServer: true,
    maxPayload: limits.maxFrameBytes,
    perMessageDeflate: false,
    clientTracking: false,
    closeTimeout: CLOSE_TIMEOUT_MS,
  };
  const server = new WebSocketServer(options);
  const unsubscribe = bus.subscribe({
    heard(users, { kind }) {
      if (kind !== "message" && kind !== "update" && kind !== "ahead") return;
      for (const session of sessions) {
        const bot = session.identified?.bot;
        if (bot !== undefined && (users.length === 0 || users.includes(bot))) wake(session);
      }
    },
    missed: wakeAll,
  });

  function wakeAll(): void {
    for (const session of sessions) wake(session);
  }

  function wake(session: Session): void {
    session.isWoken = true;
    if (session.isReading) return;
    session.isReading = true;
    void readInbox(session);
  }

  /** Tells what is in the inbox after what was told; never rejects. */
  async function readInbox(session: Session): Promise<void> {
    try {
      while (session.isWoken && session.identified !== null && isOpen(session)) {
        session.isWoken = false;
        const { identified } = session;
        for (;;) {
          const page = await store.inboxAfter(identified.bot, identified.sn, PAGE);
          await tell(session, identified, page);
          if (page.length < PAGE || !isOpen(session)) break;
        }
      }
      session.isReading = false;
    } catch (error) {
      onFault(error);
      setTimeout(() => {
        session.isReading = false;
        if (isOpen(session)) wake(session);
      }, RETRY_MS).unref();
    }
  }

  async function tell(
    session: Session,
    identified: NonNullable<Session["identified"]>,
    page: readonly InboxEntry[],
  ): Promise<void> {
    const known = new Map<string, Conversation>();
    const reached = new Map<string, number>();
    for (const entry of page) {
      const events = await eventsOf(identified.told, entry, known);
      if (!isOpen(session)) return;
      for (const event of events) session.ws.send(`{"op":${OPCODES.event},"body":${event}}`);
      identified.sn = entry.sn;
      if (entry.update === null && events.length > 0) reached.set(entry.conversation, entry.seq);
      // A slow reader is waited for: what it was not told is in its inbox.
      if (session.ws.bufferedAmount > limits.softMarkBytes) await drained(session.ws);
    }
    for (const [id, seq] of reached) await confirm(identified.bot, id, seq, known.get(id)).catch(onFault);
  }

  async function confirm(bot: string, id: string, seq: number, conversation?: Conversation): Promise<void> {
    const hasMoved = await store.markDelivered(bot, id, seq).catch((error: unknown) => {
      if (error instanceof StoreError && error.code !== "unavailable") return false;
      throw error;
    });
    if (!hasMoved || conversation?.kind !== "one_to_one") return;
    bus.publish(conversation.members, { kind: "delivered", conversation: id, seq, from: bot, except: null });
  }

  function isOpen({ ws }: Session): boolean {
    return ws.readyState === ws.OPEN;
  }

  function close(session: Session, reason: CloseReason): void {
    session.ws.close(reason === "going_away" ? GOING_AWAY : CLOSE_CODES[reason], reason);
  }

  function heard(session: Session, data: RawData): void {
    session.heardAtMs = performance.now();
    const frame = frameIn(data);
    if (frame === null) return;
    if (frame.op === OPCODES.ping) session.ws.send(`{"op":${OPCODES.pong},"body":{}}`);
    if (frame.op !== OPCODES.identify || session.isIdentifying || session.identified !== null) return;
    const { data: body, error: wrong } = identifySchema.safeParse(frame.body);
    if (wrong !== undefined) {
      const reason = Buffer.from(`IDENTIFY: ${describeIssues(wrong)}`).subarray(0, MAX_REASON_BYTES);
      session.ws.close(CLOSE_CODES.hello_first, reason);
      return;
    }
    session.isIdentifying = true;
    identify(session, body?.token ?? null, body?.sn ?? body?.sequence ?? null).catch((error: unknown) => {
      if (!(error instanceof ProtocolError)) onFault(error);
      const reason = error instanceof ProtocolError ? ERRORS[error.code].closes : null;
      close(session, reason ?? "internal");
    });
  }

  async function identify(session: Session, token: string | null, after: number | null): Promise<void> {
    const { request } = session;
    const header = bearerIn(request);
    const now = clock();
    const { user: bot, roles, ...identity } = await parts.identify(token ?? header ?? "", now);
    if (!roles.includes("bot")) throw new ProtocolError("bad_token");
    const own = [...sessions].filter(({ identified }) => identified?.bot === bot);
    if (own.length >= limits.maxConnectionsPerUser) throw new ProtocolError("too_many_connections");
    const head = await store.inboxHead(bot);
    if (!isOpen(session)) return;
    const told = parts.toldAs(bot, request);
    const { issuedAt, tokenId, expiresAt } = identity;
    session.identified = {
      bot,
      told,
      token: { user: bot, issuedAt, tokenId },
      tokenEndsAtMs: performance.now() + (expiresAt.getTime() - now.getTime()),
      // Numbers of a store that was restored from a backup end earlier.
      sn: after === null || after < 0 ? head : Math.min(after, head),
    };
    // AstrBot goes on from the number of READY, also where no event came before the next connection.
    const ready = { logins: [told.login], proxy_urls: [], sn: session.identified.sn };
    session.ws.send(JSON.stringify({ op: OPCODES.ready, body: ready }));
    wake(session);
  }

  function accept(ws: WebSocket, request: IncomingMessage, network: string): void {
    const nowMs = performance.now();
    const session: Session = {
      ws,
      network,
      request,
      openedAtMs: nowMs,
      heardAtMs: nowMs,
      identified: null,
      isIdentifying: false,
      isReading: false,
      isWoken: false,
    };
    sessions.add(session);
    ws.on("message", (data) => heard(session, data));
    ws.on("ping", () => (session.heardAtMs = performance.now()));
    ws.on("error", () => ws.terminate());
    ws.on("close", () => sessions.delete(session));
  }

  async function sweep(): Promise<void> {
    const wasRevoked = await revocations.look();
    const nowMs = performance.now();
    for (const session of sessions) {
      const { identified, openedAtMs, heardAtMs } = session;
      // Where nobody is there any more, the socket ends by itself after CLOSE_TIMEOUT_MS.
      if (nowMs - heardAtMs > MAX_SILENCE_MS) close(session, "heartbeat_lost");
      else if (identified === null) {
        if (nowMs - openedAtMs > limits.helloTimeoutMs) close(session, "hello_timeout");
      } else if (wasRevoked?.(identified.token) === true) close(session, "revoked");
      else if (nowMs >= identified.tokenEndsAtMs) close(session, "token_expired");
      else if (parts.isSuspended(identified.bot)) close(session, "suspended");
      else if (!bots.isBot(identified.bot)) close(session, "bad_token");
    }
  }

  async function expire(): Promise<void> {
    let expired: number;
    do {
      expired = await store.expireInboxes(new Date(clock().getTime() - KEEP_MS), EXPIRE_STEP);
    } while (expired > 0);
  }

  return {
    upgrade(request, socket, head) {
      const caller = parts.callerOf(request);
      if (parts.isStopping() || sessions.size >= limits.maxConnections) return 503;
      const network = caller?.network ?? "";
      const isOwn = caller !== null && isLoopback(caller.address) && !caller.isProxied;
      const most = isOwn ? limits.maxGreetingLoopback : limits.maxGreetingPerAddress;
      const silent = [...sessions].filter((each) => each.identified === null && each.network === network);
      if (silent.length >= most) return 429;
      server.handleUpgrade(request, socket, head, (ws) => accept(ws, request, network));
      return null;
    },
    async start() {
      await revocations.start();
      const every = (ms: number, run: () => Promise<void> | void) =>
        timers.push(setInterval(() => void Promise.resolve(run()).catch(onFault), ms));
      every(SWEEP_MS, sweep);
      every(LOOK_MS, wakeAll);
      every(EXPIRE_EVERY_MS, expire);
      expire().catch(onFault);
    },
    async close() {
      unsubscribe();
      for (const timer of timers) clearInterval(timer);
      const ended = [...sessions].map(
        (session) =>
          new Promise<void>((resolve) => {
            session.ws.once("close", () => resolve());
            close(session, "going_away");
          }),
      );
      await Promise.all(ended);
      server.close();
    },
  };
}

/** Null of what is no frame, which is let pass. */
function frameIn(data: RawData): z.output<typeof frameSchema> | null {
  try {
    return frameSchema.safeParse(JSON.parse(Buffer.isBuffer(data) ? data.toString("utf8") : "")).data ?? null;
  } catch {
    return null;
  }
}

function drained(ws: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    ws.once("close", () => resolve());
    // It comes back when what was sent before it has left.
    ws.ping(undefined, undefined, () => resolve());
  });
}
