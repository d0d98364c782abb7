import { Engine as RulesEngine, type NestedCondition } from "json-rules-engine";
import { NEWEST, type PlainInput } from "./plain-input.ts";
import { DEFAULT, RULES, WORDS } from "./rules.ts";

export function jsonRulesEngine(): (input: PlainInput) => Promise<number> {
  const engine = new RulesEngine([], { allowUndefinedFacts: true });
  const is = (fact: string, operator: string, value: unknown): NestedCondition => ({ fact, operator, value });
  for (const [index, rule] of RULES.entries()) {
    const all: NestedCondition[] = WORDS.flatMap((field) =>
      rule[field] === undefined ? [] : [is(field, "equal", rule[field])],
    );
    if (rule.class !== undefined) all.push(is("cls", "equal", rule.class));
    if (rule.finding !== undefined) all.push(is("findings", "contains", rule.finding));
    if (rule.from !== undefined) all.push(is("at", "greaterThanInclusive", Date.parse(rule.from)));
    if (rule.until !== undefined) all.push(is("at", "lessThan", Date.parse(rule.until)));
    if (rule.notNewest === true) {
      const newest = (["android", "ios"] as const).map((os) => ({
        all: [is("os", "equal", os), is("version", "greaterThanInclusive", NEWEST[os])],
      }));
      all.push({ not: { all: [is("chat", "equal", "one_to_one"), { any: newest }] } });
    }
    engine.addRule({ conditions: { all }, event: { type: `r${index}` }, priority: RULES.length - index });
  }
  return async (input) => {
    const { events } = await engine.run({ ...input });
    return events.reduce((least, { type }) => Math.min(least, Number(type.slice(1))), DEFAULT);
  };
}
