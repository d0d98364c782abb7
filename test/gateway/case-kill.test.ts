import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Role } from "../../src/access/roles.ts";
import { signToken } from "../../src/access/tokens.ts";
import { connect } from "../../src/client/index.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { temporaryFolder } from "../support/folder.ts";
import { spawnServe, type Served } from "../support/programs/spawn-serve.ts";

const SECRET = "x".repeat(32);
const EVIL = "https://evil.example/a";

const tokenOf = (user: string, roles: readonly Role[] = []) =>
  signToken(user, new TextEncoder().encode(SECRET), 3_600, new Date(), { roles });

async function ask({ http }: Served, path: string, body?: object): Promise<Record<string, unknown>> {
  const authorization = `Bearer ${await tokenOf("mo", ["moderator"])}`;
  const headers = { authorization, "content-type": "application/json" };
  const answer = await fetch(
    http + path,
    body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) },
  );
  expect(answer.status).toBe(200);
  return (await answer.json()) as Record<string, unknown>;
}

async function enter(served: Served, user: string) {
  const client = connect(served.ws, await tokenOf(user), { device: "d" });
  await client.ready();
  return client;
}

test("[T3] [T12] what was acknowledged before a kill is there after it, in force and in the log once", async () => {
  const data = join(temporaryFolder(onTestFinished), "data");
  const start = () => spawnServe(["--data", data, "--port", "0", "--resolve", "off"], SECRET);
  let served = await start();
  onTestFinished(() => served.kill());
  const bob = await enter(served, "bob");
  const { conversation } = await bob.send("ann", EVIL);
  bob.close();
  const ann = await enter(served, "ann");
  const made = await ann.complain({ conversation, seq: 1, index: 0 }, "harmful", { note: "a copy" });
  // Killed in the turn after the answer.
  await served.kill();
  ann.close();

  served = await start();
  const [open] = (await ask(served, "/v1/cases"))["cases"] as readonly {
    readonly id: string;
    readonly people: number;
  }[];
  expect(open?.people).toBe(1);
  const effect = { entry: "evil.example", kind: "phishing" };
  await ask(served, `/v1/cases/${open?.id}`, { decision: "uphold", effect, reason: "a copy", ifVersion: 1 });
  await served.kill();

  served = await start();
  const stands = await ask(served, `/v1/cases/${open?.id}`);
  expect(stands).toMatchObject({ state: "decided", version: 2, inForce: effect });
  expect(stands["decisions"]).toHaveLength(1);
  const again = await enter(served, "ann");
  expect((await again.complaints()).items).toMatchObject([{ id: made.id, outcome: "upheld", note: "a copy" }]);
  expect((await again.send("bob", EVIL)).links[0]?.verdict.action).toBe("block");
  again.close();
  await served.stop();
  const store = openSqliteStore(join(data, "hutong.sqlite"));
  onTestFinished(() => store.close());
  const types = (await store.logEntries(0, 100)).map(
    ({ body }) => (JSON.parse(body.toString()) as { type: string }).type,
  );
  expect(types.filter((type) => type === "decision")).toHaveLength(1);
});
