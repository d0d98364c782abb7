import { randomUUID } from "node:crypto";
import type { Bus, BusParts } from "./bus.ts";
import { createLocalBus } from "./local.ts";
import { createRollCall, type Roll } from "./roll-call.ts";
import {
  batchJson,
  beatJson,
  createSeal,
  hintJson,
  namedUsers,
  NO_STANDING,
  readBatch,
  type Hint,
  type HintBatch,
  type Standing,
} from "./wire.ts";

/** Carries text to all gateways, as well as it can. */
export interface Transport {
  /** Largest text that it carries. Bytes. */
  readonly maxBytes: number;
  /** Never throws; what cannot be sent is lost. */
  send(text: string): void;
  close(): Promise<void>;
}

/** What a transport tells. */
export interface TransportListener {
  heard(text: string): void;
  /**
   * Whether it carries now. From `true` on, what was sent meanwhile is missed.
   *
   * @param because  What keeps it from carrying, where that is known: a code of the system, or a word.
   */
  carries(isUp: boolean, because?: string): void;
}

/** What gateways say of themselves in their beats, and hear of each other. None of it throws. */
export interface PeerStanding {
  says(): Standing;
  /** @param gateway  Names one run of one gateway. */
  heard(gateway: string, standing: Standing): void;
  /** It is heard no more. */
  gone(gateway: string): void;
}

export interface HintBusParts extends BusParts {
  /** Resolves when it carries. */
  readonly open: (listener: TransportListener) => Promise<Transport>;
  readonly secret: Uint8Array;
  /** Left out: nothing is said. */
  readonly standing?: PeerStanding;
  /** Who else works on the store; left out: nobody who is not heard is missed. */
  readonly roll?: Roll;
  /** Told of each other number of gateways that work on the store and are not heard. */
  readonly onUnheard?: (gateways: number) => void;
  /** Told of each text that no gateway with this secret signed. */
  readonly onForeign?: () => void;
  /** Told whenever the transport ceases to carry, and when it carries again. */
  readonly onCarries?: (isUp: boolean, because?: string) => void;
  /** Milliseconds. Default 1 000. */
  readonly beatMs?: number;
  /** Everybody looks at least so often, whatever was heard. Milliseconds. Default 30 000. */
  readonly lookMs?: number;
}

const BEAT_MS = 1_000;
const LOOK_MS = 30_000;
/** A gateway of which so many beats are missing is gone: it may have stored what it told nobody. */
const BEATS_OF_LIFE = 3;
/** Who works on the store is asked there less often than the others are told. */
const CALL_EVERY_BEATS = 2;

interface Peer {
  number: number;
  heardAtMs: number;
}

/**
 * A bus whose hints travel. Within the process it is the local bus. What is published in one turn leaves as one batch, numbered; a
 * beat each second says the last number. So a batch that was lost, a gateway that ended and a transport that was away are noticed,
 * and the listeners are told that something may be missed.
 */
export async function createHintBus({
  open,
  secret,
  onFault,
  standing,
  roll,
  onUnheard = () => {},
  onForeign,
  onCarries,
  ...times
}: HintBusParts): Promise<Bus> {
  const { beatMs = BEAT_MS, lookMs = LOOK_MS } = times;
  const local = createLocalBus({ onFault });
  const seal = createSeal(secret);
  const gateway = randomUUID();
  const peers = new Map<string, Peer>();
  const rollCall =
    roll === undefined
      ? null
      : createRollCall({
          gateway,
          roll,
          isHeard: (name) => peers.has(name),
          onUnheard,
          everyMs: CALL_EVERY_BEATS * beatMs,
          onFault,
        });
  let waiting: string[] = [];
  let number = 0;
  let isUp = true;
  let lookedAtMs = performance.now();

  function missed(): void {
    lookedAtMs = performance.now();
    local.missed();
  }

  function heard(signed: string): void {
    const text = seal.open(signed);
    if (text === null) onForeign?.();
    const batch = text === null ? null : readBatch(text);
    if (batch === null || batch.gateway === gateway) return;
    // Told before the look, so that the look finds less to do.
    for (const { users, event } of batch.hints) local.publish(users, event);
    // A batch that is no beat says nothing of its gateway.
    if (batch.hints.length === 0 && batch.isWhole) standing?.heard(batch.gateway, batch.standing);
    const isWhole = isNext(batch) && batch.isWhole;
    if (!isWhole) missed();
  }

  /** Whether nothing was lost between the last batch of a gateway and this one. Notes it. */
  function isNext({ gateway: from, number: told, hints }: HintBatch): boolean {
    const known = peers.get(from);
    const before = known?.number ?? 0;
    peers.set(from, { number: Math.max(before, told), heardAtMs: performance.now() });
    // A beat repeats the last number, a batch has the next one. One that comes late was missed before.
    return told <= before + (hints.length > 0 ? 1 : 0);
  }

  /** For the hints of one batch. Bytes. A transport that was away may come back with less. */
  function room(): number {
    return transport.maxBytes - bytesAround;
  }

  /** JSON of a hint; of a message that is too large for one batch, where it is. Escapes may make JSON of a small text large. */
  function fitting(hint: Hint): string {
    const json = hintJson(hint);
    if (hint.event.kind !== "message" || Buffer.byteLength(json) < room()) return json;
    const { conversation, seq } = hint.event.message;
    return hintJson({ users: namedUsers(hint), event: { kind: "ahead", conversation, seq, update: 0 } });
  }

  function flush(): void {
    const hints = waiting;
    waiting = [];
    const maxBytes = room();
    let batch: string[] = [];
    let bytes = 0;
    for (const hint of hints) {
      const size = Buffer.byteLength(hint) + 1;
      if (batch.length > 0 && bytes + size > maxBytes) {
        send(batch);
        batch = [];
        bytes = 0;
      }
      batch.push(hint);
      bytes += size;
    }
    if (batch.length > 0) send(batch);
  }

  function send(hints: readonly string[]): void {
    number += 1;
    const text = seal.sign(batchJson(gateway, number, hints));
    // One that is too large is missed by the others, whom its number tells.
    if (Buffer.byteLength(text) <= transport.maxBytes) transport.send(text);
  }

  function beat(): void {
    transport.send(seal.sign(beatJson(gateway, number, standing?.says() ?? NO_STANDING)));
    const nowMs = performance.now();
    for (const [name, { heardAtMs }] of peers) {
      if (nowMs - heardAtMs <= BEATS_OF_LIFE * beatMs) continue;
      peers.delete(name);
      standing?.gone(name);
      missed();
    }
    rollCall?.beat();
    // While nothing is carried, or somebody is not heard, the store alone tells what others wrote.
    if (!isUp || rollCall?.isAnyUnheard() === true || nowMs - lookedAtMs >= lookMs) missed();
  }

  const transport = await open({
    heard,
    carries(now, because) {
      isUp = now;
      onCarries?.(now, because);
      missed();
    },
  });
  const bytesAround = Buffer.byteLength(seal.sign(batchJson(gateway, Number.MAX_SAFE_INTEGER, [])));
  const beats = setInterval(beat, beatMs);
  beats.unref();
  beat();

  return {
    publish(users, event) {
      local.publish(users, event);
      if (waiting.length === 0) setImmediate(flush);
      waiting.push(fitting({ users, event }));
    },
    subscribe: (listener) => local.subscribe(listener),
    async close() {
      clearInterval(beats);
      flush();
      await rollCall?.close();
      await local.close();
      await transport.close();
    },
  };
}
