import type { WebSocket } from "ws";
import type { Identify } from "../../access/identities.ts";
import type { Rates, Take } from "../../access/rates.ts";
import type { UserNames } from "../../access/user-names.ts";
import { ProtocolError } from "../../protocol/errors.ts";
import type { ClientFrame, ClientFrameOf } from "../../protocol/client-frames.ts";
import { parseClientFrame } from "../../protocol/client-frames.ts";
import type { Choice } from "../../policy/types.ts";
import type { ExactChoice } from "../../report/own-choice.ts";
import type { Decider } from "../../rulebooks/shelf.ts";
import type { Store } from "../../store/store.ts";
import type { Chatting, Connection } from "../socket/connection.ts";
import { inForceAt } from "../socket/rulebook-notice.ts";
import type { Hub } from "../socket/hub.ts";
import { held, type Position } from "../socket/position.ts";
import { refusalOf } from "./refusal.ts";
import type { FrameParts } from "./request.ts";
import { handleFrame } from "./table.ts";
import type { Turns } from "./turns.ts";
import type { MessageEnvironment } from "../../messages/follow-links.ts";
import { readerOf } from "../../messages/reader.ts";
import type { Replay, ReplayContext } from "../../messages/replay.ts";

/** What a connection is served in. */
interface SessionEnvironment extends MessageEnvironment {
  readonly rates: Rates;
  readonly turns: Turns;
  readonly clock: () => Date;
}

export interface SessionParts {
  readonly store: Store;
  readonly environment: SessionEnvironment;
  readonly identity: { readonly identify: Identify; readonly names: Pick<UserNames, "checkFrame"> };
  readonly hub: Pick<Hub, "expect" | "hold">;
  /** It said hello, and is its user's from here on. */
  readonly greeted: (connection: Connection, user: string) => void;
  readonly handling: FrameParts;
  readonly decider: () => Decider;
  readonly isStopping: () => boolean;
  /** @throws {ProtocolError} `bad_frame` that names the field. */
  readonly openReplay: (asked: ReplayContext) => Replay;
}

/** For this long a connection is not read after a frame that was one too many. */
const PAUSE_MS = 20;
/** Frames of one connection that may wait before it is read no further. */
const MAX_QUEUED = 256;
/** UTF-16 code units in them. Frames of 64 KiB would be 16 MiB, and one user has fifty connections. */
const MAX_QUEUED_UNITS = 262_144;

/** So long frames of one connection hold the event loop in one turn; then others have theirs. Milliseconds. */
const MAX_RUN_MS = 2;

/** Reads a connection's frames, one after the other, from the first byte to its end. */
export function attachSession(ws: WebSocket, connection: Connection, parts: SessionParts): void {
  const { metrics, limits, turns } = parts.environment;
  const queue: string[] = [];
  let queuedUnits = 0;
  let isBusy = false;
  /** Its frames of one turn. */
  const run = { turn: -1, beganMs: 0 };

  // Before anything is awaited: a frame that comes with the handshake must not be missed.
  ws.on("message", (data, isBinary) => {
    connection.lastHeardAtMs = performance.now();
    metrics.add("frames");
    const { phase } = connection;
    if (phase.phase === "closing") return;
    if (phase.phase === "greeting") {
      phase.frames += 1;
      phase.bytes += Buffer.isBuffer(data) ? data.byteLength : 0;
      if (phase.frames > limits.maxHelloFrames || phase.bytes > limits.maxHelloBytes) {
        connection.refuse(new ProtocolError("hello_first", "Too much was sent before hello was accepted"));
        return;
      }
    }
    if (isBinary || !Buffer.isBuffer(data)) {
      connection.refuse(new ProtocolError("binary_frame"));
      return;
    }
    const text = data.toString("utf8");
    if (!isBusy) {
      drain(text);
      return;
    }
    queuedUnits += text.length;
    if (queue.push(text) >= MAX_QUEUED || queuedUnits >= MAX_QUEUED_UNITS) ws.pause();
  });
  const heard = () => (connection.lastHeardAtMs = performance.now());
  ws.on("pong", heard);
  ws.on("ping", heard);
  // ws has closed the socket by then; without a listener the fault of one peer would end the program.
  ws.on("error", () => metrics.add("errors", "socket"));

  function drain(first: string | undefined): void {
    isBusy = true;
    beginRun();
    for (let text = first; text !== undefined; text = next()) {
      const taken = take(connection, text, parts);
      if (taken !== undefined) {
        // Never rejects; a frame that needs no wait costs no promise.
        void taken.then(goOn);
        return;
      }
      afterEach();
      if (isRunOver()) {
        void turns.next().then(drainQueue);
        return;
      }
    }
    isBusy = false;
  }

  function next(): string | undefined {
    const text = queue.shift();
    queuedUnits -= text?.length ?? 0;
    return text;
  }

  function drainQueue(): void {
    drain(next());
  }

  function goOn(): void {
    afterEach();
    if (isRunOver()) void turns.next().then(drainQueue);
    else drainQueue();
  }

  /** Unless one has begun in this turn. */
  function beginRun(): void {
    const turn = turns.current();
    if (turn === run.turn) return;
    run.turn = turn;
    run.beganMs = performance.now();
  }

  /** Whether this turn was this connection's long enough. */
  function isRunOver(): boolean {
    return turns.current() === run.turn && performance.now() - run.beganMs > MAX_RUN_MS;
  }

  function afterEach(): void {
    if (connection.phase.phase === "closing") {
      queue.length = 0;
      queuedUnits = 0;
    }
    if (ws.isPaused && queue.length < MAX_QUEUED / 2 && queuedUnits < MAX_QUEUED_UNITS / 2) ws.resume();
  }
}

