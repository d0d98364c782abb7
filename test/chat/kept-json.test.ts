import { expect, test } from "vitest";
import type { JudgedIn } from "../../src/chat/conversation.ts";
import { keptContext, keptEvent, keptReports, keptResolutions, NO_REPORTS } from "../../src/chat/kept-json.ts";
import type { ConversationEvent } from "../../src/chat/conversation.ts";
import { openChecker } from "../../src/check/checker.ts";
import { jsonText, writeJson } from "../../src/input/json.ts";
import { checkContextOf, contextSchema } from "../../src/report/context.ts";
import { reportsToJson } from "../../src/report/json.ts";
import type { Resolution } from "../../src/resolve/types.ts";

const resolution: Resolution = {
  status: "final",
  hops: [],
  finalUrl: "https://a.example/",
  httpStatus: 200,
  skipped: null,
  page: null,
  failure: null,
  requests: [],
};

test("reports are read back as they were told", () => {
  const at = new Date("2021-09-18T04:00:00Z");
  const context = checkContextOf(contextSchema.parse({}), at);
  const reports = openChecker().check(
    "https://t.cn/A6abcdef https://taobao.com@evil.example/ ￥abcdEFGH123￥",
    context,
  );
  expect(reports.length).toBeGreaterThan(1);
  const kept = keptReports({ reportsJson: reportsToJson(reports) });
  expect(kept).toEqual(JSON.parse(JSON.stringify(reports)));
  expect(keptReports({ reportsJson: NO_REPORTS })).toEqual([]);
});

test("a report kept before payments were told by a day is read as they are told now", () => {
  const context = checkContextOf(contextSchema.parse({}), new Date("2021-09-28T04:00:00Z"));
  const [report] = openChecker().check("https://h5.ele.me/msite/", context);
  const dated = report?.payments.find(({ by }) => by !== undefined);
  expect(dated).toMatchObject({ since: null, by: expect.stringMatching(/^\d{4}-\d\d-\d\d$/u) });
  const earlier = { ...report, payments: report?.payments.map((each) => ({ ...each, since: each.by, by: true })) };
  expect(keptReports({ reportsJson: jsonText(JSON.stringify([earlier])) })).toEqual([report]);
});

test("resolutions are read once for one update, and anew for another", () => {
  const first = writeJson([resolution, null]);
  const read = keptResolutions({ resolutions: first });
  expect(read).toEqual([resolution, null]);
  expect(keptResolutions({ resolutions: first })).toBe(read);
  expect(keptResolutions({ resolutions: writeJson([null, resolution]) })).toEqual([null, resolution]);
  expect(keptResolutions({ resolutions: null })).toEqual([]);
});

test("what is broken is told by its table and column and by nothing of the text", () => {
  const broken = [
    ["message.reports", () => keptReports({ reportsJson: jsonText('[{"url":"secret"}]') })],
    ["message.reports", () => keptReports({ reportsJson: jsonText('["secret') })],
    ["message.context", () => keptContext({ contextJson: jsonText('{"locale":"secret"}') })],
    ["message.resolutions", () => keptResolutions({ resolutions: jsonText('["secret"]') })],
    ["message.event", () => keptEvent(jsonText<ConversationEvent>('{"kind":"created","users":"secret"}'))],
  ] as const;
  for (const [place, read] of broken) {
    expect(read).toThrow(place);
    expect(read).not.toThrow(/secret/u);
  }
});

test("a context that many messages hold is read once for all of them", () => {
  const written = () => jsonText<JudgedIn>('{"client":{"os":"ios","version":"8.0.1"},"choice":null,"locale":"vi,en"}');
  const first = keptContext({ contextJson: written() });
  expect(first).toMatchObject({ client: { os: "ios" }, locale: "vi,en" });
  expect(keptContext({ contextJson: written() })).toBe(first);
  expect(
    keptContext({ contextJson: jsonText('{"client":{"os":"web","version":null},"choice":null,"locale":"id"}') }),
  ).not.toBe(first);
});
