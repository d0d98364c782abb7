import { resolve, join } from "node:path";
import { openRegistry } from "../../apps/registry.ts";
import { DATA_FOLDER, LISTS_FOLDER } from "../../config.ts";
import { minisignKey } from "../../findings/lists/fetch/signature.ts";
import type { SourcePlace } from "../../findings/lists/fetch/fetch-source.ts";
import { LIST_FORMATS } from "../../findings/lists/formats/formats.ts";
import { appHosts } from "../../findings/lists/guards.ts";
import { listNameSchema, type KeptList } from "../../findings/lists/kept/catalog.ts";
import type { ListWish, UpdateParts } from "../../findings/lists/kept/update-list.ts";
import { FINDING_KINDS } from "../../findings/types.ts";
import { oneOf, UsageError, type Console, type OptionValues } from "../cli/command.ts";
import { MESSAGES_OPTIONS } from "../cli/messages-store.ts";

export const LISTS_OPTIONS = {
  ...MESSAGES_OPTIONS,
  lists: {
    kind: "text",
    value: "DIR",
    help: "folder of the lists (with --store there, else lists in the data folder)",
  },
  kind: { kind: "text", value: "KIND", help: "add: what the list finds, such as phishing or malware" },
  format: { kind: "text", value: "FORMAT", help: `add: auto, ${LIST_FORMATS.join(", ")} (auto)` },
  every: {
    kind: "text",
    value: "TIME",
    help: "add: how often a gateway asks for it: 30m, 1h, 2d (as it says, else 1h)",
  },
  "max-age": {
    kind: "text",
    value: "TIME",
    help: "add: unconfirmed for so long it is stale (3 times --every, at least 2d)",
  },
  sha256: { kind: "text", value: "HEX|PLACE", help: "add: its SHA-256, or the address or file that tells it" },
  minisign: { kind: "text", value: "KEY", help: "add: public key of the signature beside it, SOURCE.minisig" },
  "key-from": {
    kind: "text",
    value: "VARIABLE",
    help: "add: the variable that holds the source's key, for {key} in its address",
  },
  subdomains: {
    kind: "text",
    value: "yes|no",
    help: "add: whether its hosts cover their sub-domains (as the format says)",
  },
  "allow-private": { kind: "flag", help: "add: its address may be inside this network" },
  origin: { kind: "list", value: "ORIGIN", help: "the gateway's own origin, which no list may name; repeatable" },
  "dry-run": {
    kind: "flag",
    help: "add: tells what would be taken and which kept links it would change, and takes nothing",
  },
  force: { kind: "flag", help: "add, update: in spite of guarded hosts, size and version" },
  until: {
    kind: "text",
    value: "DAY",
    help: "except add: it ends at the begin of this day in China, or at this instant (never)",
  },
  reason: { kind: "text", value: "TEXT", help: "except add: why" },
  json: { kind: "flag", help: "stats, look, except list: as JSON" },
} as const;

export type ListsValues = OptionValues<typeof LISTS_OPTIONS> & {
  /** False where nobody makes look-ups. Left out: true. */
  readonly keepsIndex?: boolean;
};

/** Where the lists are. */
export function listsFolder({ lists, data }: Pick<ListsValues, "lists" | "data">): string {
  return lists ?? join(data ?? DATA_FOLDER, LISTS_FOLDER);
}

/** What updating needs, with this process's clock and environment. */
export function updateParts(values: ListsValues, console: Console): UpdateParts {
  return {
    folder: listsFolder(values),
    appHosts: appHosts(openRegistry().apps()),
    env: console.env,
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    now: Date.now,
    random: Math.random,
    keepsIndex: values.keepsIndex ?? true,
  };
}

const FETCH_TIMEOUT_MS = 30 * 60_000;

/** The hosts of `--origin`. */
export function originHosts(values: Pick<ListsValues, "origin">): readonly string[] {
  return values.origin.map((text) => {
    const url = URL.parse(text);
    if (url === null || url.hostname === "")
      throw new UsageError("expected an origin such as https://chat.example", { field: "--origin" });
    return url.hostname;
  });
}

