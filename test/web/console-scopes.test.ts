import { expect, onTestFinished, test } from "vitest";
import { canonicalAddress } from "../../src/findings/lists/canonical-address.ts";
import { covers } from "../../src/findings/lists/entry.ts";
import { writtenEntry } from "../../src/findings/lists/written-entry.ts";
import { likelyEffect, scopesOf } from "../../src/web/console/choices.ts";
import type { WholeCase } from "../../src/web/console/told.ts";
import { startConsoleWorld } from "./console-world.ts";

const MODERATOR = ["moderator"] as const;

test("a link longer than an entry may be is decided by its usual keys, and what is listed covers it", async () => {
  const world = await startConsoleWorld();
  onTestFinished(() => world.close());
  const long = "x".repeat(700);
  for (const [index, path] of [
    `/view/shop/${"a/".repeat(300)}end`,
    `/${"part-".repeat(150)}end`,
    `/${"%E4%BD%A0".repeat(60)}-${"%E4%BD%A0".repeat(60)}`,
    `/one/${long}/two`,
    `/${long}`,
  ].entries()) {
    for (const host of ["sites.google.com", `long${index}.example`]) {
      const address = `https://${host}${path}?id=7`;
      const visited = canonicalAddress(address) ?? expect.fail(address);
      await world.complain(`see ${address}`, { from: `bob${index}`, by: [`ann${index}`] });
      const { body } = await world.ask("mo", MODERATOR, "v1/cases?state=received");
      const found = (body as { cases: WholeCase[] }).cases.find(
        ({ subject }) => subject.kind === "link" && [host, `https://${host}${visited.path}`].includes(subject.entry),
      );
      const { id } = found ?? expect.fail(`no case about ${host}`);
      const whole = (await world.ask("mo", MODERATOR, `v1/cases/${id}`)).body as WholeCase;
      const { scopes, own } = scopesOf(whole);
      for (const { entry } of scopes) {
        expect(entry.length).toBeLessThanOrEqual(500);
        const written = writtenEntry(entry, { line: 1, isException: false }) ?? expect.fail(entry);
        expect([entry, covers(written, visited)]).toEqual([entry, true]);
      }
      const effect = likelyEffect(whole, Date.now());
      expect(effect).toMatchObject({ entry: scopes[own]?.entry });
      const decision = { decision: "uphold", effect, reason: "seen" };
      const { status, body: told } = await world.ask("mo", MODERATOR, `v1/cases/${id}`, decision, whole.version);
      // A page without any end within 500 characters is blocked with its host, which takes two people where it is guarded.
      const isWide = host === "sites.google.com" && scopes[own]?.name === "host";
      expect([address, status, (told as WholeCase).state]).toEqual([address, 200, isWide ? "proposed" : "decided"]);
    }
  }
});
