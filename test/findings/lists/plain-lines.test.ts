import fc from "fast-check";
import { getPublicSuffix } from "tldts";
import { beforeAll, expect, test } from "vitest";
import { canonicalAddress } from "../../../src/findings/lists/canonical-address.ts";
import type { ListEntry } from "../../../src/findings/lists/entry.ts";
import { LIST_FORMATS, type ListFormat } from "../../../src/findings/lists/formats/formats.ts";
import type { SourceText } from "../../../src/findings/lists/formats/read.ts";
import { readSharedHosts, readTopSites } from "../../../src/findings/lists/guarded-sites.ts";
import { openGuards } from "../../../src/findings/lists/guards.ts";
import { emptyReport, readList, takeList } from "../../../src/findings/lists/read-list.ts";
import { sourceText } from "../../../src/findings/lists/source-file.ts";
import { loadSuffixRules } from "../../../src/findings/lists/suffix-rules.ts";
import { randomRuns, SEED } from "../../support/random-runs.ts";

const NOW_MS = Date.parse("2026-11-28T08:00:00Z");
const guards = openGuards({ own: ["chat.example"], apps: ["app.example"], warned: ["warned.example"] });

beforeAll(async () => {
  expect(await loadSuffixRules()).not.toBeNull();
});

/** Labels in every condition, and what guards stand against. */
const label = fc.oneof(
  { weight: 5, arbitrary: fc.stringMatching(/^[a-z0-9_-]{1,5}$/u) },
  fc.constantFrom(
    "www",
    "xn--5bu4m",
    "xn--a",
    "A",
    "ä",
    "恶意",
    "a--b",
    "-",
    "",
    "_",
    "0x7f",
    "127",
    "%61",
    "*",
    "a\u0001",
  ),
  fc.constantFrom("x".repeat(63), "y".repeat(64), "z".repeat(250)),
);
const top = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("com", "example", "co.uk", "ck", "kobe.jp", "github.io", "top") },
  fc.constantFrom(
    "localhost",
    "local",
    "lan",
    "home.arpa",
    "internal",
    "localdomain4",
    "c_m",
    "1",
    "-x",
    "x-",
    "xn--p1ai",
    "",
  ),
);
const host = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), top)
      .map(([labels, end]) => [...labels, end].join(".")),
  },
  fc.constantFrom(
    ...readTopSites().slice(0, 50),
    "chat.example",
    "www.chat.example",
    "app.example",
    "warned.example",
    "example",
  ),
  fc.constantFrom(
    "xn--a.com",
    "www.xn--a.example",
    "xn--5bu4m.com",
    "127.0.0.1",
    "[::1]",
    "1.2.3.4",
    "::1",
    "localhost",
  ),
);
/** As nearly all hosts of nearly all lists are. */
const clean = fc
  .tuple(
    fc.array(fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,3}[a-z0-9])?$/u), { minLength: 1, maxLength: 3 }),
    fc.constantFrom("com", "example", "co.uk", "top"),
  )
  .map(([labels, end]) => [...labels, end].join("."));
