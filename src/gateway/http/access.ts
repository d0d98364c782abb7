import type { IncomingMessage } from "node:http";
import { bearerIn } from "../../access/bearer.ts";
import type { Identity } from "../../access/identities.ts";
import { ProtocolError } from "../../protocol/errors.ts";
import { UPGRADE_REFUSALS } from "../socket/upgrade-refusals.ts";
import type { CaseRole } from "../../cases/types.ts";
import type { CaseActor } from "../../store/cases.ts";
import { HttpError, type HttpErrorCode } from "./http-error.ts";
import type { HttpParts } from "./http-parts.ts";

interface AccessRule {
  /** Whom it lets in, in words. */
  readonly who: string;
  /** What whoever is not let in may be told. */
  readonly refusals: readonly HttpErrorCode[];
  /** @throws {HttpError} by rejecting. */
  readonly admit: (request: IncomingMessage, parts: HttpParts) => Promise<void>;
}

/** Of a token that was brought. */
const TOKEN_REFUSALS = ["bad_token", "token_expired", "token_not_yet", "rate_limited", "keys_unavailable"] as const;

/** Who a route answers, checked before its body is read. */
export const ACCESS = {
  anyone: { who: "anybody", refusals: [], admit: async () => {} },
  /** Anyone, out of the allowance of the client's address. */
  charged: {
    who: "anybody, out of the allowance of their address",
    refusals: ["forwarding", "rate_limited"],
    admit: async (request, parts) => charge(`at ${networkOf(request, parts)}`, parts),
  },
  /** Whoever may sign in by a name alone, out of the allowance of the client's address. */
  sign_in_by_name: {
    who: "whoever may sign in by a name alone",
    refusals: ["forwarding", "no_demo_sign_in", "rate_limited"],
    async admit(request, parts) {
      if (parts.network.access.demoSignIn(request) === "off") {
        const message = "Sign-in by name works only on the machine of the gateway, without --origin, or with --demo";
        throw new HttpError("no_demo_sign_in", message);
      }
      charge(`at ${networkOf(request, parts)}`, parts);
    },
  },
  /** Where only this machine is served whoever is at it moderates; elsewhere a moderator's token is asked for. */
  moderator: {
    who: "moderators",
    refusals: ["forwarding", "moderators_only", ...TOKEN_REFUSALS],
    async admit(request, parts) {
      if (parts.network.access.isFromHere(request)) return;
      const verified = await bearerOf(request, parts);
      if (verified?.isModerator !== true)
        throw new HttpError("moderators_only", "Expected a moderator's token: Authorization: Bearer …");
    },
  },
  /** Auditors and moderators, unless the operator opened the log to anybody. */
  log_reader: {
    who: "auditors and moderators; anybody with --log-public",
    refusals: ["forwarding", "moderators_only", ...TOKEN_REFUSALS],
    async admit(request, parts) {
      if (parts.api.log?.isPublic === true || parts.network.access.isFromHere(request)) return;
      const verified = await bearerOf(request, parts);
      if (verified?.isModerator !== true && verified?.roles.includes("auditor") !== true)
        throw new HttpError("moderators_only", "Expected an auditor's token: Authorization: Bearer …");
    },
  },
  /** Moderators, leads and auditors. Where only this machine is served, whoever is at it without a token is its operator. */
  cases: {
    who: "moderators, leads and auditors",
    refusals: ["forwarding", "roles_only", ...TOKEN_REFUSALS],
    async admit(request, parts) {
      const actor = await callerOf(request, parts, false);
      if (!actor.roles.some((role) => role !== "person")) throw new HttpError("roles_only");
      callers.set(request, actor);
    },
  },
  /** Whoever has a token, suspended people too. */
  person: {
    who: "whoever has a token, suspended people too",
    refusals: ["forwarding", "tokens_only", ...TOKEN_REFUSALS],
    async admit(request, parts) {
      callers.set(request, await callerOf(request, parts, true));
    },
  },
  /** Whoever has an address that the gateway signed. The route itself reads it, and says whose allowance it takes from. */
  signed_address: {
    who: "whoever has an address that the gateway signed",
    refusals: ["forwarding", "rate_limited"],
    admit: async () => {},
  },
} as const satisfies Readonly<Record<string, AccessRule>>;
export type Access = keyof typeof ACCESS;

/**
 * Takes one from an allowance of requests that cost work. A token is verified first. An invalid one is charged to the
 * sender's address, apart from its other requests; a valid one is charged to its own user.
 * So nobody's bogus tokens use up the allowance of another's valid one.
 *
 * @param count  Of several requests in one.
 * @throws {HttpError} `rate_limited`.
 */
export function charge(who: string, { environment }: HttpParts, count = 1): void {
  const waitMs = environment.rates.request(who, count);
  if (waitMs !== null) throw new HttpError("rate_limited", "Too many requests; wait", { retryAfterMs: waitMs });
}

/** Whose allowance a token takes from that is none of ours. */
export function bogusAt(request: IncomingMessage, parts: HttpParts): string {
  return `bogus at ${networkOf(request, parts)}`;
}

/**
 * Whose allowance a request without a token takes: the client's address, also behind a trusted proxy.
 *
 * @throws {HttpError} `forwarding`.
 */
export function networkOf(request: IncomingMessage, { network }: HttpParts): string {
  const caller = network.callerOf(request);
  if (caller === null) throw new HttpError("forwarding", UPGRADE_REFUSALS.forwarding.message);
  return caller.network;
}

/**
 * Whose token the request brings, charged to its user; null: it brings none.
 *
 * @throws {HttpError} `bad_token`, `token_expired`, `token_not_yet`, `rate_limited` or `keys_unavailable`, by rejecting.
 */
async function bearerOf(request: IncomingMessage, parts: HttpParts, maySuspended = false): Promise<Identity | null> {
  const token = bearerIn(request);
  const { identity, environment } = parts;
  try {
    const verified = token === null ? null : await identity.identify(token, environment.clock(), { maySuspended });
    charge(verified === null ? bogusAt(request, parts) : `as ${verified.user}`, parts);
    return verified;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    if (error.code === "token_not_yet" || error.code === "keys_unavailable")
      throw new HttpError(error.code, error.message);
    charge(bogusAt(request, parts), parts);
    throw new HttpError(error.code === "token_expired" ? "token_expired" : "bad_token", error.message);
  }
}

/** Who asks, of a request whose access check has passed. */
const callers = new WeakMap<IncomingMessage, Caller>();

/** Whoever may act in cases, or reads what concerns them. */
interface Caller extends Omit<CaseActor, "roles"> {
  readonly roles: readonly (CaseRole | "person")[];
}

/** Nobody's user id begins so. */
const OPERATOR = "~operator";

/** As the store takes it. */
export function caseActorOf(request: IncomingMessage): CaseActor {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error("no access check has passed");
  return { ...caller, roles: caller.roles.filter((role) => role !== "person") };
}

async function callerOf(request: IncomingMessage, parts: HttpParts, maySuspended: boolean): Promise<Caller> {
  if (request.headers.authorization === undefined && parts.network.access.isFromHere(request))
    return { user: OPERATOR, roles: ["operator"], token: null };
  const verified = await bearerOf(request, parts, maySuspended);
  if (verified === null) throw new HttpError(maySuspended ? "tokens_only" : "roles_only");
  const { user, roles, issuedAt, tokenId, expiresAt } = verified;
  return {
    user,
    roles: ["person", ...roles.flatMap((role) => (role === "bot" ? [] : [role]))],
    token: { issuedAt, tokenId, expiresAt },
  };
}
