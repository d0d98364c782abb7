import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { openApp } from "../../src/app.ts";
import type { Role } from "../../src/access/roles.ts";
import { connect, type Client } from "../../src/client/index.ts";
import { DEFAULT_CONFIG, type Config } from "../../src/config.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { temporaryFolder } from "../support/folder.ts";
import { askAs, SECRET, tokenOf } from "../support/moderators.ts";
import { runHere } from "../support/programs/cli.ts";

interface Told {
  readonly status: number;
  readonly body: {
    readonly id?: string;
    readonly version?: number;
    readonly state?: string;
    readonly cases?: readonly {
      readonly id: string;
      readonly version: number;
      readonly people: number;
      readonly host: string | null;
    }[];
    readonly error?: { readonly code: string; readonly message: string; readonly version?: number };
    readonly [more: string]: unknown;
  };
}

/** A gateway as an operator runs it, people who chat on it and moderators who ask it over HTTP. */
export async function startWorld(more: Partial<Config> = {}) {
  const root = temporaryFolder(onTestFinished);
  const resolve = { ...DEFAULT_CONFIG.resolve, mode: "off" as const };
  const config = { ...DEFAULT_CONFIG, resolve, port: 0, secret: SECRET, origins: ["https://chat.example"], ...more };
  const open = () => openApp({ ...config, data: join(root, "data") });
  let app = await open();
  const clients: Client[] = [];
  onTestFinished(async () => {
    for (const client of clients) client.close();
    await app.close();
  });
  return {
    tokenOf,
    get port() {
      return Number(new URL(app.url).port);
    },
    get http() {
      return new URL(app.url).origin;
    },
    async restart() {
      for (const client of clients.splice(0)) client.close();
      await app.close();
      app = await open();
    },
    /** The gateway's own data, beside it. */
    openStore() {
      const store = openSqliteStore(join(root, "data", "hutong.sqlite"));
      onTestFinished(() => store.close());
      return store;
    },
    /** As `hutong erase` does, while the gateway runs. */
    erase: (user: string) => runHere(["erase", user, "--data", join(root, "data")]),
    async join(user: string): Promise<Client> {
      const url = new URL("/v1/ws", app.url.replace(/^http/u, "ws")).href;
      const client = connect(url, await tokenOf(user), { device: "d" });
      clients.push(client);
      await client.ready();
      return client;
    },
    async ask(
      user: string,
      roles: readonly Role[],
      path: string,
      body?: object,
      version?: number | string,
    ): Promise<Told> {
      const told = await askAs(new URL(path, app.url), { user, roles }, body, version);
      return { ...told, body: told.body as Told["body"] };
    },
  };
}

type World = Awaited<ReturnType<typeof startWorld>>;
export const MODERATOR = ["moderator"] as const;

export async function firstCase(world: World, state = "received") {
  const { body } = await world.ask("mo", MODERATOR, `/v1/cases?state=${state}`);
  return body.cases?.[0] ?? expect.fail("no case");
}
