import type { Checker } from "../check/checker.ts";
import { openRecordedResolver } from "../check/link-resolver.ts";
import { hostPlatformOf } from "../policy/host-platform.ts";
import type { CheckContext } from "../report/report.ts";
import type { Decider } from "../rulebooks/shelf.ts";
import { compileCheckList } from "../findings/lists/check-list.ts";
import { InputError } from "../input/input-error.ts";
import { ProtocolError } from "../protocol/errors.ts";
import type { ClientFrameOf } from "../protocol/client-frames.ts";
import { resolutionsOf, type Judge, type LinkResolver } from "./judge.ts";

/** `hello.replay` as a client sent it. */
export type ReplayContext = NonNullable<ClientFrameOf<"hello">["replay"]>;

/** A tester's own facts, checked and opened once at `hello`. They decide what that connection reads and nothing else. */
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

/**
 * Opens what testers' connections read by. Each gets a resolver, a cache and a judge of its own, which nobody else is given.
 *
 * @param resolver  The operator's, which says what needs no request where a tester brings no network.
 * @param inForce   Who decides where a tester names no rulebook.
 * @returns         A function that throws {ProtocolError} `bad_frame`, naming the field and nothing that was written in it.
 */
export function replayOpener(
  checker: Checker,
  resolver: Pick<LinkResolver, "resolveOffline">,
  inForce: () => Decider,
): (asked: ReplayContext) => Replay {
  return ({ at = null, host, chat, client, choice, rulebook, lists, network, resolve }) => {
    if (host !== undefined && checker.registry.app(host) === null)
      throw unfit("host: expected the id of an app of the registry");
    // A reference from a stranger names no file of this machine.
    const named = rulebook === undefined ? null : checked("rulebook: ", () => checker.shelf.read(rulebook, NO_FILES));
    checked("", () => compileCheckList(lists, at ?? new Date(0)));
    const own = { at, chat, client, choice };
    const whole = (
      { book }: Decider,
      context: Pick<CheckContext, "at" | "chat" | "client" | "choice" | "locale">,
    ): CheckContext => ({ ...context, host: hostPlatformOf(host, book.rulebook), lists });
    if (network === undefined && resolve === undefined) {
      const judge: Judge = (text, { decider: inForceThen = inForce(), ...context }, known, listed) => {
        const decider = named ?? inForceThen;
        return checker.checkWith(decider, text, whole(decider, context), resolutionsOf(resolver, known), listed);
      };
      return { ...own, hasOwnNetwork: false, judge };
    }
    const recorded = openRecordedResolver(checker.registry, network ?? [], resolve);
    const judge: Judge = async (text, { decider: inForceThen = inForce(), ...context }) => {
      const decider = named ?? inForceThen;
      const seen = whole(decider, context);
      const resolutionOf = await checker.follow(text, seen, recorded, null);
      return checker.checkWith(decider, text, seen, resolutionOf);
    };
    return { ...own, hasOwnNetwork: true, judge };
  };
}

const NO_FILES = { files: false };

function checked<T>(place: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof InputError) throw unfit(`${place}${error.message}`);
    throw error;
  }
}

function unfit(what: string): ProtocolError {
  return new ProtocolError("bad_frame", `replay.${what}`);
}
