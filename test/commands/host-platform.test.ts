import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCli } from "../support/programs/cli.ts";

const folder = mkdtempSync(join(tmpdir(), "hutong-host-"));
afterAll(() => rmSync(folder, { recursive: true }));

const bookFor = (host: string, action: string): string => `
id: mine
title: Mine
authority: a test
host: ${host}
editions:
  - id: "1"
    from: "2020-01-01T00:00:00+08:00"
    title: One
    source: [{ title: A, url: "https://a.example/" }]
    default: { action: block, basis: house, reason: { en: "No." } }
    rules:
      - { id: own, when: { relation: own }, then: { action: ${action} }, basis: house, reason: { en: "Own." } }
      - { id: others, when: {}, then: { action: block }, basis: house, reason: { en: "Others." } }
`;

test("a book is audited and compared from its own host platform: Tmall is Taobao's own, and WeChat's rival", async () => {
  const [taobao, closed] = ["taobao", "closed"].map((name) => join(folder, `${name}.yaml`));
  if (taobao === undefined || closed === undefined) throw new Error("two files");
  writeFileSync(taobao, bookFor("taobao", "open_in_place"));
  writeFileSync(closed, bookFor("taobao", "block").replace("id: mine", "id: closed"));
  const audit = await runCli(["audit", "--json", taobao]);
  const { unequal } = JSON.parse(audit.stdout) as {
    unequal: { class: string; groups: { verdict: { action: string }; who: string[] }[] }[];
  };
  const shops = unequal.find(({ class: cls }) => cls === "e-commerce");
  expect(shops?.groups.find(({ verdict }) => verdict.action === "open_in_place")?.who).toContain("tmall");
  const diff = await runCli(["diff", "--json", taobao, closed]);
  const { differences } = JSON.parse(diff.stdout) as { differences: { witness: { url: string | null } }[] };
  expect(differences.map(({ witness }) => witness.url)).toContainEqual(
    expect.stringMatching(/taobao|tmall|1688|alibaba/u),
  );
});
