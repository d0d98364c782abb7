import { createImageFetcher } from "../../src/resolve/images/image-fetcher.ts";
import { resolveLink } from "../../src/resolve/resolve-link.ts";
import { LOOPBACK_OPTIONS } from "../support/doubles/resolve-options.ts";
import { spawnListening } from "../support/programs/spawn-listening.ts";

const ROUNDS = 7;
const PAGES = ["whole", "chunks", "segments", "headers", "gzip-whole", "gzip-chunks", "gzip-segments"] as const;
const PICTURES = ["picture-whole", "picture-chunks", "picture-segments"] as const;

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** What a server costs that sends 160 KiB byte by byte, beside the same sent whole: processor time of this process, all threads. */
export async function bench(print: (line: string) => void): Promise<void> {
  const server = await spawnListening("tiny-pieces-process.ts", []);
  const addressOf = (name: string) => `http://tiny.example.com:${server.port}/${name}`;
  const { guard, userAgent, lookup } = LOOPBACK_OPTIONS;
  const outcomeOfPage = async (name: string) => {
    const { failure, httpStatus } = await resolveLink(addressOf(name), LOOPBACK_OPTIONS);
    return failure?.code ?? String(httpStatus);
  };
  const outcomeOfPicture = async (name: string) => {
    const images = createImageFetcher({ guard, userAgent, ...(lookup === undefined ? {} : { lookup }) });
    const image = await images.fetch(addressOf(name));
    await images.close();
    return image.kind === "image" ? image.type : image.code;
  };
  const costs = new Map<string, number[]>();
  const outcomes = new Map<string, string>();
  for (let round = -2; round < ROUNDS; round++) {
    for (const name of [...PAGES, ...PICTURES]) {
      const before = process.cpuUsage();
      outcomes.set(name, await (name.startsWith("picture") ? outcomeOfPicture : outcomeOfPage)(name));
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) costs.set(name, [...(costs.get(name) ?? []), (user + system) / 1_000]);
    }
  }
  await server.kill();
  print("  160 KiB byte by byte beside the same sent whole, processor time, medians:");
  for (const name of [...PAGES, ...PICTURES]) {
    const cost = median(costs.get(name) ?? []);
    const base = median(costs.get(name.replace(/^(gzip-|picture-)?.*$/u, "$1whole")) ?? []);
    print(
      `  ${name.padEnd(20)}${cost.toFixed(1).padStart(8)} ms ${(cost / base).toFixed(1).padStart(7)} times   ${outcomes.get(name)}`,
    );
  }
}

if (import.meta.main) await bench((line) => console.log(line));
