import { invisibleCharacters, textMismatch } from "../links/disguise.ts";
import { dangerOf, isOfTheSystem, schemeOf } from "../links/dangerous-schemes.ts";
import type { FindLinks } from "../links/find-links.ts";
import type { Link } from "../links/types.ts";
import { WEB_SCHEMES } from "../links/scheme.ts";
import { hasUserinfo } from "../links/userinfo.ts";
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
  if (way.some(hasUserinfo)) {
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
 * @param isRegistered  Whether a scheme is that of a registered app.
 */
export function schemeFindings(way: readonly string[], isRegistered: (scheme: string) => boolean): Finding[] {
  const findings = new Map<string, Finding>();
  for (const address of way) {
    const scheme = schemeOf(address);
    if (scheme === null || scheme === "intent" || WEB_SCHEMES.has(scheme) || findings.has(scheme)) continue;
    const danger = dangerOf(scheme);
    if (danger !== null) {
      findings.set(scheme, { kind: "dangerous_scheme", evidence: `${scheme}: ${danger}`, source: SOURCE });
    } else if (!isRegistered(scheme) && !isOfTheSystem(scheme)) {
      findings.set(scheme, { kind: "unknown_scheme", evidence: `${scheme}: no registered app`, source: SOURCE });
    }
  }
  return [...findings.values()];
}