const anyHost = fc.oneof({ weight: 4, arbitrary: clean }, host);
/** What stands around a host in most lines of a format. */
const AROUND: Partial<Record<ListFormat, readonly (readonly [string, string])[]>> = {
  domains: [["", ""]],
  hosts: [
    ["0.0.0.0 ", ""],
    ["127.0.0.1 ", ""],
  ],
  adblock: [["||", "^"]],
  dnsmasq: [
    ["address=/", "/0.0.0.0"],
    ["address=/", "/"],
    ["local=/", "/"],
    ["server=/", "/"],
  ],
};
const page = fc.oneof(
  fc.constantFrom(
    "",
    "/",
    "/a",
    "/a/",
    "/a//b",
    "/./a",
    "/a/..",
    "/.a",
    "/a%41",
    "/a+b",
    "/a'b",
    "/a^b",
    "/a|b",
    "/ä",
    "/a;b,c@d:e=f&g",
  ),
  fc.stringMatching(/^\/[\w.~!$&()*+,;=:@/%'"<>^|{}-]{0,8}$/u),
);
const query = fc.oneof(
  fc.constantFrom("", "?", "?x=1", "?x+y", "?%41", "?a'b", "?a?b/c", "?ä", "#f"),
  fc.stringMatching(/^\?[\w.~!$&()*+,;=:@/%'"<>^|{}#-]{0,8}$/u),
);
const address = fc
  .tuple(
    fc.constantFrom("http://", "https://", "HTTP://", "//", "ftp://", "http:", ""),
    host,
    fc.constantFrom("", "", ":80", ":8443"),
    page,
    query,
  )
  .map((parts) => parts.join(""));
const before = fc.constantFrom(
  "",
  "",
  "0.0.0.0 ",
  "127.0.0.1 ",
  "0.0.0.0\t",
  "1.2.3.4 ",
  "||",
  "|",
  "@@||",
  "address=/",
  "server=/",
  "local=/",
  "*.",
  ".",
  " ",
  "# ",
  "!",
);
const after = fc.constantFrom(
  "",
  "",
  "^",
  "^$important",
  "^$badfilter",
  "/",
  "/0.0.0.0",
  "/#",
  "/1.2.3.4",
  " ",
  " # why",
  ".",
  "/path",
  " CNAME .",
);
const line = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(before, host, after).map((parts) => parts.join("")) },
  { weight: 2, arbitrary: address },
  fc.constantFrom(
    "",
    "!#if ext_abp",
    "!#endif",
    "# Version: 7",
    "[Adblock Plus 2.0]",
    "$ORIGIN rpz.example.",
    "x".repeat(65_537),
  ),
);
const written = (format: ListFormat): fc.Arbitrary<string> => {
  const own = fc
    .tuple(fc.constantFrom(...(AROUND[format] ?? [["", ""] as const])), anyHost)
    .map(([[start, end], name]) => start + name + end);
  const lines = fc.array(
    fc.tuple(fc.oneof({ weight: 6, arbitrary: own }, line), fc.constantFrom("\n", "\n", "\n", "\r\n", "\r\r\n")),
    { maxLength: 40 },
  );
  return fc.tuple(lines, fc.constantFrom("", "last.example")).map(([all, last]) => all.flat().join("") + last);
};
const formats = fc.constantFrom(...LIST_FORMATS.filter((format) => !["misp", "stix"].includes(format)));
const texts = formats.chain((format) => fc.tuple(fc.constant(format), written(format)));

const inOrder = (source: SourceText, options: Parameters<typeof readList>[1]) => {
  const report = emptyReport();
  const entries: ListEntry[] = [];
  let taken = 0;
  takeList(source, options, report, {
    entry: (entry) => entries.push(entry),
    host(bytes, start, end, covers, at) {
      taken += 1;
      entries.push({ covers, host: bytes.toString("latin1", start, end), port: "any", isException: false, line: at });
    },
  });
  return { entries, report, taken };
};

test("a list says the same whether its plain lines are taken at once or read one by one", () => {
  let taken = 0;
  fc.assert(
    fc.property(texts, fc.constantFrom(null, true, false), ([format, text], subdomains) => {
      const options = { format, subdomains, guards, nowMs: NOW_MS };
      const slowly = emptyReport();
      const read = () => [...readList(sourceText(text), options, slowly)];
      let expected: ListEntry[];
      try {
        expected = read();
      } catch (error) {
        expect(() => inOrder(sourceText(text), options)).toThrow(error instanceof Error ? error.message : "");
        return;
      }
      const { entries, report, taken: some } = inOrder(sourceText(text), options);
      taken += some;
      expect(entries).toEqual(expected);
      expect(report).toEqual(slowly);
    }),
    { numRuns: randomRuns(1_500), seed: SEED },
  );
  expect(taken).toBeGreaterThan(500);
});

test("a plain address reads as WHATWG reads it", () => {
  let plain = 0;
  fc.assert(
    fc.property(address, (written) => {
      const url = URL.parse(written);
      expect(canonicalAddress(written)).toEqual(url === null ? null : canonicalAddress(url));
      if (/^https?:\/\/[a-z.]+\/?/u.test(written)) plain += 1;
    }),
    { numRuns: randomRuns(5_000), seed: SEED },
  );
  expect(plain).toBeGreaterThan(100);
});

test("no public suffix and no guarded host passes without being asked for", async () => {
  const rules = await loadSuffixRules();
  // Names beyond ASCII never are plain.
  const suffixes = (rules?.hosts ?? []).filter((each) => /^[a-z0-9.-]+$/u.test(each));
  expect(suffixes.length).toBeGreaterThan(8_000);
  const hosts = [
    ...suffixes,
    ...(rules?.parents ?? []).map((parent) => `any.${parent}`),
    ...readTopSites().flatMap((site) => [site, `www.${site}`, site.slice(site.indexOf(".") + 1), `a.b.${site}`]),
    ...readSharedHosts().hosts,
    ...readSharedHosts().lending,
    "chat.example",
    "printer.local",
    "a.home.arpa",
    "nas.lan",
    "a.localdomain6",
    "x.internal",
  ];
  const suspicion = guards.suspicion?.();
  const passed = hosts.filter((each) => {
    const isGuarded = guards.guardOf({ covers: "subdomains", host: each, port: "any", isException: false, line: 1 });
    const bytes = Buffer.from(each, "latin1");
    return isGuarded !== null && suspicion?.mayMean(bytes, 0, bytes.length) !== true;
  });
  expect(passed).toEqual([]);
  // Rules of tldts are known to be all: its own answer for what they do not name is no suffix.
  const strange = Array.from(
    { length: 2_000 },
    (_, index) => `strange-${index}.${suffixes[(index * 37) % suffixes.length]}`,
  );
  const isAsked = strange.filter((each) => suspicion?.mayMean(Buffer.from(each, "latin1"), 0, each.length));
  const wrong = strange.filter(
    (each) => getPublicSuffix(each, { allowPrivateDomains: true }) === each && !isAsked.includes(each),
  );
  expect(wrong).toEqual([]);
  expect(isAsked.length).toBeLessThan(strange.length / 5);
});
