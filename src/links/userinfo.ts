/** Whether an address names a user or a password before its host (RFC 3986, section 3.2.1). */
export function hasUserinfo(address: string): boolean {
  // Userinfo ends in an `@`; an address without one need not be parsed.
  if (!address.includes("@")) return false;
  const url = URL.parse(address);
  return url !== null && (url.username !== "" || url.password !== "");
}

/**
 * Where an authority begins: `://` under any escape, or a colon after a scheme whose slashes browsers do not need.
 * Source: WHATWG URL Standard, "special authority ignore slashes state", read 2026-11-28.
 */
const AUTHORITY_START =
  /(?:(?:https?|ftp|wss?)(?::|%(?:25)*3A)(?:[/\\]|%(?:25)*(?:2F|5C))*|(?::|%(?:25)*3A)(?:[/\\]|%(?:25)*(?:2F|5C)){2,})/giu;
const AT = /@|%(?:25)*40/gu;
const PLAIN_END = /[/?#\\]/u;
/** An address within another ends where its parameter or field does, and at an escaped delimiter. */
const INNER_END = /[\s"<>/?#\\&;{}]|%(2F|3F|23|5C)/iu;

/**
 * The address without the user names and passwords in it: its own, and those of addresses that it carries under any
 * number of escapes. Meant for addresses on whose way a name was found: within prose it may take more than a name.
 */
export function withoutUserinfo(address: string): string {
  let kept = "";
  let from = 0;
  for (const start of address.matchAll(AUTHORITY_START)) {
    const authority = start.index + start[0].length;
    if (authority < from) continue;
    const isOuter = /^[a-z][a-z0-9+.-]*:[/\\]*$/iu.test(address.slice(0, authority));
    const end = isOuter ? endOf(address, authority, PLAIN_END) : innerEnd(address, authority, start[0]);
    const userinfo = address.slice(authority, end);
    const last = [...userinfo.matchAll(isOuter ? /@/gu : AT)].at(-1);
    if (last === undefined) continue;
    kept += address.slice(from, authority);
    from = authority + last.index + last[0].length;
  }
  return from === 0 ? address : kept + address.slice(from);
}

function endOf(text: string, from: number, ending: RegExp): number {
  const length = text.slice(from).search(ending);
  return length < 0 ? text.length : from + length;
}

/** Delimiters escaped more often than the address itself belong to the name: `%252F` within `https%3A%2F%2F`. */
function innerEnd(text: string, from: number, start: string): number {
  const escapes = Math.max(1, ...[...start.matchAll(/%((?:25)*)/gu)].map(([, more = ""]) => more.length / 2 + 1));
  const escaped = `%(?:25){0,${escapes - 1}}`;
  return endOf(text, from, new RegExp(INNER_END.source.replace("%", escaped), "iu"));
}
