import { parseArgs } from "node:util";
import { hasNats } from "../support/programs/nats-server.ts";
import { postgresMissing } from "../support/programs/postgres-server.ts";
import { hasProxy } from "../support/programs/proxies.ts";
import { countOf, type Drill } from "./drill.ts";
import { runRolling, type RollingOutcome } from "./rolling-run.ts";

const BALANCERS = ["nginx", "haproxy"] as const;

export const drill: Drill = {
  does: "three gateways behind a balancer are restarted one after another under load; no message is lost or over 2 s late",
  usage: "[--rounds 3] [--users 50] [--balancer nginx|haproxy]",

  prepare(argv) {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        rounds: { type: "string", default: "3" },
        users: { type: "string", default: "50" },
        balancer: { type: "string", default: "nginx" },
      },
    });
    const rounds = countOf("rounds", values.rounds);
    const users = countOf("users", values.users);
    const balancer = BALANCERS.find((each) => each === values.balancer);
    if (balancer === undefined) throw new TypeError(`--balancer takes one of ${BALANCERS.join(", ")}`);
    const missing = postgresMissing();
    if (missing !== null) throw new TypeError(missing);
    if (!hasNats() || !hasProxy(balancer)) throw new TypeError(`needs nats-server and ${balancer}`);
    return async () => report(await runRolling({ rounds, users, balancer, print: console.error }), users, balancer);
  },
};

function report(outcome: RollingOutcome, users: number, balancer: string): boolean {
  const { latencyMs, lost, twice, outOfOrder, failed, late } = outcome;
  console.log(`users                ${users}, behind ${balancer}`);
  console.log(`restarts             ${outcome.restarts}`);
  console.log(`acknowledged         ${outcome.acknowledged}`);
  console.log(`  lost               ${lost}`);
  console.log(`  twice              ${twice}`);
  console.log(`  order errors       ${outOfOrder}`);
  console.log(`sends given up       ${failed}`);
  console.log(`over 2 s late        ${late}`);
  console.log(`send to read         p50 ${latencyMs.p50} ms, p99 ${latencyMs.p99} ms, longest ${latencyMs.longest} ms`);
  return lost + twice + outOfOrder + failed + late === 0;
}
