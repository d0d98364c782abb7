/**
 * Writes `confusables.ts` afresh from Unicode's table, read on standard input:
 *
 *     curl -s https://www.unicode.org/Public/security/latest/confusables.txt | node test/generators/confusables.ts
 *
 * Kept are characters that a host may hold and that look like ASCII or Han, and characters that a user id may hold and that
 * look like ASCII. Nothing else is fetched.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { domainToASCII, domainToUnicode } from "node:url";

const MIN_ENTRIES = 900;

/** What names of brands are written in: ASCII, with or without marks, and Han. */
const LOOKED_LIKE = /^(?:[!-~]\p{Mn}*|[\p{Script=Han}ー])+$/u;

/** The source text of `confusables.ts`. Throws when the input has no dated head or is too short to be the whole table. */
export function confusablesModule(table: string): string {
  const date = /^# Date: (\d{4}-\d{2}-\d{2})/mu.exec(table)?.[1];
  const version = /^# Version: ([\d.]+)/mu.exec(table)?.[1];
  if (date === undefined || version === undefined) throw new Error("The head names no date and version");
  const byTarget = new Map<string, string[]>();
  let count = 0;
  for (const [, from = "", to = ""] of table.matchAll(/^([\dA-F]+) ;\t([\dA-F ]+?) ;\tMA\b/gmu)) {
    const source = fromHex(from);
    const target = to.split(" ").map(fromHex).join("");
    if (!isOfAUserId(source, target) && !(isOfAHost(source) && LOOKED_LIKE.test(target))) continue;
    byTarget.set(target, [...(byTarget.get(target) ?? []), from.toLowerCase()]);
    count += 1;
  }
  if (count < MIN_ENTRIES) throw new Error(`Only ${count} entries: the table is cut short`);
  const lines = [...byTarget]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([target, from]) => `${target} ${from.join(" ")}`);
  return `/**
 * Where the table below comes from. It is written by \`test/generators/confusables.ts\`; do not edit it by hand.
 * © Unicode, Inc., Unicode License V3 (https://www.unicode.org/license.txt).
 */
export const CONFUSABLES_SOURCE = {
  source: "UTS 39, https://www.unicode.org/Public/${version}/security/confusables.txt",
  version: ${JSON.stringify(version)},
  date: ${JSON.stringify(date)},
};

/** In each line what is looked like, then the code points that look like it, hexadecimal. */
export const CONFUSABLES = String.raw\`
${lines.join("\n")}
\`;
`;
}

function isOfAUserId(source: string, target: string): boolean {
  return /^[!-~]+$/u.test(target) && /^[\p{L}\p{N}\p{M}|]$/u.test(source) && source.normalize("NFKC") === source;
}

/** Whether an address parser leaves the character in a name, alone or between letters. */
function isOfAHost(source: string): boolean {
  return [source, `a${source}a`].some((label) => {
    const host = domainToUnicode(domainToASCII(`${label}.example`));
    return host === `${label}.example` && !/^[!-~]$/u.test(source);
  });
}

function fromHex(hex: string): string {
  return String.fromCodePoint(Number.parseInt(hex, 16));
}

if (import.meta.main) {
  writeFileSync(
    new URL("../../src/findings/imitation/data/confusables.ts", import.meta.url),
    confusablesModule(readFileSync(0, "utf8")),
  );
}
