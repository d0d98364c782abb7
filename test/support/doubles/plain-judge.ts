import { openRulebookShelf, type Decider } from "../../../src/rulebooks/shelf.ts";
import type { LinkReport } from "../../../src/report/report.ts";
import type { JudgeContext } from "../../../src/messages/judge.ts";

const shipped = openRulebookShelf({}).read("wechat", { files: false });

/** Who decides where only the plain judge judges: a shipped rulebook under its name, with no edition in force. */
export const plainDecider: Decider = {
  ...shipped,
  book: { ...shipped.book, rulebook: { ...shipped.book.rulebook, id: "plain" } },
  editionAt: () => null,
};

/** A judge whose verdicts say in what context they were made: what the gateway does with contexts can then be read off them. */
export function plainJudge(text: string, { at, chat, client, choice, locale }: JudgeContext): LinkReport[] {
  return [...text.matchAll(/https:\/\/[a-z./]+/gu)].map((match) => ({
    link: { value: match[0], start: match.index, end: match.index + match[0].length, kind: "web" },
    url: match[0],
    resolution: {
      status: "provisional",
      hops: [],
      finalUrl: match[0],
      canonicalUrl: match[0],
      removed: [],
      skipped: "off",
      page: null,
      failure: null,
    },
    app: null,
    findings: [],
    verdict: {
      action: "open_externally",
      notice: true,
      rulebook: "plain",
      edition: null,
      rule: null,
      decidedBy: "default",
      hash: null,
      basis: "inferred",
      reason: [at.toISOString(), chat, client.os, client.version, choice, locale].join(" "),
      citations: [],
    },
    open: { web: match[0] },
    payments: [],
  }));
}
