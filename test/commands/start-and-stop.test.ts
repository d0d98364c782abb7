import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { runHere } from "../support/programs/cli.ts";
import { test } from "../support/test.ts";

test("--version tells the package's version", async () => {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(text) as { version: string };
  expect(await runHere(["--version"])).toEqual({ code: 0, stdout: `hutong ${version}\n`, stderr: "" });
});

test("a variable that no command reads is told with the nearest one, and its value is not", async () => {
  const env = {
    HUTONG_RULEBOK: "secret",
    HUTONG_LOCALE: "en",
    HUTONG_SECRET: "x",
    HUTONG_QQQ: "secret",
    HUTONG_OLD: "",
  };
  const { code, stderr } = await runHere(["links"], { env });
  expect({ code, lines: stderr.trim().split("\n") }).toEqual({
    code: 0,
    lines: [
      "hutong: HUTONG_RULEBOK: no option is called so; did you mean HUTONG_RULEBOOK?",
      "hutong: HUTONG_QQQ: no option is called so",
    ],
  });
});

test.for([
  ["http://127.0.0.1", /^hutong serve: --host: expected an address or a name without scheme and port, such as/u],
  ["127.0.0.1:8080", /^hutong serve: --host: expected an address or a name without scheme and port/u],
  [
    "nosuch.invalid",
    /^hutong serve: --host nosuch\.invalid, --port 0: expected an address or a name of this machine: /u,
  ],
  [
    "[::ffff:192.0.2.1]",
    /^hutong serve: --host ::ffff:192\.0\.2\.1, --port 0: expected an address .*\(EADDRNOTAVAIL\)/u,
  ],
  ["192.0.2.1", /^hutong serve: --host 192\.0\.2\.1, --port 0: expected an address .*\(EADDRNOTAVAIL\)/u],
] as const)("the host %s is refused in one line", async ([host, told], { folder }) => {
  const { code, stdout, stderr } = await runHere(["serve", "--host", host, "--port", "0", "--data", join(folder, "d")]);
  expect({ code, stdout, lines: stderr.trim().split("\n").length }).toEqual({ code: 2, stdout: "", lines: 1 });
  expect(stderr).toMatch(told);
});

test("brackets, which belong to a URL, are taken off an address", async ({ folder }) => {
  const data = join(folder, "d");
  const child = spawn(process.execPath, ["src/main.ts", "serve", "--host", "[::1]", "--port", "0", "--data", data]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  expect(line).toMatch(/^http:\/\/\[::1\]:\d+\/\n$/u);
});

test("SIGTERM to npm start ends the gateway in order", async ({ folder }) => {
  const env = { ...process.env, HUTONG_PORT: "0", HUTONG_DATA: join(folder, "data"), HUTONG_RESOLVE: "off" };
  // A group of its own, so that the test's end leaves nothing of it behind.
  const child = spawn("npm", ["start", "--silent"], { env, detached: true });
  onTestFinished(() => {
    try {
      process.kill(-Number(child.pid), "SIGKILL");
    } catch {
      // It has ended, as it should.
    }
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  await once(child.stdout, "data");
  const ended = new Promise((resolve) => {
    child.on("close", resolve);
  });
  // To npm alone, as a service manager that knows no more does.
  child.kill("SIGTERM");
  await ended;
  expect(stderr).toContain("closing: clients are told when to come back");
  expect(stderr).toContain('"event":"closed"');
});
