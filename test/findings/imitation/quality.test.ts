import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openChecker } from "../../../src/check/checker.ts";
import type { CheckContext } from "../../../src/report/report.ts";

const CONTEXT: CheckContext = {
  at: new Date("2026-06-01T12:00:00+08:00"),
  host: "wechat",
  chat: "one_to_one",
  client: { os: "android", version: "8.0.60" },
  choice: null,
  locale: "en",
  lists: [],
};
const checker = openChecker();

function hostsIn(file: string): string[] {
  const text = readFileSync(new URL(`../../../fixtures/lookalikes/${file}`, import.meta.url), "utf8");
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

/** What is told of a host that somebody sends; null when nothing is. */
function told(host: string): string | null {
  const url = URL.parse(`http://${host}/`);
  if (url === null) throw new Error(`${host} is no host`);
  const findings = checker.check(url.href, CONTEXT).flatMap(({ findings: all }) => all);
  return findings.find(({ lookalike }) => lookalike !== undefined)?.evidence ?? null;
}

test("of the look-alikes at most one in a hundred is missed", () => {
  const hosts = hostsIn("told.txt");
  expect(hosts.length).toBeGreaterThan(800);
  const missed = hosts.filter((host) => told(host) === null);
  expect(missed.length / hosts.length).toBeLessThanOrEqual(0.01);
});

test("of the honest hosts none is told", () => {
  const hosts = hostsIn("honest.txt");
  expect(hosts.length).toBeGreaterThan(1_000);
  expect(hosts.flatMap((host) => (told(host) === null ? [] : [`${host}: ${told(host)}`]))).toEqual([]);
});
