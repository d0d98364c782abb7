import * as linkify from "linkifyjs";
import { LinkifyIt } from "linkify-it";
import { Autolinker } from "autolinker";
import { createLinkFinder } from "../../src/links/find-links.ts";
import { VOCABULARY } from "../links/vocabulary.ts";

const findLinks = createLinkFinder(VOCABULARY);
const linkifyIt = new LinkifyIt();

const FINDERS: Readonly<Record<string, (text: string) => unknown>> = {
  ours: (text) => findLinks(text),
  linkifyjs: (text) => linkify.find(text, "url"),
  "linkify-it": (text) => linkifyIt.match(text),
  autolinker: (text) => Autolinker.parse(text, { email: false, phone: false }),
};

const WITH_LINKS = [
  "你看这个https://m.tb.cn/h.{code}快来买，今天最后一天",
  "【淘宝】https://m.tb.cn/h.{code}?tk=Ab{code} CZ0001 「加厚保暖围巾」\n点击链接直接打开",
  "3.17 复制打开抖音，看看【小院日记的作品】晒谷子 https://v.douyin.com/{code}/ Kid:/",
  "会议改到周四，链接不变：https://meeting.tencent.com/dm/{code}，别迟到",
  "词条 https://zh.wikipedia.org/wiki/微信支付 你看看第三段",
  "打开www.12306.cn买票吧{code}",
  "文档在docs.qq.com/doc/{code}里，改完告诉我",
  "taobao://item.taobao.com/item.htm?id=6102334{code} 用手机打开",
  "kak cek ya https://shopee.co.id/product/{code}?sp=1 makasih",
  "anh xem giúp em https://tiki.vn/p/{code} nhé",
  "the notes are at https://github.com/acme/notes/issues/{code}, see you at 10:30.",
];
const WITHOUT_LINKS = [
  "好的，明天见{code}",
  "今晚吃什么？我想吃火锅，你呢",
  "哈哈哈哈哈哈哈哈笑死我了",
  "报告.docx我放桌上了，第{code}页有问题",
  "3.5斤一共44.8元，微信转你了",
  "下午14:30开会，记得带电脑",
  "oke kak, besok jam 10.30 ya",
  "em gửi file baocao.xlsx rồi ạ, giá 1.250.000đ",
  "I'll be there in ten minutes. Don't wait for me, e.g. start without me.",
  "你到家了吗？到了说一声。路上慢点，雨挺大的，别着急",
];

function messages(count: number): string[] {
  const templates = [...WITHOUT_LINKS, ...WITH_LINKS, ...WITHOUT_LINKS];
  return Array.from({ length: count }, (_, index) =>
    (templates[index % templates.length] ?? "").replaceAll("{code}", (index * 7919 + 104_729).toString(36)),
  );
}