/** Acts on one frame. A promise, which never rejects, when the next frame has to wait. */
function take(connection: Connection, text: string, parts: SessionParts): Promise<void> | undefined {
  let re: string | undefined;
  const refuse = (error: unknown) => connection.refuse(refusalOf(error, re, parts.environment.onFault));
  try {
    const { phase } = connection;
    let acting: Promise<void> | undefined;
    if (phase.phase === "chatting") {
      const frame = parseFrame(text, connection, phase, parts);
      re = frame.id;
      takeRate(rateOf(frame, phase, parts.environment.rates), connection, phase, re, parts);
      acting = act(connection, phase, frame, parts);
    } else if (phase.phase === "greeting") {
      const frame = parseClientFrame(text);
      re = frame.id;
      if (frame.type !== "hello") throw new ProtocolError("hello_first");
      acting = greet(connection, frame, parts);
    }
    return acting?.catch(refuse);
  } catch (error) {
    refuse(error);
    // A rate-limited connection is paused, so that backpressure builds in its own TCP buffer.
    return error instanceof ProtocolError && error.code === "rate_limited" ? pause() : undefined;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PAUSE_MS);
  });
}

function rateOf(frame: ClientFrame, { isBot }: Chatting, { send, botSend, search, group, frame: other }: Rates): Take {
  if (frame.type === "send") return isBot ? botSend : send;
  if (frame.type === "search") return search;
  return frame.type === "group" || (frame.type === "members" && frame.add.length > 0) ? group : other;
}

/** A frame that cannot be read costs its sender as much as one that can; then the rate's own refusal comes first. */
function parseFrame(text: string, connection: Connection, chatting: Chatting, parts: SessionParts): ClientFrame {
  try {
    return parseClientFrame(text);
  } catch (error) {
    const re = error instanceof ProtocolError ? error.re : undefined;
    takeRate(parts.environment.rates.frame, connection, chatting, re, parts);
    throw error;
  }
}

/** @throws {ProtocolError} `rate_limited` when the user's allowance is used up; too many of these close the connection. */
function takeRate(
  take: Take,
  connection: Connection,
  { user }: Chatting,
  re: string | undefined,
  { environment: { rates } }: SessionParts,
): void {
  const retryAfterMs = take(user);
  if (retryAfterMs === null) return;
  if (rates.refusal(connection.session) !== null) connection.close("rate_limited");
  const message = take === rates.group ? "Too many groups made or added to; wait retryAfterMs" : undefined;
  throw new ProtocolError("rate_limited", message, { re, retryAfterMs });
}

