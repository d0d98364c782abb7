import type { Checker } from "../check/checker.ts";
import type { ListedOf } from "../check/listed.ts";
import type { ResolutionOf } from "../check/where-it-leads.ts";
import { hostPlatformOf } from "../policy/host-platform.ts";
import type { CheckContext, LinkReport } from "../report/report.ts";
import type { Resolver } from "../resolve/resolver.ts";
import type { Resolution } from "../resolve/types.ts";
import type { Decider } from "../rulebooks/shelf.ts";

/** Who reads, and when the message was received. Host platform and lists are the judge's own: no client's ever come by here. */
export type JudgeContext = Pick<CheckContext, "at" | "chat" | "client" | "choice" | "own" | "locale"> & {
  /** Who decides; absent: the rulebook in force. */
  readonly decider?: Decider | undefined;
};

/** What the network has told of a text's links, by position; null, or past the end: nothing. */
export type KnownResolutions = readonly (Resolution | null | undefined)[];

type Eventual<T> = T | Promise<T>;

/**
 * The reports of a text's links, in order. Answers at once where it can: a message is never held up by the network. A link that
 * has to be followed and was not yet is `provisional` with `skipped` null.
 *
 * @param known   What the network has told of the links so far.
 * @param listed  What lists say of the links; left out, the lists in force are asked.
 */
export type Judge = (
  text: string,
  context: JudgeContext,
  known?: KnownResolutions,
  listed?: ListedOf,
) => Eventual<readonly LinkReport[]>;

/** The hosts that a link passes, by its report. */
export type HostsOnTheWay = (report: LinkReport) => readonly string[];

/** Those of several links, each once. */
export function hostsOf(reports: readonly LinkReport[], hostsOnTheWay: HostsOnTheWay): readonly string[] {
  const [first, ...others] = reports;
  if (first === undefined) return [];
  return others.length === 0 ? hostsOnTheWay(first) : [...new Set(reports.flatMap(hostsOnTheWay))];
}

/** Follows addresses, and says what needs no request. */
export type LinkResolver = Pick<Resolver, "resolveOffline" | "resolve">;

/**
 * The address that a request about an awaited link goes to. Its report ends there: at the innermost address that could be read
 * without one.
 */
export function requestUrlIn({ resolution }: LinkReport): string {
  return resolution.finalUrl ?? "";
}

/** What the network has told of one link alone. */
export function knownAt(index: number, resolution: Resolution): KnownResolutions {
  return [...Array.from({ length: index }, () => null), resolution];
}

/** What is known of each link: what was told of it, or what needs no request; the rest is awaited. */
export function resolutionsOf(
  resolver: Pick<LinkResolver, "resolveOffline">,
  known: KnownResolutions = [],
): ResolutionOf {
  return (index, requestUrl) =>
    known[index] ?? (requestUrl === null ? null : resolver.resolveOffline(requestUrl)) ?? "pending";
}

/**
 * The operator's judge, for everybody's messages.
 *
 * @param inForce       Who decides where a context names nobody.
 * @param resolver      Says what needs no request.
 * @param hostPlatform  App id of the chat's own platform; null: the first that who decides governs.
 */
export function createJudge({
  checker,
  inForce,
  resolver,
  hostPlatform,
  lists = [],
}: {
  readonly checker: Pick<Checker, "checkWith">;
  readonly inForce: () => Decider;
  readonly resolver: Pick<LinkResolver, "resolveOffline">;
  readonly hostPlatform: string | null;
  /** The operator's threat entries. Default none. */
  readonly lists?: CheckContext["lists"];
}): Judge {
  return (text, { decider = inForce(), ...context }, known, listed) =>
    checker.checkWith(
      decider,
      text,
      { ...context, host: hostPlatformOf(hostPlatform, decider.book.rulebook), lists },
      resolutionsOf(resolver, known),
      listed,
    );
}
