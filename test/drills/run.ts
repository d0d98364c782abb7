import { drill as cluster } from "./cluster.drill.ts";
import type { Drill } from "./drill.ts";
import { drill as fuzz } from "./fuzz.drill.ts";
import { drill as kill } from "./kill.drill.ts";
import { drill as mutation } from "./mutation.drill.ts";
import { drill as rolling } from "./rolling.drill.ts";

/** `npm run drill -- NAME [OPTIONS]`: exits with 0 when all was as promised, 1 when not, 2 on wrong use, which a list of them answers. */
const DRILLS = new Map<string, Drill>([
  ["kill", kill],
  ["cluster", cluster],
  ["fuzz", fuzz],
  ["mutation", mutation],
  ["rolling", rolling],
]);

const [name = "", ...argv] = process.argv.slice(2);
const chosen = DRILLS.get(name);
if (chosen === undefined) {
  const tell = name === "" ? console.log : console.error;
  tell("npm run drill -- NAME [OPTIONS]\n");
  for (const [each, { does, usage }] of DRILLS) tell(`${each.padEnd(9)} ${does}\n${" ".repeat(9)} ${usage}`);
  process.exitCode = name === "" ? 0 : 2;
} else {
  const run = prepared(chosen);
  if (run === null) process.exitCode = 2;
  else if (!(await run())) process.exitCode = 1;
}

function prepared(drill: Drill): (() => Promise<boolean>) | null {
  try {
    return drill.prepare(argv);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`${name}: ${error.message}`);
    return null;
  }
}
