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

/** Visited hosts that are told: five are their companies' own without a source that says so, the rest nobody's or tricks. */
const TOLD_OF_VISITED =
  `10youtube.com 666kuaishou.com 666kuaishou.net 888taobao.com bilibili996.com capitalone360.com cfmna-tencent.com
  ikea-usa.com saisoncard-promotion.com telegramme228.com track-chinapost.com voyages-sncf.com www.alibaba-tw.com`.split(
    /\s+/u,
  );

test("of hosts that people visit, most of them with a name in theirs, none is told but those that are known", () => {
  const hosts = hostsIn("visited.txt");
  expect(hosts.length).toBeGreaterThan(900);
  expect(hosts.filter((host) => told(host) !== null).toSorted()).toEqual(TOLD_OF_VISITED);
});

test("of hosts from public reports that hold a name, three in five are told", () => {
  const hosts = hostsIn("reported.txt");
  expect(hosts.length).toBe(600);
  expect(hosts.filter((host) => told(host) === null).length).toBeLessThanOrEqual(202);
});

test("of hosts that others wrongly called look-alikes none is told, and of reports of 2024 to 2026 seven in ten are", () => {
  const cleared = hostsIn("cleared.txt");
  expect(cleared.length).toBeGreaterThan(60);
  expect(cleared.flatMap((host) => (told(host) === null ? [] : [`${host}: ${told(host)}`]))).toEqual([]);
  const hosts = hostsIn("reported-2026.txt");
  expect(hosts.length).toBe(75);
  expect(hosts.filter((host) => told(host) === null).length).toBeLessThanOrEqual(23);
});

/** The hosts of one half of a file: below the lines that begin with its name. */
function halfOf(file: string, half: "learnt" | "held back"): string[] {
  const text = readFileSync(new URL(`../../../fixtures/lookalikes/${file}`, import.meta.url), "utf8");
  let isOfHalf = false;
  return text.split("\n").filter((line) => {
    if (line.startsWith("#")) isOfHalf = line.startsWith(`# ${half}:`);
    return line !== "" && !line.startsWith("#") && isOfHalf;
  });
}

test.each([
  ["learnt", 57],
  ["held back", 58],
] as const)(
  "[%s] of hosts that public reports name, seven in ten are told, and of the hosts of banks none",
  (half, most) => {
    const hosts = halfOf("fresh-told.txt", half);
    expect(hosts.length).toBeGreaterThan(200);
    expect(hosts.filter((host) => told(host) === null).length).toBeLessThanOrEqual(most);
    const honest = halfOf("fresh-honest.txt", half);
    expect(honest.length).toBeGreaterThan(200);
    expect(honest.filter((host) => told(host) !== null)).toEqual([]);
  },
);

test.each([
  ["stranger", 5],
  ["november", 5],
  ["third-stranger", 0],
] as const)("[%s] of a stranger's hosts one in thirty is missed, and of the honest ones none is told", (set, most) => {
  const hosts = hostsIn(`${set}-told.txt`);
  expect(hosts.length).toBe(150);
  expect(hosts.filter((host) => told(host) === null).length).toBeLessThanOrEqual(most);
  const honest = hostsIn(`${set}-honest.txt`);
  expect(honest.length).toBe(150);
  expect(honest.flatMap((host) => (told(host) === null ? [] : [`${host}: ${told(host)}`]))).toEqual([]);
});
