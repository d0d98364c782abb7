import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { compareElsewhere } from "../../src/check/compare-elsewhere.ts";
import { createRulebookReview } from "../../src/gateway/rulebook-review.ts";
import { keepSharedRulebook, openSharedRulebook } from "../../src/gateway/shared-rulebook.ts";
import { parseRulebook } from "../../src/policy/rulebook/rulebook.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import type { LogEvent } from "../../src/telemetry/log.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { createPrometheusMeter } from "../../src/telemetry/prometheus.ts";
import { rulebookText } from "../policy/facts.ts";
import { runHere } from "../support/programs/cli.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { spawnServe, type Served } from "../support/programs/spawn-serve.ts";
import { test } from "../support/test.ts";

const OPEN = rulebookText("miit").replace("id: miit", "id: mine");
const CLOSED = OPEN.replace("then: { action: open_in_place }", "then: { action: open_externally }");
const BROKEN = OPEN.replace("choice: block", "choise: block");
/** Of the edition that decides now. */
const hashOf = (text: string): string | undefined => parseRulebook(text, "mine.yaml").editions.at(-1)?.hash;
const SHIPPED = openChecker()
  .shelf.byId("wechat")
  .rulebook.editions.map(({ hash }) => hash);

async function decidingAt(gateway: Served): Promise<string> {
  const answer = await fetch(`${gateway.http}/v1/check`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: "https://item.taobao.com/item.htm?id=652874301955" }),
  });
  const { links } = (await answer.json()) as { links: { verdict: { hash: string } }[] };
  return links[0]?.verdict.hash ?? "";
}

