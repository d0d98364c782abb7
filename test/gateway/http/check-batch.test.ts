import { expect } from "vitest";
import { postJson } from "../../support/ask.ts";
import { test } from "../../support/test.ts";

const TAOBAO = "https://item.taobao.com/item.htm?id=652874301955";
const BAD = "https://evil.example/x";
const lists = [{ entry: "evil.example", kind: "phishing" }];
const AT = "2021-09-28";

test("a compact answer says the worst of a text's links, why, and each link in a few words", async ({
  startFollowing,
}) => {
  const { port } = await startFollowing();
  const compact = async (text: string, more = {}) =>
    JSON.parse((await postJson(port, "/v1/check", { text, compact: true, at: AT, lists, ...more })).body);
  const both = await compact(`${TAOBAO} and ${BAD}`);
  const whole = JSON.parse((await postJson(port, "/v1/check", { text: BAD, at: AT, lists })).body);
  const [blocked] = whole.links;
  expect(both).toEqual({
    worst: "block",
    notice: blocked.verdict.notice,
    sentence: blocked.verdict.reason,
    links: [
      expect.objectContaining({ value: TAOBAO, start: 0, app: "taobao", action: expect.any(String) }),
      {
        value: BAD,
        start: TAOBAO.length + 5,
        end: TAOBAO.length + 5 + BAD.length,
        url: BAD,
        app: null,
        action: "block",
        notice: blocked.verdict.notice,
        rule: blocked.verdict.rule,
      },
    ],
  });
  expect(both.links[0].action).not.toBe("block");
  // Of two that are not blocked, the one that is left outside.
  const vi = await compact(BAD, { locale: "vi" });
  expect(vi.sentence).not.toBe(both.sentence);
  expect(await compact("no link")).toEqual({ worst: null, notice: false, sentence: null, links: [] });
});

test("a batch is checked text by text, a wrong one is told by itself, and each is counted", async ({
  startFollowing,
}) => {
  const { port } = await startFollowing({ limits: { maxRequestsPerWindow: 12, rateWindowMs: 600_000 } });
  const batch = async (body: object) => {
    const answer = await postJson(port, "/v1/check", body);
    return { status: answer.status, ...JSON.parse(answer.body) };
  };
  const { status, results } = await batch({
    messages: [
      { id: "a", text: TAOBAO, at: AT },
      { id: "b", text: 7 },
      "no object",
      { text: BAD, lists, compact: true },
      { id: "e", text: "x", rulebook: "nobody's" },
    ],
  });
  expect(status).toBe(200);
  expect(results).toMatchObject([
    { id: "a", links: [{ app: { id: "taobao" } }] },
    { error: { code: "bad_request", message: expect.stringMatching(/^text/u), temporary: false } },
    { error: { code: "bad_request" } },
    { worst: "block", links: [{ action: "block" }] },
    { id: "e", error: { code: "bad_request" } },
  ]);
  // Five, and these: compact said once for all.
  const all = await batch({ compact: true, messages: [{ text: TAOBAO }, { text: BAD, lists, compact: false }] });
  expect(all.results).toMatchObject([{ worst: expect.any(String) }, { links: [{ verdict: { action: "block" } }] }]);
  const many = Array.from({ length: 101 }, () => ({ text: "" }));
  expect((await batch({ messages: many })).error).toMatchObject({ code: "bad_request" });
  expect((await batch({ messages: [] })).error).toMatchObject({ code: "bad_request" });
  // Nine are gone: a batch that takes more than is left uses it up, and nothing is left.
  expect((await batch({ messages: many.slice(0, 20) })).status).toBe(200);
  expect((await batch({ messages: [{ text: "" }] })).status).toBe(429);
});
