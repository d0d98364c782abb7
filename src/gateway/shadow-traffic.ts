import type { LiveRulebook } from "../rulebooks/live.ts";
import type { Checker } from "../check/checker.ts";
import { createShadow, type ShadowReport, type ShadowVerdict } from "../check/shadow.ts";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { hostPlatformOf } from "../policy/host-platform.ts";
import type { MessageShadow } from "../messages/post-message.ts";

interface ShadowTraffic extends MessageShadow {
  /** What `GET /v1/shadow` answers. */
  report(): { readonly inForce: string; readonly shadow: string } & ShadowReport;
  /** One of the two rulebooks became another. */
  restart(): void;
}

interface TrafficParts {
  readonly live: Pick<LiveRulebook, "current">;
  readonly candidate: LiveRulebook;
  readonly registry: Checker["registry"];
  readonly hostPlatform: string | null;
  readonly clock: () => Date;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Lets a candidate rulebook judge what people send, and tells in counters and log lines where it would say otherwise. */
export function createShadowTraffic({
  live,
  candidate,
  hostPlatform,
  metrics,
  log,
  ...parts
}: TrafficParts): ShadowTraffic {
  const shadow = createShadow({
    ...parts,
    candidate: () => candidate.current,
    onJudged(isDifferent, inForce, other) {
      metrics.add("shadow_judged");
      if (isDifferent) metrics.add("shadow_differences", { from: outcomeOf(inForce), to: outcomeOf(other) });
    },
    onDifference: ({ inForce, shadow, count }) =>
      log({
        event: "shadow_difference",
        from: outcomeOf(inForce),
        to: outcomeOf(shadow),
        edition: inForce.edition,
        rule: inForce.rule,
        shadowEdition: shadow.edition,
        shadowRule: shadow.rule,
        count,
      }),
  });
  const idOf = ({ current }: Pick<LiveRulebook, "current">): string => current.book.rulebook.id;
  return {
    compare: (reports, { at, chat, client, choice, own }) =>
      shadow.compare(reports, {
        at,
        chat,
        client,
        choice,
        own,
        host: hostPlatformOf(hostPlatform, live.current.book.rulebook),
      }),
    report: () => ({ inForce: idOf(live), shadow: idOf(candidate), ...shadow.report() }),
    restart: () => shadow.restart(),
  };
}

function outcomeOf({ action, notice }: ShadowVerdict): string {
  return notice ? `${action}+notice` : action;
}
