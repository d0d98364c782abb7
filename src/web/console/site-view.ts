import { element } from "../elements.ts";
import { words } from "../language.ts";
import { says } from "./language.ts";
import { areNear, codePointOf, letterPairs, scriptOf } from "./letters.ts";
import type { Evidence, SiteName } from "./told.ts";

/** As many labels of `unicode` as `domain` has, from the right. */
function splitName({ host, unicode, domain }: SiteName): readonly [string, string] {
  if (domain === null || !host.endsWith(domain)) return ["", unicode];
  const labels = unicode.split(".");
  const own = domain.split(".").length;
  const before = labels.slice(0, -own);
  return [before.length === 0 ? "" : `${before.join(".")}.`, labels.slice(-own).join(".")];
}

/** In large type it would take more than two lines. */
const LONG_NAME = 60;

/** A host as people read it, the part that its owner registered in bold. */
export function siteTitle(site: SiteName): HTMLElement {
  const [before, own] = splitName(site);
  const isLong = site.unicode.length > LONG_NAME;
  return element(
    "bdi",
    { class: isLong ? "site long" : "site", dir: "ltr", translate: "no" },
    before,
    element("strong", {}, own),
  );
}

/** The host as it is visited, where that is written otherwise; null where it is the same. */
export function visitedAs({ host, unicode }: SiteName): HTMLElement | null {
  if (host === unicode) return null;
  return element(
    "p",
    { class: "visited" },
    `${says().case.visited} `,
    element("bdi", { class: "address", dir: "ltr", translate: "no" }, host),
  );
}

function letterWords({ shown, meant }: { readonly shown: string | null; readonly meant: string | null }): string {
  const text = says().case;
  if (shown === null) return text.letterLess(meant ?? "");
  if (meant === null) return text.letterMore(shown);
  const script = scriptOf(shown);
  const named = script === null ? null : (words().evidence.scripts[script] ?? script);
  return text.letterFor(shown, codePointOf(shown), named, meant);
}

/** A name over the one it looks like, letter by letter; null where they are not near. */
function letters(shown: string, meant: string): HTMLElement | null {
  const pairs = letterPairs(shown, meant);
  if (!areNear(pairs)) return null;
  const row = (name: "shown" | "meant") =>
    element(
      "span",
      { class: "letters-row", translate: "no" },
      ...pairs.map((pair) =>
        element("span", { class: pair.shown === pair.meant ? null : "odd" }, pair[name] ?? "\u00A0"),
      ),
    );
  const different = pairs.filter((pair) => pair.shown !== pair.meant);
  return element(
    "div",
    { class: "letters" },
    element("p", { class: "label" }, says().case.letters(meant)),
    // The rows are for the eye: what differs is said in words below.
    element("div", { class: "letters-grid", "aria-hidden": "true" }, row("shown"), row("meant")),
    element("p", { class: "letters-words" }, different.map(letterWords).join(" · ")),
  );
}

/** What a link's host looks like, letter by letter. */
export function lookalikeLetters({ report, sites }: Evidence): HTMLElement[] {
  const findings = report?.findings ?? [];
  return findings.flatMap(({ lookalike }) => {
    if (lookalike === undefined || lookalike.of === null) return [];
    const nameOf = (host: string) => sites.find((site) => site.host === host)?.unicode ?? host;
    const site = sites.find(({ host }) => host === lookalike.host);
    const unicode = nameOf(lookalike.host);
    const own = unicode.split(".").slice(-lookalike.domain.split(".").length).join(".");
    return letters(site === undefined ? lookalike.domain : own, nameOf(lookalike.of)) ?? [];
  });
}
