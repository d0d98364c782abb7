import { ACTIONS, type Action } from "../policy/types.ts";
import type { LinkReport } from "./report.ts";

/** One link of a compact answer. */
export interface CompactLink {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly url: string | null;
  /** Id of its app; null: unknown. */
  readonly app: string | null;
  readonly action: Action;
  readonly notice: boolean;
  /** The deciding rule; null where none fitted. */
  readonly rule: string | null;
}

/** What a chat that only refuses or annotates needs of a text. */
export interface CompactAnswer {
  /** The most careful action of all its links; null: it has none. */
  readonly worst: Action | null;
  /** Whether a notice comes first, for the link that `worst` is of. */
  readonly notice: boolean;
  /** Why, of that link, in the reader's language; null without a link. */
  readonly sentence: string | null;
  readonly links: readonly CompactLink[];
}

/** From the least careful to the most; among equals a notice is more. */
function careOf({ verdict: { action, notice } }: LinkReport): number {
  return 2 * ACTIONS.indexOf(action) + Number(notice);
}

export function compactOf(reports: readonly LinkReport[]): CompactAnswer {
  const [worst] = reports.toSorted((a, b) => careOf(b) - careOf(a));
  return {
    worst: worst?.verdict.action ?? null,
    notice: worst?.verdict.notice ?? false,
    sentence: worst?.verdict.reason ?? null,
    links: reports.map(({ link: { value, start, end }, url, app, verdict: { action, notice, rule } }) => ({
      value,
      start,
      end,
      url,
      app: app?.id ?? null,
      action,
      notice,
      rule,
    })),
  };
}
