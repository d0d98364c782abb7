import { expect, test } from "vitest";
import type { AppClass, Relation } from "../../src/apps/types.ts";
import { decide } from "../../src/policy/decide/decide.ts";
import type { Action } from "../../src/policy/types.ts";
import { compiledBook, factsOf } from "./facts.ts";

type Facts = Parameters<typeof factsOf>[0];
type Verdict = `${Action}${"" | "+notice"}`;

const books = { wechat: compiledBook("wechat"), miit: compiledBook("miit") };

function verdict(book: keyof typeof books, facts: Facts): Verdict {
  const { action, notice } = decide(books[book], factsOf(facts));
  return notice ? `${action}+notice` : action;
}

const PLACE = "open_in_place";
const NOTICE = "open_in_place+notice";
const OUT = "open_externally";
const STOP = "block";

const item = {};
const douyin = { app: "douyin", owner: "bytedance", class: "short_video" } as const;
const article = { app: "wechat", owner: "tencent", class: "official_account", relation: "own" } as const;
const alipay = { app: "alipay", owner: "ant", class: "payment" } as const;
const stranger = { app: null, owner: null, class: "site", relation: "neutral" } as const;
const old = { client: { os: "android", version: "8.0.10" } } as const;
const noon = (day: string) => ({ at: `${day}T12:00:00+08:00` });

type Case = readonly [title: string, facts: Facts, phases: Verdict, standard?: Verdict];

/** The record's own cases: what link, where and when, and what it got under the phases and under the standard. */
const CASES: readonly Case[] = [
  ["01 Taobao before the first phase", { ...item, ...noon("2021-09-10") }, OUT],
  ["03 a Taobao short link beside its code", { ...item, ...noon("2021-09-12") }, OUT],
  ["04 Douyin before the first phase", { ...douyin, ...noon("2021-09-16") }, OUT],
  ["06 a public account's article", { ...article, ...old, chat: "group", ...noon("2021-09-16") }, PLACE],
  ["07 Taobao, one-to-one, latest client", item, NOTICE, PLACE],
  ["08 Taobao, one-to-one, old client", old, OUT, PLACE],
  ["09 Tmall in a group", { app: "tmall", chat: "group" }, OUT, PLACE],
  ["11 Douyin in a group, iOS", { ...douyin, chat: "group", client: { os: "ios", version: "8.0.13" } }, OUT, PLACE],
  ["12 a phishing page on a look-alike host", { ...stranger, findings: ["phishing", "imitation"] }, STOP],
  ["15 an Alipay code", { ...alipay, ...noon("2021-09-22") }, OUT, PLACE],
  [
    "17 a bargain task of an allied shop",
    { app: "pdd", owner: "pdd", relation: "allied", findings: ["induced_sharing"] },
    STOP,
  ],
  ["20 the reader wants a browser", { choice: "external", ...noon("2021-10-05") }, OUT],
  ["22 Weibo", { app: "weibo", owner: "sina", class: "social", relation: "neutral", ...noon("2021-10-19") }, PLACE],
  ["24 Taobao in a group, evening of 29 November", { chat: "group", at: "2021-11-29T20:00:00+08:00" }, OUT, PLACE],
  ["25 Taobao in a group, 30 November", { chat: "group", at: "2021-11-30T09:00:00+08:00" }, PLACE],
  ["26 Douyin one-to-one, 30 November", { ...douyin, ...noon("2021-11-30") }, PLACE],
  ["27 Douyin in a group, 30 November", { ...douyin, chat: "group", ...noon("2021-11-30") }, OUT, PLACE],
  ["34 a Douyin code of January 2023", { ...douyin, kind: "share_code", ...noon("2023-01-10") }, STOP],
  ["36 Taobao in September 2024", noon("2024-09-13"), PLACE],
  [
    "38 Tencent's own red packets",
    {
      app: "yuanbao",
      owner: "tencent",
      class: "tool",
      relation: "own",
      chat: "group",
      findings: ["induced_sharing"],
      ...noon("2026-02-04"),
    },
    OUT,
  ],
];

test.each(CASES.map(([title, facts, phases, standard]) => ({ title, facts, phases, standard })))(
  "case $title",
  ({ facts, phases, standard }) => {
    expect(verdict("wechat", facts)).toBe(phases);
    expect(standard === undefined ? undefined : verdict("miit", facts)).toBe(standard);
  },
);

const DAYS = {
  P0: "2021-09-16",
  P1: "2021-10-10",
  evening: "2021-11-29T20:00:00+08:00",
  P2: "2022-06-01",
  P3: "2025-11-01",
  P4: "2026-03-01",
};
type Period = keyof typeof DAYS;
const on = (period: Period) => (DAYS[period].includes("T") ? { at: DAYS[period] } : noon(DAYS[period]));

/** Verdicts in the order: one-to-one new, one-to-one old, group new, group old. */
type Row = readonly [Verdict, Verdict, Verdict, Verdict];
const always = (same: Verdict): Row => [same, same, same, same];

const rival = (cls: AppClass, app = "some-rival") => ({
  app,
  owner: "alibaba",
  class: cls,
  relation: "rival" as Relation,
});
const shop = rival("e-commerce");
const video = rival("short_video");
const office = rival("office");
const FIRST_PHASE: Row = [NOTICE, OUT, OUT, OUT];
const ONE_TO_ONE: Row = [PLACE, PLACE, OUT, OUT];