/** The list that the words and options of `add` ask for. @throws {UsageError} */
export function wishFrom(positionals: readonly string[], values: ListsValues): ListWish {
  const [name, source, ...more] = positionals;
  if (name === undefined || source === undefined || more.length > 0) throw new UsageError("expected NAME and SOURCE");
  const named = listNameSchema.safeParse(name);
  if (!named.success) throw new UsageError(`NAME: ${named.error.issues[0]?.message ?? "expected a name"}`);
  if (["hutong", "check", "decisions", "operator"].includes(name))
    throw new UsageError(`NAME: ${name} says something else in findings`);
  if (values.kind === undefined) throw new UsageError("expected what the list finds", { field: "--kind" });
  const format = values.format ?? "auto";
  return {
    name,
    place: placeFrom(source, values),
    format:
      format === "auto"
        ? null
        : oneOf("format", format, ["auto", ...LIST_FORMATS] as const) === "auto"
          ? null
          : oneOf("format", format, LIST_FORMATS),
    kind: oneOf("kind", values.kind, FINDING_KINDS),
    subdomains:
      values.subdomains === undefined ? null : oneOf("subdomains", values.subdomains, ["yes", "no"]) === "yes",
    trust: trustFrom(values),
    everyMs: values.every === undefined ? null : duration("every", values.every, LEAST_EVERY_MS),
    maxAgeMs: values["max-age"] === undefined ? null : duration("max-age", values["max-age"], LEAST_EVERY_MS),
  };
}

/** No feed is made anew more often. Source: urlhaus.abuse.ch/api, read 2026-11-28. */
const LEAST_EVERY_MS = 5 * 60_000;
const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function duration(name: string, text: string, leastMs: number): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([mhd])$/u.exec(text) ?? [];
  const ms = Number(count) * (unit === "m" ? UNITS_MS.m : unit === "h" ? UNITS_MS.h : UNITS_MS.d);
  if (count === "" || ms < leastMs)
    throw new UsageError("expected a time such as 30m, 1h or 2d, at least 5m", { field: `--${name}` });
  return ms;
}

function placeFrom(source: string, values: ListsValues): SourcePlace {
  const keyFrom = values["key-from"] ?? null;
  if (!/^[a-z][a-z0-9+.-]*:\/\//iu.test(source)) {
    if (keyFrom !== null)
      throw new UsageError("expected an address as SOURCE: a file needs no key", { field: "--key-from" });
    return { from: "file", path: resolve(source) };
  }
  const url = URL.parse(source.replaceAll("{key}", "key"));
  if (url === null || !/^https?:$/u.test(url.protocol))
    throw new UsageError("SOURCE: expected an http or https address, or a file");
  if (url.username !== "" || url.password !== "")
    throw new UsageError("SOURCE: expected no name in the address: --key-from keeps secrets out of it");
  if (source.includes("{key}") && keyFrom === null)
    throw new UsageError("expected the variable that holds {key}", { field: "--key-from" });
  return { from: "url", url: source, allowPrivate: values["allow-private"], keyFrom };
}

function trustFrom({ sha256, minisign }: ListsValues): KeptList["trust"] {
  if (sha256 !== undefined && minisign !== undefined) throw new UsageError("expected either --sha256 or --minisign");
  if (minisign !== undefined) {
    if (minisignKey(minisign) === null)
      throw new UsageError("expected a public key of minisign", { field: "--minisign" });
    return { by: "minisign", key: minisign };
  }
  if (sha256 === undefined) return { by: "nothing" };
  if (/^[0-9a-f]{64}$/iu.test(sha256)) return { by: "sha256", hex: sha256.toLowerCase() };
  return { by: "sha256_of", place: /^https?:\/\//iu.test(sha256) ? sha256 : resolve(sha256) };
}
