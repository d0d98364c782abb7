import { BOT_USER } from "../chat/ids.ts";
import { connect, RequestError, type Client } from "../client/index.ts";
import { InputError } from "../input/input-error.ts";
import type { LinkReport } from "../report/report.ts";
import type { Fixture } from "./fixture.ts";
import { JudgementFailed, type JudgeFixture } from "./run-fixtures.ts";

/** How long a live gateway may take for one message, milliseconds. */
const ANSWER_TIMEOUT_MS = 15_000;
const SOCKET_PATH = "/v1/ws";

/** The context fields of a fixture's line, as the gateway takes them. */
const CONTEXT_FIELDS = ["at", "host", "chat", "client", "choice", "rulebook", "lists", "network", "resolve"];

/**
 * Replays over a live gateway that has demo sign-in. Both users of a fixture sign in and read in the fixture's context.
 * One sends, and what the other receives is compared.
 *
 * Their names are the run's own, so that nothing is written to anybody who is there, and what is left behind can be told apart.
 *
 * @param address  `ws://host:port`, with or without the socket's path.
 * @param tell     Is told under which names the run wrote.
 * @throws {InputError} when the address is none or the gateway gives no token.
 */
export async function openLiveJudge(address: string, tell: (message: string) => void): Promise<JudgeFixture> {
  const socketUrl = URL.parse(address);
  if (socketUrl === null || !/^wss?:$/u.test(socketUrl.protocol)) {
    throw againstError("expected ws:// or wss:// and a host, such as ws://127.0.0.1:8080");
  }
  socketUrl.pathname = SOCKET_PATH;
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (user: string): Promise<string> => {
    const token = tokens.get(user) ?? signIn(socketUrl, user);
    tokens.set(user, token);
    return token;
  };
  const names = createNames();
  await tokenOf(names.of("replay"));
  tell(`replaying as users ${names.prefix}…, whose messages stay at the gateway`);
  return (fixture, source) => {
    const { from, to } = fixture;
    return judgeLive(socketUrl.href, { ...fixture, from: names.of(from), to: names.of(to) }, source, tokenOf);
  };
}

/** Names of one run in the place of those that fixtures give, each for one of theirs. The bot keeps its own. */
function createNames(): { readonly prefix: string; of(name: string): string } {
  const prefix = `replay-${crypto.randomUUID().slice(0, 8)}-`;
  const made = new Map<string, string>([[BOT_USER, BOT_USER]]);
  return {
    prefix,
    of(name) {
      const own = made.get(name) ?? `${prefix}${made.size}`;
      made.set(name, own);
      return own;
    },
  };
}

function againstError(message: string): InputError {
  return new InputError("bad_address", [{ field: "--against", message }]);
}

async function signIn(socketUrl: URL, user: string): Promise<string> {
  const url = new URL("/v1/demo-sign-in", socketUrl);
  url.protocol = socketUrl.protocol === "wss:" ? "https:" : "http:";
  const refusal = againstError(
    "expected a gateway with demo sign-in: on loopback without --origin and --trusted-proxy, or with --demo",
  );
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user }),
  }).catch(() => {
    throw againstError("nothing answers there");
  });
  if (!response.ok) throw refusal;
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === "object" && body !== null && "token" in body && typeof body.token === "string") return body.token;
  throw refusal;
}

async function judgeLive(
  url: string,
  fixture: Fixture,
  source: Readonly<Record<string, unknown>>,
  tokenOf: (user: string) => Promise<string>,
): Promise<readonly LinkReport[]> {
  const replay = Object.fromEntries(
    CONTEXT_FIELDS.filter((field) => field in source).map((field) => [field, source[field]]),
  );
  const { locale } = fixture;
  const open = (user: string): Client => connect(url, () => tokenOf(user), { device: "replay", locale, replay });
  const receiver = open(fixture.to);
  const sender = open(fixture.from);
  try {
    const key = crypto.randomUUID();
    const text = fixture.text;
    const { promise: arrival, resolve: arrived } = Promise.withResolvers<readonly LinkReport[]>();
    const seen = new Map<string, LinkReport[]>();
    let awaited: string | null = null;
    const look = () => {
      const links = awaited === null ? undefined : seen.get(awaited);
      // With recorded answers the ends of all links are waited for; without, what the message came with is compared.
      if (links !== undefined && (!isFollowed(fixture) || links.every(hasEnded))) arrived(links);
    };
    receiver.on("message", ({ conversation, seq, links }) => {
      seen.set(`${conversation} ${seq}`, [...links]);
      look();
    });
    receiver.on("link", ({ conversation, seq, index, report }) => {
      // The operator's own network may tell more before `sent` is here.
      if (!isFollowed(fixture)) return;
      seen.get(`${conversation} ${seq}`)?.splice(index, 1, report);
      look();
    });
    return await withinTime(
      (async () => {
        await Promise.all([receiver.ready(), sender.ready()]);
        const sent = await sender.send(fixture.to, text, { key });
        awaited = `${sent.conversation} ${sent.seq}`;
        look();
        return arrival;
      })(),
    );
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    throw new JudgementFailed(error.message, { cause: error });
  } finally {
    sender.close();
    receiver.close();
  }
}

function isFollowed({ network, resolve }: Fixture): boolean {
  return network !== undefined || resolve !== undefined;
}

function hasEnded({ resolution }: LinkReport): boolean {
  return resolution.status !== "provisional" || resolution.skipped !== null;
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new JudgementFailed(`nothing arrived within ${ANSWER_TIMEOUT_MS} ms`)),
      ANSWER_TIMEOUT_MS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
