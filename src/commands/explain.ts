import { interfaceLocale } from "../report/report.ts";
import { openChecker } from "../check/checker.ts";
import { refuseUnknownHost } from "../check/host-platform.ts";
import { checkContextOf } from "../report/context.ts";
import { COMMAND_TURNS, openLinkResolver } from "../check/link-resolver.ts";
import { DEFAULT_RULEBOOK } from "../rulebooks/shelf.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";
import {
  contextFields,
  JUDGE_OPTIONS,
  parseContextFields,
  RESOLVE_OPTIONS,
  resolveSettings,
} from "./cli/judge-options.ts";
import { MESSAGES_OPTIONS } from "./cli/messages-store.ts";
import { explainDecision } from "./explain-decision.ts";
import { prettyReports } from "./cli/pretty-report.ts";
import { WRAPPERS_OPTION, wrappersFrom } from "./cli/wrappers-option.ts";
import { textFrom } from "./cli/text-input.ts";
import { ruleTable } from "./cli/rule-table.ts";

const OPTIONS = {
  ...JUDGE_OPTIONS,
  ...RESOLVE_OPTIONS,
  ...WRAPPERS_OPTION,
  offline: { kind: "flag", help: "open no connection" },
  decision: {
    kind: "text",
    value: "ID",
    help: "make a decision of a gateway again, without a network: CONVERSATION:SEQ:INDEX",
  },
  ...MESSAGES_OPTIONS,
  json: { kind: "flag", help: "the explanation as JSON" },
} as const;

export const explain: Command = {
  name: "explain",
  usage: "hutong explain [options] URL | --decision ID",
  summary: "every rule considered for a link, what matched, what did not and why",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    if (values.decision !== undefined) {
      if (positionals.length > 0) throw new UsageError("--decision names its link: expected no URL");
      return explainDecision(values.decision, values, console);
    }
    const fields = parseContextFields(contextFields(values));
    const checker = openChecker({ wrappers: wrappersFrom(values) });
    const { rulebook } = checker.shelf.read(fields.rulebook ?? DEFAULT_RULEBOOK, { files: true }).book;
    const context = checkContextOf(fields, new Date(), rulebook);
    refuseUnknownHost(checker.registry, context.host, rulebook, "--host-platform");
    const text = await textFrom(positionals, console);
    const resolutionOf = values.offline
      ? undefined
      : await checker.follow(
          text,
          context,
          openLinkResolver(checker.registry, resolveSettings(values, console), { turns: COMMAND_TURNS }),
          null,
        );
    const explained = checker.explain(text, context, fields.rulebook, resolutionOf);
    if (explained.length === 0) throw new UsageError("expected a text with a link");
    const columns = console.columns ?? 80;
    await console.write(
      values.json
        ? `${JSON.stringify({ links: explained.map(({ report, explanation }) => ({ ...report, rules: explanation.rules })) })}\n`
        : explained
            .map(
              ({ report, explanation }) =>
                `${prettyReports([report], interfaceLocale(context.locale), columns)}\n${ruleTable(report, explanation, interfaceLocale(context.locale), columns)}`,
            )
            .join("\n"),
    );
    return 0;
  },
};
