import { expect } from "vitest";
import { connect, RequestError, type Client } from "../../src/client/index.ts";
import type { CaseStep } from "../../src/store/cases.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { plainJudge } from "../support/doubles/plain-judge.ts";
import { startGateway, type TestGateway } from "../support/gateway.ts";
import { test } from "../support/test.ts";

const judge: typeof plainJudge = (text, context) =>
  plainJudge(text, context).map((report) =>
    report.url?.includes("evil") === true ? { ...report, verdict: { ...report.verdict, action: "block" } } : report,
  );
const backoff = { firstMs: 5, longestMs: 20 };

async function join(gateway: TestGateway, user: string): Promise<Client> {
  const client = connect(gateway.ws, () => gateway.token(user), { device: "d", backoff });
  await client.ready();
  return client;
}

function codeOf(request: Promise<unknown>): Promise<string> {
  return request.then(
    () => "taken",
    (error: unknown) => (error instanceof RequestError ? error.code : String(error)),
  );
}

const FILTER = { stages: ["received"], direction: null, host: null, after: null, limit: 10 } as const;
const block: CaseStep = {
  do: "decide",
  wish: {
    decision: "uphold",
    effect: { kind: "entry", entry: "shop.example", finding: "fraud", untilMs: Date.now() + 86_400_000 },
    reason: "a copy",
    isWide: false,
  },
  fourEyes: "wide",
};

test("[T1] [T2] [T3] a complaint is answered once it is on disk, is the same again, and is there after a restart", async ({
  onTestFinished,
}) => {
  const store = openSqliteStore(":memory:");
  onTestFinished(() => store.close());
  const first = await startGateway({ store, judge });
  const [ann, bob] = [await join(first, "ann"), await join(first, "bob")];
  const { conversation } = await bob.send("ann", "https://evil.example/a https://shop.example/b");
  const place = { conversation, seq: 1 };
  const made = await ann.complain({ ...place, index: 1 }, "harmful", { note: "a copy", category: "fake shop" });
  expect(made).toMatchObject({ ...place, index: 1, host: "shop.example", state: "received", note: "a copy" });
  expect(await ann.complain({ ...place, index: 1 }, "harmful")).toEqual(made);
  expect(await codeOf(ann.complain({ ...place, index: 1 }, "wrongly_blocked"))).toBe("not_blocked");
  const wrong = await ann.complain({ ...place, index: 0 }, "wrongly_blocked");
  expect(wrong).toMatchObject({ kind: "wrongly_blocked", host: "evil.example" });
  await first.close();
  const second = await startGateway({ store, judge, port: first.port });
  onTestFinished(async () => {
    ann.close();
    bob.close();
    await second.close();
  });
  expect(await ann.complaints()).toMatchObject({ items: [wrong, made], more: false });
  expect(await ann.complaints({ limit: 1 })).toMatchObject({ items: [wrong], more: true });
  expect(await ann.complaints({ before: wrong.id })).toMatchObject({ items: [made], more: false });
  expect((await bob.complaints()).items).toEqual([]);
});

test("[T10] what is not there, not theirs or their own is no complaint of anybody's, and tells nothing", async ({
  start,
}) => {
  const gateway = await start({ judge });
  const [ann, bob, cy] = [await join(gateway, "ann"), await join(gateway, "bob"), await join(gateway, "cy")];
  const { conversation } = await bob.send("ann", "https://shop.example/b");
  const place = { conversation, seq: 1 };
  expect(await codeOf(cy.complain({ ...place, index: 0 }, "harmful"))).toBe("unknown_conversation");
  expect(await codeOf(ann.complain({ ...place, index: 1 }, "harmful"))).toBe("unknown_message");
  expect(await codeOf(ann.complain({ conversation, seq: 2 }, "harmful"))).toBe("unknown_message");
  expect(await codeOf(bob.complain(place, "harmful"))).toBe("bad_frame");
  expect(await codeOf(ann.complain(place, "wrongly_blocked"))).toBe("bad_frame");
  expect(await codeOf(ann.complain({ user: "ann" }, "harmful"))).toBe("bad_frame");
  expect(await codeOf(cy.complain({ user: "bob", conversation }, "harmful"))).toBe("unknown_conversation");
  // Somebody whom they never met and nobody at all look alike.
  for (const user of ["nobody-here", "bob"])
    expect(await codeOf(cy.complain({ user }, "harmful"))).toBe("unknown_user");
  expect(await codeOf(ann.complain({ user: "bob" }, "harmful"))).toBe("taken");
  expect(await codeOf(ann.complain(place, "harmful", { note: "x".repeat(501) }))).toBe("note_too_long");
  const mine = await ann.complain(place, "harmful");
  expect(await codeOf(cy.withdraw(mine.id))).toBe("unknown_complaint");
  expect(await codeOf(cy.appeal(mine.id))).toBe("unknown_complaint");
  expect(await codeOf(ann.appeal(mine.id))).toBe("not_decided");
  expect((await ann.withdraw(mine.id)).state).toBe("withdrawn");
  // It is one for ever: what was taken back is not made again, and looks like no success.
  expect(await codeOf(ann.complain(place, "harmful", { note: "after all" }))).toBe("withdrawn");
  expect((await ann.complaints()).items.map(({ state }) => state)).toContain("withdrawn");
  for (const each of [ann, bob, cy]) each.close();
});

