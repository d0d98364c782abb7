import { z } from "zod";
import { openChecker } from "../check/checker.ts";
import { refuseUnknownHost } from "../check/host-platform.ts";
import { checkContextOf, contextSchema } from "../report/context.ts";
import { reportsToJson } from "../report/json.ts";
import { interfaceLocale, type LinkReport } from "../report/report.ts";
import { DEFAULT_RULEBOOK } from "../rulebooks/shelf.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";
import { answerLines } from "./cli/json-lines-command.ts";
import {
  contextFields,
  JUDGE_OPTIONS,
  parseContextFields,
  RESOLVE_OPTIONS,
  resolveSettings,
} from "./cli/judge-options.ts";
import { WRAPPERS_OPTION, wrappersFrom } from "./cli/wrappers-option.ts";
import { textFrom } from "./cli/text-input.ts";
import type { AppRegistry } from "../apps/registry.ts";
import type { ResolveSettings } from "../check/resolve-settings.ts";
import type { Resolver } from "../resolve/resolver.ts";

const OPTIONS = {
  ...JUDGE_OPTIONS,
  ...RESOLVE_OPTIONS,
  ...WRAPPERS_OPTION,
  jsonl: { kind: "flag", help: "one JSON object {id, text, …context} a line on stdin, one {id, links} a line out" },
  json: { kind: "flag", help: "the reports as JSON (what a pipe gets)" },
  pretty: { kind: "flag", help: "the reports in words (what a terminal gets)" },
  offline: { kind: "flag", help: "open no connection" },
} as const;

const lineSchema = contextSchema.extend({ id: z.union([z.string(), z.number()]), text: z.string().max(1_048_576) });

export const check: Command = {
  name: "check",
  usage: "hutong check [options] [TEXT…]",
  summary: "link reports for a text, given or on stdin",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    const defaults = contextFields(values);
    const checker = openChecker({ wrappers: wrappersFrom(values) });
    const resolver = values.offline ? null : await resolverOf(checker.registry, resolveSettings(values, console));
    const judge = (text: string, fields: z.output<typeof contextSchema>) => {
      const decider = checker.shelf.read(fields.rulebook ?? DEFAULT_RULEBOOK, { files: true });
      const { rulebook } = decider.book;
      const context = checkContextOf(fields, new Date(), rulebook);
      refuseUnknownHost(checker.registry, context.host, rulebook, values.jsonl ? "host" : "--host-platform");
      if (resolver === null) return checker.checkWith(decider, text, context);
      return checker
        .follow(text, context, resolver, null)
        .then((resolutionOf) => checker.checkWith(decider, text, context, resolutionOf));
    };
    if (values.jsonl) {
      if (positionals.length > 0) throw new UsageError("--jsonl reads its texts from stdin: expected no TEXT");
      parseContextFields(defaults);
      // A line's own fields win over the options.
      const withDefaults = (line: unknown) =>
        typeof line === "object" && line !== null ? { ...defaults, ...line } : line;
      return answerLines(console, z.preprocess(withDefaults, lineSchema), ({ id, text, ...fields }) => {
        const line = (reports: readonly LinkReport[]) =>
          `{"id":${JSON.stringify(id)},"links":${reportsToJson(reports)}}`;
        const reports = judge(text, fields);
        return reports instanceof Promise ? reports.then(line) : line(reports);
      });
    }
    const fields = parseContextFields(defaults);
    const reports = await judge(await textFrom(positionals, console), fields);
    const inWords = values.pretty || (!values.json && console.columns !== null);
    if (inWords) {
      const { prettyReports } = await import("./cli/pretty-report.ts");
      const [locale, isTerminal] = [interfaceLocale(fields.locale), console.columns !== null];
      await console.write(prettyReports(reports, locale, console.columns ?? 80, isTerminal));
    } else {
      await console.write(`{"links":${reportsToJson(reports)}}\n`);
    }
    return 0;
  },
};

/** Loaded when links are followed: who checks offline need not wait for it. */
async function resolverOf(registry: AppRegistry, settings: ResolveSettings): Promise<Resolver> {
  const { COMMAND_TURNS, openLinkResolver } = await import("../check/link-resolver.ts");
  return openLinkResolver(registry, settings, { turns: COMMAND_TURNS });
}
