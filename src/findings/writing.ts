import { invisibleCharacters, textMismatch } from "../links/disguise.ts";
import { dangerOf, isOfTheSystem, schemeOf } from "../links/dangerous-schemes.ts";
import type { FindLinks } from "../links/find-links.ts";
import type { Link } from "../links/types.ts";
import { WEB_SCHEMES } from "../links/scheme.ts";
import { misleadsByName } from "../links/userinfo.ts";
import type { Finding } from "./types.ts";

const SOURCE = "hutong";

/**
 * Findings about how a link is written, whoever it belongs to.
 *
 * @param way  Every address between the text and the page: an innocent one in front hides nothing of what stands behind.
 */
export function writingFindings(text: string, link: Link, way: readonly string[], findLinks: FindLinks): Finding[] {
  const findings: Finding[] = [];
  if (link.kind === "share_code") {
    findings.push({ kind: "share_code", evidence: "a code without an address", source: SOURCE });
  }
  if (way.some((address) => misleadsByName(address, (name) => findLinks(name).length > 0))) {
    findings.push({ kind: "userinfo", evidence: "a name before the host, which hides where it leads", source: SOURCE });
  }
  const invisible = invisibleCharacters(link).map(({ codePoint }) => codePoint);
  if (invisible.length > 0) {
    findings.push({ kind: "invisible_character", evidence: [...new Set(invisible)].join(", "), source: SOURCE });
  }
  const mismatch = textMismatch(text, link, findLinks);
  if (mismatch !== null) {
    const evidence = `shows ${mismatch.shownHost}, leads to ${mismatch.targetHost}`;
    findings.push({ kind: "text_mismatch", evidence, source: SOURCE });
  }
  return findings;
}

/**
 * Findings about the schemes of the addresses on a link's way.
 *
 * @param registered  The schemes of registered apps.
 */
export function schemeFindings(way: readonly string[], registered: ReadonlySet<string>): Finding[] {
  const findings: Finding[] = [];
  let last: string | null = null;
  for (const address of way) {
    const scheme = schemeOf(address);
    // The addresses of one way mostly have one scheme.
    if (scheme === last || scheme === null || scheme === "intent" || WEB_SCHEMES.has(scheme)) continue;
    last = scheme;
    const danger = dangerOf(scheme);
    if (danger === null && (registered.has(scheme) || isOfTheSystem(scheme))) continue;
    const evidence = `${scheme}: ${danger ?? "no registered app"}`;
    if (findings.some((finding) => finding.evidence === evidence)) continue;
    findings.push({ kind: danger === null ? "unknown_scheme" : "dangerous_scheme", evidence, source: SOURCE });
  }
  return findings;
}
