import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { firstLine, startCli } from "../programs/cli.ts";

/**
 * Runs as root of a mount namespace of its own. Starts the program as it is shipped on disks that are full, nearly full or read-only, and
 * then on the same ones with room. Prints one line of JSON, a `SmallDiskReport`.
 */
export interface SmallDiskReport {
  readonly full: readonly {
    readonly roomKiB: number;
    readonly first: Start;
    /** What stood in the data folder after the first start. */
    readonly left: readonly string[];
    /** The same folder once there is room. */
    readonly second: Start;
  }[];
  /** On a read-only disk: a folder that no gateway has run on, one that has all files, and one that would have to be made. */
  readonly readOnly: readonly Start[];
}

/** Null: it told its address. */
export type Start = { readonly code: number | null; readonly stderr: string } | null;

/** From nothing to more than a first start needs. */
const ROOMS_KIB = [0, 4, 12, 64, 96, 1_024];

async function start(data: string): Promise<Start> {
  const child = startCli(["serve", "--port", "0", "--data", data]);
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  const isUp = await firstLine(child).then(
    () => true,
    () => false,
  );
  if (isUp) child.kill("SIGTERM");
  const code = await closed;
  return isUp ? null : { code, stderr };
}

function fill(folder: string, roomKiB: number): string {
  const { bavail, bsize } = statfsSync(folder);
  const ballast = join(folder, "ballast");
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - roomKiB * 1_024));
  return ballast;
}

const root = process.argv[2] ?? "";
const full: SmallDiskReport["full"][number][] = [];
for (const roomKiB of ROOMS_KIB) {
  const disk = join(root, `full-${roomKiB}`);
  mkdirSync(disk);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", disk]);
  const data = join(disk, "data");
  mkdirSync(data);
  const ballast = fill(disk, roomKiB);
  const first = await start(data);
  const left = readdirSync(data);
  rmSync(ballast);
  full.push({ roomKiB, first, left, second: await start(data) });
}
const disk = join(root, "read-only");
mkdirSync(disk);
execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", disk]);
const used = join(disk, "used");
if ((await start(used)) !== null) throw new Error("no start on an empty disk");
mkdirSync(join(disk, "unused"));
execFileSync("mount", ["-o", "remount,ro", disk]);
const readOnly: Start[] = [];
for (const name of ["unused", "used", "missing"]) readOnly.push(await start(join(disk, name)));
const report: SmallDiskReport = { full, readOnly };
console.log(JSON.stringify(report));
