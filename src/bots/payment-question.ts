import type { Mention } from "../apps/names.ts";
import type { AppRegistry } from "../apps/registry.ts";
import { methodWord, paymentLines } from "../report/describe.ts";
import { nameOf, paymentTable } from "../report/payment-table.ts";
import { WORDS } from "../report/words/languages.ts";
import type { Locale } from "../policy/types.ts";
import { askedDay } from "./asked-day.ts";

/** What a question is asked of. */
export interface Asked {
  readonly registry: Pick<AppRegistry, "apps" | "names" | "payments" | "named">;
  /** When the message was received. */
  readonly at: Date;
}

/** Ways to pay that are apps too, under whose names they are asked for. */
const METHOD_OF_APP: ReadonlyMap<string, string> = new Map([
  ["wechat_pay", "wechat_pay"],
  ["alipay", "alipay"],
  ["unionpay", "unionpay_quickpass"],
]);

/** How a question ends, or begins, in the languages the bot speaks. */
const QUESTION =
  /[?？]|吗|能不能|是否|哪些|^\s*(?:does|do|did|can|could|is|was|has|had|which|apakah|bisakah)\s|không\s*[.!]?\s*$/iu;
/** Asks for every app that takes a way to pay. */
const WHICH = /哪些|哪个|哪家|\b(?:which|what\s+apps|apa\s+saja|mana)\b|nào/iu;
/** What an app does with a way to pay. */
const TAKES =
  /支持|接受|接入|能用|能不能用|可以用|可用|付款|\b(?:takes?|took|taken|accept(?:s|ed)?|support(?:s|ed)?|pay|paid|use|menerima|terima|mendukung|pakai|memakai|bayar|membayar)\b|nhận|hỗ trợ|dùng|thanh toán/iu;

/** Longer texts are no question of this kind, and their names are not looked for. */
const MAX_QUESTION_LENGTH = 300;

/** Most apps told in one answer. */
const MAX_APPS = 4;

/**
 * Answers whether an app takes a way to pay, when a text asks that: as of the day that it names, else of its receipt.
 *
 * @returns Null for any other text. Titles of sources are told, not their addresses.
 */
export function paymentAnswer(question: string, { registry, at: now }: Asked, locale: Locale): string | null {
  if (question.length > MAX_QUESTION_LENGTH) return null;
  const { at, rest: text } = askedDay(question.normalize("NFKC"), now) ?? { at: now, rest: question };
  const mentions = registry.named.mentions(text);
  const paying = mentions.flatMap((mention) => {
    const method = mention.ids.map((id) => METHOD_OF_APP.get(id)).find((each) => each !== undefined);
    return method === undefined ? [] : [{ mention, method }];
  });
  // Who takes stands before what is taken, so of two ways to pay the first is asked as an app.
  const asked = paying.at(-1);
  if (asked === undefined || !isAsked(text, mentions)) return null;
  const apps = appsOf(
    mentions.filter((mention) => mention !== asked.mention),
    registry,
    at,
  );
  if (apps.length === 0) return WHICH.test(text) ? whoTakes(asked.method, { registry, at }, locale) : null;
  return apps.map((id) => answerOf(id, asked.method, { registry, at }, locale)).join("\n");
}

/** The words around the names ask, and ask about taking. */
function isAsked(text: string, mentions: readonly Mention[]): boolean {
  const read = text.normalize("NFKC").toLowerCase();
  const around = mentions.reduceRight((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, read);
  return QUESTION.test(around.normalize("NFC")) && TAKES.test(around.normalize("NFC"));
}

/** The apps that are named, each once; a word that is a brand's name too is none where another app has payments. */
function appsOf(mentions: readonly Mention[], registry: Asked["registry"], at: Date): string[] {
  const ids = [...new Set(mentions.flatMap(({ ids: own }) => own))];
  const paid = ids.filter((id) => registry.payments(id, at).length > 0);
  return (paid.length > 0 ? paid : ids).slice(0, MAX_APPS);
}

/** Every app with a status of a way to pay, a line for each status. */
function whoTakes(method: string, { registry, at }: Asked, locale: Locale): string {
  const words = WORDS[locale];
  const { marks, table, status: statusWords } = words;
  const { day, apps } = paymentTable(registry, at, locale);
  const told = apps.flatMap(({ name, payments }) =>
    payments.filter((each) => each.method === method).map(({ status }) => ({ status, name })),
  );
  const lines = [...Map.groupBy(told, ({ status }) => status)].map(
    ([status, rows]) => `   ${statusWords[status]}${marks.colon}${rows.map(({ name }) => name).join(marks.comma)}`,
  );
  const body = lines.length === 0 ? [`   ${table.nothing}`] : lines;
  return [methodWord(method, words), ...body, `   ${table.asOf}${marks.colon}${day}`].join("\n");
}

function answerOf(id: string, method: string, { registry, at }: Asked, locale: Locale): string {
  const words = WORDS[locale];
  const { marks, table } = words;
  const name = nameOf(registry, id, at, locale);
  const { day, apps } = paymentTable(registry, at, locale);
  const payment = apps.find((app) => app.id === id)?.payments.find((each) => each.method === method);
  const lines =
    payment === undefined
      ? [{ label: name, text: methodWord(method, words) + marks.colon + table.nothing }]
      : paymentLines(payment, name, words);
  return [...lines, { label: table.asOf, text: day }]
    .map(({ label, text }) => (label === name ? `${name} · ${text}` : `   ${label}${marks.colon}${text}`))
    .join("\n");
}
