import type { IncomingMessage, Server } from "node:http";
import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";
import { BOT_USER } from "../chat/ids.ts";
import { CLOSE_CODES } from "../protocol/close-codes.ts";
import { ProtocolError } from "../protocol/errors.ts";
import { type RulebookFrame, SOCKET_PATH, SUBPROTOCOL } from "../protocol/client-frames.ts";
import type { Limits } from "../protocol/limits.ts";
import { limitsWith } from "../protocol/limits.ts";
import type { Connection } from "./socket/connection.ts";
import { createConnection, createWriteBatch } from "./socket/connection.ts";
import { UPGRADE_REFUSALS, textOfRefusal, type UpgradeRefusal } from "./socket/upgrade-refusals.ts";
import { createFollowing } from "../messages/follow-links.ts";
import { createIdentify } from "../access/identities.ts";
import { createRevocationWatch } from "../access/revocations.ts";
import { createLinkTokens } from "../access/link-tokens.ts";
import { createOpenLinks } from "../messages/open-link.ts";
import { withProxiedImages } from "../messages/proxied-images.ts";
import { catchUp } from "./frames/sync.ts";
import type { FrameParts } from "./frames/request.ts";
import { createHttpHandler } from "./http/server.ts";
import { createHub } from "./socket/hub.ts";
import { describeFault, logToStderr } from "../telemetry/log.ts";
import { createMetrics } from "../telemetry/metrics.ts";
import { createPrometheusMeter } from "../telemetry/prometheus.ts";
import { NO_TRACER } from "../telemetry/telemetry.ts";
import { createCallers, type Caller } from "../access/forwarding.ts";
import { createLocalAccess } from "./http/local-access.ts";
import type { BoundAddress } from "../access/origins.ts";
import { isLoopback, isOwnHost, ownOrigins, parseOrigins } from "../access/origins.ts";
import type { Judge } from "../messages/judge.ts";
import { createPosting } from "../messages/post-message.ts";
import type { Replay, ReplayContext } from "../messages/replay.ts";
import type { GatewayParts } from "./parts.ts";
import { createRates } from "../access/rates.ts";
import { DEFAULT_TOKEN_RULES, signToken } from "../access/tokens.ts";
import { createUserNames } from "../access/user-names.ts";
import { createReadings } from "./socket/frames-for-readers.ts";
import { attachSession } from "./frames/session.ts";

export interface Gateway {
  readonly limits: Limits;
  /** @param port  0 for any. */
  listen(port: number, host: string): Promise<BoundAddress>;
  /**
   * Answers what was taken, tells everyone when to come back, and ends. The store and the bus stay open; they are their
   * opener's to close. A second call joins the first.
   */
  close(): Promise<void>;
  /** Tells everyone connected when another rulebook or edition decides than the one told before. */
  tellRulebook(): void;
}

/** ws closes with 1009 and 1008 past these; the figures follow CVE-2026-48779, whose tiny fragments filled memory. */
const MAX_FRAGMENTS = 256;
const MAX_BUFFERED_CHUNKS = 4_096;
/** For the closing handshake; then the socket is cut. */
const CLOSE_TIMEOUT_MS = 3_000;
const RESUME_EVERY_MS = 60_000;
/** Connections the system keeps for us to accept, so that a crowd that comes back at once need not try again; it has a bound of its own. */
const MAX_BACKLOG = 8_192;
/** How long sign-in by name holds. */
const DEMO_TOKEN_S = 3_600;
/** An idle connection is kept for another request. */
const KEEP_ALIVE_TIMEOUT_MS = 5_000;
const MIN_SWEEP_MS = 10;
const MAX_SWEEP_MS = 1_000;
/** Between two looks for revocations of other processes; with a sweep between, well under the 5 s promised. */
const REVOCATIONS_EVERY_MS = 900;

