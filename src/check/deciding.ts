import type { Registry } from "../apps/types.ts";
import type { Decide, Decision, PolicyFacts } from "../policy/types.ts";
import { STRICTNESS } from "../policy/vocabulary.ts";
import { chosenFor, type OwnChoices } from "../report/own-choice.ts";
import type { CheckContext, LinkReport } from "../report/report.ts";
import { verdictByChoice } from "../report/verdict.ts";

/** What the rules may read of a link, from what is known of it or from its report. */
export function factsOf(
  {
    link,
    app,
    findings,
    resolution,
    isHidden,
  }: Pick<LinkReport, "link" | "findings" | "resolution"> & {
    readonly app: Pick<NonNullable<LinkReport["app"]>, "id" | "owner" | "class"> | null;
    /** Whether it sends its readers on to anybody, and nobody followed it. */
    readonly isHidden: boolean;
  },
  { at, host, chat, client, choice, own }: Omit<CheckContext, "locale" | "lists">,
  registry: Pick<Registry, "relation">,
): PolicyFacts {
  const { status } = resolution;
  return {
    at,
    host,
    chat,
    client,
    choice:
      own === undefined ? choice : (chosenFor(choice, own, app?.id ?? null, app?.class ?? "site")?.choice ?? null),
    kind: link.kind,
    app: app?.id ?? null,
    owner: app?.owner ?? null,
    class: app?.class ?? "site",
    relation: registry.relation(app?.id ?? null, host, at),
    findings: findings.length === 0 ? NOTHING_FOUND : kindsOf(findings),
    resolution: status === "failed" || isHidden ? "unresolved" : status,
  };
}

const NOTHING_FOUND: PolicyFacts["findings"] = new Set();

function kindsOf(findings: LinkReport["findings"]): PolicyFacts["findings"] {
  return new Set(findings.filter(({ excepted }) => excepted === undefined).map(({ kind }) => kind));
}

/** What counts for a link that may lead to several places: the strictest of what each gets, and of equals the first. */
export function strictest(
  { facts, others }: { readonly facts: PolicyFacts; readonly others: readonly { readonly facts: PolicyFacts }[] },
  decide: Decide,
): Decision {
  let strictestYet = decide(facts);
  for (const other of others) {
    const decision = decide(other.facts);
    if (isStricter(decision, strictestYet)) strictestYet = decision;
  }
  return strictestYet;
}

export function isStricter(one: Decision, other: Decision): boolean {
  const difference = STRICTNESS[one.action] - STRICTNESS[other.action];
  return difference > 0 || (difference === 0 && one.notice && !other.notice);
}

/** A choice that made a verdict stricter; null: none did. */
type By = NonNullable<ReturnType<typeof chosenFor>> | null;

/**
 * What decides under the reader's own choices: of the places that the link may lead to the one with the strictest verdict.
 * A choice that would not make it stricter is not told to the rules, so none loosens what they say.
 */
export function chosen(
  { facts, others }: { readonly facts: PolicyFacts; readonly others: readonly { readonly facts: PolicyFacts }[] },
  decide: Decide,
  choice: CheckContext["choice"],
  own: OwnChoices,
): { readonly facts: PolicyFacts; readonly by: By } {
  const all = [facts, ...others.map((each) => each.facts)];
  let deciding: PolicyFacts = unchosen(facts);
  let strictestYet = decide(deciding);
  let by: By = null;
  for (const each of all.slice(1).map(unchosen)) {
    const decision = decide(each);
    if (isStricter(decision, strictestYet)) [deciding, strictestYet] = [each, decision];
  }
  for (const each of all) {
    if (each.choice === null) continue;
    const decision = decide(each);
    if (!isStricter(decision, strictestYet)) continue;
    [deciding, strictestYet] = [each, decision];
    by = chosenFor(choice, own, each.app, each.class);
  }
  return { facts: deciding, by };
}

export function saidByChoice(report: LinkReport, by: By): LinkReport {
  return by === null ? report : { ...report, verdict: verdictByChoice(report.verdict, by) };
}

function unchosen(facts: PolicyFacts): PolicyFacts {
  return facts.choice === null ? facts : { ...facts, choice: null };
}
