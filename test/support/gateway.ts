import { createLocalBus } from "../../src/bus/local.ts";
import type { Gateway } from "../../src/gateway/gateway.ts";
import { createGateway } from "../../src/gateway/gateway.ts";
import { describeFault, type LogEvent } from "../../src/telemetry/log.ts";
import type { GatewayParts } from "../../src/gateway/parts.ts";
import { signToken } from "../../src/access/tokens.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { plainJudge } from "./plain-judge.ts";

export const TEST_SECRET = new TextEncoder().encode("a secret of thirty-two bytes or more, for tests");

export interface TestGateway {
  readonly gateway: Gateway;
  readonly store: Store;
  readonly port: number;
  readonly http: string;
  readonly ws: string;
  readonly events: readonly LogEvent[];
  /** Valid for `expiresInS` seconds, an hour unless said otherwise. */
  token(user: string, expiresInS?: number): Promise<string>;
  close(): Promise<void>;
}

/** A real gateway on a free port, of loopback unless said otherwise, with a store in memory unless one is given. */
export async function startGateway(
  given: Partial<GatewayParts> & { readonly port?: number; readonly host?: string } = {},
): Promise<TestGateway> {
  const store = given.store ?? openSqliteStore(":memory:");
  const clock = given.clock ?? (() => new Date());
  const events: LogEvent[] = [];
  const gateway = createGateway({
    bus: createLocalBus({ onFault: (error) => events.push({ event: "fault", ...describeFault(error) }) }),
    secret: TEST_SECRET,
    rulebookAt: () => ({ rulebook: "plain", edition: null, hash: null }),
    judge: plainJudge,
    log: (event) => events.push(event),
    ...given,
    store,
    clock,
  });
  const { port } = await gateway.listen(given.port ?? 0, given.host ?? "127.0.0.1");
  return {
    gateway,
    store,
    port,
    events,
    http: `http://127.0.0.1:${port}`,
    ws: `ws://127.0.0.1:${port}/v1/ws`,
    token: (user, expiresInS = 3_600) => signToken(user, TEST_SECRET, expiresInS, clock()),
    async close() {
      await gateway.close();
      if (given.store === undefined) await store.close();
    },
  };
}
