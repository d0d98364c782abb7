import { domainToUnicode } from "node:url";
import { getDomain } from "tldts";
import type { StoredMessage } from "../chat/conversation.ts";
import { keptResolutions } from "../chat/kept-json.ts";
import { canonicalAddress, type CanonicalAddress } from "../findings/lists/canonical-address.ts";
import type { LinkReport } from "../report/report.ts";
import { targetKey } from "../cases/complaint.ts";
import type { CaseWhole, KeptEvidence } from "../store/cases.ts";
import type { LinkHostStore } from "../store/link-hosts.ts";
import type { MessagePlace } from "../store/updates.ts";
import type { Judge, KnownResolutions } from "./judge.ts";

/** What people complained about, as it stands now. */
export interface CaseEvidence {
  readonly message: Pick<StoredMessage, "kind" | "from" | "at" | "text">;
  /** Its message was deleted, and its text with it: this is what the case kept. */
  readonly isDeleted: boolean;
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

interface Evidence {
  readonly of: EvidenceOf;
  /** Every address on the way of every link that people complained of, as far as it is kept. Empty: of none it is. */
  addressesOf(whole: CaseWhole): Promise<readonly CanonicalAddress[]>;
}

export function createCaseEvidence({
  store,
  judge,
  now,
}: {
  readonly store: Pick<LinkHostStore, "storedMessages">;
  readonly judge: Judge;
  readonly now: () => Date;
}): Evidence {
  async function reportOf(
    { kind, text }: Pick<StoredMessage, "kind" | "text">,
    known: KnownResolutions,
    index: number,
    locale: string,
  ): Promise<LinkReport | null> {
    const client = { os: "web", version: null } as const;
    const context = { at: now(), chat: kind, client, choice: null, locale };
    return (await judge(text, context, known))[index] ?? null;
  }

  async function asKept({ link, resolution, ...kept }: KeptEvidence, locale: string): Promise<CaseEvidence> {
    const message = { kind: kept.chat, from: kept.from, at: kept.at, text: "" };
    const report = link === null ? null : await reportOf({ ...message, text: link }, [resolution], 0, locale);
    return { message, isDeleted: true, report };
  }

  async function* found({ complaints, kept }: CaseWhole, locale: string) {
    const targets = new Map<string, MessagePlace & { readonly index: number | null; readonly key: string }>();
    for (const { target } of complaints.slice(0, MAX_LOOKED)) {
      if (target.kind === "user") continue;
      const { conversation, seq } = target;
      const index = target.kind === "link" ? target.index : null;
      const key = keyOf(target);
      if (!targets.has(key)) targets.set(key, { conversation, seq, index, key: targetKey(target) });
    }
    const stored = await store.storedMessages([...targets.values()]);
    const messages = new Map(stored.map((message) => [keyOf(message), message]));
    const gone: KeptEvidence[] = [];
    for (const [place, { index, key }] of targets) {
      const message = messages.get(place);
      const left = kept.find((each) => each.key === key);
      if (message === undefined || message.deletedAt !== null) gone.push(...(left === undefined ? [] : [left]));
      else {
        const report = index === null ? null : await reportOf(message, keptResolutions(message), index, locale);
        yield { message, isDeleted: false, report };
      }
    }
    // A message that is still there says more.
    for (const each of gone) yield await asKept(each, locale);
  }

  return {
    async of(whole, locale) {
      const evidence: CaseEvidence[] = [];
      for await (const each of found(whole, locale)) {
        evidence.push(each);
        if (evidence.length === MAX_SHOWN) break;
      }
      return evidence;
    },
    async addressesOf(whole) {
      const addresses: CanonicalAddress[] = [];
      for await (const { report } of found(whole, "en"))
        for (const address of report === null ? [] : addressesIn(report)) {
          const canonical = canonicalAddress(address);
          if (canonical !== null) addresses.push(canonical);
        }
      return addresses;
    },
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
export function siteNamesIn(report: LinkReport): readonly SiteName[] {
  const hosts = addressesIn(report).flatMap((each) => URL.parse(each)?.hostname ?? []);
  const lookalikes = report.findings.flatMap(({ lookalike }) =>
    lookalike === undefined ? [] : [lookalike.host, ...(lookalike.of === null ? [] : [lookalike.of])],
  );
  return [...new Set([...hosts, ...lookalikes])].filter((host) => host !== "").map(siteName);
}

function addressesIn({ url, resolution }: LinkReport): readonly string[] {
  return [url, ...resolution.hops.map((hop) => hop.url), resolution.finalUrl].filter((each) => each !== null);
}
