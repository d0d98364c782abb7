import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join, resolve } from "node:path";
import { beforeAll, describe, expect, onTestFinished } from "vitest";
import { validate } from "dockerfile-utils";
import { parse } from "yaml";
import { z } from "zod";
import { serve } from "../../src/commands/serve.ts";
import { temporaryFolder } from "../support/folder.ts";
import { SECRET } from "../support/moderators.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { installedPackage, mainOf } from "../support/programs/installed-package.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { test } from "../support/test.ts";
import { hasTool } from "../support/tools.ts";
import { cards, say, signInAs, talkTo } from "../web/people.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

function run(command: string, args: readonly string[], cwd: string) {
  const path = `${dirname(process.execPath)}:${process.env["PATH"]}`;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, PATH: path, NODE_OPTIONS: "", NODE_ENV: "production", npm_config_update_notifier: "false" },
  });
  return { status, stdout, stderr };
}

describe("npm pack", () => {
  let project = "";
  beforeAll(() => {
    project = installedPackage();
  });

  test("installed, npx hutong judges a link, and a program imports the client, the bot and the library", () => {
    expect(run("npx", ["--no-install", "hutong", "--version"], project)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^hutong \d/u) as unknown,
    });
    const checked = run("npx", ["--no-install", "hutong", "check", "https://item.jd.com/1.html"], project);
    expect(checked).toMatchObject({ status: 0 });
    expect(JSON.parse(checked.stdout)).toMatchObject({ links: [{ app: { id: "jd" } }] });
    const program =
      "const all = await Promise.all(['hutong', 'hutong/client', 'hutong/bot'].map((name) => import(name)));" +
      "console.log(all.map((each) => Object.keys(each).length > 0).join(), typeof all[1].connect, typeof all[2].createBot)";
    expect(run("node", ["--input-type=module", "-e", program], project).stdout).toBe(
      "true,true,true function function\n",
    );
  });

  test("installed, a start reads few files, and none of zod's", () => {
    const tell = "process.on('exit', () => process.stderr.write(JSON.stringify(files)))";
    const watch = `import { registerHooks } from "node:module"; const files = [];
      registerHooks({ load: (url, context, next) => (files.push(url), next(url, context)) }); ${tell};`;
    const hooked = ["--import", `data:text/javascript,${encodeURIComponent(watch)}`];
    const { stderr } = run(
      "node",
      [...hooked, "node_modules/hutong/dist/main.js", "check", "--offline", "a.cn"],
      project,
    );
    const files = z
      .array(z.string())
      .parse(JSON.parse(stderr))
      .filter((url) => url.startsWith("file:"));
    const bundled = files.filter((file) => file.includes("/hutong/dist/start/")).map((file) => new URL(file));
    expect(bundled.length).toBeGreaterThan(10);
    // A text of ASCII takes half the memory.
    // oxlint-disable-next-line no-control-regex -- all of ASCII
    expect(bundled.filter((file) => /[^\0-\x7f]/u.test(readFileSync(file, "utf8")))).toEqual([]);
    // In a checkout it is 270.
    expect(files.length).toBeLessThan(60);
    expect(files.filter((file) => file.includes("/zod/"))).toEqual([]);
  });

  test.skipIf(!hasBrowser())(
    "installed, the pages are few files, and work in each language to their last part",
    async () => {
      const browser = await openBrowser();
      const options = ["--data", temporaryFolder(onTestFinished), "--resolve", "off", "--port", "0"];
      const served = await spawnServe(options, SECRET, project, mainOf(project));
      onTestFinished(async () => {
        await browser.close();
        await served.stop();
      });
      for (const locale of ["zh-CN", "id", "vi", "en"]) {
        const { page, troubles } = await openTab(browser, `${served.http}/`, { locale });
        await signInAs(page, `mei-${locale.toLowerCase()}`);
        expect(await page.locator("html").getAttribute("lang")).toBe(locale);
        // All that is asked for before the page can be used, the page itself too: in a checkout it is 78.
        expect(await page.evaluate(() => performance.getEntriesByType("resource").length)).toBeLessThan(20);
        if (locale === "zh-CN") {
          await talkTo(page, "bob");
          await say(page, "明天见 https://item.jd.com/1.html");
          await cards(page).waitFor();
          await page.locator("#search").fill("見");
          await page.keyboard.press("Enter");
          await page.locator(".found-message mark", { hasText: "见" }).waitFor();
        }
        expect(troubles).toEqual([]);
      }
      const { page, troubles } = await openTab(browser, `${served.http}/console`);
      // At the machine itself one is an operator.
      await page.locator(".queue").waitFor({ state: "attached" });
      expect(await page.evaluate(() => performance.getEntriesByType("resource").length)).toBeLessThan(20);
      expect(troubles).toEqual([]);
    },
  );

  test("installed, a thread of its own compares rulebooks: workers and data are in the package", () => {
    const dist = join(project, "node_modules/hutong/dist");
    const workers = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith("-worker.ts"),
    );
    expect(workers.length).toBeGreaterThan(3);
    expect(workers.filter((file) => !existsSync(join(dist, file.replace(/\.ts$/u, ".js"))))).toEqual([]);
    expect(run("npx", ["--no-install", "hutong", "audit", "samr", "--json"], project).stdout).toContain('"samr"');
  });
});

