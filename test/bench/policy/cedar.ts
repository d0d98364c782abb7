import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { NEWEST, type PlainInput } from "./plain-input.ts";
import { DEFAULT, RULES, WORDS } from "./rules.ts";

/** Cedar knows no order among permits: every one that fits is named as a reason, and the first of them speaks. */
export function cedarEngine(): (input: PlainInput) => number {
  const staticPolicies = Object.fromEntries(
    RULES.map((rule, index) => {
      const all: string[] = WORDS.flatMap((field) =>
        rule[field] === undefined ? [] : [`context.${field} == "${rule[field]}"`],
      );
      if (rule.class !== undefined) all.push(`context.cls == "${rule.class}"`);
      if (rule.finding !== undefined) all.push(`context.findings.contains("${rule.finding}")`);
      if (rule.from !== undefined) all.push(`context.at >= ${Date.parse(rule.from)}`);
      if (rule.until !== undefined) all.push(`context.at < ${Date.parse(rule.until)}`);
      if (rule.notNewest === true) {
        const newest = (["android", "ios"] as const).map(
          (os) => `(context.os == "${os}" && context.version >= ${NEWEST[os]})`,
        );
        all.push(`!(context.chat == "one_to_one" && (${newest.join(" || ")}))`);
      }
      return [`r${index}`, `permit(principal, action, resource) when { ${all.join(" && ")} };`];
    }),
  );
  const parsed = cedar.preparsePolicySet("bench", { staticPolicies });
  if (parsed.type === "failure") throw new Error(JSON.stringify(parsed.errors));
  return (input) => {
    const answer = cedar.statefulIsAuthorized({
      principal: { type: "User", id: "u" },
      action: { type: "Action", id: "open" },
      resource: { type: "Link", id: "l" },
      context: { ...input, findings: [...input.findings] },
      preparsedPolicySetId: "bench",
      entities: [],
    });
    if (answer.type === "failure") throw new Error(JSON.stringify(answer.errors));
    return answer.response.diagnostics.reason.reduce((least, id) => Math.min(least, Number(id.slice(1))), DEFAULT);
  };
}
