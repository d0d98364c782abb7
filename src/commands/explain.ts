import { openChecker } from "../check/checker.ts";
import { checkContextOf } from "../check/context.ts";
import { openLinkResolver } from "../check/link-resolver.ts";
import type { LinkReport } from "../check/report.ts";
import type { ConditionTrace, Explanation, RuleTrace } from "../policy/explain.ts";
import { readOptions, UsageError, type Command } from "./command.ts";
import { contextFields, JUDGE_OPTIONS, parseContextFields, RESOLVE_OPTIONS, resolveSettings } from "./judge-options.ts";
import { prettyReports } from "./pretty-report.ts";
import { textFrom } from "./text-input.ts";
import { wrapped } from "./wrapped.ts";

const OPTIONS = {
  ...JUDGE_OPTIONS,
  ...RESOLVE_OPTIONS,
  offline: { kind: "flag", help: "open no connection" },
  json: { kind: "flag", help: "the explanation as JSON" },
} as const;

export const explain: Command = {
  name: "explain",
  usage: "hutong explain [options] URL",
  summary: "every rule considered for a link, what matched, what did not and why",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    const fields = parseContextFields(contextFields(values));
    const context = checkContextOf(fields, new Date());
    const checker = openChecker();
    const text = await textFrom(positionals, console);
    const leadOf = values.offline
      ? undefined
      : await checker.follow(text, context, openLinkResolver(checker.registry, resolveSettings(values, console)));
    const explained = checker.explain(text, context, fields.rulebook, leadOf);
    if (explained.length === 0) throw new UsageError("expected a text with a link");
    const columns = console.columns ?? 80;
    await console.write(
      values.json
        ? `${JSON.stringify({ links: explained.map(({ report, explanation }) => ({ ...report, rules: explanation.rules })) })}\n`
        : explained
            .map(
              ({ report, explanation }) =>
                `${prettyReports([report], context.locale, columns)}\n${ruleTable(report, explanation, columns)}`,
            )
            .join("\n"),
    );
    return 0;
  },
};

const MARKS: Readonly<Record<RuleTrace["state"], string>> = { spoke: "→", no_match: "·", not_reached: " " };

function ruleTable({ verdict }: LinkReport, { rules }: Explanation, columns: number): string {
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
