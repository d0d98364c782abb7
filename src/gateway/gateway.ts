import type { Server } from "node:http";
import { createRevocationWatch } from "../access/revocations.ts";
import type { BoundAddress } from "../access/origins.ts";
import { BOT_USER } from "../chat/ids.ts";
import { CLOSE_CODES } from "../protocol/close-codes.ts";
import { createEpochWatch, EPOCH_LOOK_EVERY_MS } from "./epoch-watch.ts";
import { createEnvironment, type Environment } from "./environment.ts";
import { createFrameParts, resumeEveryMsOf } from "./frame-parts.ts";
import type { FrameParts } from "./frames/request.ts";
import { attachSession, type SessionParts } from "./frames/session.ts";
import { createHttpHandler } from "./http/server.ts";
import { createIdentity, type Identity } from "./identity.ts";
import { createJudging, type Judging } from "./judging.ts";
import { tellUnknownOutcomes } from "../messages/unknown-outcome.ts";
import { createNetwork, type Network } from "./network.ts";
import { openHub } from "./open-hub.ts";
import type { GatewayParts } from "./parts.ts";
import { createAdmission, type Admission } from "./socket/admission.ts";
import { createFrameCache } from "./socket/frames-for-readers.ts";
import type { Hub } from "./socket/hub.ts";
import { createRulebookNotice } from "./socket/rulebook-notice.ts";
import { createSweep, sweepEveryMs } from "./socket/sweep.ts";
import { openSatori, upgradeTo } from "./satori-door.ts";
import type { Satori } from "../satori/satori.ts";
import { createSkewNotice, skewSeconds, unreadiness } from "./readiness.ts";
import { refuseUnreadable } from "./http/unreadable.ts";

// An import would ask each export for its value, and one of them, `WebSocket`, loads Node's whole HTTP client.
const { createServer } = process.getBuiltinModule("node:http");

