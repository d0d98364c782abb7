import fc from "fast-check";
import { expect, test } from "vitest";
import {
  aidOfBvid,
  bidOfMid,
  bvidOfAid,
  midOfBid,
  pkOfShortcode,
  shortcodeOfPk,
} from "../../src/apps/id-conversions.ts";

// Pairs from yt-dlp's extractors bilibili.py, weibo.py and instagram.py.
test.each([
  ["1074402", "BV11x411K7CN"],
  ["8903802", "BV13x41117TL"],
])("av%s is %s", (aid, bvid) => {
  expect(bvidOfAid(aid)).toBe(bvid);
  expect(aidOfBvid(bvid)).toBe(aid);
});

test.each([
  ["4189191225395228", "FBqgOmDxO"],
  ["4910815147462302", "N4xlMvjhI"],
])("Weibo's %s is %s", (mid, bid) => {
  expect(bidOfMid(mid)).toBe(bid);
  expect(midOfBid(bid)).toBe(mid);
});

test("Instagram's aye83DjauH is 482584233761418119, with or without a private part", () => {
  expect(pkOfShortcode("aye83DjauH")).toBe("482584233761418119");
  expect(pkOfShortcode(`aye83DjauH${"x".repeat(28)}`)).toBe("482584233761418119");
  expect(shortcodeOfPk("482584233761418119")).toBe("aye83DjauH");
});

test("every conversion comes back, and what is no id has none", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: (1n << 51n) - 1n }), (number) => {
      const aid = String(number);
      expect(aidOfBvid(bvidOfAid(aid) ?? "")).toBe(aid);
      expect(pkOfShortcode(shortcodeOfPk(aid) ?? "")).toBe(aid);
      expect(midOfBid(bidOfMid(`1${aid.padStart(15, "0")}`) ?? "")).toBe(`1${aid.padStart(15, "0")}`);
    }),
    { numRuns: 300 },
  );
  expect([
    bvidOfAid("x"),
    aidOfBvid("BV1"),
    bidOfMid("1"),
    midOfBid("?"),
    pkOfShortcode("?"),
    shortcodeOfPk("0"),
  ]).toEqual([null, null, null, null, null, null]);
});
