import type { LinkTokens } from "../access/link-tokens.ts";
import type { Judge } from "../messages/judge.ts";
import { withProxiedImages } from "../messages/proxied-images.ts";
import type { Replay, ReplayContext } from "../messages/replay.ts";
import type { LinkParts, RuleParts } from "./parts.ts";

/** Who judges, for readers as of now and for testers. */
export interface Judging {
  readonly judge: Judge;
  /** @throws {ProtocolError} `bad_frame` that names the field. */
  readonly openReplay: (asked: ReplayContext) => Replay;
}

/**
 * Pictures of pages are told by an address of the gateway, where it fetches them.
 *
 * @param base  The way to the gateway, `/chat`; empty when there is none.
 */
export function createJudging(
  rules: RuleParts,
  { images }: LinkParts,
  { tokens, base }: { readonly tokens: LinkTokens; readonly base: string },
): Judging {
  const proxied = (judge: Judge): Judge =>
    images === undefined ? judge : withProxiedImages(judge, (url) => `${base}/v1/image/${tokens.signImage(url)}`);
  return {
    judge: proxied(rules.judge),
    openReplay(asked) {
      const { at = null, chat, client, choice } = asked;
      const own = { at, chat, client, choice, hasOwnNetwork: false, judge: rules.judge };
      const replay = rules.openReplay?.(asked) ?? own;
      // A picture that a tester names is shown to nobody by this gateway: it signs no address of theirs and asks none.
      return replay.hasOwnNetwork ? replay : { ...replay, judge: proxied(replay.judge) };
    },
  };
}
