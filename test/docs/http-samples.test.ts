import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MADE, type Facts } from "../../src/docs/made-pages.ts";
import { ROUTES } from "../../src/gateway/http/routes/table.ts";

const README = readFileSync(new URL("../../src/gateway/http/README.md", import.meta.url), "utf8");
const decided = ROUTES.find(({ operationId }) => operationId === "decideCase")?.body ?? expect.fail("no such route");

const samples = [...README.matchAll(/^```jsonl\n([\s\S]*?)^```$/gmu)].flatMap(([, lines = ""]) =>
  lines.trim().split("\n"),
);

test("the page shows every kind of decision", () => {
  const told = samples.map((line) => JSON.parse(line) as { decision: string; effect?: object });
  expect(told.map(({ decision, effect }) => `${decision} ${Object.keys(effect ?? {})[0] ?? ""}`.trim())).toEqual([
    "uphold entry",
    "overturn exception",
    "uphold suspend",
    "dismiss",
    "undo",
  ]);
});

test.each(samples)("a moderator's program may send %s", (line) => {
  expect(decided.safeParse(JSON.parse(line)).error).toBeUndefined();
});

// Facts that this page does not read are left out.
const page = MADE["http-routes"]?.({ routes: ROUTES } as unknown as Facts) ?? "";

test("the page of routes has each once, in its contents, with who may in words and no usual refusal again", () => {
  const own = ROUTES.filter(({ path }) => !path.startsWith("/v1/complaints"));
  for (const { method, path } of own) expect(page.split(`\n## ${method} ${path}\n`).length).toBe(2);
  expect(page).not.toContain("## GET /v1/complaints");
  expect(page).not.toMatch(/Who may: `/u);
  for (const code of ["internal", "wrong_host", "rate_limited", "bad_json"])
    expect(page.split(`\`${code}\``).length).toBe(2);
});

test("what stands after ? has its meaning and every word that it takes", () => {
  const cases = page.slice(page.indexOf("\n## GET /v1/cases\n"), page.indexOf("\n## GET /v1/cases/actor"));
  expect(cases).toContain("of received, in_review, proposed, decided, withdrawn");
});
