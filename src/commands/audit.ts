import { openChecker } from "../check/checker.ts";
import { auditRulebook } from "../policy/audit.ts";
import { auditText } from "../policy/report-text.ts";
import { readOptions, UsageError, type Command } from "./command.ts";
import { knownAppsOf, toJson } from "./rulebook-input.ts";

const OPTIONS = {
  json: { kind: "flag", help: "the audit as JSON" },
} as const;

export const audit: Command = {
  name: "audit",
  usage: "hutong audit [options] RULEBOOK",
  summary: "what is wrong or unequal in a rulebook, over every input it can tell apart",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    const [reference, ...more] = positionals;
    if (reference === undefined || more.length > 0) throw new UsageError("expected one RULEBOOK: an id or a file");
    const { registry, shelf } = openChecker();
    const found = auditRulebook(shelf.find(reference).rulebook, { apps: knownAppsOf(registry) });
    await console.write(values.json ? toJson(found) : auditText(found));
    const isSound = found.silentRules.length === 0 && found.missing.length === 0 && found.unequal.length === 0;
    return isSound ? 0 : 1;
  },
};
