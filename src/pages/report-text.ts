import { textIn } from "../input/languages.ts";
import type { FindingKind } from "../findings/types.ts";
import type { Audit, Boundary, Overlap } from "../policy/compare/audit.ts";
import type { Difference, RulebookDiff } from "../policy/compare/diff.ts";
import type { Witness } from "../policy/compare/witness.ts";
import { describeScope, findingsToldApart, instantText, type Scope } from "../policy/compare/scope.ts";
import type { Verdict } from "../policy/compare/survey.ts";
import type { UnequalTreatment } from "../policy/compare/unequal.ts";

const WIDTH = 80;

/** Words in lines of at most 80 columns; the first line after `lead`, the others indented as far. */
function wrapped(lead: string, text: string): string[] {
  const lines: string[] = [];
  let line = lead;
  for (const word of text.split(" ")) {
    if (line.length + word.length > WIDTH && line.trim() !== "") {
      lines.push(line.trimEnd());
      line = " ".repeat(lead.length);
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}

export function verdictText({ action, notice }: Verdict): string {
  const texts = { open_in_place: "opens in place", open_externally: "opens externally", block: "is blocked" };
  return notice ? `${texts[action]} after a notice page` : texts[action];
}

export function witnessText({ facts, url }: Witness, offset: string): string {
  const { at, chat, client, choice, findings, app, relation, kind, resolution } = facts;
  return [
    instantText(at.toISOString(), offset),
    chat,
    client.version === null ? client.os : `${client.os} ${client.version}`,
    url ?? `${relation} ${facts.class} ${kind}${app === null || app === "other" ? "" : ` of ${app}`}`,
    ...(findings.size === 0 ? [] : [[...findings].join("+")]),
    ...(choice === null ? [] : [`choice ${choice}`]),
    ...(resolution === "unresolved" ? ["unresolved"] : []),
  ].join(", ");
}

/** How scopes of one text are told. */
interface Telling {
  readonly offset: string;
  /** Kinds of findings that "nothing found" speaks of. */
  readonly told: readonly FindingKind[];
}

/** What "nothing found" means, under statements that say it. */
function toldLines(told: readonly FindingKind[]): string[] {
  return told.length === 0 ? [] : ["", ...wrapped("Nothing found: ", `none of ${told.join(", ")}`)];
}

function scopeLines(lead: string, scope: Scope, { offset, told }: Telling): string[] {
  const { where, provided } = describeScope(scope, offset, told);
  const indent = " ".repeat(lead.length);
  return [...wrapped(lead, where), ...(provided === "" ? [] : wrapped(`${indent}if `, provided))];
}

const numbered = (index: number): string => `${String(index + 1).padStart(4)}. `;

/** A comparison as plain text, at most 80 columns wide where its words allow. */
export function diffText(diff: RulebookDiff): string {
  const { left, right, offset, differences } = diff;
  const lines = [
    `${left} against ${right}`,
    `${diff.inputs} distinguishable inputs, ${diff.differing} judged differently: ${differences.length} statements`,
  ];
  const told = findingsToldApart(differences.map(({ scope }) => scope));
  let heading = "";
  for (const [index, difference] of differences.entries()) {
    const next = headingOf(left, right, difference);
    if (next !== heading) lines.push("", ...wrapped("", next));
    heading = next;
    lines.push(...scopeLines(numbered(index), difference.scope, { offset, told }));
    lines.push(...wrapped("      by ", `${speakerOf(difference, "left")} against ${speakerOf(difference, "right")}`));
    lines.push(...wrapped("      as ", witnessText(difference.witness, offset)));
  }
  if (differences.length === 0) lines.push("", "No input is judged differently.");
  lines.push(...toldLines(told));
  if (diff.leftOver > 0n) {
    lines.push("", `${diff.leftOver} more inputs differ that no statement above tells of:`);
    for (const kind of diff.byVerdicts) {
      if (kind.leftOver > 0n)
        lines.push(...wrapped("  ", `${kind.leftOver} where ${headingOf(left, right, kind).slice(0, -1)}`));
    }
  }
  if (diff.told.length > 0) {
    lines.push("", `Told differently by rules of one name, judged alike or not: ${diff.told.length}`);
    for (const { rule, parts, editions } of diff.told) {
      const [{ left: from, right: against } = { left: "", right: "" }, ...others] = editions;
      const where = from === against ? from : `${from} and ${against}`;
      const more = others.length === 0 ? "" : ` and ${others.length} more`;
      lines.push(...wrapped("  ", `${rule ?? "default"}: ${parts.join(", ")}, in ${where}${more}`));
    }
  }
  return `${lines.join("\n")}\n`;
}

function speakerOf({ notInForce, leftRule, rightRule }: Difference, side: "left" | "right"): string {
  if (notInForce === side) return "no edition in force";
  return (side === "left" ? leftRule : rightRule) ?? "default";
}

function headingOf(left: string, right: string, difference: Pick<Difference, "left" | "right">): string {
  return `${left} ${verdictText(difference.left)}, ${right} ${verdictText(difference.right)}:`;
}

/** How many ids a statement names before it counts the rest. */
const NAMED_PARTIES = 6;

function partiesText(who: readonly string[]): string {
  const rest = who.length - NAMED_PARTIES;
  if (rest <= 1) return who.join(", ");
  return `${who.slice(0, NAMED_PARTIES).join(", ")} and ${rest} more`;
}

/** Every scope that an audit speaks of. */
export function scopesOf(audit: Audit): Scope[] {
  const { unequal, meant, defaultOnly, pagelessInPlace, looserByChoice, obligations } = audit;
  const breaches = obligations.flatMap((each) => [...each.breaches, ...each.meant]);
  return [...unequal, ...meant, ...defaultOnly, ...pagelessInPlace, ...looserByChoice, ...breaches].map(
    ({ scope }) => scope,
  );
}

/** An audit as plain text, at most 80 columns wide where its words allow. */
export function auditText(audit: Audit): string {
  const { offset } = audit;
  const telling: Telling = { offset, told: findingsToldApart(scopesOf(audit)) };
  const lines = [
    `Audit of ${audit.rulebook}: ${audit.editions.length} editions, ${audit.inputs} distinguishable inputs`,
  ];
  for (const { id, from, hash, rules } of audit.editions)
    lines.push(`  ${id} from ${from}, ${rules} rules, ${hash.slice(0, 19)}`);

  section(lines, "Rules that no message can reach", audit.silentRules, ({ edition, rule, hiddenBy }) =>
    wrapped(
      `  ${edition} `,
      `${rule}, ${hiddenBy.length === 0 ? "its conditions or dates exclude each other" : `hidden by ${hiddenBy.join(", ")}`}`,
    ),
  );
  section(lines, "Shared rules that no edition takes", audit.unusedRules, (rule) => wrapped("  ", rule));
  section(lines, "Links that only the default decides", audit.defaultOnly, ({ edition, scope }) =>
    scopeLines(`  ${edition} `, scope, telling),
  );
  section(
    lines,
    "Addresses without a web page that open in place",
    audit.pagelessInPlace,
    ({ edition, scope, witness }) => [
      ...scopeLines(`  ${edition} `, scope, telling),
      ...wrapped("      as ", witnessText(witness, offset)),
    ],
  );
  section(
    lines,
    "Links that a reader's own choice loosens",
    audit.looserByChoice,
    ({ edition, choice, scope, witness }) => [
      ...scopeLines(`  ${edition} ${choice}: `, scope, telling),
      ...wrapped("      as ", witnessText(witness, offset)),
    ],
  );
  section(
    lines,
    "Rules without a citation or a reason in every language",
    audit.missing,
    ({ edition, rule, noCitation, noReasonIn }) =>
      wrapped(
        `  ${edition} `,
        [rule, ...(noCitation ? ["no citation"] : []), ...noReasonIn.map((locale) => `no reason in ${locale}`)].join(
          ", ",
        ),
      ),
  );
  section(lines, "Rules older than all their sources", audit.olderThanSources, ({ edition, rule, from, earliest }) =>
    wrapped(`  ${edition} `, `${rule}, from ${instantText(from, offset)}, its first source of ${earliest}`),
  );
  section(lines, "Dates far ahead, most likely mistyped", audit.distantDates, ({ edition, rule, of, date }) =>
    wrapped(`  ${edition} `, distantText(rule, of, date)),
  );
  section(lines, "Tested apps that their rule fits never", audit.unfitTests, ({ edition, rule, app }) =>
    wrapped(`  ${edition} `, `${rule}, ${app}: its class, owner or relation is another`),
  );
  section(lines, "Unequal treatment: links that differ in their owner alone", audit.unequal, (treatment, index) =>
    unequalLines(treatment, index, telling),
  );
  section(lines, "Unequal treatment that rules mean", audit.meant, (treatment, index) => [
    ...unequalLines(treatment, index, telling),
    ...meantLines(treatment),
  ]);
  section(lines, "Rules that mean unequal treatment of which there is none", audit.unusedMeant, ({ edition, rule }) =>
    wrapped(`  ${edition} `, rule),
  );
  for (const { rulebook, edition, obligation, breaches, meant } of audit.obligations) {
    section(
      lines,
      `Held to ${obligation.id} of ${rulebook}@${edition}, broken`,
      breaches,
      (treatment, index) => unequalLines(treatment, index, telling),
      wrapped("  ", textIn(obligation.reason, "en")),
    );
    if (meant.length > 0)
      section(lines, `Of ${obligation.id} meant by rules`, meant, (treatment, index) => [
        ...unequalLines(treatment, index, telling),
        ...meantLines(treatment),
      ]);
  }
  section(lines, "Edges of dates and versions", audit.boundaries, (boundary) => [boundaryLine(boundary, offset)]);
  section(
    lines,
    "Rules that speak before others that would say otherwise",
    overlapCounts(audit.overlaps),
    ([name, count]) => wrapped("  ", `${name}, before ${count}`),
  );
  lines.push(...toldLines(telling.told));
  return `${lines.join("\n")}\n`;
}

/** A date that lies far ahead, in words. */
function distantText(rule: string | null, of: "from" | "until" | "source", date: string): string {
  const what = { from: "begins", until: "ends", source: "has a source of" }[of];
  return `${rule ?? "the edition"} ${what} ${date}`;
}

function section<Item>(
  lines: string[],
  title: string,
  items: readonly Item[],
  text: (item: Item, index: number) => string[],
  lead: readonly string[] = [],
): void {
  lines.push("", ...wrapped("", `${title}: ${items.length === 0 ? "none" : items.length}`), ...lead);
  for (const [index, item] of items.entries()) lines.push(...text(item, index));
}

function unequalLines(
  { class: cls, scope, groups }: UnequalTreatment,
  index: number,
  { offset, told }: Telling,
): string[] {
  const { where, provided } = describeScope(scope, offset, told);
  const scopeWords = [...(where === "any link" ? [] : [where]), ...(cls === null ? [] : [cls])].join("; ");
  return [
    ...wrapped(numbered(index), `${scopeWords === "" ? "any link" : scopeWords}:`),
    ...groups.flatMap(({ verdict, who }) => wrapped("      ", `${partiesText(who)}: ${verdictText(verdict)}`)),
    ...(provided === "" ? [] : wrapped("      if ", provided)),
  ];
}

function meantLines({ meantBy }: UnequalTreatment): string[] {
  return meantBy.flatMap(({ edition, rule, why }) =>
    wrapped("      meant by ", `${edition} ${rule}: ${textIn(why, "en")}`),
  );
}

function boundaryLine({ edition, variable, before, on, changesVerdicts }: Boundary, offset: string): string {
  const edge = variable === "at" ? instantText(on, offset) : `${variable} ${on} (${before} below it)`;
  const place = edition === null ? "an edition begins" : `in ${edition}`;
  return `  ${edge}, ${place}: ${changesVerdicts ? "verdicts change" : "no verdict changes"}`;
}

function overlapCounts(overlaps: readonly Overlap[]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { edition, first } of overlaps) {
    const name = `${edition} ${first}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts];
}
