import { globSync } from "node:fs";
import { join } from "node:path";

/**
 * Tests that open no socket, start no process and write no file: whole folders, or single files of other folders.
 * Any folders may stand before each, so that a folder can move.
 */
export const PURE: readonly string[] = [
  "arrows",
  "projects",
  "access/rates",
  "apps/*",
  "bots/*",
  "cases/*",
  "chat/*",
  "check/*",
  "client/positions",
  "commands/cli/rulebook-input",
  "findings/lists/{canonical-address,check-list,compiled-list,formats,guards}",
  "input/*",
  "links/*",
  "log/merkle",
  "policy/**/*",
  "protocol/*",
  "replay/*",
  "report/*",
  "resolve/**/*",
  "rulebooks/*",
  "satori/elements",
  "support/tools",
  "telemetry/*",
];

/** Of those folders, what writes files, opens sockets or starts a process after all. */
export const NOT_PURE: readonly string[] = [
  "rulebooks/live",
  "input/doors",
  "policy/schema",
  "replay/coverage",
  "resolve/**/{article-fetcher,disk-cache,hostile-upstream,image-fetcher,namespace,tiny-pieces}",
];

/**
 * Files that take longest for their length, what waits beside what works. On a machine that has run nothing yet the longest text would
 * start first, and one of these would run alone at the end.
 */
export const LONGEST: readonly string[] = [
  "store/postgres",
  "gateway/cluster",
  "gateway/namespace",
  "store/postgres-faults",
  "web/pane",
  "deploy/cluster",
  "gateway/kill",
  "commands/two-gateways",
  "web/accessible",
  "gateway/rolling",
  "web/access",
  "resolve/namespace",
  "commands/shared-lists",
  "commands/import",
];

const ROOT = join(import.meta.dirname, "..");

/** The test files that a name of the lists stands for, as paths from the root of the checkout. */
export function filesNamed(name: string): string[] {
  return globSync(`test/**/${name}.test.ts`, { cwd: ROOT });
}

/** The files of the project `pure`; all others are of the project `real`. */
export function pureFiles(): string[] {
  const real = new Set(NOT_PURE.flatMap(filesNamed));
  return [...new Set(PURE.flatMap(filesNamed))].filter((file) => !real.has(file)).toSorted();
}
