import type { ListEntry } from "../entry.ts";
import { isSink } from "./hosts.ts";
import { hostName } from "./host-name.ts";
import type { Read, ReadFormat, Skipped } from "./read.ts";

/** Triggers about answers and resolvers. Source: draft-vixie-dnsop-dns-rpz-00, section 4. */
const OTHER_TRIGGER = /(?:^|\.)rpz-(?:ip|client-ip|nsdname|nsip)$/u;
const RECORD = /^(\S+)?\s+(?:\d+[smhdw]?\s+)?(?:IN\s+)?(?:\d+[smhdw]?\s+)?([A-Z0-9]+)\s+(.*)$/iu;
/** Types of a zone's own records, and texts beside a rule. */
const ZONE_TYPES: ReadonlySet<string> = new Set(["NS", "TXT", "RRSIG", "NSEC", "NSEC3", "DNSKEY"]);

/**
 * A response policy zone. A name is that host alone, `*.name` what is below it; `rpz-passthru.` is an exception.
 * Names that lead elsewhere and other triggers are skipped. The serial of its SOA is the version.
 */
export const readRpz: ReadFormat = function* readRpz(source) {
  let origin: string | null = null;
  let owner = "";
  let soa: string | null = null;
  for (const item of source.numbered()) {
    if ("skipped" in item) {
      yield item;
      continue;
    }
    const { line } = item;
    const text = item.text.replace(/;.*$/u, "").trimEnd();
    if (text.trim() === "") continue;
    if (soa !== null) {
      soa += ` ${text.trim()}`;
      if (!soa.includes(")")) continue;
      yield* versionOf(soa);
      soa = null;
      continue;
    }
    const directive = /^\$(\w+)\s*(\S*)/u.exec(text);
    if (directive !== null) {
      const [, name = "", value = ""] = directive;
      if (name.toUpperCase() === "ORIGIN") origin = fold(value);
      else if (name.toUpperCase() !== "TTL")
        yield { skipped: name.toUpperCase() === "INCLUDE" ? "include" : "unknown_form", line };
      continue;
    }
    const [, written, type = "", data = ""] = RECORD.exec(text) ?? [];
    if (type === "") {
      yield { skipped: "unknown_form", line };
      continue;
    }
    owner = written ?? owner;
    const upper = type.toUpperCase();
    if (upper === "SOA") {
      // Where no $ORIGIN stands, the owner of the SOA names the zone.
      if (origin === null && owner !== "@" && owner.endsWith(".")) origin = fold(owner);
      if (data.includes("(") && !data.includes(")")) soa = data;
      else yield* versionOf(data);
    } else if (!ZONE_TYPES.has(upper)) yield rule({ owner, origin, type: upper, data: data.trim(), line });
  }
};

function* versionOf(soa: string): Generator<Read> {
  const serial = soa.replaceAll(/[()]/gu, " ").trim().split(/\s+/u)[2];
  if (serial !== undefined && /^\d+$/u.test(serial)) yield { header: "version", text: serial };
}

interface Record {
  readonly owner: string;
  readonly origin: string | null;
  readonly type: string;
  readonly data: string;
  readonly line: number;
}

function rule({ owner, origin, type, data, line }: Record): ListEntry | Skipped {
  if (owner.includes("\\")) return { skipped: "unknown_form", line };
  let name = fold(owner);
  if (owner.endsWith(".") && origin !== null) {
    if (!name.endsWith(`.${origin}`)) return { skipped: "unknown_form", line };
    name = name.slice(0, -origin.length - 1);
  }
  if (OTHER_TRIGGER.test(name)) return { skipped: "other_trigger", line };
  const target = data.toLowerCase();
  const isException = type === "CNAME" && target === "rpz-passthru.";
  const isBlock =
    (type === "CNAME" && /^(?:\.|\*\.|rpz-drop\.)$/u.test(target)) ||
    ((type === "A" || type === "AAAA") && isSink(target));
  if (!isException && !isBlock) {
    return { skipped: target === "rpz-tcp-only." || type !== "CNAME" ? "other_type" : "redirect", line };
  }
  if (name === "*" || name === "@") return { skipped: name === "*" ? "everything" : "unknown_form", line };
  const isBelow = name.startsWith("*.");
  const host = hostName(isBelow ? name.slice(2) : name);
  if (host === null) return { skipped: name.slice(2).includes("*") ? "wildcard" : "not_a_host", line };
  return { covers: isBelow ? "subdomains_only" : "host", host, port: "any", isException, line };
}

function fold(name: string): string {
  return name.toLowerCase().replace(/\.$/u, "");
}
