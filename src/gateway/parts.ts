import type { ProviderKeys } from "../access/provider-keys.ts";
import type { TokenRules } from "../access/tokens.ts";
import type { Bus } from "../bus/bus.ts";
import type { CheckContext, LinkReport } from "../report/report.ts";
import type { RulebookReading } from "../rulebooks/shelf.ts";
import type { ClientFrameOf, RulebookFrame } from "../protocol/client-frames.ts";
import type { Limits } from "../protocol/limits.ts";
import type { ImageFetcher } from "../resolve/images/image-fetcher.ts";
import type { Resolver } from "../resolve/resolver.ts";
import type { Resolution } from "../resolve/types.ts";
import type { GroupRules, Store } from "../store/store.ts";
import type { HttpApi } from "./http/http-api.ts";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Tracer } from "../telemetry/telemetry.ts";

/** Who reads, and when the message was received. Host platform and lists are the judge's own: no client's ever come by here. */
export type JudgeContext = Pick<CheckContext, "at" | "chat" | "client" | "choice" | "locale"> & {
  /** Who decides; absent: the rulebook in force. */
  readonly reading?: RulebookReading | undefined;
};

/** `hello.replay` as a client sent it. */
export type ReplayContext = NonNullable<ClientFrameOf<"hello">["replay"]>;

/** A tester's own facts, checked and opened once at `hello`. They make that connection's own reading and nothing else. */
export interface Replay {
  /** The day it reads as of; null: each message's own time. */
  readonly at: Date | null;
  readonly chat: CheckContext["chat"];
  readonly client: CheckContext["client"];
  readonly choice: CheckContext["choice"];
  /** Links are followed through answers it brought along: what the operator's network told is left out. */
  readonly hasOwnNetwork: boolean;
  /** Judges by its host platform, lists and rulebook; with a network of its own to the end of every link. */
  readonly judge: Judge;
}

/** The rulebook that decides, its edition in force, and that edition's hash. */
export type RulebookInForce = Omit<RulebookFrame, "type">;

type Eventual<T> = T | Promise<T>;

/**
 * The reports of a text's links, in order. Answers at once where it can: a message is never held up by the network. A link that
 * has to be followed and was not yet is `provisional` with `skipped` null.
 *
 * @param leadOf  What the network has told of a link, by its position; null when nothing.
 */
export type Judge = (
  text: string,
  context: JudgeContext,
  leadOf?: (index: number) => Resolution | null,
) => Eventual<readonly LinkReport[]>;

/** Follows addresses, and says what needs no request. */
export type LinkResolver = Pick<Resolver, "settle" | "resolve">;

export interface BotMessage {
  readonly conversation: string;
  readonly from: string;
  readonly text: string;
  /** Judged for the sender. */
  readonly links: readonly LinkReport[];
  readonly context: JudgeContext;
}

/** A user who answers by program. Only one-to-one messages are shown to it. */
export interface Bot {
  readonly userId: string;
  /** The answer; null for silence. */
  onMessage(message: BotMessage): Promise<string | null>;
}

/** Told of each message's reports once it was answered and its links were followed. */
export interface MessageShadow {
  compare(reports: readonly LinkReport[], context: JudgeContext): void;
}

export interface GatewayParts {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: () => Date;
  /** Signs tokens (HS256): 32 bytes or more. */
  readonly secret: Uint8Array;
  /** The secret before this one: signs nothing, and what it signed holds until it runs out. */
  readonly previousSecret?: Uint8Array;
  /** Keys of an identity provider whose tokens are taken beside the gateway's own. */
  readonly providerKeys?: ProviderKeys;
  /** What tokens have to say besides. Default: nothing, and the user in `sub`. */
  readonly tokenRules?: TokenRules;
  /** What is in force at an instant, told in `welcome` and, when it becomes another, in `rulebook`. */
  readonly rulebookAt: (at: Date) => RulebookInForce;
  /** The rulebook in force, taken once for a message, so that all who are told of it then are told by one. */
  readonly reading?: () => RulebookReading;
  readonly judge: Judge;
  /**
   * Names the clients of one system that the rules do not tell apart: one judgement serves all readers of one name, language
   * and choice. Left out: each version is judged for by itself.
   */
  readonly clientGroupOf?: (context: JudgeContext) => string;
  /** Who follows the links of a message; null, or left out: nobody. */
  readonly resolver?: LinkResolver | null;
  /**
   * Opens a tester's own facts. Left out: a connection may read as of another day, by the gateway's own judge.
   *
   * @throws {ProtocolError} `bad_frame` that names the field.
   */
  readonly openReplay?: (asked: ReplayContext) => Replay;
  /** Milliseconds between two looks for links that were left unfollowed. Default 60 000. */
  readonly resumeEveryMs?: number;
  /** Fetches the pictures that pages name, so that no reader has to. */
  readonly images?: Pick<ImageFetcher, "fetch">;
  readonly bot?: Bot;
  readonly shadow?: MessageShadow;
  /** What `/v1/check` and its neighbours answer; a route without a function is not there. */
  readonly api?: HttpApi;
  /** Web origins besides the gateway's own, such as `https://chat.example`. */
  readonly origins?: readonly string[];
  /** Addresses and networks of proxies whose forwarding headers are believed. */
  readonly trustedProxies?: readonly string[];
  readonly limits?: Partial<Limits>;
  /** Who may put somebody into a group. Default `anyone`. */
  readonly groups?: GroupRules["whoAdds"];
  /** Whether this machine's own users need no token while nobody else is served (local-access.ts). Default true. */
  readonly demoSignIn?: boolean;
  /** Sign-in by name alone for everyone who reaches the gateway. Default false. */
  readonly demo?: boolean;
  /** The folder that holds `web/`, `client/` and `protocol/`. Default: this program's own. */
  readonly webRoot?: URL;
  readonly log?: Log;
  /** Counters shared with others of this program. */
  readonly metrics?: Metrics;
  /** Is told of every message sent and every link followed. Default: nobody traces. */
  readonly tracer?: Tracer;
}
