import { LogicEngine } from "json-logic-engine";
import { NEWEST, type PlainInput } from "./plain-input.ts";
import { type BenchRule, DEFAULT, RULES, WORDS } from "./rules.ts";

export function jsonLogic(): (input: PlainInput) => number {
  const conditionOf = (rule: BenchRule): unknown => {
    const all: unknown[] = WORDS.flatMap((field) =>
      rule[field] === undefined ? [] : [{ "===": [{ var: field }, rule[field]] }],
    );
    if (rule.class !== undefined) all.push({ "===": [{ var: "cls" }, rule.class] });
    if (rule.finding !== undefined) all.push({ in: [rule.finding, { var: "findings" }] });
    if (rule.from !== undefined) all.push({ ">=": [{ var: "at" }, Date.parse(rule.from)] });
    if (rule.until !== undefined) all.push({ "<": [{ var: "at" }, Date.parse(rule.until)] });
    if (rule.notNewest === true) {
      const newest = (["android", "ios"] as const).map((os) => ({
        and: [{ "===": [{ var: "os" }, os] }, { ">=": [{ var: "version" }, NEWEST[os]] }],
      }));
      all.push({ "!": { and: [{ "===": [{ var: "chat" }, "one_to_one"] }, { or: newest }] } });
    }
    return all.length === 1 ? all[0] : { and: all };
  };
  const logic = { if: [...RULES.flatMap((rule, index) => [conditionOf(rule), index]), DEFAULT] };
  return new LogicEngine().build(logic) as (input: PlainInput) => number;
}