describe.skipIf(postgresMissing() !== null)("the rulebook in force in a database", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  const serve = (url: string, ...more: readonly string[]) =>
    spawnServe(["--port", "0", "--resolve", "off", "--store", url, ...more], "");

  test("[C1] the option puts it in force, later gateways take what is there, and a put reaches those that run", async ({
    folder,
  }) => {
    const url = await server.urlOf("put");
    const file = join(folder, "mine.yaml");
    writeFileSync(file, OPEN);
    const hutong = (...args: readonly string[]) => runHere(["rulebook", ...args, "--store", url]);
    const none = await serve(url);
    expect(SHIPPED).toContain(await decidingAt(none));
    await none.stop();
    expect(await hutong("show")).toMatchObject({ code: 1, stdout: "" });
    expect((await hutong("history")).stdout).toBe("");

    const first = await serve(url, "--rulebook", file);
    const second = await serve(url);
    expect([await decidingAt(first), await decidingAt(second)]).toEqual([hashOf(OPEN), hashOf(OPEN)]);

    writeFileSync(join(folder, "next.yaml"), BROKEN);
    const refused = await hutong("put", join(folder, "next.yaml"));
    const line = BROKEN.slice(0, BROKEN.indexOf("choise")).split("\n").length;
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(new RegExp(`next\\.yaml:${line}:\\d+: unknown key`, "u"));
    expect(await hutong("show")).toMatchObject({ code: 0, stdout: OPEN });

    writeFileSync(join(folder, "next.yaml"), CLOSED);
    const before = new Date();
    const put = await hutong("put", join(folder, "next.yaml"));
    expect(put.stderr).toMatch(/^next\.yaml \([0-9a-f]{12}\) is in force in the place of mine\.yaml/u);
    expect((await hutong("put", join(folder, "next.yaml"))).stderr).toMatch(/is in force already/u);
    for (const { pid } of [first, second]) process.kill(pid, "SIGHUP");
    for (const gateway of [first, second]) await expect.poll(() => decidingAt(gateway)).toBe(hashOf(CLOSED));
    expect((await hutong("show")).stdout).toBe(CLOSED);
    expect((await hutong("show", "--at", before.toISOString())).stdout).toBe(OPEN);
    expect((await hutong("show", "--at", "2021-09-17")).code).toBe(1);

    // Whoever writes the file that a gateway was given puts it in force too.
    writeFileSync(file, OPEN.replace("id: mine", "id: ours"));
    process.kill(first.pid, "SIGHUP");
    await expect.poll(async () => (await hutong("show")).stdout).toContain("id: ours");
    for (const gateway of [first, second]) await gateway.stop();
    const history = (await hutong("history")).stdout.trim().split("\n");
    expect(history.map((each) => JSON.parse(each) as unknown)).toMatchObject([
      { number: 1, reference: "mine.yaml" },
      { number: 2, reference: "next.yaml" },
      { number: 3, reference: "mine.yaml" },
    ]);
    expect(history.join()).not.toContain(folder);

    expect((await hutong("put", "nothing")).stderr).toMatch(/no such rulebook; expected miit, qq, samr, wechat/u);
    expect((await hutong("put", "wechat@2021-09-17")).code).toBe(0);
    const third = await serve(url);
    const { editions } = openChecker().shelf.byId("wechat").rulebook;
    expect(await decidingAt(third)).toBe(editions.find(({ id }) => id === "2021-09-17")?.hash);
    await third.stop();
  });

  test("a gateway looks for it by itself, and what is no rulebook is refused once and changes nothing", async () => {
    const url = await server.urlOf("look");
    const store = await openPostgresStore(url);
    onTestFinished(() => store.close());
    const { shared } = store;
    const log: LogEvent[] = [];
    const { shelf } = openChecker();
    const rulebook = await openSharedRulebook({ shelf, shared, given: null, log: (event) => log.push(event) });
    let changes = 0;
    const metrics = createMetrics(createPrometheusMeter());
    const keeper = keepSharedRulebook(rulebook, {
      metrics,
      log: (event) => log.push(event),
      onChange: () => (changes += 1),
      lookEveryMs: 10,
    });
    onTestFinished(() => keeper.close());
    const id = () => rulebook.current.book.rulebook.id;
    expect(id()).toBe("wechat");
    await shared.putRulebook({ reference: "mine.yaml", text: OPEN });
    await expect.poll(id).toBe("mine");
    // A later program may keep what this one cannot read.
    await shared.putRulebook({ reference: "later.yaml", text: BROKEN });
    await expect.poll(() => log.filter(({ event }) => event === "rulebook_refused").length).toBe(1);
    await keeper.reloadRulebook();
    await keeper.reloadRulebook();
    expect(log.filter(({ event }) => event === "rulebook_refused")).toMatchObject([
      { message: expect.stringMatching(/^later\.yaml:\d+:\d+: unknown key/u) },
    ]);
    expect([id(), changes]).toEqual(["mine", 1]);
    await shared.putRulebook({ reference: "ours.yaml", text: OPEN.replace("id: mine", "id: ours") });
    await expect.poll(id).toBe("ours");
    expect(changes).toBe(2);
  });

  test("a put that hides a rule is warned of where it is put and by who takes it; a strict gateway keeps the one before", async ({
    folder,
  }) => {
    const url = await server.urlOf("warned");
    const store = await openPostgresStore(url);
    onTestFinished(() => store.close());
    const { shared } = store;
    const { shelf } = openChecker();
    await shared.putRulebook({ reference: "mine.yaml", text: OPEN });

    const gateway = async (isStrict: boolean, given: string | null = null) => {
      const told: LogEvent[] = [];
      const log = (event: LogEvent): void => void told.push(event);
      const metrics = createMetrics(createPrometheusMeter());
      const parts = { hostPlatform: "wechat", clock: () => new Date(), metrics, log };
      const review = createRulebookReview({ comparison: compareElsewhere(), isStrict, ...parts });
      onTestFinished(() => review.close());
      const rulebook = await openSharedRulebook({ shelf, shared, given, review, log });
      // Looks only when it is told to.
      const keeper = keepSharedRulebook(rulebook, { metrics, log, onChange: () => undefined, lookEveryMs: 1e9 });
      onTestFinished(() => keeper.close());
      return { told, keeper, textNow: () => rulebook.text.text };
    };
    const [plain, strict] = [await gateway(false), await gateway(true)];

    const start = OPEN.lastIndexOf("rules:\n") + "rules:\n".length;
    const shadowed = `${OPEN.slice(0, start)}      - lawful-link\n${OPEN.slice(start)}`.replace(
      / {6}- lawful-link\n*$/u,
      "",
    );
    const file = join(folder, "next.yaml");
    writeFileSync(file, shadowed);
    const never = "rule not-lawful of edition 2022-03-03 can never speak: lawful-link decides before it";
    await expect(gateway(true, file)).rejects.toThrow(
      `${file}: --strict refuses it: ${never}`.replace(`${folder}/`, ""),
    );
    expect((await shared.rulebookInForce())?.text).toBe(OPEN);

    const put = await runHere(["rulebook", "put", file, "--store", url]);
    expect(put.code).toBe(0);
    expect(put.stderr).toContain(`hutong rulebook: warning: ${never}\n`);
    expect(put.stderr).toMatch(/warning: rule lawful-link allows more: open_in_place where rule \S+ said/u);
    for (const { keeper } of [plain, strict]) await keeper.reloadRulebook();
    expect(plain.textNow()).toBe(shadowed);
    await expect
      .poll(() => plain.told)
      .toContainEqual(expect.objectContaining({ event: "rulebook_warning", message: never }));
    expect(strict.textNow()).toBe(OPEN);
    expect(strict.told).toContainEqual(
      expect.objectContaining({ event: "rulebook_refused", message: expect.stringContaining(never) as unknown }),
    );
    // The next is compared with what decides there, not with what was refused.
    await shared.putRulebook({ reference: "ours.yaml", text: CLOSED });
    await strict.keeper.reloadRulebook();
    expect(strict.textNow()).toBe(CLOSED);
  });

  test("of many that put one at a moment each takes the place of another, and all are kept", async () => {
    const store = await openPostgresStore(await server.urlOf("many"));
    onTestFinished(() => store.close());
    const texts = Array.from({ length: 8 }, (_, index) => OPEN.replace("id: mine", `id: mine${index}`));
    const put = await Promise.all(texts.map((text) => store.shared.putRulebook({ reference: "a.yaml", text })));
    const history = await store.shared.rulebookHistory();
    expect(history.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(put.map(({ before }) => before?.number ?? 0))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
    const since = history.map((each) => each.since.getTime());
    expect(since).toEqual([...new Set(since)].toSorted((a, b) => a - b));
  });
});
