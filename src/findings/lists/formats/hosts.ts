import type { ListEntry } from "../entry.ts";
import { isLocalHost } from "../local-hosts.ts";
import { hostName } from "./host-name.ts";
import type { ReadFormat, Skipped } from "./read.ts";

/** Addresses that lead nowhere, which hosts files and resolvers' settings give to what they block. */
export function isSink(address: string): boolean {
  return /^(?:0|0\.0\.0\.0|127(?:\.\d{1,3}){3}|::|::1|::0|0:0:0:0:0:0:0:[01])$/u.test(address);
}

/** An address, or a number that hosts files have in its place. */
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|0|[0-9a-f:.]*:[0-9a-f:.]*(?:%\w+)?)$/iu;

/** A hosts file: an address, then hosts. Each is that host alone. What leads to another address than a sink is skipped. */
export const readHosts: ReadFormat = function* readHosts(source) {
  for (const item of source.numbered()) {
    if ("skipped" in item) yield item;
    else if (item.text.startsWith("#")) yield* headerOf(item.text);
    else yield* hostsLine(item.text, item.line);
  }
};

/** What one line of a hosts file gives. */
export function* hostsLine(text: string, line: number): Generator<ListEntry | Skipped> {
  const [address = "", ...names] = text.replace(/#.*$/u, "").trim().split(/\s+/u);
  if (address === "") return;
  if (!ADDRESS.test(address)) {
    yield { skipped: "unknown_form", line };
    return;
  }
  for (const name of names) {
    const host = name.includes("*") ? null : hostName(name);
    // Every hosts file says where this machine is.
    if (host !== null && isLocalHost(host)) continue;
    if (host === null) yield { skipped: name.includes("*") ? "wildcard" : "not_a_host", line };
    else if (!isSink(address)) yield { skipped: "redirect", line };
    else yield { covers: "host", host, port: "any", isException: false, line };
  }
}

/** What a comment says of the list: `# Version: 2026.11.28`, `# Last modified: …`, `# Expires: 1 day`. */
export function* headerOf(comment: string) {
  const [, name = "", value = ""] =
    /^[#!;\s]*(version|last[ -]modified|date|updated|expires)\s*:\s*(\S.*?)\s*$/iu.exec(comment) ?? [];
  if (name === "") return;
  yield name.toLowerCase() === "expires"
    ? ({ header: "expires", text: value } as const)
    : ({ header: "version", text: value } as const);
}
