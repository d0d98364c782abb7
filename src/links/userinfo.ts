/** Whether an address names a user or a password before its host (RFC 3986, section 3.2.1). */
export function hasUserinfo(address: string): boolean {
  // Userinfo ends in an `@`; an address without one need not be parsed.
  if (!address.includes("@")) return false;
  const url = URL.parse(address);
  return url !== null && (url.username !== "" || url.password !== "");
}

/**
 * Schemes whose addresses name a user or a mailbox before the host as a matter of course.
 * Sources: IANA URI Schemes (draft-salowey-secsh-uri, draft-ietf-secsh-scp-sftp-ssh-uri; RFC 1738 for ftp, 3261 for sip, 5122
 * for xmpp, 5092 for imap, 7826 for rtsp, 7869 for vnc); Git, urls.txt; PostgreSQL, MongoDB, Redis and RabbitMQ, connection
 * strings; LUD-17 and Lightning addresses; Shadowsocks SIP002, Xray discussion 716. Read 2026-11-30.
 */
const NAMING_A_USER: ReadonlySet<string> = new Set(
  `ssh git git+ssh ssh+git svn svn+ssh sftp scp rsync ftp ftps mosh telnet rdp vnc
  sip sips xmpp mailto imap imaps pop smtp smtps facetime facetime-audio rtsp rtsps rtmp
  postgres postgresql mysql mariadb mongodb mongodb+srv redis rediss amqp amqps mqtt mqtts
  lightning lnurl lnurlp keyauth ss vless trojan hysteria2 hy2 tuic socks5`.split(/\s+/u),
);

/**
 * Whether the name before an address's host may be taken for the host: any name of a page or an app, since nobody needs one
 * there; elsewhere one that is itself an address (`ssh://github.com@evil.example`), is not plain letters, or reads as an option
 * of the program that takes it (CVE-2017-1000117).
 */
export function misleadsByName(address: string, isAddress: (text: string) => boolean): boolean {
  if (!hasUserinfo(address)) return false;
  const { protocol, username, password } = new URL(address);
  if (!NAMING_A_USER.has(protocol.slice(0, -1))) return true;
  return [username, password].some((name) => {
    const read = decoded(name);
    return /^-|[^\x21-\x7e]/u.test(read) || isAddress(read);
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Escapes of no letters are no plain name.
    return "\ufffd";
  }
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
