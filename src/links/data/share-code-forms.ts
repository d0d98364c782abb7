/**
 * One way in which an app writes its codes.
 *
 * A code is accepted only when the text also names its app and has its call to action.
 * Letters and digits alone may as well be an order number, a password or the name of a product.
 */
export interface ShareCodeForm {
  readonly name: string;
  /** The code with its signs. */
  readonly code: RegExp;
  /** Names of the apps as their own share texts write them, disguises included. Null: the signs alone say it. */
  readonly apps: RegExp | null;
  /** What share texts ask their reader to do. Null: the signs alone say it. */
  readonly asks: RegExp | null;
  /**
   * What letters and digits a code has. `digits`: letters, and digits or inner capitals. `mixed`: also small and capital
   * letters, no long number, no words. `any`: the pattern says it all.
   */
  readonly looks: "any" | "digits" | "mixed";
  readonly source: string;
}

const TOKEN = "[A-Za-z0-9]{8,14}";
const MONEY = "[￥¥€₤₳¢₴₰\\u{1F4B2}\\u{1F510}]";
/** Latin letters with marks, Greek and Cyrillic ones, pictures; one of a pair may be a sign of money. */
const MARK = "[\\u00C0-\\u024F\\u0370-\\u052F\\p{Extended_Pictographic}￥¥€₤₳¢₴₰]";

/** `复制` with the disguises of share texts: `復·制`, `fu制`, `付置`. */
const COPY = "(?:[复複復覆付赋]|[fF]u)[·.]?[制製置植]";
/** `打开` with its disguises. */
const OPEN = "[打咑][开開閞幵]";

/** Apps of the shops, whose texts disguise the first. */
const SHOPS =
  "淘.{0,2}[宝寶寳]|[tτ][aα][oο0].{0,2}[宝寶寳]|手淘|天猫|闲鱼|淘特|京东|京喜|拼多多|唯品会|得物|饿了么|美团|大众点评";
const OTHERS = "抖音|[dD]ou音|快手|小红书|支付宝|百度|夸克|微博";
const APP = `${SHOPS}|${OTHERS}`;
const ANY_APP = new RegExp(`${APP}|口令`, "iu");

/** To copy, or to take a code by its name. */
const COPY_OR_CODE = new RegExp(`${COPY}|口令`, "u");
/** To copy this very message, or the code that follows, and to open an app. */
const COPY_THIS_AND_OPEN = new RegExp(
  `口令|${COPY}(?:[此这這本该該整全]|\\s?[A-Za-z0-9]{8,14}).{0,30}(?:${OPEN}|[到去]).{0,8}(?:${APP})`,
  "iu",
);

