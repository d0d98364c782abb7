import type { Checker } from "../check/checker.ts";
import { openRecordedResolver } from "../check/link-resolver.ts";
import type { CheckContext } from "../report/report.ts";
import type { RulebookReading } from "../rulebooks/shelf.ts";
import type { LeadOf } from "../check/where-it-leads.ts";
import { compileThreatList } from "../findings/threat-list.ts";
import { InputError } from "../input/input-error.ts";
import { ProtocolError } from "../protocol/errors.ts";
import type { Resolution } from "../resolve/types.ts";
import type { Judge, LinkResolver, Replay, ReplayContext } from "../gateway/parts.ts";

/** What is known of each link: what was told of it, or what needs no request; the rest is awaited. */
export function leadsFrom(
  resolver: Pick<LinkResolver, "settle">,
  leadOf: (index: number) => Resolution | null = () => null,
): LeadOf {
  return (index, target) => leadOf(index) ?? (target === null ? null : resolver.settle(target)) ?? "pending";
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
  resolver: Pick<LinkResolver, "settle">,
  inForce: () => RulebookReading,
): (asked: ReplayContext) => Replay {
  return ({ at = null, host, chat, client, choice, rulebook, lists, network }) => {
    if (checker.registry.app(host) === null) throw unfit("host: expected the id of an app of the registry");
    // A reference from a stranger names no file of this machine.
    const named = rulebook === undefined ? null : checked("rulebook: ", () => checker.shelf.read(rulebook, NO_FILES));
    checked("", () => compileThreatList(lists, "check"));
    const own = { at, chat, client, choice };
    const whole = (context: Pick<CheckContext, "at" | "chat" | "client" | "choice" | "locale">): CheckContext => ({
      ...context,
      host,
      lists,
    });
    if (network === undefined) {
      const judge: Judge = (text, { reading = inForce(), ...context }, leadOf) =>
        checker.checkWith(named ?? reading, text, whole(context), leadsFrom(resolver, leadOf));
      return { ...own, hasOwnNetwork: false, judge };
    }
    const recorded = openRecordedResolver(checker.registry, network);
    const judge: Judge = async (text, { reading = inForce(), ...context }) => {
      const leadOf = await checker.follow(text, whole(context), recorded, null);
      return checker.checkWith(named ?? reading, text, whole(context), leadOf);
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
