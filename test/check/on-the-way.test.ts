import fc from "fast-check";
import { expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { openRecordedResolver } from "../../src/check/link-resolver.ts";
import type { CheckContext, LinkReport } from "../../src/report/report.ts";
import type { RecordedAnswer } from "../../src/resolve/fetch/recorded-answers.ts";

const checker = openChecker();
const CONTEXT: CheckContext = {
  at: new Date("2026-06-01T12:00:00+08:00"),
  host: "wechat",
  chat: "one_to_one",
  client: { os: "web", version: null },
  choice: null,
  locale: "en",
  lists: [],
};

/** What is reported of a text when its links are followed through recorded answers. */
async function follow(text: string, network: readonly RecordedAnswer[], book = "wechat"): Promise<LinkReport[]> {
  const resolutionOf = await checker.follow(text, CONTEXT, openRecordedResolver(checker.registry, network), null);
  return checker.checkWith(checker.shelf.read(book, { files: false }), text, CONTEXT, resolutionOf);
}

/** Everything a report says but the link as it stands in the text. */
function saidOf({ link: { value: _value, ...link }, ...report }: LinkReport): string {
  return JSON.stringify({ link, ...report });
}

const NAMED = "https://Uq7z:Pq7z@evil.example/login";
const redirect = (url: string, location: string): RecordedAnswer => ({
  url,
  status: 302,
  headers: { location },
  body: "",
});

test.each([
  ["in the text", NAMED, []],
  ["behind a redirect", "https://jump-a.cn/1", [redirect("https://jump-a.cn/1", NAMED)]],
  ["behind a wrapper", `https://link.zhihu.com/?target=${encodeURIComponent(NAMED)}`, []],
  ["in an app's address", `alipays://platformapi/startapp?appId=20000067&url=${encodeURIComponent(NAMED)}`, []],
  [
    "in an intent's fallback",
    `intent://item.taobao.com/item.htm?id=1#Intent;scheme=taobao;package=com.taobao.taobao;S.browser_fallback_url=${encodeURIComponent(NAMED)};end`,
    [],
  ],
  [
    "in a fallback that is the same owner's",
    `intent://item.taobao.com/item.htm?id=610233489917#Intent;scheme=taobao;S.browser_fallback_url=${encodeURIComponent("https://Uq7z:Pq7z@item.taobao.com/item.htm?id=610233489917")};end`,
    [],
  ],
  ["in an intent's own address", "intent://Uq7z:Pq7z@evil.example/#Intent;scheme=https;end", []],
  ["in what a page leads on to", `https://shop-a.cn/login?next=${encodeURIComponent(NAMED)}`, []],
  ["in a known page", "https://Uq7z:Pq7z@item.taobao.com/item.htm?id=610233489917", []],
])("a name before the host is blocked and told nowhere: %s", async (_place, text, network) => {
  for (const book of ["wechat", "miit"]) {
    const [report] = await follow(text, network, book);
    if (report === undefined) throw new Error("no link found");
    expect(report.verdict).toMatchObject({
      action: "block",
      rule: book === "wechat" ? "deceptive-address" : "deceptive",
      decidedBy: "rule",
    });
    expect(report.findings).toContainEqual(expect.objectContaining({ kind: "userinfo" }));
    expect(saidOf(report)).not.toMatch(/[UP]q7z/u);
    expect(report.link.value).toBe(text);
  }
});

test("a name stays untold where a book does not block it, and in what is told of the way", async () => {
  const book = `
id: mine
title: Mine
authority: Me
host: any
editions:
  - id: "1"
    from: 2020-01-01T00:00:00Z
    title: One
    source: [{ title: S, url: "https://example.org/" }]
    default: { action: open_externally, basis: written, reason: { en: A. } }
    rules:
      - { id: all, when: {}, then: { action: open_in_place }, basis: written, reason: { en: A. } }
`;
  const text = `https://link.zhihu.com/?target=${encodeURIComponent(NAMED)} ${NAMED} https://Uq7z:Pq7z@item.taobao.com/item.htm?id=610233489917`;
  const reports = checker.checkWith(checker.shelf.readText(book, "mine.yaml"), text, CONTEXT);
  expect(reports.map(({ resolution }) => resolution.failure?.code ?? null)).toEqual(["userinfo", "userinfo", null]);
  expect(reports.map(({ verdict }) => verdict.action)).toEqual(["open_externally", "open_externally", "open_in_place"]);
  expect(reports[0]?.open.web).toBe("https://link.zhihu.com/?target=https%3A%2F%2Fevil.example%2Flogin");
  expect(reports[1]?.url).toBe("https://evil.example/login");
  for (const report of reports) expect(saidOf(report)).not.toMatch(/[UP]q7z/u);
});

test("nobody is asked for an address with a name in it, and nothing is awaited", async () => {
  const asked: string[] = [];
  await checker.follow(
    `${NAMED} https://link.zhihu.com/?target=${encodeURIComponent(NAMED)}`,
    CONTEXT,
    {
      resolveOffline: () => null,
      resolve(address) {
        asked.push(address);
        throw new Error("asked");
      },
      close: async () => undefined,
    },
    null,
  );
  expect(asked).toEqual([]);
  for (const report of checker.check(NAMED, CONTEXT)) expect(report.resolution.status).toBe("failed");
});

test("a listed page is found whatever name stands before its host, and the list's own name is not told", () => {
  const lists = [{ entry: "https://Uq7z@evil.example/login", kind: "phishing" }] as const;
  const [report] = checker.check(`https://x@evil.example/login https://evil.example/login`, { ...CONTEXT, lists });
  expect(report?.findings.map(({ kind }) => kind)).toEqual(["userinfo", "phishing"]);
  expect(saidOf(report as LinkReport)).not.toContain("Uq7z");
});

/** One step of a way: wraps the address it leads to, or stands before it on the network. */
type Step = (address: string, place: number) => { readonly address: string; readonly answer?: RecordedAnswer };

const wrap =
  (before: string, after = ""): Step =>
  (address) => ({ address: before + encodeURIComponent(address) + after });
const FALLBACKS: readonly Step[] = [
  wrap("intent://x#Intent;scheme=taobao;package=com.taobao.taobao;S.browser_fallback_url=", ";end"),
  wrap("intent://y#Intent;S.browser_fallback_url=", ";end"),
];
const STEPS: readonly Step[] = [
  ...FALLBACKS,
  wrap("https://link.zhihu.com/?target="),
  wrap("https://link.juejin.cn/?target="),
  wrap("https://www.douban.com/link2/?url="),
  wrap("alipays://platformapi/startapp?appId=20000067&url="),
  (address, place) => {
    const url = `https://jump-${place}.cn/go`;
    return { address: url, answer: redirect(url, address) };
  },
];

test("wherever a name stands on a way of wrappers, redirects and intents, the link is blocked and the name is told nowhere", async () => {
  const steps = fc.array(fc.constantFrom(...STEPS), { maxLength: 4 });
  const names = fc.tuple(
    fc.string({ maxLength: 5, unit: fc.constantFrom(..."aZ9-._~!$*,;=%@/?#: é+&".split("")) }),
    fc.string({ maxLength: 5, unit: fc.constantFrom(..."aZ9-._~!$*,;=%@/?#: é+&".split("")) }),
    fc.boolean(),
  );
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(steps, steps, names, fc.constantFrom("wechat", "miit"), async (before, after, name, book) => {
      const network: RecordedAnswer[] = [];
      let address = "https://page.example/end";
      let place = 0;
      const lead = (through: readonly Step[]) => {
        for (const step of through) {
          // A fallback that is no page is one that no browser goes to.
          if (FALLBACKS.includes(step) && !/^https?:/u.test(address)) continue;
          const next = step(address, (place += 1));
          if (next.answer !== undefined) network.push(next.answer);
          address = next.address;
        }
      };
      lead(after);
      // Only an address of the web carries a name that is one; an intent's is its fallback's.
      const named = URL.parse(address);
      fc.pre(named !== null && /^https?:$/u.test(named.protocol));
      const answer = network.find(({ url }) => url === address);
      named.username = `Uq7z${name[0]}`;
      if (name[2]) named.password = `Pq7z${name[1]}`;
      if (answer !== undefined) network.push({ ...answer, url: named.href });
      address = named.href;
      lead(before);
      const reports = await follow(address, network, book);
      const report = reports.find(({ link }) => link.start === 0);
      fc.pre(report !== undefined && report.link.value === address && before.length + after.length <= 7);
      tried += 1;
      expect({ address, action: report.verdict.action }).toEqual({ address, action: "block" });
      expect(saidOf(report)).not.toMatch(/[UP]q7z/u);
    }),
    { numRuns: 600 },
  );
  expect(tried).toBeGreaterThan(300);
});

test("a name in base64 that a page leads on to is told nowhere", async () => {
  const coded = Buffer.from(NAMED).toString("base64");
  const inner = `https://shop-b.cn/click?u=${coded}`;
  for (const text of [inner, `https://shop-a.cn/go?u=${Buffer.from(inner).toString("base64")}`]) {
    const [report] = await follow(text, []);
    if (report === undefined) throw new Error("no link found");
    expect(report.findings).toMatchObject([{ kind: "userinfo" }]);
    for (const told of [coded, Buffer.from(inner).toString("base64")]) expect(saidOf(report)).not.toContain(told);
  }
});
