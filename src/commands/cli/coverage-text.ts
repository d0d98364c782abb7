import { instantText } from "../../policy/compare/scope.ts";
import type { Coverage, EdgeCoverage, EditionCoverage, Reach } from "../../replay/coverage.ts";
import { wrapped } from "./wrapped.ts";

const SIDE_TEXT = { before: "just before", on: "on it", after: "after it" } as const;
const SIDES = ["before", "on", "after"] as const;

/** Coverage in words: what was reached as counts, what was not by name. */
export function coverageText(coverages: readonly Coverage[], columns: number): string {
  if (coverages.length === 0) return "Coverage: no link was judged.\n";
  return coverages.map((one) => bookText(one, columns)).join("");
}

function bookText({ rulebook, offset, editions, edges }: Coverage, columns: number): string {
  const rules = editions.flatMap(({ rules }) => rules.map(({ reach }) => reach));
  const sides = edges.reduce((sum, { reached }) => sum + reached.length, 0);
  const lines = [
    wrapped(
      `Coverage of ${rulebook}: `,
      [
        `rules ${counted(rules)}`,
        `defaults ${counted(editions.map((edition) => edition.default))}`,
        `unresolved ${counted(editions.map((edition) => edition.unresolved))}`,
        `sides of edges ${sides} of ${edges.length * SIDES.length}`,
      ].join(", "),
      columns,
    ),
    ...editions.flatMap((edition) => missing(edition, columns)),
    ...edges.flatMap((edge) => missingSides(edge, offset, columns)),
  ];
  return `${lines.join("\n")}\n`;
}

function counted(reaches: readonly Reach[]): string {
  const out = reaches.filter((reach) => reach === "unreachable").length;
  const reached = reaches.filter((reach) => reach === "reached").length;
  return `${reached} of ${reaches.length - out}${out === 0 ? "" : ` (${out} no input comes to)`}`;
}

function missing(edition: EditionCoverage, columns: number): string[] {
  const names = [
    ...edition.rules.flatMap(({ rule, reach }) => (reach === "not_reached" ? [rule] : [])),
    ...(["default", "unresolved"] as const).filter((who) => edition[who] === "not_reached"),
  ];
  return names.length === 0 ? [] : [wrapped(`  ${edition.edition} not reached: `, names.join(", "), columns)];
}

function missingSides({ edition, variable, on, reached }: EdgeCoverage, offset: string, columns: number): string[] {
  const sides = SIDES.filter((side) => !reached.includes(side)).map((side) => SIDE_TEXT[side]);
  if (sides.length === 0) return [];
  const edge = variable === "begin" ? "its begin" : variable === "at" ? instantText(on, offset) : `${variable} ${on}`;
  return [wrapped(`  ${edition} edge ${edge} not reached: `, sides.join(", "), columns)];
}
