import { seen } from "../input/odd-characters.ts";
import type { Outcome } from "./run-fixtures.ts";
import type { Mismatch } from "./expectation.ts";

/** Writes outcomes as they come and a summary at the end. */
export interface Reporter {
  outcome(outcome: Outcome): string;
  end(outcomes: readonly Outcome[]): string;
}

export const REPORTERS = ["pretty", "json", "junit"] as const;

/** @param isQuiet  In words only what did not pass is told. */
export function reporterFor(name: (typeof REPORTERS)[number], isQuiet = false): Reporter {
  switch (name) {
    case "pretty":
      return {
        outcome: (outcome) => (isQuiet && outcome.result.kind === "passed" ? "" : prettyOutcome(outcome)),
        end: prettySummary,
      };
    case "json":
      return {
        outcome: (outcome) => `${JSON.stringify({ ...outcome, recorded: undefined, updated: undefined })}\n`,
        end: () => "",
      };
    case "junit":
      return { outcome: () => "", end: junit };
  }
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function mismatchLines({ index, path, expected, actual }: Mismatch): string[] {
  const where = index === null ? "" : `link ${index + 1} `;
  return [`${where}${path}`, `  expected ${show(expected)}`, `  actual   ${show(actual)}`];
}

function prettyOutcome(outcome: Outcome): string {
  const { file, line, result } = outcome;
  // Whoever sent a fixture writes nothing to a terminal but what is seen there.
  const id = seen(outcome.id);
  switch (result.kind) {
    case "passed": {
      const verdicts = outcome.reports.map(({ verdict }) => `${verdict.action}${verdict.notice ? " + notice" : ""}`);
      return `  ok      ${id.padEnd(34)} ${verdicts.join(", ") || "no link"}\n`;
    }
    case "failed":
      return `  FAILED  ${id}  (${file}:${line})\n${result.mismatches
        .flatMap(mismatchLines)
        .concat(result.missing.map((address) => `nothing is recorded for ${address}`))
        .map((text) => `            ${seen(text)}\n`)
        .join("")}`;
    case "broken":
      return `  BROKEN  ${id}  (${file}:${line})\n            ${result.why}\n`;
  }
}

function count(outcomes: readonly Outcome[], kind: Outcome["result"]["kind"]): number {
  return outcomes.filter(({ result }) => result.kind === kind).length;
}

function prettySummary(outcomes: readonly Outcome[]): string {
  const broken = count(outcomes, "broken");
  return `${count(outcomes, "passed")} passed, ${count(outcomes, "failed")} failed${broken === 0 ? "" : `, ${broken} broken`}\n`;
}

function junit(outcomes: readonly Outcome[]): string {
  const cases = outcomes.map(({ file, id, result, tookMs }) => {
    const open = `    <testcase classname="${xml(file)}" name="${xml(id)}" time="${seconds(tookMs)}"`;
    switch (result.kind) {
      case "passed":
        return `${open}/>`;
      case "failed": {
        const missing = result.missing.map((address) => `nothing is recorded for ${address}`);
        const text = [...result.mismatches.flatMap(mismatchLines), ...missing].join("\n");
        return `${open}><failure message="${xml(`${result.mismatches.length} expectations not met`)}">${xml(text)}</failure></testcase>`;
      }
      case "broken":
        return `${open}><error message="${xml(result.why)}"/></testcase>`;
    }
  });
  const time = seconds(outcomes.reduce((sum, { tookMs }) => sum + tookMs, 0));
  const counts = `tests="${outcomes.length}" failures="${count(outcomes, "failed")}" errors="${count(outcomes, "broken")}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts} time="${time}">`,
    `  <testsuite name="hutong replay" ${counts} time="${time}">`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}

/** Text for XML 1.0: markup escaped, characters it may not hold replaced. */
function xml(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
