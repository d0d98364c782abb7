import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { firstLine, runHere, startCli } from "../support/programs/cli.ts";
import { readConfigFile } from "../../src/commands/cli/config-file.ts";
import { serve } from "../../src/commands/serve.ts";
import { test } from "../support/test.ts";

test("a gateway runs by a file of options; a variable goes before it, and an option before both", async ({
  folder,
}) => {
  const file = join(folder, "hutong.yaml");
  const data = join(folder, "data");
  writeFileSync(
    file,
    `port: 1\nhost: 192.0.2.1\ndemo: true\nresolve: "off"\norigin: [https://chat.example]\ndata: ${data}\n`,
  );
  // The host of the file is none of this machine's, and nobody may listen at port 1.
  const child = startCli(["serve", "--config", file, "--port", "0"], { HUTONG_HOST: "127.0.0.1", HUTONG_PORT: "2" });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  try {
    const url = await firstLine(child);
    expect(new URL(url).hostname).toBe("127.0.0.1");
    // `demo` and `origin` of the file hold: a name behind a proxy signs in.
    const answer = await fetch(new URL("/v1/demo-sign-in", url), {
      method: "POST",
      headers: { "content-type": "application/json", origin: "https://chat.example", "x-forwarded-for": "192.0.2.7" },
      body: JSON.stringify({ user: "alice" }),
    });
    expect(answer.status).toBe(200);
  } finally {
    child.kill("SIGTERM");
  }
  expect(await ended).toBe(0);
});

test.for([
  ["prot: 8080\n", 'hutong.yaml:1:1: prot: unknown option; did you mean "port"?'],
  ["demo: true\nport: eighty\n", "hutong.yaml:2:1: port: expected a whole number from 0 to 65535"],
  ["demo: yes please\n", "hutong.yaml:1:1: demo: expected true or false"],
  ["origin: [http://a.example/path]\n", "hutong.yaml:1:1: origin: "],
  ["log-level: loud\n", "hutong.yaml:1:1: log-level: "],
  ["config: other.yaml\n", "hutong.yaml:1:1: config: expected no other file in a file"],
  [
    "limit: [a, [b]]\n",
    "hutong.yaml:1:1: limit: expected a list of words without commas, such as [NAME=NUMBER], or a mapping",
  ],
  ["limit: {maxLinks: 0}\n", "hutong.yaml:1:1: limit: "],
  ["secret: x\n", "hutong.yaml:1:1: secret: expected in the variable HUTONG_SECRET, and in no file"],
  ["data: ${HOME}/x\n", "hutong.yaml:1:1: data: expected the value itself; variables are not put into a file"],
  ["- port\n", "hutong.yaml: expected a mapping of options"],
  ["port: [\n", "hutong.yaml:"],
] as const)("%j is told with its place", async ([text, line], { folder }) => {
  const file = join(folder, "hutong.yaml");
  writeFileSync(file, text);
  const { code, stderr } = await runHere(["serve", "--config", file]);
  expect(code).toBe(2);
  expect(stderr).toContain(`hutong serve: ${folder}/${line}`);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
});

test("a limit's name and number may be a mapping", ({ folder }) => {
  const file = join(folder, "hutong.yaml");
  writeFileSync(file, "limit: { maxLinks: 10, maxHops: 3 }\n");
  expect(readConfigFile(file, serve.options, { argv: [], env: {} }).env).toEqual({
    HUTONG_LIMIT: "maxLinks=10,maxHops=3",
  });
});

test("a file of options in another encoding is told so", async ({ folder }) => {
  const file = join(folder, "hutong.yaml");
  writeFileSync(file, Buffer.from("\uFEFFport: 8080\n", "utf16le"));
  const stderr = `hutong serve: ${file}:1:1: expected UTF-8; this file is in UTF-16\n`;
  expect(await runHere(["serve", "--config", file])).toEqual({ code: 2, stdout: "", stderr });
});

test("a mistake of the command line or a variable is told as theirs, and a file that is not there by its name", async ({
  folder,
}) => {
  const file = join(folder, "hutong.yaml");
  writeFileSync(file, "port: 8080\n");
  const onLine = await runHere(["serve", "--config", file, "--port", "eighty"]);
  expect(onLine.stderr).toMatch(/^hutong serve: --port: expected/u);
  const byVariable = await runHere(["serve", "--config", file], { env: { HUTONG_PORT: "eighty" } });
  expect(byVariable.stderr).toMatch(/^hutong serve: HUTONG_PORT: expected/u);
  expect((await runHere(["serve", "--config", `${file}.no`])).stderr).toContain(
    "hutong.yaml.no: cannot be read (ENOENT)",
  );
});

test("hutong schema config names each option but the file's own", async () => {
  const { stdout } = await runHere(["schema", "config"]);
  const { properties } = JSON.parse(stdout) as { properties: Record<string, { type: unknown; description: string }> };
  expect(Object.keys(properties)).toEqual(Object.keys(serve.options).filter((name) => name !== "config"));
  expect(properties["demo"]).toMatchObject({ type: "boolean" });
  expect(properties["origin"]).toMatchObject({ type: "array" });
});
