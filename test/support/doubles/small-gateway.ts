import { limitsWith } from "../../../src/protocol/limits.ts";
import type { FakePeer, FakeServer } from "./fake-world.ts";

interface Message {
  readonly seq: number;
  readonly from: string;
  readonly key: string;
  readonly text: string;
}

/** One conversation of `alice` and `bob`, by the rules of the protocol's numbers, with refusals that a test asks for. */
export interface SmallGateway {
  readonly server: FakeServer;
  readonly messages: readonly Message[];
  /** Asked before each message is taken: how long it is refused, or null. */
  refuses: () => number | null;
}

const CONVERSATION = `c:${"A".repeat(22)}`;
const EPOCH = "e";

export function createSmallGateway(): SmallGateway {
  const messages: Message[] = [];
  const readers = new Set<{ readonly user: string; readonly peer: FakePeer }>();
  const frameOf = ({ seq, from, text }: Message) => ({
    type: "message",
    conversation: CONVERSATION,
    kind: "one_to_one",
    seq,
    from,
    text,
    at: new Date(seq).toISOString(),
    links: [],
  });
  const gateway: SmallGateway = {
    messages,
    refuses: () => null,
    server(peer) {
      let user = "";
      let reader: { readonly user: string; readonly peer: FakePeer } | null = null;
      const answers: Readonly<Record<string, (frame: Readonly<Record<string, unknown>>) => object | null>> = {
        hello({ id, token }) {
          user = String(token);
          const limits = limitsWith();
          const rulebook = { rulebook: "wechat", edition: null, hash: null };
          const times = { time: new Date(0).toISOString(), expiresAt: "2027-01-01T00:00:00Z" };
          const common = { session: "s", heartbeatMs: limits.heartbeatMs, epoch: EPOCH, choice: null, blocks: [] };
          return { type: "welcome", re: id, user, limits, ...common, ...rulebook, ...times };
        },
        sync({ id, have, from }) {
          const last = from === "now" ? messages.length : Number(Object(have)[CONVERSATION] ?? 0);
          for (const message of messages.slice(last)) peer.send(frameOf(message));
          if (reader === null) readers.add((reader = { user, peer }));
          const heads = messages.length === 0 ? {} : { [CONVERSATION]: messages.length };
          return { type: "synced", re: id, epoch: EPOCH, complete: true, heads, updates: {} };
        },
        send({ id, key, text }) {
          const waitMs = gateway.refuses();
          if (waitMs !== null) {
            const refusal = { code: "rate_limited", message: "wait", temporary: true, retryAfterMs: waitMs };
            return { type: "error", re: id, ...refusal };
          }
          const known = messages.find((each) => each.from === user && each.key === key);
          const message = known ?? { seq: messages.length + 1, from: user, key: String(key), text: String(text) };
          if (known === undefined) {
            messages.push(message);
            for (const each of readers) if (each.peer !== peer) each.peer.send(frameOf(message));
          }
          const { seq } = message;
          return { type: "sent", re: id, conversation: CONVERSATION, kind: "one_to_one", seq, at: "", links: [] };
        },
        history: ({ id }) => ({ type: "page", re: id, conversation: CONVERSATION, messages: [], more: false }),
        ping: () => ({ type: "pong" }),
      };
      return (frame) => {
        const answer = answers[String(frame["type"])]?.(frame) ?? null;
        if (answer !== null) peer.send(answer);
      };
    },
  };
  return gateway;
}