test("the image's health check asks at the port of its environment", async () => {
  const [, command = ""] = /^HEALTHCHECK [\s\S]*?CMD (\[.+\])$/mu.exec(read("deploy/Dockerfile")) ?? [];
  const [, ...args] = z.array(z.string()).parse(JSON.parse(command));
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url }, answer) => {
    asked.push(url);
    answer.end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = z.object({ port: z.int() }).parse(server.address());
  const child = spawn(process.execPath, args, { env: { HUTONG_PORT: String(port) } });
  expect(await once(child, "exit")).toEqual([0, null]);
  expect(asked).toEqual(["/healthz"]);
});

test("the Dockerfile is sound: two stages, no root, a health check, and only what an image needs is copied", () => {
  const text = read("deploy/Dockerfile");
  expect(validate(text)).toEqual([]);
  const last = text.slice(text.lastIndexOf("\nFROM "));
  expect(text.match(/^FROM /gmu)).toHaveLength(2);
  expect(last).toMatch(/^USER node$/mu);
  expect(last).toMatch(/^HEALTHCHECK .*\\\n\s+CMD \["node"/mu);
  expect(last).not.toMatch(/^(?:ADD|COPY (?!--from=build))/mu);
  const ignored = read("deploy/Dockerfile.dockerignore").split("\n");
  const copied = [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gmu)].flatMap(([, names = ""]) => names.split(" "));
  for (const name of copied) {
    expect(existsSync(join(ROOT, name))).toBe(true);
    expect(ignored).toContain(`!${name}`);
  }
  // What stands behind the image's name is a command that the program has.
  const commands = [...text.matchAll(/^# .*docker run .* hutong (\S+)/gmu)].map(([, command]) => command);
  expect(commands).toEqual(["serve"]);
  // What a linter would say of a mistake.
  expect(validate("FROM node:24\nRUNN npm ci\n")).not.toEqual([]);
});

const hasSystemd = hasTool(
  spawnSync("systemd-analyze", ["--version"]).status === 0,
  "the unit is not verified: systemd-analyze is missing (Debian's package systemd)",
);
test.skipIf(!hasSystemd)("the systemd unit is sound, and its service may do little", () => {
  const folder = temporaryFolder(onTestFinished);
  const unit = read("deploy/hutong.service").replace("/opt/hutong/bin/hutong", "/bin/true");
  const file = join(folder, "hutong.service");
  writeFileSync(file, unit);
  expect(run("systemd-analyze", ["verify", file], folder)).toMatchObject({ status: 0, stderr: "" });
  writeFileSync(file, unit.replace("ProtectSystem=strict", "ProtectSytem=strict"));
  expect(run("systemd-analyze", ["verify", file], folder).stderr).toContain("ProtectSytem");
  expect(unit).toMatch(/^DynamicUser=yes$/mu);
});

test("the unit takes each way in which the program ends for what it is", () => {
  const unit = read("deploy/hutong.service");
  // A start that is stopped ends so: serve-waits.test.ts.
  const stopped = 128 + constants.signals.SIGTERM;
  expect(unit).toMatch(new RegExp(`^SuccessExitStatus=${stopped}$`, "mu"));
  expect(unit).toMatch(/^Restart=on-failure$/mu);
  expect(unit).toMatch(/^RestartPreventExitStatus=2$/mu);
  // With a limit what passes after half a minute is given up after ten seconds.
  expect(unit.slice(0, unit.indexOf("[Service]"))).toMatch(/^StartLimitIntervalSec=0$/mu);
});

test("each key of the example file is an option", () => {
  const example: unknown = parse(read("deploy/hutong.yaml"));
  const keys = Object.keys(z.record(z.string(), z.unknown()).parse(example));
  expect(keys.length).toBeGreaterThan(4);
  expect(keys.filter((key) => !Object.hasOwn(serve.options, key))).toEqual([]);
});
