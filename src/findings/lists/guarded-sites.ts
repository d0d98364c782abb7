import { readFileSync } from "node:fs";
import { z } from "zod";
import { BRANDS } from "../imitation/data/brands.ts";

const sourcesSchema = z.array(z.strictObject({ title: z.string(), url: z.url(), asOf: z.iso.date() })).min(1);
const hostsSchema = z.array(z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/u));

const topSitesSchema = z.strictObject({
  asOf: z.iso.date(),
  criterion: z.string(),
  sources: sourcesSchema,
  sites: hostsSchema.min(1_000),
});

const sharedHostsSchema = z.strictObject({
  asOf: z.iso.date(),
  criterion: z.string(),
  sources: sourcesSchema,
  /** Pages of many people lie on them. */
  hosts: hostsSchema.min(100),
  /** Whoever takes a name below one owns all of that. */
  lending: hostsSchema.min(50),
});
type SharedHosts = Pick<z.output<typeof sharedHostsSchema>, "hosts" | "lending">;

let topSites: readonly string[] | null = null;
let sharedHosts: SharedHosts | null = null;

/** The 1,000 sites of `data/top-sites.json`, which says from where and when they are. */
export function readTopSites(): readonly string[] {
  topSites ??= topSitesSchema.parse(dataOf("top-sites.json")).sites;
  return topSites;
}

/** Hosts that nobody owns all of, of `data/shared-hosts.json`, which says from where and when they are. */
export function readSharedHosts(): SharedHosts {
  sharedHosts ??= sharedHostsSchema.parse(dataOf("shared-hosts.json"));
  return sharedHosts;
}

/** Sites whose names others copy: each has a source beside it in `../imitation/data`. */
export function copiedSites(): readonly string[] {
  return [
    ...new Set(
      BRANDS.trim()
        .split("\n")
        .map((line) => line.split(" ")[3] ?? ""),
    ),
  ].filter((site) => site !== "");
}

function dataOf(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`data/${file}`, import.meta.url), "utf8"));
}