test("a flood of complaints is bounded by person and by address", async ({ start }) => {
  const limits = { maxComplaintsPerWindow: 2, maxComplaintsPerAddress: 3 };
  const gateway = await start({ judge, limits });
  const [ann, bob, cy] = [await join(gateway, "ann"), await join(gateway, "bob"), await join(gateway, "cy")];
  await bob.send("ann", "1");
  const { conversation } = await bob.send("ann", "2");
  await bob.send("ann", "3");
  const about = (seq: number) => codeOf(ann.complain({ conversation, seq }, "harmful"));
  expect([await about(1), await about(2), await about(3)]).toEqual(["taken", "taken", "too_many_complaints"]);
  // An hour is longer than anybody waits for an answer: they are told when.
  const asked = ann.complain({ conversation, seq: 3 }, "harmful");
  await expect(asked).rejects.toMatchObject({ temporary: true, retryAfterMs: expect.closeTo(3_600_000, -6) });
  // The address is used up by now, whoever asks.
  await bob.send("cy", "4");
  expect(await codeOf(cy.complain({ user: "bob" }, "harmful"))).toBe("too_many_complaints");
  for (const each of [ann, bob, cy]) each.close();
});

test("[T10] the sender of a link that a decision blocks hears of it without the place, and may appeal", async ({
  start,
}) => {
  const gateway = await start({ judge });
  const { store } = gateway;
  const [ann, bob] = [await join(gateway, "ann"), await join(gateway, "bob")];
  const { conversation } = await bob.send("ann", "https://shop.example/b");
  await ann.complain({ conversation, seq: 1, index: 0 }, "harmful", { note: "a copy" });
  const [waiting] = (await store.cases(FILTER)).cases;
  const mo = { user: "mo", roles: ["moderator"] as const, token: null };
  await store.act(waiting?.file.id ?? "", 1, block, mo, new Date());
  const [notice] = (await bob.complaints()).items;
  expect(notice).toMatchObject({
    kind: "decision",
    host: "shop.example",
    state: "decided",
    outcome: "upheld",
    reason: "a copy",
  });
  for (const told of ["conversation", "seq", "index", "note", "user"]) expect(notice).not.toHaveProperty(told);
  const heard = new Promise((resolve) => ann.on("complaint", resolve));
  expect(await bob.appeal(notice?.id ?? "", "my own shop")).toMatchObject({ state: "appealed" });
  // Who complained hears that it is looked at again, and not why.
  const told = await heard;
  expect(told).toMatchObject({ kind: "harmful", state: "appealed", outcome: "upheld" });
  expect(JSON.stringify(told)).not.toContain("my own shop");
  expect(await codeOf(bob.appeal(notice?.id ?? ""))).toBe("final");
  ann.close();
  bob.close();
});

test("a note is taken with the line ends of forms and Windows, as long as the operator says and no document says else", async ({
  start,
}) => {
  const gateway = await start({ judge, limits: { maxNoteLength: 10 } });
  const [ann, bob] = [await join(gateway, "ann"), await join(gateway, "bob")];
  const { conversation } = await bob.send("ann", "1");
  const complain = (note: string) => ann.complain({ conversation, seq: 1 }, "harmful", { note });
  expect(await codeOf(complain("12345678901"))).toBe("note_too_long");
  expect(await codeOf(complain("1234\u0007"))).toBe("bad_frame");
  expect((await complain("1234\r\n6789\r")).note).toBe("1234\n6789\n");
  const document = await (await fetch(new URL("/asyncapi.json", gateway.http))).text();
  expect(document).toContain("At most maxNoteLength of welcome.limits");
  expect(document).not.toContain("4000,");
  for (const each of [ann, bob]) each.close();
});
