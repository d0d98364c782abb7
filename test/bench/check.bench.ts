import { readFileSync } from "node:fs";
import { openChecker } from "../../src/check/checker.ts";
import { createShadow } from "../../src/check/shadow.ts";
import { reportsToJson } from "../../src/report/json.ts";
import type { CheckContext } from "../../src/report/report.ts";

const CONTEXT: CheckContext = {
  at: new Date("2021-09-18T12:00:00+08:00"),
  host: "wechat",
  chat: "one_to_one",
  client: { os: "android", version: "8.0.11" },
  choice: null,
  locale: "zh-CN",
  lists: [],
};

/** Messages with one link each, as people write them: pages, short links, share texts, app addresses, unknown sites. */
const MESSAGES = [
  "这件卫衣不错 https://item.taobao.com/item.htm?id=652874301955&spm=a1z10.1&utm_source=x",
  "lol watch this https://v.douyin.com/d8XkqPv/",
  "看看这篇https://mp.weixin.qq.com/s/9f3KqT1bVxY2mZ0aLw7RpA。",
  "Coba lihat ini: https://www.tokopedia.com/toko/barang-bagus?extParam=1",
  "【淘宝】https://e.tb.cn/h.71ENK0ASa7KFQQ2?tk=GeUTfHxQGTk CZ321 「开发板」点击链接直接打开",
  "打开 taobao://item.taobao.com/item.htm?id=610233489917 就行",
  "B站这个视频 https://www.bilibili.com/video/BV1M4411q7W8?share_source=copy_web&vd_source=1",
  "ordinary page https://news.example.org/2021/09/18/story.html?ref=chat",
  "微博上都在说 https://weibo.com/1642088277/KxT2aB3cD",
  "Anyone bought this? (https://detail.tmall.com/item.htm?id=629118437720&skuId=1).",
];

const ROUND_MS = 400;
const ROUNDS = 5;

/** Calls in a second of processor time, all threads of the process together, so that what else the machine does counts less. */
function perSecond(run: (index: number) => void): number {
  const before = process.cpuUsage();
  for (let count = 200; ; count += 200) {
    for (let index = 0; index < 200; index++) run(index);
    const { user, system } = process.cpuUsage(before);
    if (user + system >= ROUND_MS * 1_000) return (count * 1e6) / (user + system);
  }
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Full reports of link-bearing messages through the offline pipeline, JSON included, beside `new URL` of their links alone. */
export async function bench(print: (line: string) => void): Promise<void> {
  const checker = openChecker();
  const candidate = checker.shelf.read("miit", { files: false });
  const shadow = createShadow({
    candidate: () => candidate,
    registry: checker.registry,
    clock: () => CONTEXT.at,
    onJudged: () => {},
    onDifference: () => {},
  });
  const book = readFileSync(new URL("../../src/rulebooks/data/wechat.yaml", import.meta.url), "utf8");
  const judged = MESSAGES.map((text) => checker.check(text, CONTEXT));
  const urls = MESSAGES.map((text) => checker.check(text, CONTEXT)[0]?.url ?? "https://example.org/");
  const reports: number[] = [];
  const parses: number[] = [];
  const shadows: number[] = [];
  const swaps: number[] = [];
  let length = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const report = perSecond((index) => {
      length += reportsToJson(checker.check(MESSAGES[index % MESSAGES.length] ?? "", CONTEXT)).length;
    });
    const parse = perSecond((index) => {
      length += new URL(urls[index % urls.length] ?? "").href.length;
    });
    const compare = perSecond((index) => shadow.compare(judged[index % judged.length] ?? [], CONTEXT));
    const started = performance.now();
    checker.shelf.readText(book, "wechat.yaml");
    const swapMs = performance.now() - started;
    // The first round warms up.
    if (round > 0) {
      shadows.push(compare);
      swaps.push(swapMs);
      reports.push(report);
      parses.push(parse);
    }
  }
  const report = median(reports);
  const parse = median(parses);
  print(
    `  full reports, JSON included   ${Math.round(report).toLocaleString("en").padStart(10)} messages/s of processor time`,
  );
  print(`  new URL of the link alone     ${Math.round(parse).toLocaleString("en").padStart(10)} /s`);
  print(
    `  a shadow rulebook adds ${((100 * report) / median(shadows)).toFixed(1)} % to a message, after its \`sent\` (${shadow.report().differing > 0 ? "differences counted" : ""})`,
  );
  const swapMs = median(swaps);
  print(
    `  reading and compiling the wechat book takes ${swapMs.toFixed(0)} ms, the time of ${Math.round((report * swapMs) / 1_000)} messages`,
  );
  print(
    `  a report costs ${(parse / report).toFixed(1)} times a parse of its address (${length > 0 ? "outputs read" : ""})`,
  );
}

if (import.meta.main) await bench((line) => console.log(line));
