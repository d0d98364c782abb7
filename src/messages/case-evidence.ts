import { domainToUnicode } from "node:url";
import { getDomain } from "tldts";
import type { StoredMessage } from "../chat/conversation.ts";
import { keptResolutions } from "../chat/kept-json.ts";
import type { LinkReport } from "../report/report.ts";
import type { CaseWhole } from "../store/cases.ts";
import type { LinkHostStore } from "../store/link-hosts.ts";
import type { MessagePlace } from "../store/updates.ts";
import type { Judge } from "./judge.ts";

/** What people complained about, as it stands now. */
export interface CaseEvidence {
  readonly message: StoredMessage;
  /** The link, judged now for a reader of whom nothing is known; null: the complaint is about the whole message. */
  readonly report: LinkReport | null;
}

/** A host as people read it. */
export interface SiteName {
  /** As it is visited: ASCII, Punycode. */
  readonly host: string;
  readonly unicode: string;
  /** The part of `host` that its owner registered; null: an address, or a name without one. */
  readonly domain: string | null;
}

/** Messages of one case that are shown: the newest complaints first, each message once. */
const MAX_SHOWN = 3;
/** Complaints that are looked through for them. */
const MAX_LOOKED = 20;

/**
 * Looks up what the complaints of a case are about. Nothing is asked of the network.
 *
 * @param locale  Of the reasons in reports.
 */
export type EvidenceOf = (whole: CaseWhole, locale: string) => Promise<readonly CaseEvidence[]>;

export function createCaseEvidence({
  store,
  judge,
  now,
}: {
  readonly store: Pick<LinkHostStore, "storedMessages">;
  readonly judge: Judge;
  readonly now: () => Date;
}): EvidenceOf {
  async function reportOf(message: StoredMessage, index: number, locale: string): Promise<LinkReport | null> {
    const client = { os: "web", version: null } as const;
    const context = { at: now(), chat: message.kind, client, choice: null, locale };
    return (await judge(message.text, context, keptResolutions(message)))[index] ?? null;
  }

  return async ({ complaints }, locale) => {
    const targets = new Map<string, MessagePlace & { readonly index: number | null }>();
    for (const { target } of complaints.slice(0, MAX_LOOKED)) {
      if (target.kind === "user") continue;
      const { conversation, seq } = target;
      const index = target.kind === "link" ? target.index : null;
      const key = keyOf(target);
      if (!targets.has(key)) targets.set(key, { conversation, seq, index });
    }
    const stored = await store.storedMessages([...targets.values()]);
    const messages = new Map(stored.map((message) => [keyOf(message), message]));
    const evidence: CaseEvidence[] = [];
    for (const [key, { index }] of targets) {
      const message = messages.get(key);
      if (message === undefined || message.deletedAt !== null || evidence.length >= MAX_SHOWN) continue;
      evidence.push({ message, report: index === null ? null : await reportOf(message, index, locale) });
    }
    return evidence;
  };
}

function keyOf({ conversation, seq }: MessagePlace): string {
  return `${conversation} ${seq}`;
}

export function siteName(host: string): SiteName {
  const isAddress = /^\[|^[\d.]+$/u.test(host);
  return {
    host,
    unicode: isAddress ? host : domainToUnicode(host) || host,
    domain: isAddress ? null : getDomain(host, { allowPrivateDomains: true }),
  };
}

/** Every host that a link passes, or is said to look like, each once. */
export function siteNamesIn({ url, resolution, findings }: LinkReport): readonly SiteName[] {
  const addresses = [url, ...resolution.hops.map((hop) => hop.url), resolution.finalUrl];
  const hosts = addresses.flatMap((each) => (each === null ? [] : (URL.parse(each)?.hostname ?? [])));
  const lookalikes = findings.flatMap(({ lookalike }) =>
    lookalike === undefined ? [] : [lookalike.host, ...(lookalike.of === null ? [] : [lookalike.of])],
  );
  return [...new Set([...hosts, ...lookalikes])].filter((host) => host !== "").map(siteName);
}
