import fc from "fast-check";
import { expect, test } from "vitest";
import { readAuthority, simpleHostAt } from "../../src/links/authority.ts";
import { bareHosts, mayEndInDomain, runEndAfter, runStartBefore, simpleHostAround } from "../../src/links/bare-host.ts";
import { simpleAppTailEnd, simpleTailEnd, tailEnd } from "../../src/links/tail.ts";
import { randomRuns } from "../support/random-runs.ts";

/** Pieces of hosts, paths and what stands around them in chats. */
const piece = fc.constantFrom(
  ..."a Zq 9 12 www com cn io so md html pdf hay làm đ é . .. - -- _ / // ? = & % + @ # : :8080 , ! ' ( ) [ < > * ~ | ^ 中 看看 这个 wiki fypシ から 。 ， （ 」 … ” 😂 \u200B xn-- tag a1b2 2026 .com .cn a.cn 看.pdf ?a=1 @b.cn 1.2.3.4 a.b.cn".split(
    " ",
  ),
  " ",
  "\n",
);
const anyText = fc.array(piece, { minLength: 1, maxLength: 9 }).map((pieces) => pieces.join(""));
const RUNS = { numRuns: randomRuns(4_000) };

test("a host that is read at a glance is the one that is read sign by sign", () => {
  let simple = 0;
  fc.assert(
    fc.property(anyText, (text) => {
      const found = simpleHostAt(text, 0);
      if (found === null) return;
      simple += 1;
      expect(readAuthority(text, 0)).toEqual({ hostStart: 0, ...found });
    }),
    RUNS,
  );
  expect(simple).toBeGreaterThan(20);
});

test.each([true, false])(
  "a tail that is read at a glance is the one that is read sign by sign; short host: %s",
  (isShort) => {
    let simple = 0;
    fc.assert(
      fc.property(anyText, fc.constantFrom("/", "?", "#", "/a", "/tag/"), (rest, start) => {
        const text = `a.cn${start}${rest}`;
        const end = simpleTailEnd(text, 4, () => isShort);
        if (end === 0) return;
        simple += 1;
        const context = {
          start: 0,
          isShort,
          isAsciiHost: true,
          hasWww: false,
          host: "a.cn",
          isApp: false,
          schemes: new Set<string>(),
        };
        expect({ text, end }).toEqual({ text, end: tailEnd(text, 4, context) });
      }),
      RUNS,
    );
    expect(simple).toBeGreaterThan(200);
  },
);

test("an app's tail that is read at a glance is the one that is read sign by sign", () => {
  let simple = 0;
  fc.assert(
    fc.property(anyText, (rest) => {
      const text = `x://${rest}`;
      const end = simpleAppTailEnd(text, 4);
      if (end === 0) return;
      simple += 1;
      const context = {
        start: 0,
        isShort: false,
        isAsciiHost: true,
        hasWww: false,
        host: "",
        isApp: true,
        schemes: new Set<string>(),
      };
      expect({ text, end }).toEqual({ text, end: tailEnd(text, 4, context) });
    }),
    RUNS,
  );
  expect(simple).toBeGreaterThan(200);
});

test("a bare host that is read at a glance is the one that is read sign by sign, and no stop is passed that has one", () => {
  let simple = 0;
  let passed = 0;
  fc.assert(
    fc.property(anyText, (text) => {
      for (let dot = text.indexOf("."); dot >= 0; dot = text.indexOf(".", dot + 1)) {
        const start = runStartBefore(text, dot, 0);
        const hosts = bareHosts(text, start, runEndAfter(text, dot));
        if (!mayEndInDomain(text, dot)) passed += 1;
        for (const host of hosts) {
          const stops = [...text.slice(host.start, host.end).matchAll(/\./gu)].map(({ index }) => host.start + index);
          expect({
            text,
            host,
            isFound: stops.length === 0 || stops.some((stop) => mayEndInDomain(text, stop)),
          }).toEqual({
            text,
            host,
            isFound: true,
          });
        }
        const found = simpleHostAround(text, dot, 0);
        if (found === null) continue;
        simple += 1;
        const whole = hosts
          .filter((host) => host.start <= dot && host.end > dot)
          .map((host) => ({ start: host.start, end: host.end }));
        expect({ text, whole }).toEqual({ text, whole: found.isHost ? [{ start: found.start, end: found.end }] : [] });
      }
    }),
    RUNS,
  );
  expect(simple).toBeGreaterThan(50);
  expect(passed).toBeGreaterThan(200);
});
