import type { Checker } from "../../check/checker.ts";
import { refuseUnknownHost } from "../../check/host-platform.ts";
import { checkContextOf } from "../../report/context.ts";
import { paymentTable } from "../../report/payment-table.ts";
import { InputError } from "../../input/input-error.ts";
import type { Decider } from "../../rulebooks/shelf.ts";
import { readTimeline } from "../../rulebooks/timeline.ts";
import { followWithin } from "../../messages/follow-allowance.ts";
import type { HttpApi } from "./http-api.ts";
import { HttpError } from "./http-error.ts";
import type { Resolver } from "../../resolve/resolver.ts";
import type { Edition, Rulebook } from "../../policy/rulebook/rulebook.ts";
import { rulebookJsonSchema } from "../../policy/rulebook/schema.ts";

interface PublicParts {
  readonly checker: Checker;
  readonly resolver: Resolver;
  /** Who decides where a check names no rulebook. */
  readonly inForce: () => Decider;
  /** When a check happens that names no instant. */
  readonly clock: () => Date;
}

/** What the gateway answers under `/v1` besides the chat: checks, rulebooks and the registry. */
export function publicApi({ checker, resolver, inForce, clock }: PublicParts): HttpApi {
  const { shelf } = checker;
  let events: ReturnType<typeof readTimeline> | undefined;
  return {
    async check(request, allowance) {
      const { text, rulebook } = request;
      try {
        // A stranger's reference names no file of this machine.
        const decider = rulebook === undefined ? inForce() : shelf.read(rulebook, { files: false });
        const context = checkContextOf(request, clock(), decider.book.rulebook);
        refuseUnknownHost(checker.registry, context.host, decider.book.rulebook, "host");
        const limited = { ...resolver, ...followWithin(resolver, allowance) };
        const resolutionOf = await checker.follow(text, context, limited, allowance.requester);
        return { links: checker.checkWith(decider, text, context, resolutionOf) };
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        throw new HttpError("bad_request", error.message);
      }
    },
    rulebooks: () => ({ rulebooks: shelf.ids.map((id) => summaryOf(shelf.byId(id).rulebook)) }),
    rulebook(id) {
      if (!shelf.ids.includes(id)) return null;
      const { rulebook } = shelf.byId(id);
      const { languages, owners } = rulebook;
      return {
        ...summaryOf(rulebook),
        languages,
        ...(owners === null ? {} : { owners }),
        editions: rulebook.editions.map(wholeEdition),
      };
    },
    rulebookSchema: rulebookJsonSchema,
    apps: () => ({ apps: checker.registry.apps() }),
    payments: (at, locale) => paymentTable(checker.registry, at ?? clock(), locale),
    timeline: () => ({ events: (events ??= readTimeline()) }),
  };
}

function summaryOf({ id, title, authority, hosts, editions }: Rulebook) {
  return {
    id,
    title,
    authority,
    hosts,
    editions: editions.map((edition) => ({
      id: edition.id,
      title: edition.title,
      from: edition.fromText,
      hash: edition.hash,
    })),
  };
}

function wholeEdition({
  id,
  title,
  fromText,
  hash,
  sources,
  rules,
  obligations,
  default: otherwise,
  unresolved,
}: Edition) {
  return {
    id,
    title,
    from: fromText,
    hash,
    sources,
    rules: rules.map(wholeRule),
    ...(obligations.length === 0
      ? {}
      : {
          obligations: obligations.map(({ id: obligation, same, favours, basis, reason, citations }) => ({
            id: obligation,
            same,
            ...favours,
            basis,
            reason,
            citations,
          })),
        }),
    default: otherwise,
    unresolved,
  };
}

function wholeRule({ id, title, whenSource, testedApps, meant, onUnresolved, ...outcome }: Edition["rules"][number]) {
  const { action, notice, basis, reason, citations } = outcome;
  return {
    id,
    ...(title === null ? {} : { title }),
    when: whenSource,
    action,
    notice,
    ...(onUnresolved === null ? {} : { onUnresolved }),
    basis,
    ...(testedApps === null ? {} : { testedApps }),
    reason,
    ...(meant === null ? {} : { meant }),
    citations,
  };
}
