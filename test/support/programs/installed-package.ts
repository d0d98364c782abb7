import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { keepFirst, KEPT_FOR_RUN } from "../folder.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
/** Of what it is built. */
const SOURCES = ["src", "package.json", "tsconfig.json", "rolldown.config.ts", "README.md", "LICENSE"];
const lockSchema = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) });

/**
 * A project that has hutong installed, laid out as npm does: the packed package, what it needs to run and nothing else, and its command.
 * It is built once in a run, which takes the processor some 15 s.
 */
export function installedPackage(): string {
  if (KEPT_FOR_RUN === undefined) throw new Error("the package is built for tests");
  const installed = join(KEPT_FOR_RUN, "installed");
  if (existsSync(installed)) return installed;
  // Built beside the checkout, which other tests read.
  const checkout = mkdtempSync(join(KEPT_FOR_RUN, "checkout-"));
  for (const name of SOURCES) cpSync(join(ROOT, name), join(checkout, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(checkout, "node_modules"));
  // The build tells what it made, and the last line names the package.
  const said = runIn(checkout, "npm", ["pack", "--silent", "--pack-destination", checkout]);
  const packed = said.trim().split("\n").at(-1) ?? "";
  const project = mkdtempSync(`${installed}-`);
  const own = join(project, "node_modules/hutong");
  mkdirSync(own, { recursive: true });
  runIn(project, "tar", ["-xzf", join(checkout, packed), "--strip-components=1", "-C", own]);
  rmSync(checkout, { recursive: true });
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")));
  for (const [path, { dev = false }] of Object.entries(packages)) {
    if (dev || !/^node_modules\/(?:@[^/]+\/)?[^/]+$/u.test(path) || !existsSync(join(ROOT, path))) continue;
    mkdirSync(dirname(join(project, path)), { recursive: true });
    symlinkSync(join(ROOT, path), join(project, path));
  }
  mkdirSync(join(project, "node_modules/.bin"), { recursive: true });
  // As npm does with a package's commands.
  chmodSync(mainOf(project), 0o755);
  symlinkSync("../hutong/dist/main.js", join(project, "node_modules/.bin/hutong"));
  writeFileSync(join(project, "package.json"), "{}");
  // For who runs it as somebody else.
  chmodSync(KEPT_FOR_RUN, 0o711);
  chmodSync(project, 0o755);
  keepFirst(project, installed);
  return installed;
}

/** The command line of the package that a project has installed. */
export function mainOf(project: string): string {
  return join(project, "node_modules/hutong/dist/main.js");
}

function runIn(cwd: string, command: string, args: readonly string[]): string {
  const path = `${dirname(process.execPath)}:${process.env["PATH"]}`;
  const env = { ...process.env, PATH: path, NODE_OPTIONS: "", npm_config_update_notifier: "false" };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", env });
  if (status !== 0) throw new Error(`${command}: ${stderr}${stdout}`);
  return stdout;
}
