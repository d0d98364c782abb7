import { expect, test } from "vitest";
import type { CaseActor } from "../../src/store/cases.ts";
import { MODERATOR, startWorld } from "./case-world.ts";

const RULES = { maxOpen: 999, maxPerHour: 999 };

test("[T10] another person checks a decision that was drawn, and nobody whom it concerns is told", async () => {
  const world = await startWorld();
  const ann = await world.join("ann");
  const store = world.openStore();
  const at = new Date();
  const mo: CaseActor = { user: "mo", roles: MODERATOR, token: null };
  const wish = { decision: "dismiss", effect: null, reason: "Nothing was found", isWide: false } as const;
  let id = "";
  for (let seq = 1; id === "" && seq < 600; seq += 1) {
    const host = `${seq}.example`;
    const subject = { kind: "link", entry: host } as const;
    const target = { kind: "link", conversation: "c:1", seq, index: 0 } as const;
    const told = { kind: "harmful", about: "shop", host, category: null, note: null } as const;
    await store.complain({ ...told, user: "ann", subject, target, at }, RULES);
    const { cases } = await store.cases({ stages: ["received"], direction: null, host, after: null, limit: 1 });
    const step = { do: "decide", wish, fourEyes: "wide" } as const;
    const done = await store.act(cases[0]?.file.id ?? "", 1, step, mo, at);
    if (done?.file.decisions[0]?.isDrawn === true) ({ id } = done.file);
  }
  const waiting = async () => (await world.ask("ma", MODERATOR, "/v1/cases?check=waiting")).body.cases;
  expect(await waiting()).toMatchObject([{ id, state: "decided", check: "waiting", decisions: [{ drawn: true }] }]);
  // It is no work of whoever decided, and no appeal.
  const { body: own } = await world.ask("mo", MODERATOR, "/v1/cases?check=waiting");
  expect(own).toEqual({ cases: [], next: null, total: 0, overdue: 0 });
  expect((await world.ask("ma", MODERATOR, "/v1/cases?check=waiting")).body["total"]).toBe(1);

  const pushed: string[] = [];
  ann.on("complaint", ({ state }) => pushed.push(state));
  const codeOf = async (user: string, roles: readonly ("moderator" | "auditor")[], body: object, version?: number) => {
    const { status, body: told } = await world.ask(user, roles, `/v1/cases/${id}/check`, body, version);
    return `${status} ${told.error?.code ?? "taken"}`;
  };
  const not = { agrees: false, note: "The page does ask for a card" };
  expect(await codeOf("mo", MODERATOR, not, 2)).toBe("403 same_person");
  expect(await codeOf("ann", MODERATOR, not, 2)).toBe("403 own_case");
  expect(await codeOf("au", ["auditor"], not, 2)).toBe("403 roles_only");
  expect(await codeOf("ma", MODERATOR, not)).toBe("428 version_missing");
  expect(await codeOf("ma", MODERATOR, not, 1)).toBe("409 conflict");
  expect(await codeOf("ma", MODERATOR, { agrees: false }, 2)).toBe("400 bad_request");
  expect(await codeOf("ma", MODERATOR, { agrees: true }, 2)).toBe("200 taken");
  // A slip of a key is no colleague's figure for ever.
  expect(await codeOf("mi", MODERATOR, { agrees: null }, 3)).toBe("409 conflict");
  expect(await codeOf("ma", MODERATOR, { agrees: null }, 3)).toBe("200 taken");
  expect(await codeOf("ma", MODERATOR, not, 4)).toBe("200 taken");
  expect(await codeOf("mi", MODERATOR, { agrees: true }, 5)).toBe("409 conflict");
  expect(await waiting()).toEqual([]);
  const disputed = await world.ask("lea", ["lead"], "/v1/cases?check=disputed");
  expect(disputed.body.cases).toMatchObject([{ id, decisions: [{ check: { by: "ma", ...not } }] }]);
  const audited = await world.ask("au", ["auditor"], `/v1/cases/${id}`);
  expect(audited.body["decisions"]).toMatchObject([{ check: { agrees: false } }]);
  expect(JSON.stringify(audited.body)).not.toMatch(/"ma"|ask for a card/u);
  const figures = await world.ask("lea", ["lead"], "/v1/cases/figures");
  expect(figures.body).toMatchObject({
    checks: { drawn: 1, checked: 1, agreed: 0 },
    byModerator: [{ name: "mo", checked: 1, agreed: 0 }],
  });
  const left = await world.ask("lea", ["lead"], `/v1/cases/${id}/check`, { agrees: true }, 5);
  expect(left.body).toMatchObject({ decisions: [{ check: { by: "ma", agrees: false, left: { by: "lea" } } }] });
  expect((await world.ask("lea", ["lead"], "/v1/cases?check=disputed")).body.cases).toEqual([]);
  // What came after is heard, so nothing that came before was missed.
  const undone = await world.ask("lea", ["lead"], `/v1/cases/${id}`, { decision: "undo" }, 6);
  expect(undone.body).not.toHaveProperty("check");
  await expect.poll(() => pushed).toEqual(["received"]);
}, 60_000);
