import type { Subject } from "../cases/types.ts";
import { canonicalAddress } from "../findings/lists/canonical-address.ts";
import type { ListGuards } from "../findings/lists/guards.ts";
import { writtenEntry } from "../findings/lists/written-entry.ts";
import type { LinkReport } from "../report/report.ts";
import type { JudgedBefore } from "../store/cases.ts";

/** What a complaint about a link is about, and the host that is told; null for a link that leads to no host. */
export type SubjectOf = (report: LinkReport) => { readonly subject: Subject; readonly host: string } | null;

/**
 * The host that a link reaches; its page alone where a list names it so, or where many people's pages lie on the host.
 *
 * @param guardOf  What no list may name as a whole.
 */
export function createSubjectOf(guardOf: ListGuards["guardOf"]): SubjectOf {
  return (report) => {
    const address = canonicalAddress(report.resolution.finalUrl ?? report.url ?? "");
    if (address === null) return null;
    const { host, port, path } = address;
    const whole = writtenEntry(host, { line: 1, isException: false });
    const isListedSo = report.findings.some(({ list, evidence }) => list !== undefined && evidence.includes("/"));
    const isShared = whole !== null && guardOf(whole) !== null;
    const page = `https://${host}${port === "default" ? "" : `:${port}`}${path}`;
    return { subject: { kind: "link", entry: isListedSo || isShared ? page : host }, host };
  };
}

/** Of a list's name or version. */
const MAX_WORD_LENGTH = 100;
const MAX_RULE_LENGTH = 200;

/** What decided about a link, as figures and the decision log name it. */
export function judgedBefore({ verdict, findings }: LinkReport): JudgedBefore {
  const lists = new Map<string, string | null>();
  for (const { list } of findings)
    if (list !== undefined && list.name !== "")
      lists.set(list.name.slice(0, MAX_WORD_LENGTH), list.version?.slice(0, MAX_WORD_LENGTH) || null);
  return {
    rule: `${verdict.rulebook}/${verdict.rule ?? verdict.decidedBy}`.slice(0, MAX_RULE_LENGTH),
    edition: verdict.hash?.replace(/^sha256:/u, "") ?? null,
    lists: [...lists].map(([name, version]) => ({ name, version })),
  };
}
