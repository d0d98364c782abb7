import { WebSocket } from "ws";
import type { Spawned } from "../support/programs/spawn-listening.ts";
import type { Peer } from "./chat-peers.ts";

export interface Load {
  readonly pairs: number;
  readonly text: string;
}

/** A connected client that has been greeted. Of a frame it looks at the first bytes only, so that it weighs the same for every peer. */
export async function enter(peer: Peer, server: Spawned, user: string): Promise<WebSocket> {
  const words = await peer.greeting(user);
  const ws = new WebSocket(peer.url(server, user), peer.subprotocol ?? [], { perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    let said = 0;
    const sayNext = () => {
      const word = words[said];
      said += 1;
      if (word !== undefined) ws.send(word);
      else {
        ws.off("message", sayNext);
        resolve();
      }
    };
    ws.once("error", reject);
    // socket.io speaks first; the others wait to be greeted.
    if (peer.subprotocol !== undefined) ws.once("open", sayNext);
    ws.on("message", sayNext);
  });
  return ws;
}

export async function enterPairs(peer: Peer, server: Spawned, pairs: number): Promise<readonly WebSocket[][]> {
  const entered: WebSocket[][] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    entered.push([await enter(peer, server, `writer${pair}`), await enter(peer, server, `reader${pair}`)]);
  }
  return entered;
}

const WARM_UP_SECONDS = 3;

interface Pair {
  say(): void;
}

function pairOf(
  peer: Peer,
  [writer, reader]: readonly WebSocket[],
  to: string,
  text: string,
  heard: { acknowledged: () => void; read: () => void },
): Pair {
  const run = crypto.randomUUID().slice(0, 8);
  let said = 0;
  writer?.on("message", (data) => {
    const start = (data as Buffer).toString("latin1", 0, 14);
    if (start.startsWith(peer.acknowledgement)) heard.acknowledged();
    else if (start !== "2") throw new Error(`${peer.name} refused a message: ${start}`);
  });
  reader?.on("message", (data) => {
    if ((data as Buffer).toString("latin1", 0, peer.message.length) === peer.message) heard.read();
  });
  return {
    say() {
      said += 1;
      writer?.send(peer.send(said, `${run}-${said}`, to, text));
    },
  };
}

/**
 * Messages a second, each pair keeping so many under way: one counts when its sender has the acknowledgement and its reader the
 * message. As many are said before the clock starts, when conversations are made and both programs are still being compiled.
 */
export async function rateOf(
  peer: Peer,
  server: Spawned,
  { pairs, text }: Load,
  inFlight: number,
  messages: number,
): Promise<number> {
  const sockets = await enterPairs(peer, server, pairs);
  const perPair = Math.ceil(messages / pairs);
  const round = () =>
    Promise.all(
      sockets.map(
        (ofPair, index) =>
          new Promise<void>((resolve) => {
            let left = perPair;
            let acknowledged = 0;
            let read = 0;
            const done = () => {
              if (acknowledged !== perPair || read !== perPair) return;
              for (const each of ofPair) each.removeAllListeners("message");
              resolve();
            };
            const pair = pairOf(peer, ofPair, `reader${index}`, text, {
              acknowledged() {
                acknowledged += 1;
                sayOne();
                done();
              },
              read() {
                read += 1;
                done();
              },
            });
            const sayOne = () => {
              if (left === 0) return;
              left -= 1;
              pair.say();
            };
            for (let count = 0; count < inFlight; count += 1) sayOne();
          }),
      ),
    );
  await round();
  const start = performance.now();
  await round();
  const seconds = (performance.now() - start) / 1_000;
  for (const ws of sockets.flat()) ws.terminate();
  return (perPair * pairs) / seconds;
}

/**
 * Deliveries a second in one group with one sender: a message counts when each of the others has it and the sender the
 * acknowledgement. As many are said before the clock starts.
 *
 * @param readers  Members besides the sender.
 */
