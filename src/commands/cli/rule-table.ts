import type { LinkReport } from "../../report/report.ts";
import type { ConditionTrace, Explanation, RuleTrace } from "../../policy/decide/explain.ts";
import { wrapped } from "./wrapped.ts";

const MARKS: Readonly<Record<RuleTrace["state"], string>> = { spoke: "→", no_match: "·", not_reached: " " };

/** Every rule of an explanation in order: what spoke, what did not fit and why, what was not asked. */
export function ruleTable({ verdict }: LinkReport, { rules }: Explanation, columns: number): string {
  if (rules.length === 0) return "No rule was considered.\n";
  const asked = rules.filter(({ state }) => state !== "not_reached");
  const rest = rules.filter(({ state }) => state === "not_reached");
  const lines = asked.flatMap((rule) => {
    const outcome = `${rule.action}${rule.notice ? " + notice" : ""} (${rule.basis})`;
    const head = `${MARKS[rule.state]} ${rule.rule}: ${rule.state === "spoke" ? outcome : "does not fit"}`;
    const conditions = rule.state === "spoke" ? rule.conditions : rule.conditions.filter(({ matched }) => !matched);
    return [
      wrapped("", head, columns),
      ...conditions.flatMap((condition) => conditionLines(condition, "    ", columns)),
    ];
  });
  if (rest.length > 0) lines.push(wrapped("  not asked: ", rest.map(({ rule }) => rule).join(", "), columns));
  if (verdict.decidedBy === "default") lines.push("→ no rule fits: the edition's default");
  return `Rules of ${verdict.rulebook} ${verdict.edition ?? ""}, in order; the first that fits decides\n${lines.join("\n")}\n`;
}

function conditionLines(trace: ConditionTrace, indent: string, columns: number): string[] {
  const mark = trace.matched ? "✓" : "✗";
  if (trace.parts.length > 0) {
    return [
      `${indent}${mark} ${trace.condition} of`,
      ...trace.parts.flatMap((part) => conditionLines(part, `${indent}  `, columns)),
    ];
  }
  return [wrapped(`${indent}${mark} `, `${trace.condition}: asks ${trace.expected}, found ${trace.actual}`, columns)];
}
