import fc from "fast-check";
import { expect, test } from "vitest";
import { parameterNames, readWebAddress } from "../../src/apps/address.ts";
import type { EntityEntry } from "../../src/apps/app-file.ts";
import type { Identified } from "../../src/apps/types.ts";
import { randomRuns } from "../support/random-runs.ts";
import { identify, identifyCode, registry } from "./identify-for-tests.ts";

interface Known {
  readonly example: string;
  readonly entity: EntityEntry;
  readonly tracking: readonly string[];
}

const examples: Known[] = registry
  .apps()
  .flatMap(({ entities = [], tracking }) =>
    entities.flatMap((entity) =>
      entity.pages.flatMap(({ example }) =>
        example === undefined ? [] : [{ example, entity, tracking: tracking?.names ?? [] }],
      ),
    ),
  );

/** An example with other numbers of the same length in the places of its long ones. */
const variants = fc
  .tuple(fc.constantFrom(...examples), fc.infiniteStream(fc.integer({ min: 0, max: 9 })))
  .map(([known, digits]) => ({
    entity: known.entity,
    tracking: known.tracking,
    url: known.example.replaceAll(/(?<=:\/\/[^/]+\/.*\d)\d{4,}(?=\D|$)/gu, (run) =>
      run.replaceAll(/\d/gu, () => String(digits.next().value ?? 0)),
    ),
  }));

function identity({ app, entity }: Identified): object {
  return { app: app?.id, type: entity?.type, id: entity?.id };
}

test("entity → deep link → entity is the identity where the registry does not mark it lossy", () => {
  let linksTried = 0;
  fc.assert(
    fc.property(variants, ({ url, entity }) => {
      const known = identify(url);
      fc.pre(known.entity?.type === entity.type);
      for (const link of [known.open.ios, known.open.android, known.open.intent]) {
        if (link === undefined || entity.lossy !== undefined || entity.appLinks.length === 0) continue;
        linksTried += 1;
        expect({ link, ...identity(identify(link)) }).toEqual({ link, ...identity(known) });
      }
    }),
    { numRuns: randomRuns(150) },
  );
  expect(linksTried).toBeGreaterThan(randomRuns(50));
});

test("the canonical address of a canonical address is itself, of the same entity", () => {
  fc.assert(
    fc.property(variants, ({ url }) => {
      const { canonicalUrl, ...known } = identify(url);
      if (canonicalUrl === null || known.entity === null) return;
      const again = identify(canonicalUrl);
      expect(again.canonicalUrl).toBe(canonicalUrl);
      expect(again.removed).toEqual([]);
      expect(again.entity?.id).toBe(known.entity.id);
    }),
    { numRuns: randomRuns(150) },
  );
});

test("a canonical address never keeps a tracking parameter and never loses an id", () => {
  const everywhere = ["utm_source", "utm_anything", "spm", "fbclid"];
  fc.assert(
    fc.property(variants, fc.nat(), fc.boolean(), ({ url, entity, tracking }, pick, isFirst) => {
      const plain = identify(url);
      const means = new Set([
        ...parameterNames(readWebAddress(url)?.query ?? ""),
        ...(entity.keep ?? []),
        ...entity.pages.flatMap(({ query = {} }) => Object.keys(query)),
      ]);
      // An app's own names are taken from its known pages only.
      const own = plain.entity === null ? [] : tracking;
      const names = [...everywhere, ...own].filter((name) => !means.has(name));
      const name = names[pick % names.length] ?? "spm";
      const tracked = new URL(url);
      const rest = tracked.search.slice(1);
      tracked.search = isFirst || rest === "" ? `${name}=x${rest && `&${rest}`}` : `${rest}&${name}=x`;
      // Where the parameter names another entity of the app (a wrapper's target, a modal) the page is not the same.
      const followed = identify(tracked.href);
      fc.pre(followed.entity?.type === plain.entity?.type && followed.hops.length === plain.hops.length);
      expect({ of: tracked.href, is: followed.canonicalUrl }).toEqual({ of: tracked.href, is: plain.canonicalUrl });
      expect(followed.entity?.ids).toEqual(plain.entity?.ids);
      expect(followed.removed).toContain(name);
    }),
    { numRuns: randomRuns(150) },
  );
});

test("no input throws", () => {
  const schemes = [...registry.schemes, "intent", "https", "javascript"];
  const pieces = fc.oneof(
    fc.constantFrom(
      "%",
      "%zz",
      "{",
      "}",
      "://",
      "?",
      "&",
      "#",
      "=",
      "#Intent;",
      "scheme=taobao;",
      "params={",
      "\ud800",
    ),
    fc.constantFrom(...examples.map(({ example }) => example)),
    fc.string({ unit: "binary", maxLength: 12 }),
  );
  const address = fc
    .tuple(fc.constantFrom(...schemes), fc.constantFrom(":", "://"), fc.array(pieces, { maxLength: 6 }))
    .map(([scheme, colon, rest]) => scheme + colon + rest.join(""));
  fc.assert(
    fc.property(fc.oneof(address, fc.string({ unit: "binary" }), fc.webUrl()), (value) => {
      for (const kind of ["web", "app", "intent", "share_code"] as const) {
        registry.identify({ kind, value, url: null, text: value, os: "ios" });
        registry.identify({ kind, value, url: value, text: value, os: "ios" });
      }
      identifyCode(value, `【京东】${value}`);
    }),
    { numRuns: randomRuns(200) },
  );
});
