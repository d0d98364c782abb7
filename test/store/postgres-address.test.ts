import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { readDatabaseAddress } from "../../src/store/postgres/address.ts";
import { passwordOf } from "../../src/store/postgres/password-file.ts";
import { test } from "../support/test.ts";

const read = (text: string, env: Record<string, string> = {}) =>
  readDatabaseAddress(text, { HOME: "/nowhere", ...env });
const places = (text: string, env: Record<string, string> = {}) =>
  read(text, env).hosts.map(({ host, port }) => `${host} ${port}`);

describe("the address of a database", () => {
  test("names one host or several, a port for all or one for each, or the folder of a socket", () => {
    expect(places("postgres://u@db.internal/chat")).toEqual(["db.internal 5432"]);
    expect(places("postgresql://u:p@h1,h2:6432,[::1]:7000/chat")).toEqual(["h1 5432", "h2 6432", "::1 7000"]);
    expect(places("postgres://h1,h2/chat?port=6000")).toEqual(["h1 6000", "h2 6000"]);
    expect(places("postgres:///chat?host=h1,h2&port=1,2")).toEqual(["h1 1", "h2 2"]);
    expect(places("postgres:///chat?host=/var/run/postgresql")).toEqual(["/var/run/postgresql 5432"]);
    expect(places("postgres://u@%2Frun%2Fpg:6000/chat")).toEqual(["/run/pg 6000"]);
    expect(places("postgres://u@/chat", { PGHOST: "h1,h2", PGPORT: "6000" })).toEqual(["h1 6000", "h2 6000"]);
    expect(places("postgres://h3/chat", { PGHOST: "h1" })).toEqual(["h3 5432"]);
  });

  test("takes what it does not say from libpq's variables, and a name that is nowhere said from the user", () => {
    const env = { PGUSER: "ann", PGPASSWORD: "secret", PGDATABASE: "chat", PGSSLMODE: "require", PGPASSFILE: "/p" };
    expect(read("postgres://h", env)).toMatchObject({
      user: "ann",
      password: "secret",
      database: "chat",
      sslMode: "require",
      passwordFile: "/p",
    });
    expect(read("postgres://bo:own@h/db?sslmode=disable", env)).toMatchObject({
      user: "bo",
      password: "own",
      database: "db",
      sslMode: "disable",
    });
    expect(read("postgres://bo@h")).toMatchObject({ user: "bo", database: "bo", password: null });
    expect(read("postgres://h?user=bo&password=a%20b&dbname=d").password).toBe("a b");
    expect(read("postgres://h/d").sslMode).toBe("prefer");
    expect(read("postgres://h/d?sslrootcert=system").sslMode).toBe("verify-full");
    expect(read("postgres://h/d?connect_timeout=7").connectTimeoutMs).toBe(7_000);
    expect(read("postgres://h/d?options=-c%20search_path=chat").sessionOptions).toBe("-c search_path=chat");
    // As node-postgres takes it, and as people write it.
    expect(read("postgres://u:p@ss%21100%@h/d").password).toBe("p@ss!100%");
    expect(read("postgres://h/d?ssl=true&application_name=x").sslMode).toBe("require");
  });

  test("is refused with what was expected, and without a word of it", () => {
    for (const [text, expected] of [
      ["mysql://seeded@h/d", /^expected postgres:\/\/user/u],
      ["postgres://u:seeded/x@h/d", /port|%2F/u],
      ["postgres://h1,h2,h3/d?port=1,2", /one for each host/u],
      ["postgres://h:seeded/d", /host:port/u],
      ["postgres://h:0/d", /ports from 1/u],
      ["postgres://h/d?target_session_attrs=standby", /target_session_attrs: expected read-write/u],
      ["postgres://h/d?sslmode=seeded", /sslmode: expected disable, allow/u],
      ["postgres://h/d?sslrootcert=system&sslmode=require", /verify-full/u],
      ["postgres://h/d?seeded=1", /expected parameters out of host, port/u],
      ["postgres://h/d?connect_timeout=seeded", /seconds/u],
    ] as const) {
      const said = (() => {
        try {
          return JSON.stringify(read(text));
        } catch (error) {
          return String(error instanceof Error ? error.message : error);
        }
      })();
      expect(said).toMatch(expected);
      expect(said).not.toContain("seeded");
    }
  });

  test("leaves the password to the password file, where only its owner may read it", ({ folder }) => {
    const file = join(folder, "pgpass");
    const lines = [
      "# hosts",
      "other:5432:*:*:wrong",
      "h\\:1:*:chat:ann:a\\:b\\\\c",
      "localhost:5432:*:*:socket",
      "*:*:*:bo:any",
    ];
    writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
    const asked = (user: string, host: string) =>
      passwordOf(read(`postgres://${user}@x/chat`, { PGPASSFILE: file }), { host, port: 5432 });
    expect(asked("ann", "h:1")).toBe("a:b\\c");
    expect(asked("ann", "/var/run/postgresql")).toBe("socket");
    expect(asked("bo", "h")).toBe("any");
    expect(asked("carol", "h")).toBe(null);
    chmodSync(file, 0o640);
    expect(asked("bo", "h")).toBe(null);
  });
});
