import { readFileSync } from "node:fs";
import { getDomain, parse } from "tldts";
import { expect, test } from "vitest";
import { registrySchemas } from "../../src/apps/app-file.ts";
import { dataFileNames, readDataFile } from "../../src/apps/read-data.ts";
import { openRegistry } from "../../src/apps/registry.ts";
import { identify } from "./identify-for-tests.ts";

const brands = dataFileNames("brands").flatMap(
  (name) => readDataFile(`brands/${name}`, registrySchemas().brands).brands,
);

interface SharedLink {
  readonly app: string | null;
  readonly owner: string | null;
  readonly entity: string | null;
  readonly url: string;
}

function sharedLinks(): SharedLink[] {
  const orNull = (text = "-") => (text === "-" ? null : text);
  return readFileSync(new URL("shared-links.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [app, owner, entity, url = ""] = line.split(" ");
      return { app: orNull(app), owner: orNull(owner), entity: orNull(entity), url };
    });
}

test("each link that people share finds its app, its owner and what it names", () => {
  const links = sharedLinks();
  expect(links.length).toBeGreaterThanOrEqual(200);
  const read = links.map(({ url }) => {
    const { app, entity } = identify(url);
    const named = entity === null ? null : `${entity.type}:${entity.ids["id"] ?? entity.id}`;
    return { app: app?.id ?? null, owner: app?.owner ?? null, entity: named, url };
  });
  expect(read).toEqual(links);
});

test("each host of a brand is valid, named once, nobody's suffix, and leads to the brand", () => {
  const hosts = brands.flatMap(({ id, hosts: names }) => names.map((host) => ({ id, host })));
  expect(new Set(hosts.map(({ host }) => host)).size).toBe(hosts.length);
  for (const { id, host } of hosts) {
    const { isIcann, isIp } = parse(host);
    expect({ host, isIcann, isIp }).toEqual({ host, isIcann: true, isIp: false });
    expect({ host, app: identify(`https://${host}/`).app?.id }).toEqual({ host, app: id });
  }
  const suffixes = hosts.filter(({ host }) => getDomain(host) === null).map(({ host }) => host);
  expect(suffixes).toEqual(["go.id", "gov.vn"]);
});

test("a drive's shared file keeps the access code that its link carries", () => {
  const pages = brands
    .filter((brand) => brand.class === "storage")
    .flatMap(({ id, entities = [] }) => entities.filter(({ type }) => type === "share").map((share) => ({ id, share })))
    .flatMap(({ id, share }) => share.pages.map(({ example }) => ({ id, example })));
  expect(pages.length).toBeGreaterThanOrEqual(12);
  for (const { id, example = "" } of pages) {
    for (const name of id === "115" ? ["password"] : id === "quark" ? ["pwd", "passcode"] : ["pwd"]) {
      const url = new URL(example);
      url.searchParams.set(name, "Qx9t");
      const { entity, canonicalUrl, open } = identify(url.href);
      const opened = new URL(open.web ?? "").searchParams.get(name);
      expect({ example, type: entity?.type, code: new URL(canonicalUrl ?? "").searchParams.get(name), opened }).toEqual(
        {
          example,
          type: "share",
          code: "Qx9t",
          opened: "Qx9t",
        },
      );
    }
  }
});

test("each owner that stands in a relation has an app, and at least 150 brands say where their hosts were read", () => {
  const registry = openRegistry();
  const owners = new Set(registry.apps().map(({ owner }) => owner));
  const { relations } = readDataFile("owners.json", registrySchemas().owners);
  expect(relations.flatMap(({ between }) => between).filter((owner) => !owners.has(owner))).toEqual([]);
  expect(brands.filter(({ confidence }) => confidence !== "memory").length).toBeGreaterThanOrEqual(150);
  for (const { id, confidence, evidence } of brands) {
    expect({ id, isMemory: confidence === "memory" }).toEqual({
      id,
      isMemory: !/\brepo /u.test(evidence) || confidence === "memory",
    });
  }
});
