import type { LinkReport } from "../report/report.ts";
import { ENTITY_KINDS } from "../report/words/entity-kinds.ts";
import { pageAddress } from "./address.ts";
import { labelled, listed, words } from "./language.ts";

/** The name a link goes by: its app, or its host. */
export function nameOf({ app, link, url }: LinkReport): string {
  if (app !== null) return app.name;
  if (link.kind === "share_code") return words().card.shareCode;
  return pageAddress(url ?? undefined) === null ? words().card.appAddress : hostOf(url);
}

export function hostOf(url: string | null): string {
  return url === null ? "" : (URL.parse(url)?.host ?? "");
}

function entityWord(type: string): string {
  const kind = ENTITY_KINDS.get(type);
  return kind === undefined ? type.replaceAll("_", " ") : words().entity[kind];
}

/** What kind of thing a link names; empty when nothing is known, and for a site that only a threat list knows. */
export function kindOf({ app, link, findings }: LinkReport): string {
  const { card } = words();
  const type = app?.entity?.type;
  if (type !== undefined) return entityWord(type);
  if (link.kind === "share_code") return card.shareCode;
  // The finding names the list.
  const isOnList = findings.some(({ source, excepted }) => source !== "hutong" && excepted === undefined);
  return app === null && link.kind === "web" && !isOnList ? card.unknownSite : "";
}

/** The verdict in words, the notice included. */
export function verdictWords({ verdict }: LinkReport): string {
  const { action, noticeFirst } = words().card;
  return verdict.notice ? listed([action[verdict.action], noticeFirst]) : action[verdict.action];
}

/** Whether only asking tells how the link may be opened. */
export function isAwaited({ resolution }: LinkReport): boolean {
  return resolution.status === "provisional" && resolution.skipped === null;
}

/** Why a link was not followed; null when it was. */
export function whyNotFollowed({ resolution }: LinkReport): string | null {
  const code = resolution.failure?.code ?? resolution.skipped;
  return code === null ? null : (words().unfollowed[code] ?? null);
}

/** What a reader has to know of how the link was followed; that an ordinary one was not is told among the details. */
export function statusOf(report: LinkReport): string | null {
  const { card, notFollowed } = words();
  const { status, skipped } = report.resolution;
  const why = whyNotFollowed(report);
  if (status === "provisional") return card.provisional;
  if (status === "failed") return why === null ? card.failed : labelled(card.failed, why);
  return skipped === "one_time_link" && why !== null ? labelled(notFollowed, why) : null;
}

/** What a reader is to be warned of, in words; null for nothing. */
export function warningOf({ findings }: LinkReport): string | null {
  const kinds = new Set(findings.filter(({ excepted }) => excepted === undefined).map(({ kind }) => kind));
  return kinds.size === 0 ? null : [...kinds].map((kind) => words().finding[kind]).join(" · ");
}
