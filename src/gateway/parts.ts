import type { Bus } from "../bus/bus.ts";
import type { CheckContext, LinkReport } from "../check/report.ts";
import type { ClientFrameOf } from "../protocol/frames.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Store } from "../store/store.ts";
import type { HttpApi } from "./http-api.ts";
import type { Log } from "./log.ts";

/** Who reads, and when the message was received. The operator's own context (host platform, lists) is the judge's. */
export type JudgeContext = Pick<CheckContext, "at" | "chat" | "client" | "choice" | "locale"> & {
  /** What a tester's connection sets besides; absent: the operator's own. */
  readonly replay?: Pick<ReplayContext, "host" | "lists" | "rulebook">;
};

/** The context that a tester's connection reads in, whatever the day. */
export type ReplayContext = NonNullable<ClientFrameOf<"hello">["replay"]>;

type Eventual<T> = T | Promise<T>;

/** The reports of a text's links, in order. Answers at once where it can: a message is never held up by the network. */
export type Judge = (text: string, context: JudgeContext) => Eventual<readonly LinkReport[]>;

/** One link of a text decided afresh, as of `context.at`, which is now; null when the text has no such link. */
export type Reopen = (text: string, index: number, context: JudgeContext) => Eventual<LinkReport | null>;

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

export interface GatewayParts {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: () => Date;
  /** Signs tokens (HS256): 32 bytes or more. */
  readonly secret: Uint8Array;
  /** Id of the rulebook in force, told in `welcome`. */
  readonly rulebook: string;
  readonly judge: Judge;
  /** Without it a link is opened by judging its text again. */
  readonly reopen?: Reopen;
  readonly bot?: Bot;
  /** What `/v1/check` and its neighbours answer; a route without a function is not there. */
  readonly api?: HttpApi;
  /** Web origins besides the gateway's own, such as `https://chat.example`. */
  readonly origins?: readonly string[];
  readonly limits?: Partial<Limits>;
  /** Sign-in by name alone, which also needs a loopback address to listen on. Default true. */
  readonly demoSignIn?: boolean;
  /** The folder that holds `web/`, `client/` and `protocol/`. Default: this program's own. */
  readonly webRoot?: URL;
  readonly log?: Log;
}
