import type { LinkTokens } from "../access/link-tokens.ts";
import type { Bots } from "../access/bots.ts";
import { createCaseDesk } from "../messages/case-desk.ts";
import { createSubjectOf } from "../messages/complaint-subject.ts";
import { createBotRules } from "../messages/bot-rules.ts";
import { createFollowing } from "../messages/follow-links.ts";
import type { Judge } from "../messages/judge.ts";
import { createOpenLinks } from "../messages/open-link.ts";
import { createPosting } from "../messages/post-message.ts";
import { createRejudging, type Rejudging } from "../messages/rejudge.ts";
import type { Environment } from "./environment.ts";
import type { FrameParts } from "./frames/request.ts";
import type { GatewayParts } from "./parts.ts";
import type { Log } from "../telemetry/log.ts";
import type { FrameCache } from "./socket/frames-for-readers.ts";
import type { Hub } from "./socket/hub.ts";

const RESUME_EVERY_MS = 60_000;
const LIST_WINDOW_DAYS = 30;

/** Between two looks for links left unfollowed and questions left unanswered. Milliseconds. */
export function resumeEveryMsOf({ links }: GatewayParts): number {
  return links?.resumeEveryMs ?? RESUME_EVERY_MS;
}

function rejudgingOf(
  given: GatewayParts,
  environment: Environment,
  judging: Pick<Parameters<typeof createRejudging>[0], "judge" | "clientGroupOf">,
): Rejudging | null {
  const { storage, rules } = given;
  const { threats: lists, listWindowDays: windowDays = LIST_WINDOW_DAYS } = rules;
  if (lists === undefined || windowDays === 0) return null;
  return createRejudging({ storage, lists, windowDays, leaseMs: resumeEveryMsOf(given), environment, ...judging });
}

/** Parts that others use too. */
interface Made {
  readonly judge: Judge;
  readonly tokens: LinkTokens;
  readonly bots: Bots;
  readonly clientGroupOf: NonNullable<GatewayParts["rules"]["clientGroupOf"]>;
  readonly frameCache: FrameCache;
  readonly hub: Hub;
}

/** Puts together what frames are handled with. */
export function createFrameParts(
  given: GatewayParts,
  environment: Environment,
  { judge, tokens, bots, clientGroupOf, frameCache, hub }: Made,
): FrameParts {
  const { storage, rules, links = {}, services = {} } = given;
  const { limits, rates, turns, now } = environment;
  const { hostsOnTheWay = null } = rules;
  const following = createFollowing({
    storage,
    environment,
    // What this gateway could not finish is free again when it next looks.
    leaseMs: resumeEveryMsOf(given),
    judge,
    resolver: links.resolver ?? null,
    hostsOnTheWay,
    rates,
  });
  const { maxGroups, maxGroupsByStrangers } = limits;
  const botRules = createBotRules({ store: storage.store, bots, rates });
  const guardOf = rules.guardOf ?? (() => null);
  return {
    storage,
    environment,
    groupRules: { whoAdds: rules.groups ?? "anyone", maxGroups, maxGroupsByStrangers },
    bots,
    botRules,
    // Nobody is brought together by a program that they never wrote to.
    botGroupRules: { whoAdds: "contacts", maxGroups, maxGroupsByStrangers },
    posting: createPosting({
      storage,
      environment,
      judge,
      hostsOnTheWay,
      following,
      leaseMs: resumeEveryMsOf(given),
      bot: services.bot ?? null,
      isBot: bots.isBot,
      rates,
      botRules,
      shadow: services.shadow ?? null,
      decider: rules.decider,
    }),
    following,
    judge,
    nearestApps: rules.nearestApps ?? (() => null),
    complaintRate: rates.complaint,
    typingRate: rates.typing,
    subjectOf: createSubjectOf(guardOf),
    desk: createCaseDesk({
      ...storage,
      effects: rules.decided ?? null,
      judge,
      clientGroupOf,
      guardOf,
      fourEyes: rules.fourEyes ?? "wide",
      now,
    }),
    rejudging: rejudgingOf(given, environment, { judge, clientGroupOf }),
    openLinks: createOpenLinks({ store: storage.store, following, tokens, now }),
    signVerdict: services.signVerdict ?? null,
    hasArticles: given.links?.articles !== undefined,
    frameCache,
    hub,
    turns,
    onAhead: tellAhead(environment.log),
    unanswered: new Set(),
  };
}

/** Said once: each device that comes back would say it, and one that lies as often as it likes. */
function tellAhead(log: Log): () => void {
  let isTold = false;
  return () => {
    if (isTold) return;
    isTold = true;
    log({
      event: "device_ahead",
      advice: "a device has more than the store: if a snapshot or a copy of it was brought back, run hutong epoch",
    });
  };
}