/** In the order in which they are tried on a line; the first that is there decides for the line. */
export const SHARE_CODE_FORMS: readonly ShareCodeForm[] = [
  {
    name: "between signs of money",
    // The pair has changed many times and its halves may differ; one of them may be the dollar, which prices have too.
    code: new RegExp(`${MONEY}${TOKEN}(?:${MONEY}|\\$)|\\$${TOKEN}${MONEY}`, "gu"),
    apps: null,
    asks: null,
    looks: "digits",
    source: "Taobao's texts from 2018 to 2026 (￥, €, ₤, ₳, ¢, ₴, ₰, 💲…🔐); Coolkkmeat/TaobaoCommandParse, issue 5",
  },
  {
    name: "between signs, before slashes",
    code: new RegExp(`(?<![A-Za-z])(?:[$(（!！#@%]${TOKEN}[$)）!！#@%]:?//?|/~${TOKEN}~:/)(?![A-Za-z0-9])`, "gu"),
    apps: ANY_APP,
    asks: new RegExp(`${COPY}|${OPEN}|口令`, "u"),
    looks: "digits",
    source: "Taobao's texts from 2021 on: `2$Kx7dXb2QwZ1$:// CZ3457,打开`; Quark's: `/~Kx7dXb2QwZ1~:/`",
  },
  {
    name: "between signs that also stand elsewhere",
    code: new RegExp(`(?<![A-Za-z0-9])(?:[$(（!！#@%]${TOKEN}[$)）!！#@%]|/-?${TOKEN}(?::-)?//?)(?![A-Za-z0-9])`, "gu"),
    apps: ANY_APP,
    asks: COPY_OR_CODE,
    looks: "mixed",
    source: "Taobao's `(Kx7dXb2QwZ1)` and `/Kx7dXb2QwZ1/`; JD's `!Kx7dXb2QwZ1!`, read by LJMX996/jd",
  },
  {
    name: "between letters of another script or pictures",
    code: new RegExp(
      `(?<![A-Za-z0-9\\u00C0-\\u024F\\u0370-\\u052F])${MARK}[A-Za-z0-9]{8,16}${MARK}(?![A-Za-z0-9])`,
      "gu",
    ),
    apps: ANY_APP,
    asks: COPY_OR_CODE,
    looks: "mixed",
    source:
      "Douyin on iOS: `ЭKx7dXb2QwZ1aB3Э`, Evil0ctal/Douyin_TikTok_Download_API, issue 75; Taobao's `🎵Kx7dXb2QwZ1📲` and `ǐKx7dXb2QwZ1ǐ`, Coolkkmeat/TaobaoCommandParse, issue 5",
  },
  {
    name: "a word of its own",
    // Adjacent to prose it may be anything: `搜索iPhone15ProMax看看`.
    code: new RegExp(
      `(?<![^\\s:：，,。！!]|[A-Za-z0-9]:)[A-Za-z0-9]{8,16}(?![^\\s，,。！!])|(?<=(?<![^\\s])[a-z]:/)${TOKEN}(?=\\s)|(?<=${COPY})${TOKEN}(?=${OPEN})`,
      "gu",
    ),
    apps: ANY_APP,
    asks: COPY_THIS_AND_OPEN,
    looks: "mixed",
    source:
      "Alipay: `#吱口令#长按复制此条消息，打开支付宝…`, `l:/RxTeStUM908Y 或复制此消息打开支付宝搜索…`; Xiaohongshu: `😆 ky6HepJZ9zuPsUL 😆 … 复制本条信息，打开【小红书】`",
  },
  {
    name: "letters and a number beside a title",
    code: /(?<![A-Za-z0-9])[A-Z]{2}\d{3,5}(?=\s*[「【])|(?<=[」】]\s*)[A-Z]{2}\d{3,5}(?![A-Za-z0-9])/gu,
    apps: new RegExp(SHOPS, "iu"),
    asks: new RegExp(`${COPY}.{0,10}${OPEN}|${OPEN}.{0,6}${COPY}|点击链接直接|搜索直接打开`, "u"),
    looks: "any",
    source: "Taobao: `CZ0001 「…」 点击链接直接打开`; JD: `MF8335 「…」 … 复制文案打开京东`",
  },
];

/** Douyin's number, its noise and its words: `7.58 复制打开抖音，看看【…的作品】 tRk:/ K@j.pd`. Source: its texts of 2021-2026. */
export const DOUYIN_TEXT = {
  asks: new RegExp(`${COPY}.{0,24}${OPEN}.{0,4}(?:抖音|dou音|douyin)`, "iu"),
  number: /(?<![\d.])\d{1,2}\.\d{2}(?![\d.元块])/u,
  /** Three letters that spell nothing, or a name and a domain of as little sense. */
  noise: /(?<![A-Za-z])[A-Za-z]{3}:\/(?!\/)|(?<![A-Za-z0-9])[A-Za-z]@[A-Za-z.]{2,6}(?![A-Za-z0-9])/gu,
} as const;

/** What stands before a number or a password that somebody tells: no share code. */
export const LABEL =
  /(?:号|码|订单|运单|密|款|名|微信|[Ww][Ii]-?[Ff][Ii]|\bid|\bkey|\btoken|\bpass(?:word)?|\border|\bcode|\botp|\bsn)[是为：:\s]{0,3}$/iu;
