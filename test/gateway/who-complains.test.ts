import { expect, test } from "vitest";
import type { NewComplaint } from "../../src/store/cases.ts";
import { MODERATOR, startWorld } from "./case-world.ts";

const HOUR_MS = 3_600_000;
const RULES = { maxOpen: 9, maxPerHour: 9 };

interface ComplaintTold {
  readonly user?: string;
  readonly accountSince?: string;
  readonly earlier?: object;
}

function about(entry: string, user: string, at: Date): NewComplaint {
  const target = { kind: "link", conversation: `c:${entry}`, seq: 1, index: 0 } as const;
  const told = { kind: "harmful", about: "shop", host: entry, category: null, note: null } as const;
  return { ...told, target, subject: { kind: "link", entry }, user, at };
}

test("[T10] of the 50 who complained last moderators alone are told how old their account is and how earlier complaints ended", async () => {
  const world = await startWorld();
  const store = world.openStore();
  const begun = Date.now() - 40 * HOUR_MS;
  const people = Array.from({ length: 60 }, (_, index) => `user${index}`);
  await Promise.all(
    people.flatMap((user, index) => {
      const at = new Date(begun + index);
      return [
        store.rememberDevice({ user, device: "d", os: "web", version: null, locale: "en" }, at),
        store.complain(about("old.example", user, at), RULES),
        store.complain(about("new.example", user, new Date(begun + HOUR_MS + index)), RULES),
      ];
    }),
  );
  const { body } = await world.ask("mo", MODERATOR, "/v1/cases");
  const idOf = (host: string) => body.cases?.find((each) => each.host === host)?.id;
  const dismissed = { decision: "dismiss", reason: "Nothing is wrong with it" };
  const { status } = await world.ask("mo", MODERATOR, `/v1/cases/${idOf("old.example")}`, dismissed, 1);
  expect(status).toBe(200);

  const complaintsFor = async (user: string, role: "moderator" | "auditor") =>
    (await world.ask(user, [role], `/v1/cases/${idOf("new.example")}`)).body["complaints"] as ComplaintTold[];
  const told = await complaintsFor("mo", "moderator");
  expect(told.map(({ user }) => user)).toEqual(people.toReversed());
  for (const [index, each] of told.entries()) {
    const since = new Date(begun + people.length - 1 - index).toISOString();
    if (index < 50) expect(each).toMatchObject({ accountSince: since, earlier: { decided: 1, dismissed: 1 } });
    else expect(each).not.toHaveProperty("accountSince");
  }
  expect(told.filter(({ earlier }) => earlier !== undefined)).toHaveLength(50);
  const audited = await complaintsFor("au", "auditor");
  expect(audited).toHaveLength(60);
  expect(JSON.stringify(audited)).not.toMatch(/accountSince|earlier|user/u);
});
