import { parse as parseCel } from "@marcbachmann/cel-js";
import { NEWEST, type PlainInput } from "./plain-input.ts";
import { type BenchRule, DEFAULT, RULES, WORDS } from "./rules.ts";

function celCondition(rule: BenchRule): string {
  const all: string[] = WORDS.flatMap((field) => (rule[field] === undefined ? [] : [`${field} == "${rule[field]}"`]));
  if (rule.class !== undefined) all.push(`cls == "${rule.class}"`);
  if (rule.finding !== undefined) all.push(`"${rule.finding}" in findings`);
  if (rule.from !== undefined) all.push(`at >= ${Date.parse(rule.from)}.0`);
  if (rule.until !== undefined) all.push(`at < ${Date.parse(rule.until)}.0`);
  if (rule.notNewest === true) {
    const newest = (["android", "ios"] as const).map((os) => `(os == "${os}" && version >= ${NEWEST[os]}.0)`);
    all.push(`!(chat == "one_to_one" && (${newest.join(" || ")}))`);
  }
  return all.join(" && ");
}

export function cel(): (input: PlainInput) => number {
  const chain = RULES.reduceRight(
    (otherwise, rule, index) => `(${celCondition(rule)}) ? ${index} : (${otherwise})`,
    `${DEFAULT}`,
  );
  const program = parseCel(chain);
  return (input) => Number(program({ ...input }));
}
