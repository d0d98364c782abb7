import type { IncomingMessage } from "node:http";
import type { SignInCodes } from "../../access/sign-in-codes.ts";
import type { Bots } from "../../access/bots.ts";
import type { CallerOf } from "../../access/forwarding.ts";
import type { Identify } from "../../access/identities.ts";
import type { LinkTokens } from "../../access/link-tokens.ts";
import type { SharedWith } from "../../access/origins.ts";
import type { Rates } from "../../access/rates.ts";
import type { UserNames } from "../../access/user-names.ts";
import type { CaseDesk } from "../../messages/case-desk.ts";
import type { CaseStore } from "../../store/cases.ts";
import type { LinkHostStore } from "../../store/link-hosts.ts";
import type { UserStore } from "../../store/users.ts";
import type { OpenLinks } from "../../messages/open-link.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { ArticleFetcher } from "../../resolve/articles/article-fetcher.ts";
import type { ImageFetcher } from "../../resolve/images/image-fetcher.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Metrics } from "../../telemetry/metrics.ts";
import type { Satori } from "../../satori/satori.ts";
import type { HttpApi } from "./http-api.ts";
import type { LocalAccess } from "./local-access.ts";

/** What HTTP is answered from. */
export interface HttpParts {
  readonly environment: HttpEnvironment;
  readonly identity: HttpIdentity;
  readonly network: HttpNetwork;
  readonly links: HttpLinks;
  readonly cases: HttpCases;
  /** A route without its function is not there. */
  readonly api: HttpApi;
  readonly health: Health;
  /** What answers under `/satori/`. */
  readonly satori: Pick<Satori, "answer">;
  /** The folder of the web client's files. */
  readonly webRoot: URL;
}

interface HttpEnvironment {
  readonly limits: Limits;
  readonly rates: Rates;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly clock: () => Date;
  readonly onFault: (error: unknown) => void;
}

interface HttpIdentity {
  readonly identify: Identify;
  readonly names: UserNames;
  readonly bots: Pick<Bots, "isBot">;
  readonly tokens: LinkTokens;
  readonly signDemoToken: (user: string) => Promise<string>;
  readonly signInCodes: SignInCodes;
}

/** Where a request comes from and what it was sent to. */
interface HttpNetwork {
  /** The way to the gateway, `/chat`; empty when there is none. */
  readonly base: string;
  /** Pages of other origins that may read what anybody may. */
  readonly sharedWith: SharedWith;
  readonly access: LocalAccess;
  readonly callerOf: CallerOf;
  /** Whether the Host header names this gateway. */
  readonly isOwnHost: (request: IncomingMessage) => boolean;
  /** The gateway as the request's Host names it, which is its own. */
  readonly addressOf: (request: IncomingMessage) => GatewayAddress;
}

export interface GatewayAddress {
  /** With its port. */
  readonly host: string;
  /** Whether clients reach it over TLS. */
  readonly isSecured: boolean;
  /** `/chat`; empty when there is none. */
  readonly base: string;
}

interface HttpCases {
  readonly desk: CaseDesk;
  readonly store: CaseStore & Pick<LinkHostStore, "storedMessages"> & Pick<UserStore, "accountsSince">;
  readonly now: () => Date;
}

interface HttpLinks {
  readonly openLinks: OpenLinks;
  /** Fetches pictures of pages; undefined: nobody does. */
  readonly images: Pick<ImageFetcher, "fetch"> | undefined;
  /** Reads the texts of pages; undefined: nobody does. */
  readonly articles: Pick<ArticleFetcher, "read"> | undefined;
}

interface Health {
  /** What keeps the gateway from serving, in a word or two; null: nothing. */
  readonly unreadiness: () => string | null;
}
