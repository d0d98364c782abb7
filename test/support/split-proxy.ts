import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** One way of all connections: to the server, or from it. */
export const WAYS = ["to", "from"] as const;
type Way = (typeof WAYS)[number];
/** Held bytes arrive when the way is healed, as a network sends them again; dropped ones never. */
type Hindrance = "holds" | "drops";

/** A TCP proxy whose two ways can fail one without the other. */
export interface SplitProxy {
  /** The address that it was given, with its own port. */
  readonly url: string;
  /** From now on nothing passes this way, of standing connections and of new ones. */
  hinder(way: Way, hindrance: Hindrance): void;
  /** Cuts every standing connection. */
  cut(): void;
  /** Both ways pass again. What was held arrives, also after who sent it is gone; what lost bytes is cut. */
  heal(): void;
  close(): Promise<void>;
}

/** Bytes, or that the connection ended. */
type Item = Buffer | "end";

interface Link {
  readonly sockets: Readonly<Record<Way, Socket>>;
  /** What waits for its way to be healed. */
  readonly held: Readonly<Record<Way, Item[]>>;
  hasLost: boolean;
}

export async function startSplitProxy(target: string): Promise<SplitProxy> {
  const upstream = new URL(target);
  const hindered = new Map<Way, Hindrance>();
  const links = new Set<Link>();

  function deliver(link: Link, way: Way, item: Item): void {
    const socket = link.sockets[way];
    if (item !== "end") {
      if (socket.writable) socket.write(item);
    } else socket.end();
  }

  function pass(link: Link, way: Way, item: Item): void {
    const hindrance = hindered.get(way);
    if (hindrance === "drops") link.hasLost = true;
    else if (hindrance === "holds") link.held[way].push(item);
    else deliver(link, way, item);
  }

  function drop(link: Link): void {
    links.delete(link);
    for (const way of WAYS) link.sockets[way].destroy();
  }

  const server = createServer((client) => {
    const outer = connect(Number(upstream.port), upstream.hostname);
    const link: Link = { sockets: { to: outer, from: client }, held: { to: [], from: [] }, hasLost: false };
    links.add(link);
    for (const [socket, way] of [
      [client, "to"],
      [outer, "from"],
    ] as const) {
      socket.on("data", (data) => pass(link, way, data));
      socket.on("error", () => {});
      socket.on("close", () => {
        pass(link, way, "end");
        if (link.sockets.to.destroyed && link.sockets.from.destroyed) links.delete(link);
      });
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const own = new URL(target);
  own.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    for (const link of links) drop(link);
  };
  return {
    url: own.href,
    hinder: (way, hindrance) => void hindered.set(way, hindrance),
    cut,
    heal() {
      hindered.clear();
      for (const link of links) {
        if (link.hasLost) drop(link);
        else for (const way of WAYS) for (const item of link.held[way].splice(0)) deliver(link, way, item);
      }
    },
    async close() {
      cut();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
