/**
 * Writes `top-level-domains.ts` afresh from IANA's list, read on standard input:
 *
 *     curl -s https://data.iana.org/TLD/tlds-alpha-by-domain.txt | node test/generators/top-level-domains.ts
 *
 * The first line of that file names its version and date; both are kept. Nothing else is fetched.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { domainToUnicode } from "node:url";

/** The source text of `top-level-domains.ts`. Throws when the input has no dated head or is too short to be the root zone. */
export function topLevelDomainsModule(list: string): string {
  const [head = "", ...rows] = list.split("\n");
  const date = /^# Version (?<version>\d+), Last Updated (?<day>.+)$/u.exec(head)?.groups;
  if (date === undefined) throw new Error("The first line is not the dated head of IANA's list");
  const names = rows.map((row) => domainToUnicode(row.trim().toLowerCase())).filter((name) => name !== "");
  if (names.length < 1000) throw new Error(`Only ${names.length} names: the list is cut short`);
  return moduleText(
    `IANA, https://data.iana.org/TLD/tlds-alpha-by-domain.txt, version ${date["version"]}`,
    date["day"] ?? "",
    names,
  );
}

/** One line for every hundred columns, so that a refresh shows as the names it adds and removes. */
export function moduleText(source: string, date: string, names: readonly string[]): string {
  const lines: string[] = [""];
  for (const name of [...names].sort((a, b) => (a < b ? -1 : 1))) {
    const last = lines.length - 1;
    if (`${lines[last]} ${name}`.length > 100) lines.push(name);
    else lines[last] = `${lines[last]} ${name}`.trim();
  }
  return `/** Where the list below comes from. It is written by \`test/generators/top-level-domains.ts\`; do not edit it by hand. */
export const TOP_LEVEL_DOMAINS_SOURCE = {
  source: ${JSON.stringify(source)},
  date: ${JSON.stringify(date)},
};

/** Every delegated top-level domain, lower case, in Unicode form. */
export const TOP_LEVEL_DOMAINS: readonly string[] = \`
${lines.join("\n")}
\`
  .trim()
  .split(/\\s+/u);
`;
}

if (import.meta.main) {
  writeFileSync(
    new URL("../../src/links/data/top-level-domains.ts", import.meta.url),
    topLevelDomainsModule(readFileSync(0, "utf8")),
  );
}