export async function groupRateOf(
  peer: Peer,
  server: Spawned,
  { readers, text }: { readonly readers: number; readonly text: string },
  inFlight: number,
  messages: number,
): Promise<number> {
  const names = Array.from({ length: readers }, (_, index) => `member${index}`);
  const others: WebSocket[] = [];
  for (const name of names) others.push(await enter(peer, server, name));
  const writer = await enter(peer, server, "writer0");
  const group = await new Promise<string>((resolve) => {
    writer.once("message", (data) => resolve(peer.groupIn((data as Buffer).toString("utf8"))));
    writer.send(peer.group(names));
  });
  const run = crypto.randomUUID().slice(0, 8);
  let said = 0;
  const round = () =>
    new Promise<void>((resolve) => {
      const last = said + messages;
      let awaited = messages * (readers + 1);
      const came = () => {
        awaited -= 1;
        if (awaited === 0) resolve();
      };
      const sayOne = () => {
        if (said === last) return;
        said += 1;
        writer.send(peer.send(said, `${run}-${said}`, group, text));
      };
      writer.removeAllListeners("message");
      writer.on("message", (data) => {
        if (!(data as Buffer).toString("latin1", 0, 14).startsWith(peer.acknowledgement)) return;
        sayOne();
        came();
      });
      for (const each of others) {
        each.removeAllListeners("message");
        each.on("message", (data) => {
          if ((data as Buffer).toString("latin1", 0, peer.message.length) === peer.message) came();
        });
      }
      for (let count = 0; count < inFlight; count += 1) sayOne();
    });
  await round();
  const start = performance.now();
  await round();
  const seconds = (performance.now() - start) / 1_000;
  for (const ws of [writer, ...others]) ws.terminate();
  return (messages * readers) / seconds;
}

/**
 * From the moment a message was due to its arrival at the reader, at a fixed rate that waits for nobody, so that a stall of the server
 * counts against every message it delays (https://www.scylladb.com/2021/04/22/on-coordinated-omission/).
 *
 * @param rate  Messages a second over all pairs.
 * @returns     Each message's latency, sorted, but for those of the first seconds, when both programs are still being compiled.
 *   Milliseconds.
 */
export async function latenciesAt(
  peer: Peer,
  server: Spawned,
  load: Load,
  rate: number,
  seconds: number,
): Promise<Float64Array> {
  return (await pacedAt(peer, server, load, rate, seconds)).read;
}

/** The same, to the reader and to the sender's own acknowledgement, each sorted. Milliseconds. */
export async function pacedAt(
  peer: Peer,
  server: Spawned,
  { pairs, text }: Load,
  rate: number,
  seconds: number,
): Promise<{ readonly sent: Float64Array; readonly read: Float64Array }> {
  const sockets = await enterPairs(peer, server, pairs);
  const total = Math.floor(rate * (WARM_UP_SECONDS + seconds));
  const latencies = { sent: [] as number[], read: [] as number[] };
  let left = 2 * total;
  await new Promise<void>((resolve) => {
    const due = sockets.map(() => ({ sent: [] as number[], read: [] as number[] }));
    const came = (index: number, what: "sent" | "read"): void => {
      const dueAtMs = due[index]?.[what].shift() ?? 0;
      if (dueAtMs >= start + WARM_UP_SECONDS * 1_000) latencies[what].push(performance.now() - dueAtMs);
      left -= 1;
      if (left === 0) resolve();
    };
    const writers = sockets.map((ofPair, index) =>
      pairOf(peer, ofPair, `reader${index}`, text, {
        acknowledged: () => came(index, "sent"),
        read: () => came(index, "read"),
      }),
    );
    const start = performance.now();
    let said = 0;
    const sayDue = () => {
      const nowMs = performance.now();
      for (; said < total; said += 1) {
        const dueAtMs = start + (said / rate) * 1_000;
        if (dueAtMs > nowMs) break;
        due[said % pairs]?.sent.push(dueAtMs);
        due[said % pairs]?.read.push(dueAtMs);
        writers[said % pairs]?.say();
      }
      if (said < total) setTimeout(sayDue, 1);
    };
    sayDue();
  });
  for (const ws of sockets.flat()) ws.terminate();
  return { sent: Float64Array.from(latencies.sent).sort(), read: Float64Array.from(latencies.read).sort() };
}

export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
