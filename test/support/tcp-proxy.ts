import { createServer, connect, type AddressInfo, type Socket } from "node:net";

/** A TCP proxy that fails as networks do. */
export interface TcpProxy {
  /** The address that it was given, with its own port. */
  readonly url: string;
  /** Connections taken so far, and those that still stand. */
  readonly taken: number;
  readonly standing: number;
  /** The next bytes to the server in which `text` stands are dropped, and their connection is cut. */
  cutBefore(text: string): Promise<void>;
  /** They arrive; when the server has answered them, or the transaction that they begin, its answer is dropped and the connection cut. */
  cutAfter(text: string): Promise<void>;
  /** They arrive, and from then on nothing passes that connection either way: nobody is told that it ended. */
  silence(text: string): Promise<void>;
  /** Every connection that stands is cut, or from now on passes nothing either way. */
  failAll(kind: "cut" | "silence"): void;
  close(): Promise<void>;
}

interface Fault {
  readonly kind: "before" | "after" | "silence";
  readonly text: string;
  readonly done: () => void;
}

/** The end of every answer: ReadyForQuery, outside of a transaction. Source: PostgreSQL, "Message Formats". */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const url = new URL(target);
  const faults: Fault[] = [];
  const standing = new Set<Socket>();
  const fails = new Map<Socket, (kind: "cut" | "silence") => void>();
  let taken = 0;

  function takeFault(data: Buffer): Fault | null {
    const index = faults.findIndex(({ text }) => data.includes(text));
    return index === -1 ? null : (faults.splice(index, 1)[0] ?? null);
  }

  const server = createServer((client) => {
    taken += 1;
    standing.add(client);
    const upstream = connect(Number(url.port), url.hostname);
    let fault: Fault | null = null;
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    fails.set(client, (kind) => {
      if (kind === "cut") cut();
      else fault = { kind, text: "", done: () => undefined };
    });
    client.on("data", (data) => {
      if (fault?.kind === "silence") return;
      fault ??= takeFault(data);
      if (fault?.kind !== "before") upstream.write(data);
      else cut();
      if (fault?.kind === "before" || fault?.kind === "silence") fault.done();
    });
    upstream.on("data", (data) => {
      const isLast = fault?.kind === "after" && data.subarray(-READY.length).equals(READY);
      if (fault === null || (fault.kind === "after" && !isLast)) client.write(data);
      if (!isLast) return;
      cut();
      fault?.done();
    });
    client.on("error", cut).on("close", () => {
      standing.delete(client);
      fails.delete(client);
      upstream.destroy();
    });
    upstream.on("error", cut).on("close", () => {
      if (fault?.kind !== "silence") client.destroy();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const own = new URL(target);
  own.port = String((server.address() as AddressInfo).port);
  const failNext = (kind: Fault["kind"], text: string) =>
    new Promise<void>((resolve) => {
      faults.push({ kind, text, done: resolve });
    });
  return {
    url: own.href,
    get taken() {
      return taken;
    },
    get standing() {
      return standing.size;
    },
    cutBefore: (text) => failNext("before", text),
    cutAfter: (text) => failNext("after", text),
    silence: (text) => failNext("silence", text),
    failAll(kind) {
      for (const fail of fails.values()) fail(kind);
    },
    async close() {
      for (const socket of standing) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
