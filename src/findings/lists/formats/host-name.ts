import { hostOf } from "../canonical-address.ts";

/** Names that WHATWG leaves as they are: lower-case ASCII, no Punycode to check, no number at the end. */
const PLAIN = /^(?!.*xn--)(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?$/u;

/** The canonical host of a text that is a host and nothing else; null when it is none. */
export function hostName(text: string): string | null {
  if (PLAIN.test(text)) return text;
  const isSix = text.includes(":") && !text.startsWith("[");
  if (isSix ? !/^[0-9a-f:.]+$/iu.test(text) : /[/?#@\\\s]|:(?![^[]*\])/u.test(text)) return null;
  const url = URL.parse(isSix ? `http://[${text}]` : `http://${text}`);
  const host = url === null ? "" : hostOf(url);
  return isName(host) ? host : null;
}

/** Whether a canonical host could be a name's or an address: WHATWG also takes `*`, `,` and empty labels. */
export function isName(host: string): boolean {
  return /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:]+\])$/u.test(host);
}