export function createGateway(parts: GatewayParts): Gateway {
  const { store, bus, clock } = parts;
  const secrets = [parts.secret, ...(parts.previousSecret === undefined ? [] : [parts.previousSecret])];
  const tokens = createLinkTokens(secrets);
  const proxied = (judge: Judge): Judge =>
    parts.images === undefined ? judge : withProxiedImages(judge, (url) => `/v1/image/${tokens.signImage(url)}`);
  const judge = proxied(parts.judge);
  const log = parts.log ?? logToStderr;
  const limits = limitsWith(parts.limits);
  const trustedProxies = parts.trustedProxies ?? [];
  const callerOf = createCallers(trustedProxies);
  const origins = parseOrigins(parts.origins ?? []);
  const metrics = parts.metrics ?? createMetrics(createPrometheusMeter());
  const readings = createReadings(judge, parts.clientGroupOf ?? (({ client }) => client.version ?? "?"), onFault);
  const rates = createRates(limits);
  const names = createUserNames(store, {
    reserved: [...new Set([BOT_USER, parts.bot?.userId ?? BOT_USER])],
    maxNames: limits.maxGroupMembers,
  });
  const identify = createIdentify({
    keys: { secrets, provider: parts.providerKeys ?? null, rules: parts.tokenRules ?? DEFAULT_TOKEN_RULES },
    names,
    store,
  });
  const revocations = createRevocationWatch(store);
  const hub = createHub({
    bus,
    readings,
    rates,
    limits,
    metrics,
    catchUp: (connection, chatting, arrived) =>
      catchUp(connection, chatting, arrived, { store, readings, limits, rejudge: rates.rejudge }),
    onFault,
  });
  const connectionParts = { limits, metrics, batch: createWriteBatch(), onFault };
  const connections = new Map<Connection, WebSocket>();
  const greetingFrom = new Map<string, number>();
  let told = parts.rulebookAt(clock());
  let latestMs = 0;
  let sweeper: NodeJS.Timeout | null = null;
  let revocationsLookedAtMs = Number.NEGATIVE_INFINITY;
  let sweptAtMs = performance.now();
  let heartbeatsCountFromMs = 0;
  let resumer: NodeJS.Timeout | null = null;
  let closing: Promise<void> | null = null;

  const following = createFollowing({
    // What this gateway could not finish is free again when it next looks.
    claimMs: parts.resumeEveryMs ?? RESUME_EVERY_MS,
    store,
    bus,
    judge,
    resolver: parts.resolver ?? null,
    limits,
    rates,
    metrics,
    tracer: parts.tracer ?? NO_TRACER,
    now,
    onFault,
  });
  const openLinks = createOpenLinks({ store, following, tokens, now });
  const { maxGroups, maxGroupsByStrangers } = limits;
  const unanswered = new Set<Promise<void>>();
  const handling: FrameParts = {
    store,
    bus,
    limits,
    groupRules: { whoAdds: parts.groups ?? "anyone", maxGroups, maxGroupsByStrangers },
    posting: createPosting({
      store,
      bus,
      limits,
      judge,
      following,
      bot: parts.bot ?? null,
      shadow: parts.shadow ?? null,
      reading: parts.reading,
      metrics,
      tracer: parts.tracer ?? NO_TRACER,
      now,
      onFault,
    }),
    following,
    openLinks,
    readings,
    metrics,
    unanswered,
    now,
    onFault,
  };
  const session = {
    store,
    hub: {
      add(connection: Connection, user: string) {
        countGreeting(connection.address, -1);
        connection.greetedAs = user;
        return hub.add(connection, user);
      },
    },
    handling,
    rates,
    limits,
    metrics,
    clock,
    onFault,
    identify,
    names,
    rulebookAt: parts.rulebookAt,
    isStopping: () => closing !== null,
    openReplay,
  };

  function openReplay(asked: ReplayContext): Replay {
    const { at = null, chat, client, choice } = asked;
    const replay = parts.openReplay?.(asked) ?? { at, chat, client, choice, hasOwnNetwork: false, judge: parts.judge };
    // A picture that a tester names is shown to nobody by this gateway: it signs no address of theirs and asks none.
    return replay.hasOwnNetwork ? replay : { ...replay, judge: proxied(replay.judge) };
  }

  /** The wall clock may be set back; what was received later is not to look earlier. */
  function now(): Date {
    return new Date((latestMs = Math.max(latestMs, clock().getTime())));
  }

  function onFault(error: unknown): void {
    metrics.add("faults");
    log({ event: "fault", ...describeFault(error) });
  }

  const socketOptions = {
    noServer: true,
    maxPayload: limits.maxFrameBytes,
    maxFragments: MAX_FRAGMENTS,
    maxBufferedChunks: MAX_BUFFERED_CHUNKS,
    perMessageDeflate: false,
    clientTracking: false,
    closeTimeout: CLOSE_TIMEOUT_MS,
    handleProtocols: (asked: Set<string>) => (asked.has(SUBPROTOCOL) ? SUBPROTOCOL : (false as const)),
  };
  const sockets = new WebSocketServer(socketOptions);

  const access = createLocalAccess({
    isAllowed: parts.demoSignIn ?? true,
    isDemo: parts.demo ?? false,
    isPublished: origins.size > 0 || trustedProxies.length > 0,
    origins,
    boundAddress,
  });

  const server: Server = createServer(
    requestTimes(limits),
    createHttpHandler({
      limits,
      rates,
      metrics,
      clock,
      onFault,
      signDemoToken: (user) =>
        signToken(user, parts.secret, DEMO_TOKEN_S, clock(), { rules: parts.tokenRules ?? DEFAULT_TOKEN_RULES }),
      identify,
      names,
      api: parts.api ?? {},
      openLinks,
      tokens,
      images: parts.images,
      webRoot: parts.webRoot ?? new URL("../", import.meta.url),
      access,
      callerOf,
      isOwnHost: hasOwnHost,
      isReady: () => closing === null && store.health().writable,
      gauges: () => ({ connections: connections.size, resident_bytes: process.memoryUsage.rss() }),
    }),
  );
  server.on("upgrade", upgrade);
  server.on("clientError", (_error, socket) => socket.destroy());

  function hasOwnHost({ headers, headersDistinct, socket }: IncomingMessage): boolean {
    // Of two names a proxy may have looked at the other one (RFC 9112, 3.2).
    if ((headersDistinct["host"]?.length ?? 0) > 1) return false;
    return isOwnHost(headers.host, socket.localAddress, origins);
  }

  function boundAddress(): BoundAddress | null {
    const address = server.address();
    return typeof address === "object" ? address : null;
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    endOnError(socket);
    const caller = callerOf(request);
    const refusal = refusalOfUpgrade(request, caller);
    if (refusal !== null) {
      metrics.add("refused", refusal.because);
      // A peer that never ends its own side keeps nothing open.
      socket.once("finish", () => socket.destroy());
      socket.end(textOfRefusal(refusal));
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => accept(ws, socket, request, caller));
  }

  function refusalOfUpgrade(request: IncomingMessage, caller: Caller | null): UpgradeRefusal | null {
    if (request.url?.split("?", 1)[0] !== SOCKET_PATH) return UPGRADE_REFUSALS.path;
    if (!hasOwnHost(request)) return UPGRADE_REFUSALS.host;
    const { origin } = request.headers;
    // Without an Origin it is no browser, and a token is no cookie: nobody else's page can use it.
    if (
      origin !== undefined &&
      !origins.has(origin) &&
      !ownOrigins(addressOf(server), request.socket.localAddress).includes(origin)
    ) {
      return UPGRADE_REFUSALS.origin;
    }
    if (closing !== null) return UPGRADE_REFUSALS.stopping;
    if (connections.size >= limits.maxConnections) return UPGRADE_REFUSALS.full;
    if (caller === null) return UPGRADE_REFUSALS.forwarding;
    const isOwn = isLoopback(caller.address) && !caller.isProxied;
    const most = isOwn ? limits.maxGreetingLoopback : limits.maxGreetingPerAddress;
    return (greetingFrom.get(caller.network) ?? 0) >= most ? UPGRADE_REFUSALS.greeting : null;
  }

  function accept(ws: WebSocket, socket: Duplex, request: IncomingMessage, caller: Caller | null): void {
    const { network: address, prefix } = caller ?? { network: "", prefix: "" };
    const mayReplay = access.demoSignIn(request) !== "off";
    const connection = createConnection(ws, socket, { address, mayReplay, prefix }, connectionParts);
    connections.set(connection, ws);
    countGreeting(address, 1);
    attachSession(ws, connection, session);
    ws.on("close", () => leave(connection));
    if (request.headers["sec-websocket-protocol"] !== undefined && ws.protocol !== SUBPROTOCOL) {
      connection.close("bad_subprotocol");
    }
  }

  function leave(connection: Connection): void {
    connections.delete(connection);
    connection.phase = { phase: "closing" };
    if (connection.greetedAs === null) countGreeting(connection.address, -1);
    else hub.remove(connection, connection.greetedAs);
  }

  function countGreeting(address: string, change: 1 | -1): void {
    const count = (greetingFrom.get(address) ?? 0) + change;
    if (count > 0) greetingFrom.set(address, count);
    else greetingFrom.delete(address);
  }

  function tellRulebook(): void {
    const inForce = parts.rulebookAt(clock());
    if (inForce.rulebook === told.rulebook && inForce.edition === told.edition && inForce.hash === told.hash) return;
    told = inForce;
    const { rulebook, edition, hash } = inForce;
    log({ event: "rulebook_in_force", rulebook, edition, hash });
    const frame = JSON.stringify({ type: "rulebook", rulebook, edition, hash } satisfies RulebookFrame);
    for (const connection of connections.keys()) if (connection.phase.phase === "chatting") connection.write(frame);
  }

  function sweep(): void {
    // An edition begins at an instant, without anybody's doing.
    tellRulebook();
    void endRevoked().catch(onFault);
    const nowMs = performance.now();
    // A program that stood still has not read what was sent to it: such silence is its own.
    if (nowMs - sweptAtMs > limits.heartbeatMs) heartbeatsCountFromMs = nowMs;
    sweptAtMs = nowMs;
    for (const connection of connections.keys()) {
      const { phase, lastHeardAtMs } = connection;
      if (phase.phase === "greeting" && nowMs - phase.openedAtMs > limits.helloTimeoutMs)
        connection.close("hello_timeout");
      else if (phase.phase === "chatting" && nowMs >= phase.tokenEndsAtMs)
        connection.refuse(new ProtocolError("token_expired"));
      else if (nowMs - Math.max(lastHeardAtMs, heartbeatsCountFromMs) > 2 * limits.heartbeatMs)
        connection.close("heartbeat_lost");
      else if (nowMs - lastHeardAtMs > limits.heartbeatMs / 2) connection.ping();
    }
  }

  /** Ends who came in by a token that was revoked since. A fault is met by the next look, which sees the same. */
  async function endRevoked(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - revocationsLookedAtMs < REVOCATIONS_EVERY_MS) return;
    revocationsLookedAtMs = nowMs;
    const wasRevoked = await revocations.look();
    if (wasRevoked === null) return;
    for (const connection of connections.keys()) {
      const { phase } = connection;
      if (phase.phase === "chatting" && wasRevoked(phase.token)) connection.refuse(new ProtocolError("revoked"));
    }
  }

  async function close(): Promise<void> {
    if (sweeper !== null) clearInterval(sweeper);
    if (resumer !== null) clearInterval(resumer);
    following.stop();
    await Promise.all(unanswered);
    const ended = [...connections].map(
      ([connection, ws]) =>
        new Promise<void>((resolve) => {
          ws.once("close", () => resolve());
          connection.send({ type: "going_away", retryAfterMs: Math.floor(Math.random() * limits.maxRetrySpreadMs) });
          connection.close("going_away");
          // A fallback for ones that had begun to close before.
          if (ws.readyState === ws.CLOSED) resolve();
        }),
    );
    const stopped = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    await Promise.all(ended);
    server.closeAllConnections();
    if (server.listening) await stopped;
    sockets.close();
    log({ event: "closed" });
  }

  return {
    limits,
    async listen(port, host) {
      await revocations.start();
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, MAX_BACKLOG, () => {
          server.off("error", reject);
          resolve();
        });
      });
      server.on("error", onFault);
      const resume = () => void following.resume().catch(onFault);
      resume();
      resumer = setInterval(resume, parts.resumeEveryMs ?? RESUME_EVERY_MS);
      const sweepMs = Math.min(limits.heartbeatMs, limits.helloTimeoutMs) / 4;
      sweeper = setInterval(sweep, Math.min(MAX_SWEEP_MS, Math.max(MIN_SWEEP_MS, sweepMs)));
      const address = addressOf(server);
      log({ event: "listening", host: address.address, port: address.port, goingAwayCode: CLOSE_CODES.going_away });
      return address;
    },
    close: () => (closing ??= close()),
    tellRulebook,
  };
}

/** Node looks for late requests only now and then, every 30 s unless told otherwise. */
function requestTimes({ headersTimeoutMs, requestTimeoutMs }: Limits) {
  const headersTimeout = Math.min(headersTimeoutMs, requestTimeoutMs);
  return {
    headersTimeout,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    connectionsCheckingInterval: Math.min(MAX_SWEEP_MS, Math.ceil(headersTimeout / 10)),
  };
}

/** By itself, so that the listener keeps nothing else of the request alive as long as its socket. */
function endOnError(socket: Duplex): void {
  socket.on("error", () => socket.destroy());
}

function addressOf(server: Server): BoundAddress {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the gateway is not listening");
  return address;
}
