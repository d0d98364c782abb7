import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import type { Bus, BusEvent } from "../../src/bus/bus.ts";
import { createHintBus, type Transport, type TransportListener } from "../../src/bus/hint-bus.ts";
import { openNatsTransport } from "../../src/bus/nats.ts";
import { openPostgresTransport } from "../../src/bus/postgres.ts";
import { openServers } from "../../src/store/postgres/servers.ts";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { busContract } from "../contracts/bus.ts";
import { hasNats, startNats, type NatsServer } from "../support/programs/nats-server.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { TEST_SECRET } from "../support/secret.ts";

type Open = (listener: TransportListener) => Promise<Transport>;

const onFault = (): void => undefined;
const silent: TransportListener = { heard: () => undefined, carries: () => undefined };

/** Everything a gateway was told by its bus. */
function recorded(bus: Bus) {
  const events: { readonly users: readonly string[]; readonly event: BusEvent }[] = [];
  const looks: number[] = [];
  bus.subscribe({ heard: (users, event) => void events.push({ users, event }), missed: () => void looks.push(1) });
  return { events, looks };
}

async function opened(open: Open, secret = TEST_SECRET): Promise<Bus & ReturnType<typeof recorded>> {
  const bus = await createHintBus({ open, secret, onFault, beatMs: 50 });
  onTestFinished(() => bus.close());
  return Object.assign(bus, recorded(bus));
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

function authorizedBy(password: string): string {
  return `authorization { user: hutong, password: ${password} }`;
}

function message(seq: number, text = "words"): Extract<BusEvent, { kind: "message" }> {
  const stored = {
    conversation: "c:1",
    kind: "one_to_one" as const,
    seq,
    from: "alice",
    text,
    at: new Date(1_700_000_000_000),
  };
  const rest = {
    reportsJson: NO_REPORTS,
    contextJson: null,
    resolutions: null,
    listed: null,
    deletedAt: null,
    event: null,
  };
  return { kind: "message", message: { ...stored, ...rest }, judgedFor: null };
}

/** What every bus between processes keeps, besides what every bus keeps. */
function hintContract(backend: string, open: () => Open): void {
  busContract(backend, (parts) => createHintBus({ ...parts, open: open(), secret: TEST_SECRET, beatMs: 50 }));

  test(`[C3] ${backend} tells the other gateways what one publishes, in order, and the members only where they cannot be known`, async () => {
    const [own, other] = [await opened(open()), await opened(open())];
    own.publish(["alice", "bob"], message(1));
    for (let seq = 2; seq <= 300; seq += 1) own.publish(["alice", "bob"], message(seq));
    own.publish(["bob"], { kind: "typing", conversation: "c:1", from: "alice", except: "s" });
    await until(() => other.events.length >= 301);
    expect(other.events.slice(0, 300).map(({ event }) => event)).toEqual(
      Array.from({ length: 300 }, (_, index) => message(index + 1)),
    );
    expect([other.events[0]?.users, other.events[1]?.users, other.events[300]?.users]).toEqual([
      ["alice", "bob"],
      [],
      ["bob"],
    ]);
    // Who publishes is told once, by itself.
    expect(own.events).toHaveLength(301);
  });

  test(`[C3] ${backend} tells of a large message, and of an update, that they are in the store`, async () => {
    const [own, other] = [await opened(open()), await opened(open())];
    own.publish(["bob"], message(2, "长".repeat(5_000)));
    // Small as text, and large as JSON.
    own.publish(["bob"], message(3, "\u0001".repeat(1_400)));
    own.publish(["bob"], {
      kind: "update",
      update: { kind: "deleted", conversation: "c:1", update: 7, seq: 2, at: new Date() },
      message: null,
    });
    await until(() => other.events.length >= 3);
    const [first, second, third] = other.events.map(({ event }) => event);
    // A bus that carries much carries it whole.
    const isWhole = second?.kind === "message" && second.message.seq === 3;
    expect(isWhole || second).toEqual(isWhole || { kind: "ahead", conversation: "c:1", seq: 3, update: 0 });
    expect([first, third]).toEqual([
      { kind: "ahead", conversation: "c:1", seq: 2, update: 0 },
      { kind: "ahead", conversation: "c:1", seq: 2, update: 7 },
    ]);
  });

  test(`[C3] ${backend} passes over what was not signed with the gateways' secret`, async () => {
    const own = await opened(open());
    const stranger = await opened(open(), new TextEncoder().encode("another secret of thirty-two bytes!"));
    const friend = await opened(open());
    stranger.publish(["bob"], message(1, "forged"));
    friend.publish(["bob"], message(1, "real"));
    await until(() => own.events.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(own.events.map(({ event }) => (event.kind === "message" ? event.message.text : null))).toEqual(["real"]);
  });

  test(`[C3] ${backend} names whom a conversation concerns that somebody's gateway may not know of`, async () => {
    const [own, other] = [await opened(open()), await opened(open())];
    const event = { kind: "ahead" as const, conversation: "c:1", seq: 2, update: 1 };
    own.publish(["bob"], event);
    await until(() => other.events.length > 0);
    expect(other.events).toEqual([{ users: ["bob"], event }]);
  });

  test(`[C1] ${backend} tells the other gateways that what they share was changed`, async () => {
    const [own, other] = [await opened(open()), await opened(open())];
    own.publish([], { kind: "changed", what: "rulebook" });
    own.publish([], { kind: "changed", what: "lists" });
    await until(() => other.events.length >= 2);
    expect(other.events).toEqual([
      { users: [], event: { kind: "changed", what: "rulebook" } },
      { users: [], event: { kind: "changed", what: "lists" } },
    ]);
  });

  test(`[C1] ${backend} tells what each gateway says of itself, and that one is gone`, async () => {
    const heard: string[] = [];
    const gone: string[] = [];
    const standingOf = (rulebook: string) => ({
      says: () => ({ rulebook }),
      heard: (gateway: string, told: { readonly rulebook: string | null }) =>
        void heard.push(`${gateway} ${told.rulebook}`),
      gone: (gateway: string) => void gone.push(gateway),
    });
    const parts = { secret: TEST_SECRET, onFault, beatMs: 50 };
    const own = await createHintBus({ ...parts, open: open(), standing: standingOf("mine") });
    onTestFinished(() => own.close());
    // One of an earlier program says nothing.
    const silentOne = await createHintBus({ ...parts, open: open() });
    onTestFinished(() => silentOne.close());
    const other = await createHintBus({ ...parts, open: open(), standing: standingOf("theirs") });
    await until(() => heard.some((each) => each.endsWith(" theirs")) && heard.some((each) => each.endsWith(" null")));
    const name = heard.find((each) => each.endsWith(" theirs"))?.split(" ")[0] ?? "";
    // A batch says nothing of its gateway, and changes nothing of what was said.
    other.publish(["bob"], message(1));
    await other.close();
    // A machine that stalls makes others gone too, for a moment.
    await until(() => gone.includes(name));
    expect(heard.filter((each) => each.startsWith(name)).every((each) => each === `${name} theirs`)).toBe(true);
  });

  test(`[C4] ${backend} says that something may be missed when a gateway is heard no more`, async () => {
    const own = await opened(open());
    const other = await createHintBus({ open: open(), secret: TEST_SECRET, onFault, beatMs: 50 });
    other.publish(["bob"], message(1));
    await until(() => own.events.length > 0);
    const before = own.looks.length;
    await other.close();
    await until(() => own.looks.length > before);
  });
}

/** Carries within the process, except what a test takes out. */
function createAir() {
  const listeners = new Set<TransportListener>();
  const air = {
    isLosing: false,
    cut(isUp: boolean): void {
      for (const listener of listeners) listener.carries(isUp);
    },
    open: async (listener: TransportListener): Promise<Transport> => {
      listeners.add(listener);
      return {
        maxBytes: 2_000,
        send(text) {
          if (!air.isLosing) for (const each of listeners) setImmediate(() => each.heard(text));
        },
        close: async () => void listeners.delete(listener),
      };
    },
  };
  return air;
}

describe("within one process", () => {
  hintContract("a hint bus", () => createAirOnce().open);
  let air: ReturnType<typeof createAir> | null = null;
  function createAirOnce() {
    if (air === null) {
      air = createAir();
      onTestFinished(() => void (air = null));
    }
    return air;
  }

  test("[C3] a batch that was lost is noticed by the next one, and by a beat when none follows", async () => {
    const lossy = createAir();
    const [own, other] = [await opened(lossy.open), await opened(lossy.open)];
    own.publish(["bob"], message(1));
    await until(() => other.events.length === 1);
    const before = other.looks.length;
    lossy.isLosing = true;
    own.publish(["bob"], message(2));
    // The batch leaves at the end of this turn.
    await new Promise(setImmediate);
    lossy.isLosing = false;
    await until(() => other.looks.length > before);
    expect(other.events).toHaveLength(1);
  });

  test("[C1] a gateway that was not heard for three beats is gone, once, and nobody else is", async () => {
    // Time passes where this test says so: a late beat makes nobody gone.
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const shared = createAir();
    const gone: string[] = [];
    const heard = new Map<string, string>();
    const standingOf = (rulebook: string, tells = false) => ({
      says: () => ({ rulebook }),
      heard: (gateway: string, told: { readonly rulebook: string | null }) =>
        void (tells && heard.set(told.rulebook ?? "", gateway)),
      gone: (gateway: string) => void (tells && gone.push(gateway)),
    });
    const parts = { open: shared.open, secret: TEST_SECRET, onFault, beatMs: 50 };
    const own = await createHintBus({ ...parts, standing: standingOf("mine", true) });
    onTestFinished(() => own.close());
    const staying = await createHintBus({ ...parts, standing: standingOf("stays") });
    onTestFinished(() => staying.close());
    const leaving = await createHintBus({ ...parts, standing: standingOf("leaves") });
    async function beats(count: number): Promise<void> {
      for (let beat = 0; beat < count; beat += 1) {
        vi.advanceTimersByTime(50);
        await new Promise(setImmediate);
      }
    }
    await beats(10);
    const left = heard.get("leaves");
    expect([...heard.keys()].toSorted()).toEqual(["leaves", "stays"]);
    await leaving.close();
    await beats(3);
    expect(gone).toEqual([]);
    await beats(10);
    expect(gone).toEqual([left]);
  });

  test("[C4] while nothing is carried everybody looks in the store at each beat", async () => {
    const broken = createAir();
    const own = await opened(broken.open);
    broken.cut(false);
    const before = own.looks.length;
    await until(() => own.looks.length >= before + 3);
  });

  test("[C9] a hint of a form that is not known here makes its gateway look in the store", async () => {
    const later = createAir();
    const own = await opened(later.open);
    const other = await opened(later.open);
    // A later release may tell of what this one does not know.
    const unknown = { ...message(1), kind: "poll" } as unknown as BusEvent;
    const before = own.looks.length;
    other.publish(["bob"], unknown);
    other.publish(["bob"], message(2));
    await until(() => own.looks.length > before && own.events.length > 0);
    expect(own.events.map(({ event }) => event.kind)).toEqual(["message"]);
  });
});

describe.skipIf(postgresMissing() !== null)("by PostgreSQL", () => {
  let server: PostgresServer;
  let url = "";
  let tests = 0;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());
  hintContract("a bus by PostgreSQL", () => {
    // A database of its own for each test.
    if (url === "") {
      const name = `bus ${(tests += 1)}`;
      url = name;
      onTestFinished(() => void (url = ""));
    }
    const name = url;
    return async (listener) => {
      const servers = openServers(await server.urlOf(name));
      return openPostgresTransport({ connect: () => servers.connect({ queryTimeoutMs: 3_000 }), onFault }, listener);
    };
  });

  test("[C4] a server that has no connection for the bus when the gateway starts carries as soon as it has", async () => {
    const own = new URL(await server.urlOf("full"));
    const operator = new pg.Client({ connectionString: own.href });
    await operator.connect();
    onTestFinished(() => operator.end());
    await operator.query("CREATE ROLE guest LOGIN PASSWORD 'guest' CONNECTION LIMIT 0");
    [own.username, own.password] = ["guest", "guest"];
    const servers = openServers(own.href);
    const open: Open = (listener) => openPostgresTransport({ connect: () => servers.connect(), onFault }, listener);
    const [one, other] = [await opened(open), await opened(open)];
    // Until then the store is looked at.
    await until(() => other.looks.length >= 2);
    await operator.query("ALTER ROLE guest CONNECTION LIMIT 2");
    await until(() => {
      one.publish(["bob"], message(1, "heard"));
      return other.events.length > 0;
    });
    expect(other.events[0]?.event).toMatchObject({ message: { text: "heard" } });
  });
});

describe.skipIf(!hasNats())("by NATS", () => {
  let server: NatsServer;
  let name = "";
  beforeAll(async () => {
    server = await startNats();
  });
  afterAll(() => server.close());
  hintContract("a bus by NATS", () => {
    if (name === "") {
      name = crypto.randomUUID();
      onTestFinished(() => void (name = ""));
    }
    const own = `${server.url}/${name}`;
    return (listener) => openNatsTransport({ url: own, onFault }, listener);
  });

  test("[C3] a server that takes little is sent no more, and what is too large is told where it is", async () => {
    const small = await startNats("max_payload: 4096");
    onTestFinished(() => small.close());
    const open: Open = (listener) => openNatsTransport({ url: small.url, onFault }, listener);
    const [own, other] = [await opened(open), await opened(open)];
    own.publish(["bob"], message(2, "\u0001".repeat(1_400)));
    await until(() => other.events.length > 0);
    expect(other.events[0]?.event).toEqual({ kind: "ahead", conversation: "c:1", seq: 2, update: 0 });
  });

  test("whom the server does not let in is told so, without address or password", async () => {
    const closed = await startNats(authorizedBy("right"));
    onTestFinished(() => closed.close());
    const url = closed.url.replace("//", "//hutong:seeded@");
    const refused = openNatsTransport({ url, onFault }, silent);
    await expect(refused).rejects.toThrow("the NATS server does not let this user in");
  });

  test("[C4] a server that is not there when the gateway starts carries as soon as it is", async () => {
    const late = await startNats();
    onTestFinished(() => late.close());
    await late.kill();
    const open: Open = (listener) => openNatsTransport({ url: late.url, onFault }, listener);
    const [own, other] = [await opened(open), await opened(open)];
    // Until then the store is looked at.
    await until(() => other.looks.length >= 2);
    await late.start();
    await until(() => {
      own.publish(["bob"], message(1, "heard"));
      return other.events.length > 0;
    });
    expect(other.events[0]?.event).toMatchObject({ message: { text: "heard" } });
  });

  test("why a server is not reached is told once, at the start and later", async () => {
    const guarded = await startNats(authorizedBy("right"));
    onTestFinished(() => guarded.close());
    const url = guarded.url.replace("//", "//hutong:right@");
    const told: unknown[] = [];
    const listener = { ...silent, carries: (isUp: boolean, because?: string) => void told.push([isUp, because]) };
    await guarded.kill();
    const transport = await openNatsTransport({ url, onFault }, listener);
    onTestFinished(() => transport.close());
    // As long as two tries take.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(told).toEqual([[false, "ECONNREFUSED"]]);
    await guarded.start(authorizedBy("another"));
    await until(() => told.length > 1);
    expect(told[1]).toEqual([false, "not_let_in"]);
    await guarded.kill();
    await guarded.start(authorizedBy("right"));
    await until(() => told.length > 2);
    expect(told[2]).toEqual([true, undefined]);
    await guarded.kill();
    await guarded.start(authorizedBy("another"));
    await until(() => told.length > 4);
    expect(told.slice(3)).toEqual([
      [false, undefined],
      [false, "not_let_in"],
    ]);
  });

  test("who was connected leaves also while the server is away", async () => {
    const gone = await startNats();
    onTestFinished(() => gone.close());
    const told: boolean[] = [];
    const listener = { ...silent, carries: (isUp: boolean) => void told.push(isUp) };
    const transport = await openNatsTransport({ url: gone.url, onFault }, listener);
    await gone.kill();
    await until(() => told.includes(false));
    await expect(transport.close()).resolves.toBeUndefined();
  });

  test("who is connected leaves also before a server that is frozen", async () => {
    const frozen = await startNats();
    onTestFinished(() => frozen.close());
    const transport = await openNatsTransport({ url: frozen.url, onFault }, silent);
    onTestFinished(frozen.freeze());
    // Until it stands.
    await new Promise((resolve) => setTimeout(resolve, 200));
    transport.send("the last words");
    await expect(transport.close()).resolves.toBeUndefined();
  }, 7_000);

  test("[C4] a server that lets nobody in for a while carries again when it does", async () => {
    const guarded = await startNats(authorizedBy("right"));
    onTestFinished(() => guarded.close());
    const url = guarded.url.replace("//", "//hutong:right@");
    const open: Open = (listener) => openNatsTransport({ url, onFault }, listener);
    const [own, other] = [await opened(open), await opened(open)];
    await guarded.kill();
    await guarded.start(authorizedBy("another"));
    // As long as two tries take: after two refusals a client gives up by default.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await guarded.kill();
    await guarded.start(authorizedBy("right"));
    await until(() => {
      own.publish(["bob"], message(1, "heard"));
      return other.events.length > 0;
    });
    expect(other.events[0]?.event).toMatchObject({ message: { text: "heard" } });
  });

  test("[C4] a server that dies is noticed, and one that comes back carries again", async () => {
    const open: Open = (listener) => openNatsTransport({ url: `${server.url}/killed`, onFault }, listener);
    const [own, other] = [await opened(open), await opened(open)];
    await server.kill();
    const before = other.looks.length;
    await until(() => other.looks.length >= before + 2);
    own.publish(["bob"], message(1, "lost"));
    await server.start();
    const start = other.looks.length;
    await until(() => other.looks.length > start + 1);
    await until(() => {
      own.publish(["bob"], message(2, "heard"));
      return other.events.length > 0;
    });
    expect(other.events[0]?.event).toMatchObject({ message: { text: "heard" } });
  });
});
