/** Schemes that no client may open from a message, with what each does and who says so. */
interface DangerousSchemes {
  /** Lower case, without the colon; with a `*` at the end every scheme that begins so. */
  readonly schemes: readonly string[];
  readonly because: "runs code" | "carries a page" | "reads files" | "is a browser's own" | "starts a program";
  readonly source: string;
  /** Day on which the source was read. */
  readonly readOn: string;
}

export const DANGEROUS_SCHEMES: readonly DangerousSchemes[] = [
  {
    schemes: ["javascript", "vbscript"],
    because: "runs code",
    source: "Chromium, chrome/browser/external_protocol/external_protocol_handler.cc, kDeniedSchemes",
    readOn: "2026-11-28",
  },
  {
    schemes: ["livescript", "mocha"],
    because: "runs code",
    source:
      "Android, platform/external/markdown, tests/safe_mode/unsafe_urls.txt; OWASP XSS Filter Evasion Cheat Sheet",
    readOn: "2026-11-28",
  },
  {
    schemes: ["data", "blob", "filesystem", "about", "cid", "mhtml", "jar", "wyciwyg", "feed"],
    because: "carries a page",
    source:
      "WHATWG Fetch Standard (about, blob, data); W3C File API: Directories and System (filesystem); RFC 2392 (cid); RFC 2557 (mhtml); Mozilla, netwerk/protocol and modules/libjar (jar, wyciwyg); RFC draft-obasanjo-feed-uri (feed carries any other address)",
    readOn: "2026-11-28",
  },
  {
    schemes: ["file", "content", "smb", "cifs", "nfs", "afp", "disk", "disks", "ldap", "ldaps"],
    because: "reads files",
    source:
      "Chromium, external_protocol_handler.cc, kDeniedSchemes (file, afp, disk, disks); Android, ContentResolver (content); IANA URI Schemes (smb, cifs, nfs, ldap, ldaps): a share or directory is asked with the reader's own credentials",
    readOn: "2026-11-28",
  },
  {
    schemes: [
      "chrome",
      "chrome-devtools",
      "chrome-error",
      "chrome-extension",
      "chrome-native",
      "chrome-search",
      "chrome-untrusted",
      "edge",
      "brave",
      "opera",
      "vivaldi",
      "browser",
      "devtools",
      "moz-extension",
      "moz-icon",
      "resource",
      "view-source",
      "safari-web-extension",
      "isolated-app",
    ],
    because: "is a browser's own",
    source:
      "Chromium, content/public/common/url_constants.h (chrome, devtools, view-source, isolated-app) and its forks; Mozilla, network.protocol-handler.external.moz-icon in modules/libpref/init/all.js, MDN on resource: and moz-extension:",
    readOn: "2026-11-28",
  },
  {
    schemes: ["ms-*"],
    because: "starts a program",
    source:
      "MSRC, CVE-2022-30190 (ms-msdt runs code); Microsoft, Office URI Schemes, https://learn.microsoft.com/office/client-developer/office-uri-schemes (ms-word, ms-excel open a document by a program); Mozilla, all.js, network.protocol-handler.external.ms-*",
    readOn: "2026-11-28",
  },
  {
    schemes: [
      "search-ms",
      "search",
      "shell",
      "hcp",
      "ie.http",
      "iehistory",
      "ierss",
      "mk",
      "res",
      "its",
      "help",
      "vnd.ms.radio",
    ],
    because: "starts a program",
    source:
      "Mozilla, network.protocol-handler.external.* in modules/libpref/init/all.js; Chromium, kDeniedSchemes (hcp, ie.http, mk, res, shell, vnd.ms.radio)",
    readOn: "2026-11-28",
  },
  {
    schemes: ["applescript", "nntp"],
    because: "starts a program",
    source:
      "J. Gardner, applescript:// URL protocol reference (a script in the address); Chromium, kDeniedSchemes (nntp)",
    readOn: "2026-11-28",
  },
  {
    schemes: ["itms-services"],
    because: "starts a program",
    source: "Apple, Distribute proprietary in-house apps to Apple devices: installs an app from any manifest",
    readOn: "2026-11-28",
  },
];

/** Schemes that the reader's system takes without any app of the registry. Source: IANA URI Schemes, read 2026-11-28. */
const OF_THE_SYSTEM: ReadonlySet<string> = new Set([
  "tel",
  "mailto",
  "sms",
  "smsto",
  "mms",
  "mmsto",
  "geo",
  "facetime",
  "facetime-audio",
  "sip",
  "sips",
]);

const NAMED: ReadonlyMap<string, string> = new Map(
  DANGEROUS_SCHEMES.flatMap(({ schemes, because }) => schemes.map((scheme) => [scheme, because] as const)),
);
const FAMILIES = [...NAMED].filter(([scheme]) => scheme.endsWith("*")).map(([scheme]) => scheme.slice(0, -1));

/** What a scheme does that no message may ask for; null for every other scheme. */
export function dangerOf(scheme: string): string | null {
  const named = NAMED.get(scheme);
  if (named !== undefined) return named;
  const family = FAMILIES.find((start) => scheme.startsWith(start));
  return family === undefined ? null : (NAMED.get(`${family}*`) ?? null);
}

/** Whether the reader's system itself takes such an address: a call, a mail, a place on a map. */
export function isOfTheSystem(scheme: string): boolean {
  return OF_THE_SYSTEM.has(scheme);
}

/**
 * The scheme of an address in lower case; null when there is none.
 * Ignored as by browsers: control characters and spaces in front, line breaks and tabs within
 * (WHATWG URL Standard, "basic URL parser", read 2026-11-28).
 */
export function schemeOf(address: string): string | null {
  if (address.startsWith("https:")) return "https";
  if (address.startsWith("http:")) return "http";
  const start = /^[\p{Cc}\s]*([a-z][a-z0-9+.\t\r\n-]*):/iu.exec(address)?.[1];
  return start === undefined ? null : start.replaceAll(/[\t\r\n]/gu, "").toLowerCase();
}
