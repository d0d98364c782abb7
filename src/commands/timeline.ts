import { z } from "zod";
import { daySchema } from "../input/days.ts";
import { localeSchema } from "../report/context.ts";
import { WORDS } from "../report/words/languages.ts";
import { eventsBetween } from "../rulebooks/timeline-event.ts";
import { readTimeline } from "../rulebooks/timeline.ts";
import { optionError, readOptions, UsageError, type Command } from "./cli/command.ts";
import { wrapped } from "./cli/wrapped.ts";

const OPTIONS = {
  from: { kind: "text", value: "DAY", help: "from this day on, China time (the first on record)" },
  to: { kind: "text", value: "DAY", help: "until this day, inclusive (the last on record)" },
  locale: { kind: "text", value: "LOCALE", help: "zh-CN, en, id or vi (en)" },
  json: { kind: "flag", help: "as JSON, in all languages (what a pipe gets)" },
  pretty: { kind: "flag", help: "in words (what a terminal gets)" },
} as const;

const day = daySchema("expected a day such as 2021-09-13").optional();
const fieldsSchema = z.object({ from: day, to: day, locale: localeSchema.default("en") });

export const timeline: Command = {
  name: "timeline",
  usage: "hutong timeline [options]",
  summary: "what happened beside the rules: campaign, meetings, statements, replies, tests, each with its source",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    if (positionals.length > 0) throw new UsageError("expected no word; the days go with --from and --to");
    const fields = fieldsSchema.safeParse({ from: values.from, to: values.to, locale: values.locale });
    if (!fields.success) throw optionError(fields.error);
    const { from = null, to = null, locale } = fields.data;
    if (from !== null && to !== null && to < from)
      throw new UsageError(`expected a day that is not before ${from}`, { field: "--to" });
    const events = eventsBetween(readTimeline(), from, to);
    if (values.json || (!values.pretty && console.columns === null)) {
      await console.write(`${JSON.stringify({ events })}\n`);
      return 0;
    }
    const columns = console.columns ?? 80;
    const { marks, events: words } = WORDS[locale];
    const together = new Intl.ListFormat(locale);
    const actorsIn = (actor: string): string =>
      together.format(actor.split(", ").map((each) => words.actor[each] ?? each));
    const lines = events.flatMap(({ date, kind, actor, text, sources }) => [
      wrapped(`${date}  `, actorsIn(actor) + marks.comma + words.kind[kind] + marks.colon + text[locale], columns),
      ...sources.map(({ title }) => wrapped("            ", title, columns)),
    ]);
    await console.write(lines.map((line) => `${line}\n`).join(""));
    return 0;
  },
};
