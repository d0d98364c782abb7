import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished } from "vitest";
import { verifyToken } from "../../src/access/tokens.ts";
import { MAIN, runCli, runHere } from "../support/programs/cli.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";
import { test } from "../support/test.ts";

/** Every Debian has this user. */
const NOBODY = 65_534;

test("--version tells the package's version", async () => {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(text) as { version: string };
  expect(await runHere(["--version"])).toEqual({ code: 0, stdout: `hutong ${version}\n`, stderr: "" });
});

test("-v is the version too, and options alone are told to lack a command", async () => {
  expect(await runHere(["-v"])).toEqual(await runHere(["--version"]));
  expect(await runHere(["--port", "0"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "hutong: expected a command before its options, such as hutong serve --port 8080\n",
  });
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

test("a secret that ends with a line break is told of, and its value is not", async () => {
  const env = {
    HUTONG_SECRET: "x\n",
    HUTONG_WEBHOOK_SECRET: "x\r\n",
    HUTONG_PREVIOUS_SECRET: "x\ny",
    HUTONG_LOG_KEY: "x",
    HUTONG_MATRIX_SECRET: '"x"',
    HUTONG_TELEGRAM_SECRET: `"x'`,
  };
  const { code, stderr } = await runHere(["links"], { env });
  expect({ code, lines: stderr.trim().split("\n") }).toEqual({
    code: 0,
    lines: [
      "hutong: HUTONG_SECRET: the line break at its end is part of the secret",
      "hutong: HUTONG_WEBHOOK_SECRET: the line break at its end is part of the secret",
      "hutong: HUTONG_MATRIX_SECRET: the quotes about it are part of the secret",
    ],
  });
});

const QUOTED =
  /^hutong serve: HUTONG_\w+: expected a value without quotes about it, which docker run --env-file leaves where they are\n$/u;

test.for([
  { HUTONG_ORIGIN: '"https://chat.example"' },
  { HUTONG_TRUSTED_PROXY: "'10.0.0.0/8,127.0.0.1'" },
  { HUTONG_STORE: '"postgres://hutong:secret@127.0.0.1:1/chat"' },
  { HUTONG_PORT: "'0'" },
  { HUTONG_DEMO: '"false"' },
])("quotes about a variable's value are told by name: %j", async (env, { folder }) => {
  const { code, stderr } = await runHere(["serve", "--data", join(folder, "d"), "--resolve", "off"], { env });
  expect(code).toBe(2);
  expect(stderr).toMatch(QUOTED);
  expect(stderr).toContain(Object.keys(env)[0]);
});

test("what is given on the command line is not held against its variable, and a value may hold quotes", async () => {
  expect((await runHere(["check", "--locale", "en", "x"], { env: { HUTONG_LOCALE: '"en"' } })).code).toBe(0);
  expect((await runHere(["check", "--at", "2021-09-18", 'say "x"'], { env: {} })).code).toBe(0);
});

test.for([
  ["HUTONG_CHAT", " group \n"],
  ["HUTONG_CHAT", "group\r"],
  ["HUTONG_PRETTY", "true\r"],
] as const)("white space at the ends of %s is nobody's (%j)", async ([name, value]) => {
  const { code, stderr } = await runHere(["check", "--at", "2021-09-18", "https://a.example/"], {
    env: { [name]: value },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test("a secret is read from the file that its variable names, without the line break at its end", async ({
  folder,
}) => {
  const [file, data] = [join(folder, "secret file"), join(folder, "d")];
  writeFileSync(file, `${TEST_SECRET_TEXT}\n`);
  const given = await runHere(["token", "alice", "--data", data], { env: { HUTONG_SECRET_FILE: file } });
  expect({ code: given.code, stderr: given.stderr }).toEqual({ code: 0, stderr: "" });
  const verified = await verifyToken(given.stdout.trim(), { secrets: [TEST_SECRET] }, new Date());
  expect(verified.user).toBe("alice");
  expect(existsSync(join(data, "secret"))).toBe(false);
  // An address with a password is handed on alike.
  writeFileSync(file, "postgres://hutong:secret@127.0.0.1:1/chat\n");
  const away = await runHere(["migrate", "--check"], { env: { HUTONG_STORE_FILE: file } });
  expect(away).toMatchObject({ code: 1, stderr: expect.stringMatching(/^hutong migrate: /u) });
});

test.for([
  [
    "both",
    { HUTONG_SECRET: "x".repeat(32), HUTONG_SECRET_FILE: "there" },
    "expected one of HUTONG_SECRET and HUTONG_SECRET_FILE",
  ],
  ["no file", { HUTONG_SECRET_FILE: "nowhere" }, "expected a file that can be read (ENOENT)"],
  ["an empty one", { HUTONG_STORE_FILE: "empty" }, "expected a text of 65536 bytes at most"],
  ["other bytes", { HUTONG_LOG_KEY_FILE: "bytes" }, "expected a text of 65536 bytes at most"],
] as const)("a variable that names %s ends the command before anything is made", async ([, env, told], { folder }) => {
  writeFileSync(join(folder, "there"), "x".repeat(32));
  writeFileSync(join(folder, "empty"), "\n");
  writeFileSync(join(folder, "bytes"), Buffer.from([0xff, 0xfe, 0x00]));
  const inFolder = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, name.endsWith("_FILE") ? join(folder, value) : value]),
  );
  const { code, stderr } = await runHere(["serve", "--data", join(folder, "d")], { env: inFolder });
  expect({ code, lines: stderr.trim().split("\n").length }).toEqual({ code: 2, lines: 1 });
  expect(stderr).toContain(told);
  expect(existsSync(join(folder, "d"))).toBe(false);
});

test.skipIf(process.getuid?.() !== 0)("a folder or a file of another user is told with both users", ({ folder }) => {
  chmodSync(folder, 0o755);
  const serveAs = (uid: number, data: string): string =>
    spawnSync(process.execPath, [MAIN, "serve", "--port", "0", "--data", data], { uid, gid: uid, encoding: "utf8" })
      .stderr;
  expect(serveAs(NOBODY, join(folder, "d"))).toContain(
    "d: permission denied (EACCES); it belongs to user 0, and this program runs as user 65534",
  );
  // All is the gateway's own but the messages, as after a copy by root.
  const data = join(folder, "kept");
  mkdirSync(data);
  writeFileSync(join(data, "hutong.sqlite"), "x", { mode: 0o600 });
  chownSync(data, NOBODY, NOBODY);
  expect(serveAs(NOBODY, data)).toContain(
    "hutong.sqlite: permission denied (EACCES); it belongs to user 0, and this program runs as user 65534",
  );
});

test.for([
  ["http://127.0.0.1", /^hutong serve: --host: expected an address or a name without scheme and port, such as/u],
  ["127.0.0.1:8080", /^hutong serve: --host: expected an address or a name without scheme and port/u],
  [
    "[::ffff:192.0.2.1]",
    /^hutong serve: --host ::ffff:192\.0\.2\.1, --port 0: expected an address .*\(EADDRNOTAVAIL\)/u,
  ],
  ["192.0.2.1", /^hutong serve: --host 192\.0\.2\.1, --port 0: expected an address .*\(EADDRNOTAVAIL\)/u],
] as const)("the host %s is refused in one line", async ([host, told], { folder }) => {
  const { code, stdout, stderr } = await runHere(["serve", "--host", host, "--port", "0", "--data", join(folder, "d")]);
  // An address that is not there yet may come: a supervisor tries again, which it does not after 2.
  const mayCome = stderr.includes("EADDRNOTAVAIL");
  expect({ code, stdout, lines: stderr.trim().split("\n").length }).toEqual({
    code: mayCome ? 1 : 2,
    stdout: "",
    lines: 1,
  });
  expect(stderr).toMatch(told);
});

test("a host that no resolver knows is refused in one line", async ({ folder }) => {
  const options = ["--host", "nosuch.invalid", "--port", "0", "--data", join(folder, "d")];
  const { code, stderr } = await runHere(["serve", ...options]);
  // Without a resolver it may be known later.
  expect(code).toBe(stderr.includes("EAI_AGAIN") ? 1 : 2);
  expect(stderr).toMatch(
    /^hutong serve: --host nosuch\.invalid, --port 0: expected an address or a name of this machine: .*\n$/u,
  );
});

test.for([
  ["garbled", "log-key", "not a key at all", 0o600, /log-key: expected 32 bytes as base64url/u],
  ["empty", "log-key", "", 0o600, /log-key: expected 32 bytes as base64url/u],
  ["open to others", "log-key", "A".repeat(43), 0o644, /log-key: expected a file only its owner can read/u],
  ["garbled for the next", "log-key.next", "half", 0o600, /log-key\.next: expected 32 bytes as base64url/u],
] as const)("a log-key that is %s ends the start in one line", async ([, name, text, mode, told], { folder }) => {
  writeFileSync(join(folder, name), text, { mode });
  const { code, stdout, stderr } = await runHere(["serve", "--port", "0", "--data", folder]);
  expect({ code, stdout, lines: stderr.trim().split("\n").length }).toEqual({ code: 2, stdout: "", lines: 1 });
  expect(stderr).toMatch(told);
});

test("a log-key that is no file ends the start in one line", async ({ folder }) => {
  mkdirSync(join(folder, "log-key"), { mode: 0o700 });
  const { code, stderr } = await runHere(["serve", "--port", "0", "--data", folder]);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^hutong serve: .*log-key: .*\n$/u)]);
});

test("help COMMAND is that command's help, and of an unknown one an error with the nearest", async () => {
  const { stdout } = await runHere(["serve", "--help"]);
  expect(await runHere(["help", "serve"])).toEqual({ code: 0, stdout, stderr: "" });
  const { code, stderr } = await runHere(["help", "replya"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean "replay"?')]);
});

test.for([
  ["--limit", "maxTextLenght=5", 'hutong serve: --limit: no limit has this name; did you mean "maxTextLength"?\n'],
  ["--rulebook", "wechta", '; did you mean "wechat"?\n'],
  ["--data", "", "hutong serve: --data: expected a value\n"],
  ["--retention", "-5", "hutong serve: --retention: expected a whole number from 1 to 36500\n"],
  ["--limit", "-5", "hutong serve: --limit: "],
  ["--retention", "--demo", "hutong serve: --retention: expected a value; one that begins with a dash goes behind =\n"],
  ["--retention", null, "hutong serve: --retention: expected a value\n"],
  ["--demo=yes", null, "hutong serve: --demo: expected no value\n"],
] as const)("%s %s is refused in one line of our words", async ([option, value, told]) => {
  const { code, stderr } = await runHere(["serve", option, ...(value === null ? [] : [value])]);
  expect({ code, lines: stderr.trim().split("\n").length }).toEqual({ code: 2, lines: 1 });
  expect(stderr).toContain(told);
});

test.skipIf(!existsSync("/dev/full"))("a full disk under standard output is told in one line", () => {
  const full = openSync("/dev/full", "w");
  onTestFinished(() => closeSync(full));
  const { status, stderr } = spawnSync(process.execPath, ["src/main.js", "--version"], {
    stdio: ["ignore", full, "pipe"],
    encoding: "utf8",
  });
  const told = "hutong: standard output cannot be written (ENOSPC); what it holds is not whole\n";
  expect([status, stderr]).toEqual([2, told]);
});

test("brackets, which belong to a URL, are taken off an address", async ({ folder }) => {
  const data = join(folder, "d");
  const child = spawn(process.execPath, ["src/main.js", "serve", "--host", "[::1]", "--port", "0", "--data", data]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  expect(line).toMatch(/^http:\/\/\[::1\]:\d+\/\n$/u);
});

test("[P10] SIGTERM while the last of the start is at work ends the gateway in order, and is not lost", async ({
  folder,
}) => {
  // Sent as the start's own handler goes, and held until the system has it.
  const late = `const off = process.off; let isSent = false;
    process.off = function (name, listener) {
      if (name === "SIGTERM" && !isSent) {
        isSent = true;
        process.kill(process.pid, "SIGTERM");
        for (const endMs = Date.now() + 50; Date.now() < endMs; );
      }
      return off.call(this, name, listener);
    };`;
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(late)}`, HUTONG_RESOLVE: "off" };
  const { code, stderr } = await runCli(["serve", "--port", "0", "--data", join(folder, "data")], { env });
  expect([code, stderr]).toEqual([0, expect.stringContaining("clients are told when to come back")]);
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
  expect(stderr).toContain('"event":"closing"');
  expect(stderr).toContain('"event":"closed"');
});

test("variables that Kubernetes sets for a service called hutong are none of ours", async () => {
  const env = {
    HUTONG_PORT: "tcp://10.0.3.67:8080",
    HUTONG_SERVICE_HOST: "10.0.3.67",
    HUTONG_SERVICE_PORT: "8080",
    HUTONG_SERVICE_PORT_HTTP: "8080",
    HUTONG_PORT_8080_TCP: "tcp://10.0.3.67:8080",
    HUTONG_PORT_8080_TCP_ADDR: "10.0.3.67",
    // Past the port, so that nothing is opened.
    HUTONG_RETENTION: "none",
  };
  const { code, stderr } = await runHere(["serve"], { env });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^[^\n]*HUTONG_RETENTION[^\n]*\n$/u) });
  const own = await runHere(["serve"], { env: { HUTONG_PORT: "tcp://10.0.3.67:8080" } });
  expect(own.stderr).toContain("HUTONG_PORT: expected a whole number");
});

test.for([
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:4318"],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318"],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "otel-collector"],
  ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "grpc://127.0.0.1:4317"],
  ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://"],
  ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
] as const)("%s=%s, by which nothing would ever arrive, is refused in one line", async ([name, value], { folder }) => {
  const { code, stderr } = await runHere(["serve", "--port", "0", "--data", join(folder, "d")], {
    env: { [name]: value },
  });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(new RegExp(`^[^\\n]*${name}: expected [^\\n]*\\n$`, "u")),
  });
});

test.for(["https://*.example.com", "http://*", "https://a.*"])(
  "the origin %s, which no browser says, is refused",
  async (origin, { folder }) => {
    for (const option of ["--origin", "--cors"]) {
      const { code, stderr } = await runHere(["serve", "--port", "0", "--data", join(folder, "d"), option, origin]);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining(`${option}: expected a scheme and a host`),
      });
    }
  },
);

test("a token signed by a secret that was made for it says so", async ({ folder }) => {
  const data = join(folder, "typo");
  const first = await runHere(["token", "alice", "--data", data]);
  expect(first).toMatchObject({
    code: 0,
    stderr: `hutong token: no gateway has run in ${data} yet; its secret was made now\n`,
  });
  expect(await runHere(["token", "alice", "--data", data])).toMatchObject({ code: 0, stderr: "" });
  // Who has the secret elsewhere is told of a database that nobody reads.
  const bot = await runHere(["token", "robot", "--bot", "--data", data]);
  expect(bot.stderr).toBe(`hutong token: no gateway has run in ${data} yet; its database was made now\n`);
});

test("no token is signed that the gateway on the folder does not take, since it was given its secret", async ({
  folder,
}) => {
  const served = await spawnServe(["--port", "0", "--resolve", "off", "--data", folder], TEST_SECRET_TEXT);
  onTestFinished(() => served.kill());
  const env = { HUTONG_SECRET: TEST_SECRET_TEXT };
  expect(await runHere(["token", "alice", "--data", folder])).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "hutong token: HUTONG_SECRET: expected the secret that the gateway on this folder was given; the folder has none of its own\n",
  });
  expect(existsSync(join(folder, "secret"))).toBe(false);
  expect(await runHere(["token", "alice", "--data", folder], { env })).toMatchObject({ code: 0, stderr: "" });
  await served.kill();
  // Nobody is there to be asked: a folder that was brought back without its secret gets another.
  expect(await runHere(["token", "alice", "--data", folder])).toMatchObject({
    code: 0,
    stderr: `hutong token: ${folder} had no secret, and one was made now; a gateway that is given HUTONG_SECRET takes no token of it\n`,
  });
  expect(await runHere(["token", "alice", "--data", folder])).toMatchObject({ code: 0, stderr: "" });
});

test("a gateway goes on when who reads its log ends, and at SIGHUP without a file", async ({ folder }) => {
  const args = ["src/main.js", "serve", "--port", "0", "--data", join(folder, "d"), "--log-level", "debug"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  const asked = async () => (await fetch(new URL("v1/rulebooks", line.trim()))).status;
  child.stderr.destroy();
  await once(child.stderr, "close");
  child.kill("SIGHUP");
  // Each is a line of the log.
  expect([await asked(), await asked(), await asked()]).toEqual([200, 200, 200]);
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

describe.skipIf(spawnSync("script", ["--version"]).status !== 0)("on a terminal of its own", () => {
  test("a gateway ends in order when its terminal goes", async ({ folder }) => {
    const data = join(folder, "d");
    // In the shell's place, as the first program of a terminal's session: that one is told when the terminal goes.
    const within = `exec "${process.execPath}" src/main.js serve --port 0 --resolve off --data "${data}"`;
    const terminal = spawn("script", ["--quiet", "--command", within, "/dev/null"], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    onTestFinished(() => void terminal.kill("SIGKILL"));
    let told = "";
    for await (const part of terminal.stdout.setEncoding("utf8")) {
      told += String(part);
      if (/^http:\S+/mu.test(told)) break;
    }
    expect(told).toContain("http://127.0.0.1:");
    const address = /^http:\S+/mu.exec(told)?.[0] ?? "";
    terminal.kill("SIGKILL");
    const isGone = () =>
      fetch(address).then(
        () => false,
        () => true,
      );
    await expect.poll(isGone).toBe(true);
    // One that was killed leaves what it had not brought into the database's own file.
    await expect.poll(() => readdirSync(data).filter((name) => name.endsWith("-wal"))).toEqual([]);
  });
});
