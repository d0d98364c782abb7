import type { z } from "zod";
import { contextSchema } from "../../report/context.ts";
import { DEFAULT_RESOLVE, type ResolveSettings } from "../../check/resolve-settings.ts";
import { refuseUnfilteredProxy, UnfilteredProxyError } from "../../resolve/guard/proxy-check.ts";
import { RESOLVE_MODES } from "../../resolve/types.ts";
import { oneOf, optionError, UsageError, type Console, type OptionValues, type Options } from "./command.ts";

/** The options of every command that judges: the context of a check. */
export const JUDGE_OPTIONS = {
  at: { kind: "text", value: "TIME", help: "when the message arrived: ISO 8601, or a day, China time (now)" },
  "host-platform": {
    kind: "text",
    value: "APP",
    help: "the app whose chat this is (the first that the rulebook governs, else wechat)",
  },
  chat: { kind: "text", value: "KIND", help: "one_to_one, group or moments (one_to_one)" },
  client: { kind: "text", value: "OS/VERSION", help: "the reader's client: android/8.0.11, ios/8.0.13, web (web)" },
  choice: { kind: "text", value: "CHOICE", help: "the reader's own choice: in_place, external or block (none)" },
  locale: { kind: "text", value: "LOCALE", help: "what the reader reads, the best first: ms,en (en)" },
  rulebook: { kind: "text", value: "BOOK", help: "id, id@edition or a file (wechat)" },
  list: { kind: "list", value: "ENTRY=KIND", help: "a threat entry for this check; may be repeated" },
} as const satisfies Options;

/** The options of every command that follows links. */
export const RESOLVE_OPTIONS = {
  resolve: {
    kind: "text",
    value: "MODE",
    choices: RESOLVE_MODES,
    help: "which links to follow: off, known (apps and short links) or all (known)",
  },
  contact: {
    kind: "text",
    value: "TEXT",
    help: "whom sites that are asked can complain to (abuse@ this machine's name)",
  },
  "alternative-ports": { kind: "flag", help: "follow links to ports 8080 and 8443 too" },
  "proxy-filters": { kind: "flag", help: "the way out is a proxy that keeps links away from internal addresses" },
} as const satisfies Options;

/**
 * How links are followed. Where the environment names a proxy, following by default is off and following by request is refused.
 *
 * @throws {UsageError} on a mode that is none, or a proxy of which nobody said that it filters.
 */
export function resolveSettings(values: OptionValues<typeof RESOLVE_OPTIONS>, console: Console): ResolveSettings {
  const mode = oneOf("resolve", values.resolve ?? DEFAULT_RESOLVE.mode, RESOLVE_MODES);
  const settings = { contact: values.contact ?? null, alternativePorts: values["alternative-ports"] };
  if (settings.contact !== null && !/^[\x20-\x7e]{1,200}$/u.test(settings.contact)) {
    const message = "expected up to 200 printable ASCII characters, such as an e-mail or a web address";
    throw new UsageError(message, { field: "--contact" });
  }
  if (mode === "off") return { ...settings, mode };
  try {
    refuseUnfilteredProxy(console.env, values["proxy-filters"]);
  } catch (error) {
    if (!(error instanceof UnfilteredProxyError)) throw error;
    const message = `${error.message} (--proxy-filters, --resolve off)`;
    if (values.resolve !== undefined) throw new UsageError(message);
    console.tell(`${message} Until then no link is followed.`);
    return { ...settings, mode: "off" };
  }
  return { ...settings, mode };
}

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
  if (equals <= 0) throw new UsageError("expected ENTRY=KIND, such as bad.example=phishing", { field: "--list" });
  return { entry: text.slice(0, equals), kind: text.slice(equals + 1) };
}

/** Options that have another name than the field they fill. */
const OPTION_OF = { host: "host-platform", lists: "list" } as const;

/** @throws {UsageError} naming the option and what it takes. */
export function parseContextFields(fields: Record<string, unknown>): z.output<typeof contextSchema> {
  const parsed = contextSchema.safeParse(fields);
  if (!parsed.success) throw optionError(parsed.error, OPTION_OF);
  return parsed.data;
}
