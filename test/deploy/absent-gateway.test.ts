import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { ask } from "../support/ask.ts";
import { startNameServer } from "../support/name-server.ts";
import {
  hasProxy,
  type Proxy,
  type ProxyProgram,
  shippedClusterConfig,
  startProxy,
} from "../support/programs/proxies.ts";
import { type Served, spawnServe } from "../support/programs/spawn-serve.ts";
import { TEST_SECRET_TEXT } from "../support/secret.ts";

const available = { nginx: hasProxy("nginx"), haproxy: hasProxy("haproxy") };
/** Where nobody listens: an address of loopback that no other test takes. */
const NOBODY = "127.9.9.9:9";

describe.skipIf(!available.nginx && !available.haproxy)(
  "a balancer of three gateways, one of which is not there",
  () => {
    let folder: string;
    let gateways: readonly Served[];
    const start = (name: string) =>
      spawnServe(
        ["--port", "0", "--resolve", "off", "--data", join(folder, name), "--origin", "https://chat.example"],
        TEST_SECRET_TEXT,
      );
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "hutong-absent-"));
      gateways = await Promise.all([start("one"), start("two")]);
    });
    afterAll(async () => {
      for (const gateway of gateways) await gateway.kill();
      rmSync(folder, { recursive: true });
    });

    async function startOver(
      program: ProxyProgram,
      places: readonly string[],
      change: (config: string) => string = (config) => config,
    ): Promise<Proxy> {
      const proxy = await startProxy(program, 0, (site) => change(shippedClusterConfig(program, places, site)), {
        isTls: true,
      });
      onTestFinished(() => proxy.close());
      return proxy;
    }

    const statusOf = async ({ port }: Proxy): Promise<number> =>
      (await ask(port, "/healthz", { isTls: true, headers: { host: "chat.example" } })).status;

    /** One after another, more than there are gateways. */
    async function statusesOf(proxy: Proxy): Promise<readonly number[]> {
      const statuses: number[] = [];
      while (statuses.length < 8) statuses.push(await statusOf(proxy));
      return statuses;
    }
    const ALL_SERVED = Array.from({ length: 8 }, () => 200);
    const placeOf = (gateway: Served | undefined): string => `127.0.0.1:${gateway?.port}`;

    for (const program of ["nginx", "haproxy"] as const) {
      test.skipIf(!available[program])(
        `${program} starts over one that was killed, and loses another later`,
        async () => {
          const spare = await start(program);
          onTestFinished(() => spare.kill());
          const proxy = await startOver(program, [NOBODY, placeOf(gateways[0]), placeOf(spare)]);
          await expect.poll(() => statusOf(proxy)).toBe(200);
          expect(await statusesOf(proxy)).toEqual(ALL_SERVED);
          await spare.kill();
          expect(await statusesOf(proxy)).toEqual(ALL_SERVED);
        },
      );
    }

    test.skipIf(!available.haproxy)(
      "haproxy starts while one's name is unknown, and takes it when it is known",
      async () => {
        const known = new Set(["gateway-1.test"]);
        const names = await startNameServer(known);
        onTestFinished(() => void names.close());
        const ports = gateways.map(({ port }) => port);
        const places = [`gateway-1.test:${ports[0]}`, `gateway-2.test:${ports[1]}`, `gateway-3.test:${ports[1]}`];
        const proxy = await startOver("haproxy", places, (config) =>
          config.replace("parse-resolv-conf", `nameserver own 127.0.0.1:${names.port}`),
        );
        await expect.poll(() => statusOf(proxy)).toBe(200);
        expect(await statusesOf(proxy)).toEqual(ALL_SERVED);
        known.add("gateway-2.test");
        known.delete("gateway-1.test");
        // The first is down once its name is gone; the second has been found meanwhile.
        await gateways[0]?.kill();
        await expect.poll(() => statusOf(proxy)).toBe(200);
        expect(await statusesOf(proxy)).toEqual(ALL_SERVED);
      },
    );
  },
);
