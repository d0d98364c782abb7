import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { isNatsUrl } from "../../src/bus/nats-url.ts";
import { readOptions } from "../../src/commands/cli/command.ts";
import { serve } from "../../src/commands/serve.ts";

const FOLDER = new URL("../../deploy/", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, FOLDER), "utf8");

const service = z.strictObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.enum(["service_healthy", "service_started"]) })).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  stop_grace_period: z.string().optional(),
  restart: z.literal("unless-stopped"),
  networks: z.union([
    z.tuple([z.literal("chat")]),
    z.strictObject({ chat: z.strictObject({ ipv4_address: z.ipv4() }) }),
  ]),
});
const compose = z.object({ services: z.record(z.string(), service) });
const { services } = compose.parse(parse(read("compose.yaml"), { merge: true }));
const gateways = Object.entries(services).filter(([, { image }]) => image === "hutong");
/** As compose fills them in. */
const filled = (text: string): string => text.replaceAll(/\$\{\w+:\?\}/gu, "secret");
const addressOf = ({ networks }: z.infer<typeof service>): string | null =>
  "chat" in networks ? networks.chat.ipv4_address : null;

/** Options of a service as the program reads them. @throws {UsageError} on one that it does not have. */
function optionsOf({ command = [], environment = {} }: z.infer<typeof service>) {
  const [name, ...argv] = command;
  expect(name).toBe("serve");
  const env = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filled(value)]));
  return readOptions(argv, serve.options, env);
}

describe("compose.yaml", () => {
  test("starts three gateways alike, by options that serve has", () => {
    expect(gateways.map(([name]) => name)).toEqual(["gateway-1", "gateway-2", "gateway-3"]);
    const known = Object.keys(serve.options).map((name) => `HUTONG_${name.replaceAll("-", "_").toUpperCase()}`);
    for (const [, each] of gateways) {
      const { positionals } = optionsOf(each);
      expect(positionals).toEqual([]);
      for (const variable of Object.keys(each.environment ?? {})) expect(known).toContain(variable);
      expect(each.command).toEqual(gateways[0]?.[1].command);
      // Leases are given back, and clients told, before the program is ended.
      expect(each.stop_grace_period).toBe("30s");
    }
    // The same look refuses what serve does not have.
    const [, first] = gateways[0] ?? [];
    if (first === undefined) throw new Error("no gateway");
    expect(() => optionsOf({ ...first, command: [...(first.command ?? []), "--sticky"] })).toThrow(
      /unknown option --sticky/u,
    );
  });

  test("what each service names is what another one is", () => {
    const nginx = services["nginx"];
    const postgres = services["postgres"];
    if (nginx === undefined || postgres === undefined) throw new Error("a service is missing");
    for (const [, each] of gateways) {
      const { values } = optionsOf(each);
      const store = new URL(String(values["store"]));
      expect([store.hostname, store.port, store.username, store.pathname]).toEqual([
        "postgres",
        "5432",
        postgres.environment?.["POSTGRES_USER"],
        `/${postgres.environment?.["POSTGRES_DB"]}`,
      ]);
      const bus = String(values["bus"]);
      expect(isNatsUrl(bus)).toBe(true);
      const { hostname, port, username } = new URL(bus);
      expect([hostname, port, username]).toEqual(["nats", "4222", services["nats"]?.command?.[1]]);
      expect(values["trusted-proxy"]).toEqual([addressOf(nginx)]);
      expect(each.healthcheck?.test.join(" ")).toContain(`127.0.0.1:${String(values["port"])}/healthz`);
      expect(Object.keys(each.depends_on ?? {}).toSorted()).toEqual(["nats", "postgres"]);
    }
    expect(Object.keys(nginx.depends_on ?? {})).toEqual(gateways.map(([name]) => name));
    // One that does not come up keeps nobody from the others.
    for (const { condition } of Object.values(nginx.depends_on ?? {})) expect(condition).toBe("service_started");
    // Two services with one address do not start.
    const addresses = [...gateways.map(([, each]) => addressOf(each)), addressOf(nginx)];
    expect(new Set(addresses).size).toBe(4);
    for (const mounted of nginx.volumes ?? []) {
      const [from = ""] = mounted.split(":");
      // The certificate is the operator's.
      expect(existsSync(new URL(from, FOLDER)) || from === "./tls").toBe(true);
    }
  });

  test("nginx, haproxy and Caddy balance over these gateways, by address and on their port", () => {
    const port = String(optionsOf(gateways[0]?.[1] ?? service.parse({})).values["port"]);
    const places = gateways.map(([, each]) => `${addressOf(each)}:${port}`);
    for (const file of ["nginx-cluster.conf", "haproxy-cluster.cfg", "Caddyfile.cluster"])
      expect(read(file).match(/(?<=\s)[\w.-]+:8080\b/gu)).toEqual(places);
  });

  test("PostgreSQL has the connections that cluster.md counts, while a fourth gateway takes over", () => {
    const most = Number(/max_connections=(\d+)/u.exec(services["postgres"]?.command?.join(" ") ?? "")?.[1]);
    const counted = [...read("cluster.md").matchAll(/^\| .+ \| +(\d+) \|$/gmu)]
      .slice(0, 6)
      .map(([, count]) => Number(count));
    expect(counted).toHaveLength(6);
    const ofOne = counted.reduce((sum, count) => sum + count, 0);
    expect(most).toBeGreaterThanOrEqual(ofOne * (gateways.length + 1) + 3 + 10);
  });

  test("no password is written down", () => {
    const secrets = Object.values(services).flatMap(({ environment = {}, command = [] }) => [
      ...Object.entries(environment).flatMap(([key, value]) => (/PASSWORD|STORE|BUS/u.test(key) ? [value] : [])),
      ...command.filter((_, index) => command[index - 1] === "--pass"),
    ]);
    expect(secrets).toHaveLength(8);
    for (const each of secrets) expect(each).toMatch(/\$\{(?:POSTGRES|NATS)_PASSWORD:\?\}/u);
  });
});
