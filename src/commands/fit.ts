import { openChecker } from "../check/checker.ts";
import { readYaml } from "../input/source-text.ts";
import { describeScope, findingsToldApart } from "../policy/compare/scope.ts";
import { verdictText } from "../pages/report-text.ts";
import { fitRulebook, type Misfit, treeOf } from "../policy/fit/fit.ts";
import { readBuiltinText } from "../rulebooks/builtin.ts";
import { readRulebookFile, rulebookFileOf } from "../rulebooks/shelf.ts";
import { knownAppsOf } from "../rulebooks/known-apps.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";
import { observationsIn } from "./cli/observations.ts";
import { HOST_PLATFORM, comparedFrom, toJson } from "./cli/rulebook-input.ts";
import { wrapped } from "./cli/wrapped.ts";

const OPTIONS = {
  "host-platform": HOST_PLATFORM,
  json: { kind: "flag", help: "a JSON line for each rule that is contradicted (what a pipe gets)" },
  pretty: { kind: "flag", help: "in words (what a terminal gets)" },
} as const;

export const fit: Command = {
  name: "fit",
  usage: "hutong fit [options] BOOK FIXTURES…",
  summary: "observations that contradict a rulebook, and the smallest single change that would explain them",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    const [reference, ...files] = positionals;
    if (reference === undefined || files.length === 0) {
      throw new UsageError("expected a BOOK (an id or a file) and at least one file of fixtures");
    }
    const checker = openChecker();
    const { rulebook } = checker.shelf.find(reference);
    const host = comparedFrom(checker.registry, values["host-platform"], [rulebook]);
    const apps = knownAppsOf(checker.registry, { host, rulebook });
    const file = rulebookFileOf(reference);
    const yaml = readYaml(file === null ? (readBuiltinText(reference) ?? "") : readRulebookFile(file));
    if (yaml.kind === "broken") throw new UsageError("the rulebook changed while it was read");
    const { observations, leftOut } = await observationsIn(checker, { reference, id: rulebook.id }, files);
    if (observations.length === 0) throw new UsageError(`the files hold no observation of ${rulebook.id}`);
    const misfits = fitRulebook(treeOf(yaml.value), observations, { apps });
    const isPretty = values.pretty || (!values.json && console.columns !== null);
    if (!isPretty) await console.write(misfits.map((misfit) => toJson(lineOf(misfit))).join(""));
    else {
      const columns = console.columns ?? 80;
      const skipped = leftOut === 0 ? "" : `, ${leftOut} fixtures tell nothing of it`;
      const lead = `${rulebook.id} held to ${observations.length} observations${skipped}`;
      const told = misfits.flatMap((misfit) => ["", ...linesOf(misfit, columns)]);
      const end = misfits.length === 0 ? ["", "None contradicts it."] : told;
      await console.write([wrapped("", lead, columns), ...end].map((line) => `${line}\n`).join(""));
    }
    return misfits.length === 0 ? 0 : 1;
  },
};

function lineOf({ rule, observations, proposal }: Misfit): object {
  return {
    rule,
    fixtures: observations.map(({ fixture }) => fixture),
    change:
      proposal === null ? null : { ...proposal.change, explains: proposal.explained.map(({ fixture }) => fixture) },
    inputsChanged: proposal?.diff.differing ?? null,
  };
}

function linesOf({ rule, observations, given, proposal }: Misfit, columns: number): string[] {
  const [first] = observations;
  const seen = first === undefined ? "" : seenText(first);
  const lines = [
    wrapped(
      "",
      `${rule}: ${verdictText(given)}, but ${observations.length} seen otherwise, the first ${seen}`,
      columns,
    ),
    wrapped("  in ", observations.map(({ fixture }) => fixture).join(", "), columns),
  ];
  if (proposal === null) {
    return [...lines, wrapped("  ", "No single word, date or action explains any and contradicts no other.", columns)];
  }
  const { change, explained, diff } = proposal;
  lines.push(
    wrapped("  change ", `${change.path}: ${JSON.stringify(change.from)} → ${JSON.stringify(change.to)}`, columns),
    wrapped("  ", `explains ${explained.length} of ${observations.length}`, columns),
    wrapped("  ", `changes ${diff.differing} of ${diff.inputs} inputs:`, columns),
  );
  const told = findingsToldApart(diff.differences.map(({ scope }) => scope));
  for (const { scope, left, right } of diff.differences) {
    const { where, provided } = describeScope(scope, diff.offset, told);
    const condition = provided === "" ? "" : `, if ${provided}`;
    lines.push(wrapped("    ", `${where}${condition}: ${verdictText(left)} → ${verdictText(right)}`, columns));
  }
  if (diff.leftOver > 0n) lines.push(wrapped("    ", `and ${diff.leftOver} inputs more`, columns));
  return lines;
}

function seenText({ action, notice }: Misfit["observations"][number]): string {
  if (action !== null) return verdictText({ action, notice: notice === true });
  return notice === true ? "after a notice page" : "without a notice page";
}
