import { z } from "zod";
import { openRegistry } from "../apps/registry.ts";
import { instantSchema, localeSchema } from "../report/context.ts";
import { paymentTable } from "../report/payment-table.ts";
import { WORDS } from "../report/words/languages.ts";
import { optionError, readOptions, UsageError, type Command } from "./cli/command.ts";
import { paymentText } from "./cli/payment-text.ts";

const OPTIONS = {
  at: { kind: "text", value: "DAY", help: "as of this day, China time, or instant (now)" },
  locale: { kind: "text", value: "LOCALE", help: "zh-CN, en, id or vi (en)" },
  json: { kind: "flag", help: "as JSON (what a pipe gets)" },
  pretty: { kind: "flag", help: "in words (what a terminal gets)" },
} as const;

const fieldsSchema = z.object({ at: instantSchema.optional(), locale: localeSchema.default("en") });

export const payments: Command = {
  name: "payments",
  usage: "hutong payments [options]",
  summary: "which app takes which payment, as of a day, each with its source",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    if (positionals.length > 0) throw new UsageError("expected no word; the day goes with --at");
    const fields = fieldsSchema.safeParse({ at: values.at, locale: values.locale });
    if (!fields.success) throw optionError(fields.error);
    const { at = new Date(), locale } = fields.data;
    const table = paymentTable(openRegistry(), at, locale);
    const inWords = values.pretty || (!values.json && console.columns !== null);
    await console.write(
      inWords ? paymentText(table, WORDS[locale], console.columns ?? 80) : `${JSON.stringify(table)}\n`,
    );
    return 0;
  },
};