/** A megabyte (UTF-8) of chat without links. */
function plainText(): string {
  const lines = messages(30_000).filter((line) => findLinks(line).length === 0);
  let bytes = 0;
  const kept: string[] = [];
  for (let index = 0; bytes < 1_000_000; index += 1) {
    const line = lines[index % lines.length] ?? "";
    kept.push(line);
    bytes += Buffer.byteLength(line) + 1;
  }
  return kept.join("\n");
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function secondsOf(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/**
 * Rounds take turns, so that a slow moment of the machine falls on every finder alike. The first are not counted: until the
 * engine has compiled a finder they time the engine, and a gateway runs for days.
 */
function medians(rounds: number, work: (find: (text: string) => unknown) => void): Map<string, number> {
  const times = new Map<string, number[]>(Object.keys(FINDERS).map((name) => [name, []]));
  for (let round = -4 * rounds; round < rounds; round += 1) {
    for (const [name, find] of Object.entries(FINDERS)) {
      const seconds = secondsOf(() => work(find));
      if (round >= 0) times.get(name)?.push(seconds);
    }
  }
  return new Map([...times].map(([name, seconds]) => [name, median(seconds)]));
}

const HOSTILE: Readonly<Record<string, string>> = {
  "a.": "a.",
  "http://": "http://",
  "((((": "(",
  "@": "@",
  "a@": "a@",
  "xn--": "xn--",
  中: "中",
  "'/": "'/",
  "中.": "中.",
  ".中国": ".中国",
  "a.io+": "a.io+",
  "a.com/(": "a.com/(",
  "://": "://",
  'https://a.cn/"': 'https://a.cn/"',
  "7.58 tRk:/抖音打开": "7.58 tRk:/抖音打开",
  "￥": "￥",
  "\u200B": "\u200B",
  "a.com\u200B": "a.com\u200B",
  "#中": "#中",
  "1.": "1.",
  "https:": "https:",
  "口令打开淘宝 a1b2c3d4\\n": "口令打开淘宝 a1b2c3d4\n",
  "\\/": "\\/",
  "https:\\/\\/a.cn\\/ ": "https:\\/\\/a.cn\\/ ",
  "&amp;": "&amp;",
  "[a]: https://a.cn ": "[a]: https://a.cn ",
  "https://a⁄": "https://a⁄",
  "ed2k://|": "ed2k://|",
  "a.cn,b": "a.cn,b",
  "打开淘宝复制 aB3dE5fG7hJ ": "打开淘宝复制 aB3dE5fG7hJ ",
  "#小程序://a/": "#小程序://a/",
  "口令\\n\\n￥a1b2c3d4e5￥ https://a.cn\\n\\n": "口令\n\n￥a1b2c3d4e5￥ https://a.cn\n\n",
};

/** How the time of `findLinks` grows from 64 K to 512 K units of one repeated piece; 8 is linear. */
export function growth(piece: string, prefix = ""): { seconds: number; factor: number } {
  const at = (length: number): number => {
    const text = prefix + piece.repeat(Math.ceil(length / piece.length));
    return Math.min(...Array.from({ length: 3 }, () => secondsOf(() => findLinks(text))));
  };
  const small = at(65_536);
  const large = at(524_288);
  return { seconds: large, factor: large / small };
}

/** Link finding beside linkifyjs, linkify-it and autolinker, in the same run. */
export async function bench(print: (line: string) => void): Promise<void> {
  const chat = messages(620);
  const chatTimes = medians(15, (find) => {
    for (const text of chat) find(text);
  });
  const ours = chatTimes.get("ours") ?? 1;
  print(`links: chat, ${chat.length} messages, median of 15 interleaved rounds`);
  for (const [name, seconds] of chatTimes) {
    print(
      `  ${name.padEnd(12)} ${Math.round(chat.length / seconds)} messages/s   ${(seconds / ours).toFixed(1)}x our time`,
    );
  }

  const text = plainText();
  const megabytes = Buffer.byteLength(text) / 1e6;
  const plainTimes = medians(7, (find) => void find(text));
  const oursPlain = plainTimes.get("ours") ?? 1;
  print(`links: ${megabytes.toFixed(2)} MB without links, median of 7 interleaved rounds`);
  for (const [name, seconds] of plainTimes) {
    print(
      `  ${name.padEnd(12)} ${(megabytes / seconds).toFixed(1)} MB/s   ${(seconds / oursPlain).toFixed(1)}x our time`,
    );
  }

  print("links: hostile runs, 64 K to 512 K units (linear: 8x)");
  for (const [name, piece] of Object.entries(HOSTILE)) {
    const bare = growth(piece);
    const linked = growth(piece, "https://example.com/");
    print(
      `  ${name.padEnd(24)} ${(bare.seconds * 1e3).toFixed(1)} ms ${bare.factor.toFixed(1)}x   in a path: ${(linked.seconds * 1e3).toFixed(1)} ms ${linked.factor.toFixed(1)}x`,
    );
  }
}

if (import.meta.main) await bench((line) => console.log(line));
