import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FindingKind } from "../../src/findings/types.ts";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import type { Role } from "../../src/access/roles.ts";
import { connect, type Client } from "../../src/client/index.ts";
import { DEFAULT_CONFIG, type Config } from "../../src/config.ts";
import type { WholeCase } from "../../src/web/console/told.ts";
import { askAs, SECRET, tokenOf } from "../support/moderators.ts";
import { openTab } from "../support/programs/browser.ts";
import { runHere } from "../support/programs/cli.ts";
import { openAsShipped } from "./open-as-shipped.ts";

const OPEN = "received,in_review,proposed";

/** A gateway with a list, people who chat and complain on it, and moderators who decide in a browser or over HTTP. */
export async function startConsoleWorld({ base = "", ...more }: Partial<Config> = {}) {
  const root = mkdtempSync(join(tmpdir(), "hutong-console-"));
  const data = join(root, "data");
  writeFileSync(join(root, "feed.txt"), "casino-feed.example\n");
  await runHere([
    "lists",
    "add",
    "feed",
    join(root, "feed.txt"),
    "--kind",
    "gambling",
    "--format",
    "domains",
    "--data",
    data,
  ]);
  const resolve = { ...DEFAULT_CONFIG.resolve, mode: "off" as const };
  const config = {
    ...DEFAULT_CONFIG,
    resolve,
    port: 0,
    secret: SECRET,
    origins: ["https://chat.example"],
    base,
    ...more,
  };
  const app = await openAsShipped({ ...config, data });
  const clients = new Map<string, Client>();
  async function join_(user: string): Promise<Client> {
    const known = clients.get(user);
    if (known !== undefined) return known;
    const url = new URL("v1/ws", app.url.replace(/^http/u, "ws")).href;
    const client = connect(url, await tokenOf(user), { device: "d" });
    clients.set(user, client);
    await client.ready();
    return client;
  }

  async function meet(one: string, other: string): Promise<void> {
    await join_(other);
    await (await join_(one)).send(other, "hello");
  }

  const ask = (user: string, roles: readonly Role[], path: string, body?: object, version?: number) =>
    askAs(new URL(path, app.url), { user, roles }, body, version);

  async function caseOf(host: string | null, state = "received"): Promise<WholeCase> {
    const { body } = await ask("see", ["moderator"], `v1/cases?state=${state}`);
    const { cases } = body as { cases: WholeCase[] };
    return cases.find((each) => each.host === host) ?? expect.fail(`no case about ${host}`);
  }

  /** What a page has taken up is nobody's any more: the next test has it as it was. */
  async function release(): Promise<void> {
    const { body } = await ask("see", ["moderator"], "v1/cases?state=in_review");
    for (const { id, version, claimed } of (body as { cases: WholeCase[] }).cases) {
      if (claimed?.by !== undefined) await ask(claimed.by, ["moderator"], `v1/cases/${id}/release`, {}, version);
    }
  }

  return {
    app,
    data,
    tokenOf,
    join: join_,
    /** One writes to another, so that either may complain of the other. */
    meet,
    ask,
    /** Somebody sends a text to another, who complains about its first link. */
    async complain(
      text: string,
      { from = "bob", by = ["ann"], kind = "harmful", index = 0, note, category }: Complaining = {},
    ): Promise<void> {
      const [first = "ann"] = by;
      const sender = await join_(from);
      await join_(first);
      const to = by.length === 1 ? first : await sender.group(by);
      const { conversation, seq } = await sender.send(to, text);
      for (const user of by) {
        const told = { ...(note !== undefined && { note }), ...(category !== undefined && { category }) };
        const about = index === null ? { conversation, seq } : { conversation, seq, index };
        await (await join_(user)).complain(about, kind, told);
      }
    },
    caseOf,
    /** Decides about links until three decisions of this moderator wait for another person's word. */
    async drawn(user: string): Promise<readonly [Drawn, Drawn, Drawn]> {
      const entries = "v1/lists/decisions/entries";
      const drawn: Drawn[] = [];
      for (let index = 0; drawn.length < 3 && index < 999; index += 1) {
        const host = `drawn-${index}.example`;
        const { body: list } = await ask(user, ["moderator"], entries);
        const decision = { effect: { entry: host, kind: "fraud" }, reason: "It takes money for nothing." };
        await ask(user, ["moderator"], entries, decision, (list as { version: number }).version);
        const { body } = await ask("see", ["moderator"], `v1/cases?check=waiting&host=${host}`);
        drawn.push(...(body as { cases: WholeCase[] }).cases.map(({ id, version }) => ({ id, version, host })));
      }
      const [one, two, three] = drawn;
      if (one === undefined || two === undefined || three === undefined) return expect.fail("too few were drawn");
      return [one, two, three];
    },
    /** A tab of the console before anybody has signed in. */
    async door(browser: Browser, options: BrowserContextOptions = {}) {
      const tab = await openTab(browser, new URL("console", app.url).href, options);
      await tab.page.locator("#token").waitFor();
      return tab;
    },
    /**
     * A tab of the console with somebody signed in.
     *
     * @param host    Of the case that is opened; without it the first of the queue is, and is taken up.
     * @param claims  `false`: the gateway cannot be asked to keep a case from others.
     */
    async open(
      browser: Browser,
      user: string,
      roles: readonly Role[],
      {
        host,
        claims = true,
        ...options
      }: BrowserContextOptions & { readonly host?: string; readonly claims?: boolean } = {},
    ) {
      const hash = host === undefined ? "" : `#case/${(await caseOf(host, OPEN)).id}`;
      const tab = await openTab(browser, new URL(`console${hash}`, app.url).href, options);
      onTestFinished(async () => {
        await tab.page.context().close();
        await release();
      });
      const refusal = { status: 503, json: { error: { code: "keys_unavailable", message: "" } } };
      if (!claims) await tab.page.route("**/claim", (route) => route.fulfill(refusal));
      await tab.page.locator("#token").fill(await tokenOf(user, roles));
      await tab.page.keyboard.press("Enter");
      await tab.page.locator(".queue").waitFor({ state: "attached" });
      if (host !== undefined) await tab.page.locator(".case-head").waitFor();
      return tab;
    },
    async close() {
      for (const client of clients.values()) client.close();
      await app.close();
      rmSync(root, { recursive: true });
    },
  };
}

interface Drawn {
  readonly id: string;
  readonly version: number;
  readonly host: string;
}

interface Complaining {
  readonly from?: string;
  readonly by?: readonly string[];
  readonly kind?: "harmful" | "wrongly_blocked";
  /** Null: about the whole message. */
  readonly index?: number | null;
  readonly note?: string;
  readonly category?: FindingKind;
}