export interface Gateway {
  readonly limits: Environment["limits"];
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

/** What a gateway is wired of. */
interface Wiring {
  readonly environment: Environment;
  readonly identity: Identity;
  readonly judging: Judging;
  readonly hub: Hub;
  readonly handling: FrameParts;
  readonly network: Network;
  readonly satori: Satori;
  readonly server: Server;
  readonly isStopping: () => boolean;
}

/**
 * Connections that the system queues for us to accept (the backlog). Clients that all reconnect at once then need no
 * retry. The system has a bound of its own.
 */
const MAX_BACKLOG = 8_192;
/** An idle connection is kept for another request. */
const KEEP_ALIVE_TIMEOUT_MS = 5_000;
/** Two may fail before a lease on what is followed ends. */
const RENEWALS_PER_LEASE = 3;
const MAX_CHECKING_MS = 1_000;
/** Between two looks for what other gateways decided, and for what has come to its day. */
const DECISIONS_LOOK_EVERY_MS = 1_000;

/** Whether a decision keeps somebody out now. */
function isSuspendedBy({ rules: { decided } }: Pick<GatewayParts, "rules">): (user: string) => boolean {
  return (user) => decided !== undefined && decided.suspendedUntil(user) !== null;
}

export function createGateway(given: GatewayParts): Gateway {
  let closing: Promise<void> | null = null;
  const environment = createEnvironment(given);
  const watched = tellUnknownOutcomes(given.storage, environment.onFault);
  const parts = { ...given, storage: watched.storage };
  const wiring = wire(parts, environment, () => closing !== null);
  const { handling, hub, satori, server } = wiring;
  const { limits, log, clock, onFault } = environment;
  const revocations = createRevocationWatch(parts.storage.store);
  const admission = admissionOf(parts, wiring);
  const { connections } = admission;
  environment.metrics.tellGauges(() => ({
    connections: connections.size,
    unanswered: handling.unanswered.size,
    following: handling.following.underWay(),
    resident_bytes: process.memoryUsage.rss(),
    store_clock_ahead_seconds: skewSeconds(parts.storage.store),
  }));
  const tellRulebook = createRulebookNotice({ connections, decider: parts.rules.decider, clock, log });
  const sweep = createSweep({
    connections,
    limits,
    revocations,
    bots: wiring.identity.bots,
    isSuspended: isSuspendedBy(parts),
    onFault,
  });
  const lookAtEpoch = createEpochWatch({ store: parts.storage.store, sendBack: () => admission.sendBack(), log });
  /** What one gateway does for all; of one that ends, the next takes it up. */
  const { following, posting, rejudging } = handling;
  const leased = [following, posting.answering, ...(rejudging === null ? [] : [rejudging])];
  const noticeSkew = createSkewNotice(parts.storage.store, log);
  const timers: NodeJS.Timeout[] = [];
  server.on("request", httpHandlerOf(parts, wiring));
  server.on("upgrade", upgradeTo(satori, admission, wiring.network.base));
  refuseUnreadable(server, log);

  async function close(): Promise<void> {
    for (const timer of timers) clearInterval(timer);
    for (const part of leased) part.stop();
    watched.stop();
    await Promise.all(handling.unanswered);
    await hub.stop();
    const left = Promise.all([admission.sendAway(), satori.close()]);
    const hasListened = server.listening;
    const stopped = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    await left;
    server.closeAllConnections();
    if (server.listening) await stopped;
    for (const part of leased) await part.release();
    // One that could not begin has nothing to end.
    if (hasListened) log({ event: "closed" });
  }

  return {
    limits,
    async listen(port, host) {
      const address = await listening(
        server,
        [revocations.start(), wiring.identity.bots.look(), satori.start()],
        port,
        host,
      );
      server.on("error", onFault);
      const resume = (): void => leased.forEach((part) => void part.resume().catch(onFault));
      let wasSound = true;
      const sweepAll = (): void => {
        noticeSkew();
        // An edition begins at an instant, without anybody's doing.
        tellRulebook();
        sweep();
        const isSound = parts.storage.store.health().because === null;
        // A store that comes back may have lost what it had told.
        if (isSound && !wasSound) hub.lookAgain();
        if (isSound) environment.onSound();
        wasSound = isSound;
      };
      const renew = (): void => leased.forEach((part) => void part.renew().catch(onFault));
      resume();
      timers.push(
        setInterval(resume, resumeEveryMsOf(parts)),
        setInterval(renew, resumeEveryMsOf(parts) / RENEWALS_PER_LEASE),
        setInterval(sweepAll, sweepEveryMs(limits)),
        setInterval(() => void lookAtEpoch().catch(onFault), EPOCH_LOOK_EVERY_MS),
        setInterval(() => void handling.desk.look().catch(onFault), DECISIONS_LOOK_EVERY_MS),
      );
      log({ event: "listening", host: address.address, port: address.port, goingAwayCode: CLOSE_CODES.going_away });
      return address;
    },
    close: () => (closing ??= close()),
    tellRulebook,
  };
}

function wire(parts: GatewayParts, environment: Environment, isStopping: () => boolean): Wiring {
  const { storage, rules, links = {}, services } = parts;
  const { limits, clock, onFault } = environment;
  const bot = services?.bot?.userId ?? BOT_USER;
  const identity = createIdentity(parts.identity, {
    store: storage.store,
    limits,
    clock,
    bot,
    isSuspended: isSuspendedBy(parts),
  });
  const base = parts.network?.base ?? "";
  const judging = createJudging(rules, links, { tokens: identity.tokens, base });
  const clientGroupOf = rules.clientGroupOf ?? (({ client }) => client.version ?? "?");
  const frameCache = createFrameCache(judging.judge, clientGroupOf, identity.bots.isBot, onFault);
  const hub = openHub(storage, environment, frameCache);
  const server = createServer(requestTimes(limits));
  const handling = createFrameParts(parts, environment, {
    judge: judging.judge,
    tokens: identity.tokens,
    bots: identity.bots,
    clientGroupOf,
    frameCache,
    hub,
  });
  let bound: BoundAddress | null = null;
  // Asked of the system once: each connection wants to know.
  const network = createNetwork(parts.network ?? {}, parts.identity, () => (bound ??= boundAddressOf(server)));
  const satori = openSatori({ environment, identity, handling, frameCache, network, isStopping });
  return { environment, identity, judging, hub, handling, network, satori, server, isStopping };
}

function admissionOf({ storage, rules }: GatewayParts, wiring: Wiring): Admission {
  const { environment, identity, judging, hub, handling, network, isStopping } = wiring;
  const { limits, metrics, log, onFault } = environment;
  const admission = createAdmission({
    limits,
    metrics,
    log,
    hub,
    callers: network,
    isStopping,
    attach: (ws, connection) => attachSession(ws, connection, session),
    onFault,
  });
  const session: SessionParts = {
    store: storage.store,
    hub,
    greeted: admission.greeted,
    environment,
    identity,
    handling,
    decider: rules.decider,
    isStopping,
    openReplay: judging.openReplay,
  };
  return admission;
}

function httpHandlerOf({ storage, network, links, services }: GatewayParts, wiring: Wiring) {
  const { environment, identity, handling, isStopping } = wiring;
  return createHttpHandler({
    environment,
    identity,
    network: wiring.network,
    cases: { desk: handling.desk, store: storage.store, now: environment.now },
    links: { openLinks: handling.openLinks, images: links?.images, articles: links?.articles },
    api: services?.api ?? {},
    health: {
      unreadiness: () => unreadiness({ store: storage.store, isStopping }),
    },
    satori: wiring.satori,
    webRoot: network?.webRoot ?? new URL("../", import.meta.url),
  });
}

/** What was revoked before, and who is a bot, is looked up first: from the first connection on, tokens are asked about it at hello. */
async function listening(
  server: Server,
  known: readonly Promise<void>[],
  port: number,
  host: string,
): Promise<BoundAddress> {
  await Promise.all(known);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, MAX_BACKLOG, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = boundAddressOf(server);
  if (address === null) throw new Error("the gateway is not listening");
  return address;
}

/** Null before it listens. */
function boundAddressOf(server: Server): BoundAddress | null {
  const address = server.address();
  return typeof address === "object" ? address : null;
}

/** Node looks for late requests only now and then, every 30 s unless told otherwise. */
function requestTimes({ headersTimeoutMs, requestTimeoutMs }: Environment["limits"]) {
  const headersTimeout = Math.min(headersTimeoutMs, requestTimeoutMs);
  return {
    headersTimeout,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    connectionsCheckingInterval: Math.min(MAX_CHECKING_MS, Math.ceil(headersTimeout / 10)),
  };
}