const CLASSES: readonly (readonly [string, Facts, Readonly<Record<Period, Row>>])[] = [
  ["A own public account", article, all(always(PLACE))],
  ["A2 own other site", { ...article, class: "tool" }, all(always(PLACE))],
  ["B allied shop", { ...shop, relation: "allied" }, all(always(PLACE))],
  [
    "C rival shop",
    shop,
    { P0: always(OUT), P1: FIRST_PHASE, evening: ONE_TO_ONE, P2: always(PLACE), P3: always(PLACE), P4: always(PLACE) },
  ],
  [
    "D rival short video",
    video,
    { P0: always(OUT), P1: FIRST_PHASE, evening: ONE_TO_ONE, P2: ONE_TO_ONE, P3: ONE_TO_ONE, P4: ONE_TO_ONE },
  ],
  ["E rival payment", rival("payment"), all(always(OUT))],
  ["E2 UnionPay", { ...rival("payment", "unionpay"), relation: "neutral" }, all(always(PLACE))],
  [
    "F rival office",
    office,
    { P0: always(OUT), P1: FIRST_PHASE, evening: ONE_TO_ONE, P2: ONE_TO_ONE, P3: ONE_TO_ONE, P4: ONE_TO_ONE },
  ],
  [
    "F rival chat app",
    rival("im"),
    { P0: always(OUT), P1: FIRST_PHASE, evening: ONE_TO_ONE, P2: ONE_TO_ONE, P3: ONE_TO_ONE, P4: ONE_TO_ONE },
  ],
  ["G neutral site", stranger, all(always(PLACE))],
  ["H government", { ...stranger, class: "government" }, all(always(PLACE))],
  ["I share code", { ...shop, kind: "share_code" }, { ...all(always(OUT)), P3: always(STOP), P4: always(STOP) }],
  ["J rival music", rival("music"), all(always(PLACE))],
  ["J rival search", rival("search"), all(always(PLACE))],
];

function all(row: Row): Record<Period, Row> {
  return { P0: row, P1: row, evening: row, P2: row, P3: row, P4: row };
}

test.each(CLASSES)("class table: %s", (_title, facts, rows) => {
  for (const period of Object.keys(DAYS) as Period[]) {
    const got = (["one_to_one", "group"] as const).flatMap((chat) =>
      [{}, old].map((client) => verdict("wechat", { ...facts, ...client, chat, ...on(period) })),
    );
    expect({ period, got }).toEqual({ period, got: rows[period] });
  }
});

test("share codes close at midnight China time on 1 January 2023", () => {
  const code = { kind: "share_code" } as const;
  expect(verdict("wechat", { ...code, at: "2022-12-31T23:59:59.999+08:00" })).toBe(OUT);
  expect(verdict("wechat", { ...code, at: "2023-01-01T00:00:00+08:00" })).toBe(STOP);
});

test.each([
  [
    "one-to-one loses its notice page at 18:00 on 29 November 2021",
    "one_to_one",
    "2021-11-29T18:00:00+08:00",
    NOTICE,
    PLACE,
  ],
  ["shops open in groups at midnight", "group", "2021-11-30T00:00:00+08:00", OUT, PLACE],
  ["the first phase begins at midnight", "one_to_one", "2021-09-17T00:00:00+08:00", OUT, NOTICE],
] as const)("%s", (_title, chat, at, before, after) => {
  expect(verdict("wechat", { chat, at: new Date(Date.parse(at) - 1).toISOString() })).toBe(before);
  expect(verdict("wechat", { chat, at })).toBe(after);
});

/** What a threat status does to a link that would open, to one that is closed, in each period. */
const THREATS: readonly (readonly [string, Facts, readonly [Verdict, Verdict, Verdict]])[] = [
  ["phishing", { findings: ["phishing"] }, [STOP, STOP, STOP]],
  ["gambling on an own article", { ...article, findings: ["gambling"] }, [STOP, STOP, STOP]],
  ["a file to download", { findings: ["file_download"] }, [OUT, STOP, STOP]],
  ["unknown origin", { ...stranger, findings: ["unknown_origin"] }, [PLACE, OUT, OUT]],
  ["induced sharing", { findings: ["induced_sharing"] }, [STOP, STOP, OUT]],
  ["induced following", { findings: ["induced_following"] }, [STOP, STOP, OUT]],
  ["diversion", { findings: ["diversion"] }, [OUT, OUT, OUT]],
  ["looks like another site", { ...stranger, findings: ["resembles"] }, [NOTICE, NOTICE, NOTICE]],
  ["looks like another site, a closed link", { ...video, chat: "group", findings: ["resembles"] }, [OUT, OUT, OUT]],
  ["reported by users", { findings: ["reported"] }, [NOTICE, NOTICE, NOTICE]],
  ["reported short video in a group", { ...video, chat: "group", findings: ["reported"] }, [OUT, OUT, OUT]],
  ["user information in the address", { findings: ["userinfo"] }, [STOP, STOP, STOP]],
  ["evasion", { findings: ["evasion"] }, [STOP, STOP, STOP]],
];

test.each(THREATS)("threat overlay: %s", (_title, facts, verdicts) => {
  const got = (["P2", "P3", "P4"] as const).map((period) => verdict("wechat", { ...facts, ...on(period) }));
  expect(got).toEqual(verdicts);
});

test("a reader's choice may tighten a verdict and never loosens one", () => {
  const chosen = (facts: Facts) =>
    ([null, "in_place", "external", "block"] as const).map((choice) => verdict("wechat", { ...facts, choice }));
  expect(chosen(stranger)).toEqual([PLACE, PLACE, OUT, STOP]);
  expect(chosen(item)).toEqual([NOTICE, NOTICE, OUT, STOP]);
  expect(chosen({ chat: "group" })).toEqual([OUT, OUT, OUT, STOP]);
  expect(chosen({ findings: ["diversion"] })).toEqual([OUT, OUT, OUT, STOP]);
  expect(chosen({ findings: ["phishing"] })).toEqual([STOP, STOP, STOP, STOP]);
});
