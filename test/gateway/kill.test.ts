import { expect, test } from "vitest";
import { KILL_STORES, runKills } from "../drills/kill-run.ts";
import { postgresMissing } from "../support/programs/postgres-server.ts";

const noPostgres = postgresMissing();
if (noPostgres !== null) console.warn(noPostgres);

test.for(KILL_STORES)(
  "[P1] [P2] [P3] [P4] a gateway on %s killed again and again under load loses, doubles and reorders nothing",
  async (store, { skip }) => {
    if (store === "postgres") skip(noPostgres !== null, noPostgres ?? "");
    const outcome = await runKills({ users: 20, kills: 5, inFlight: 2, seed: 5, store, print: () => {} });
    expect(outcome).toMatchObject({
      kills: 5,
      // Ten pairs and two groups.
      conversations: 12,
      missing: 0,
      duplicates: 0,
      gaps: 0,
      orderErrors: 0,
      missedOrTwice: 0,
      deviceOrderErrors: 0,
    });
    expect(outcome.acknowledged).toBeGreaterThan(0);
    // The making of each group is a message of its own.
    expect(outcome.stored).toBe(outcome.acknowledged + 2);
    // Two devices of each member, and a message has two members or ten.
    expect(outcome.told).toBeGreaterThan(4 * outcome.stored);
  },
);
