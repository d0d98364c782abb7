import { createLocalBus } from "../../src/bus/local.ts";
import type { Gateway } from "../../src/gateway/gateway.ts";
import { createGateway } from "../../src/gateway/gateway.ts";
import { describeFault, type LogEvent } from "../../src/telemetry/log.ts";
import type {
  IdentityParts,
  LinkParts,
  NetworkParts,
  RuleParts,
  ServiceParts,
  StorageParts,
  TelemetryParts,
} from "../../src/gateway/parts.ts";
import { signToken } from "../../src/access/tokens.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { plainDecider, plainJudge } from "./doubles/plain-judge.ts";
import { TEST_SECRET } from "./secret.ts";

/** What a test gives of a gateway's parts, whichever slice they belong to. */
export interface GivenParts
  extends
    Partial<StorageParts>,
    Partial<IdentityParts>,
    Partial<RuleParts>,
    NetworkParts,
    LinkParts,
    ServiceParts,
    TelemetryParts {
  readonly clock?: () => Date;
}

export interface TestGateway {
  readonly gateway: Gateway;
  readonly store: Store;
  readonly port: number;
  readonly http: string;
  readonly ws: string;
  readonly events: readonly LogEvent[];
  /** Valid for `expiresInS` seconds, an hour unless said otherwise. */
  token(user: string, expiresInS?: number): Promise<string>;
  /** Of a bot, which is written down as one first. */
  botToken(user: string, expiresInS?: number): Promise<string>;
  close(): Promise<void>;
}

/** A real gateway on a free port, of loopback unless said otherwise, with a store in memory unless one is given. */
export async function startGateway(
  given: GivenParts & { readonly port?: number; readonly host?: string } = {},
): Promise<TestGateway> {
  const store = given.store ?? openSqliteStore(":memory:");
  const clock = given.clock ?? (() => new Date());
  const events: LogEvent[] = [];
  const parts = {
    bus: createLocalBus({ onFault: (error) => events.push({ event: "fault", ...describeFault(error) }) }),
    secret: TEST_SECRET,
    decider: () => plainDecider,
    judge: plainJudge,
    log: (event: LogEvent) => void events.push(event),
    ...given,
    store,
  };
  // Each slice takes the fields that are its own.
  const gateway = createGateway({
    clock,
    storage: parts,
    identity: parts,
    rules: parts,
    network: parts,
    links: parts,
    services: parts,
    telemetry: parts,
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
    async botToken(user, expiresInS = 3_600) {
      await store.markBot(user);
      return signToken(user, TEST_SECRET, expiresInS, clock(), { roles: ["bot"] });
    },
    async close() {
      await gateway.close();
      if (given.store === undefined) await store.close();
    },
  };
}
