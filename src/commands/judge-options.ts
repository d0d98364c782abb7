import type { z } from "zod";
import { contextSchema } from "../check/context.ts";
import { describeIssues } from "../check/describe-issues.ts";
import { UsageError, type OptionValues, type Options } from "./command.ts";

/** The options of every command that judges: the context of a check. */
export const JUDGE_OPTIONS = {
  at: { kind: "text", value: "TIME", help: "when the message arrived: ISO 8601, or a day, China time (now)" },
  "host-platform": { kind: "text", value: "APP", help: "the app whose chat this is (wechat)" },
  chat: { kind: "text", value: "KIND", help: "one_to_one or group (one_to_one)" },
  client: { kind: "text", value: "OS/VERSION", help: "the reader's client: android/8.0.11, ios/8.0.13, web (web)" },
  choice: { kind: "text", value: "CHOICE", help: "the reader's own choice: in_place, external or block (none)" },
  locale: { kind: "text", value: "LOCALE", help: "zh-CN, en, id or vi (en)" },
  rulebook: { kind: "text", value: "BOOK", help: "id, id@edition or a file (wechat)" },
  list: { kind: "list", value: "ENTRY=KIND", help: "a threat entry for this check; may be repeated" },
} as const satisfies Options;

/** The fields of a context that the options name, unchecked. */
export function contextFields(values: OptionValues<typeof JUDGE_OPTIONS>): Record<string, unknown> {
  const [os, version] = values.client?.split("/") ?? [];
  const fields = {
    at: values.at,
    host: values["host-platform"],
    chat: values.chat,
    client: os === undefined ? undefined : { os, version: version ?? null },
    choice: values.choice,
    locale: values.locale,
    rulebook: values.rulebook,
    lists: values.list.length === 0 ? undefined : values.list.map(listEntry),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function listEntry(text: string): { entry: string; kind: string } {
  const equals = text.lastIndexOf("=");
  return { entry: text.slice(0, Math.max(equals, 0)), kind: text.slice(equals + 1) };
}

/** @throws {UsageError} naming the field and what it takes. */
export function parseContextFields(fields: Record<string, unknown>): z.output<typeof contextSchema> {
  const parsed = contextSchema.safeParse(fields);
  if (!parsed.success) throw new UsageError(describeIssues(parsed.error));
  return parsed.data;
}
