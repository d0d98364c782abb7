import type { ProviderKeys } from "../access/provider-keys.ts";
import type { SignInCodes } from "../access/sign-in-codes.ts";
import type { TokenRules } from "../access/tokens.ts";
import type { Bus } from "../bus/bus.ts";
import type { FourEyes } from "../cases/case.ts";
import type { DecidedEffects } from "../messages/decided-effects.ts";
import type { ListGuards } from "../findings/lists/guards.ts";
import type { ListsInForce } from "../findings/lists/threat-lists.ts";
import type { HostsOnTheWay, Judge, JudgeContext, LinkResolver } from "../messages/judge.ts";
import type { Bot } from "../messages/answer-questions.ts";
import type { MessageShadow } from "../messages/post-message.ts";
import type { Replay, ReplayContext } from "../messages/replay.ts";
import type { SignVerdict } from "../log/sign-verdict.ts";
import type { Limits } from "../protocol/limits.ts";
import type { ArticleFetcher } from "../resolve/articles/article-fetcher.ts";
import type { ImageFetcher } from "../resolve/images/image-fetcher.ts";
import type { Decider } from "../rulebooks/shelf.ts";
import type { GroupRules } from "../chat/membership.ts";
import type { Store } from "../store/store.ts";
import type { FaultReport } from "../telemetry/fault-report.ts";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Tracer } from "../telemetry/telemetry.ts";
import type { HttpApi } from "./http/http-api.ts";

/** What a gateway is made of. */
export interface GatewayParts {
  readonly clock: () => Date;
  readonly storage: StorageParts;
  readonly identity: IdentityParts;
  readonly rules: RuleParts;
  readonly network?: NetworkParts;
  readonly links?: LinkParts;
  readonly services?: ServiceParts;
  readonly telemetry?: TelemetryParts;
}

/** Where messages lie and travel. Both stay their opener's to close. */
export interface StorageParts {
  readonly store: Store;
  readonly bus: Bus;
}

/** Who may be who. */
export interface IdentityParts {
  /** Signs tokens (HS256): 32 bytes or more. */
  readonly secret: Uint8Array;
  /** The secret before this one: signs nothing, and what it signed holds until it runs out. */
  readonly previousSecret?: Uint8Array;
  /** Keys of an identity provider whose tokens are taken beside the gateway's own. */
  readonly providerKeys?: ProviderKeys;
  /** What tokens have to say besides. Default: nothing, and the user in `sub`. */
  readonly tokenRules?: TokenRules;
  /** Whether this machine's own users need no token while nobody else is served (local-access.ts). Default true. */
  readonly demoSignIn?: boolean;
  /** Sign-in by name alone for everyone who reaches the gateway. Default false. */
  readonly demo?: boolean;
  /** What a printed link signs in with, once. Default: no code is good. */
  readonly signInCodes?: SignInCodes;
}

/** What decides about links and groups. */
export interface RuleParts {
  /**
   * The rulebook in force: told in `welcome` and, when it or its edition becomes another, in `rulebook`. Read once for a
   * message: all its readers then get decisions of the same rulebook.
   */
  readonly decider: () => Decider;
  readonly judge: Judge;
  /** By which messages are found when a list changes. Left out: by nothing. */
  readonly hostsOnTheWay?: HostsOnTheWay;
  /** The operator's lists, which the judge asks: when they change, kept messages are judged again. Left out: none. */
  readonly threats?: ListsInForce;
  /** What no list may name as a whole: complaints about its pages are a case each. Left out: nothing. */
  readonly guardOf?: ListGuards["guardOf"];
  /** What decisions in cases change; `threats` are these then. Left out: decisions change no verdict and suspend nobody. */
  readonly decided?: DecidedEffects;
  /** Which decisions need two people. Default `wide`. */
  readonly fourEyes?: FourEyes;
  /** They reach messages of so many days; 0: none. Default 30. */
  readonly listWindowDays?: number;
  /**
   * Names the clients of one system that the rules do not tell apart: one judgement serves all readers of one name, language
   * and choice. Left out: each version is judged for by itself.
   */
  readonly clientGroupOf?: (context: JudgeContext) => string;
  /**
   * Opens a tester's own facts. Left out: a connection may read as of another day, by the gateway's own judge.
   *
   * @throws {ProtocolError} `bad_frame` that names the field.
   */
  readonly openReplay?: (asked: ReplayContext) => Replay;
  /** Null for an app of the registry; else ids that may have been meant, the nearest first. Left out: every app is one. */
  readonly nearestApps?: (id: string) => readonly string[] | null;
  /** Who may put somebody into a group. Default `anyone`. */
  readonly groups?: GroupRules["whoAdds"];
}

/** Who is served, and how much. */
export interface NetworkParts {
  /** The way to the gateway where a proxy has it under a path, `/chat`. Default: empty, there is none. */
  readonly base?: string;
  /** Origins whose pages may read `/v1/check` and what anybody may read besides; `*` for all. Default none. */
  readonly cors?: readonly string[];
  /** Web origins besides the gateway's own, such as `https://chat.example`. */
  readonly origins?: readonly string[];
  /** Addresses and networks of proxies whose forwarding headers are believed. */
  readonly trustedProxies?: readonly string[];
  readonly limits?: Partial<Limits>;
  /** The folder that holds `web/`, `client/` and `protocol/`. Default: this program's own. */
  readonly webRoot?: URL;
}

/** Who asks the network about links. */
export interface LinkParts {
  /** Who follows the links of a message; null, or left out: nobody. */
  readonly resolver?: LinkResolver | null;
  /** Fetches the pictures that pages name, so that no reader has to. */
  readonly images?: Pick<ImageFetcher, "fetch">;
  /** Reads the texts of pages that open in place, for clients that cannot frame them. */
  readonly articles?: Pick<ArticleFetcher, "read">;
  /** Milliseconds between two looks for links left unfollowed and questions left unanswered. Default 60 000. */
  readonly resumeEveryMs?: number;
}

/** What stands beside the chat. */
export interface ServiceParts {
  readonly bot?: Bot;
  readonly shadow?: MessageShadow;
  /** Signs what is opened, and checks that ask for it. Left out: nobody does. */
  readonly signVerdict?: SignVerdict;
  /** What `/v1/check` and its neighbours answer; a route without a function is not there. */
  readonly api?: HttpApi;
}

/** Who is told how it goes. */
export interface TelemetryParts {
  /** Default: lines on standard error. */
  readonly log?: Log;
  /** Counters shared with others of this program. */
  readonly metrics?: Metrics;
  /** Is told of every message sent and every link followed. Default: nobody traces. */
  readonly tracer?: Tracer;
  /** Who is told of faults. Left out: the log, a line each. */
  readonly faults?: FaultReport;
}
