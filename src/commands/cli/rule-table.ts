import type { LinkReport } from "../../report/report.ts";
import type { ConditionTrace, Explanation, RuleTrace } from "../../policy/decide/explain.ts";
import type { Locale } from "../../policy/types.ts";
import { WORDS } from "../../report/words/languages.ts";
import type { Words } from "../../report/words/words.ts";
import { wrapped } from "./wrapped.ts";

const MARKS: Readonly<Record<RuleTrace["state"], string>> = { spoke: "→", no_match: "·", not_reached: " " };

/** Every rule of an explanation in order: what spoke, what did not fit and why, what was not asked. */
export function ruleTable({ verdict }: LinkReport, { rules }: Explanation, locale: Locale, columns: number): string {
  const words = WORDS[locale];
  const { explain, marks } = words;
  if (rules.length === 0) return `${explain.none}\n`;
  const asked = rules.filter(({ state }) => state !== "not_reached");
  const rest = rules.filter(({ state }) => state === "not_reached");
  const lines = asked.flatMap((rule) => {
    const notice = rule.notice ? marks.comma + words.noticeFirst : "";
    const outcome = `${words.action[rule.action]}${notice}${marks.open}${words.basis[rule.basis]}${marks.close}`;
    const told = rule.state === "spoke" ? outcome : explain.doesNotFit;
    const head = `${MARKS[rule.state]} ${rule.rule}${marks.colon}${told}`;
    const conditions = rule.state === "spoke" ? rule.conditions : rule.conditions.filter(({ matched }) => !matched);
    return [
      wrapped("", head, columns),
      ...conditions.flatMap((condition) => conditionLines(condition, "    ", explain, columns)),
    ];
  });
  if (rest.length > 0)
    lines.push(wrapped(`  ${explain.notAsked}${marks.colon}`, rest.map(({ rule }) => rule).join(", "), columns));
  if (verdict.decidedBy === "default") lines.push(`→ ${explain.byDefault}`);
  const book = verdict.edition === null ? verdict.rulebook : `${verdict.rulebook} ${verdict.edition}`;
  return `${wrapped("", explain.title(book), columns)}\n${lines.join("\n")}\n`;
}

function conditionLines(trace: ConditionTrace, indent: string, words: Words["explain"], columns: number): string[] {
  const mark = trace.matched ? "✓" : "✗";
  if (trace.parts.length > 0) {
    return [
      `${indent}${mark} ${words.partsOf(trace.condition)}`,
      ...trace.parts.flatMap((part) => conditionLines(part, `${indent}  `, words, columns)),
    ];
  }
  return [
    wrapped(
      `${indent}${mark} `,
      words.condition(trace.condition, valueText(trace.expected, words), valueText(trace.actual, words)),
      columns,
    ),
  ];
}

/** Ids stay; the few words around them are told in the language. */
function valueText(value: string, { values }: Words["explain"]): string {
  return value
    .replace(/^one of /u, values.oneOf)
    .replace(/^none$/u, values.none)
    .replaceAll(" or ", ` ${values.or} `)
    .replace("of unknown version", values.unknownVersion);
}