function act(
  connection: Connection,
  chatting: Chatting,
  frame: ClientFrame,
  parts: SessionParts,
): Promise<void> | undefined {
  if (frame.type === "hello") throw new ProtocolError("hello_again");
  if (frame.type === "ping") {
    connection.send({ type: "pong", ...(frame.id === undefined ? {} : { re: frame.id }) });
    return undefined;
  }
  if (frame.type === "refresh") return refresh(connection, chatting, frame, parts);
  if (parts.isStopping()) throw new ProtocolError("shutting_down");
  const checking = parts.identity.names.checkFrame(frame);
  if (checking === undefined) return handleFrame(connection, chatting, frame, parts.handling);
  return checking.then(() => handleFrame(connection, chatting, frame, parts.handling));
}

async function greet(connection: Connection, frame: ClientFrameOf<"hello">, parts: SessionParts): Promise<void> {
  const { store, hub, identity, environment } = parts;
  const { limits, clock } = environment;
  const { user, expiresAt, issuedAt, tokenId, roles } = await identity.identify(frame.token, clock());
  if (frame.replay !== undefined && !connection.mayReplay) throw new ProtocolError("replay_refused");
  // All of it is checked and opened before anything is read by it.
  const replay = frame.replay === undefined ? null : parts.openReplay(frame.replay);
  // Who has thousands of conversations leaves others their time.
  await environment.turns.next();
  const expected = hub.expect(user);
  try {
    const [choice, exact, blocks, heads] = await Promise.all([
      store.choice(user),
      store.exactChoices(user),
      store.blocks(user),
      store.heads(user),
    ]);
    // The wait may have been long enough for the connection to end.
    if (connection.phase.phase !== "greeting") return;
    const standing = expected.add(connection, frame.device, heads);
    // By then those that are silent for good are ended or about to be.
    if (standing === null)
      throw new ProtocolError("too_many_connections", undefined, { retryAfterMs: limits.heartbeatMs });
    parts.greeted(connection, user);
    enter(standing, { choice, exact, blocks, heads });
  } finally {
    expected.end();
  }

  function enter(
    standing: Map<string, Position>,
    {
      choice,
      exact,
      blocks,
      heads,
    }: {
      choice: Choice | null;
      exact: readonly ExactChoice[];
      blocks: readonly string[];
      heads: Chatting["heads"];
    },
  ): void {
    const { os, version } = frame.client;
    const now = clock();
    const chatting: Chatting = {
      phase: "chatting",
      user,
      device: frame.device,
      isBot: roles.includes("bot"),
      reader: readerOf({ os, version }, frame.locale, choice, replay, exact),
      blocks: new Set(blocks),
      tokenEndsAtMs: performance.now() + (expiresAt.getTime() - now.getTime()),
      token: { user, issuedAt, tokenId },
      telling: held(standing),
      isSyncing: false,
      heads,
      partialSync: null,
      answeredAlone: null,
    };
    connection.phase = chatting;
    // A device that says where it stands is told from there, and nothing twice.
    hub.hold(connection, chatting, standing);
    environment.metrics.add("signed_in");
    connection.send({
      type: "welcome",
      re: frame.id,
      user,
      session: connection.session,
      time: now.toISOString(),
      heartbeatMs: limits.heartbeatMs,
      limits,
      ...inForceAt(parts.decider(), now),
      epoch: store.epoch,
      choice,
      choices: exact,
      blocks,
      expiresAt: expiresAt.toISOString(),
    });
    // Not needed for this session, so nobody waits for it.
    store
      .rememberDevice({ user, device: frame.device, os, version, locale: frame.locale }, now)
      .catch(environment.onFault);
  }
}

async function refresh(
  connection: Connection,
  chatting: Chatting,
  frame: ClientFrameOf<"refresh">,
  parts: SessionParts,
): Promise<void> {
  const now = parts.environment.clock();
  const { user, expiresAt, issuedAt, tokenId } = await parts.identity.identify(frame.token, now);
  if (user !== chatting.user) throw new ProtocolError("bad_token");
  chatting.tokenEndsAtMs = performance.now() + (expiresAt.getTime() - now.getTime());
  chatting.token = { user, issuedAt, tokenId };
  connection.send({ type: "refreshed", re: frame.id, expiresAt: expiresAt.toISOString() });
}
