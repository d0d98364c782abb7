import { describeReport } from "../report/describe.ts";
import type { LinkReport } from "../report/report.ts";
import type { Locale } from "../policy/types.ts";

/** Words that ask for help, in the languages the bot speaks. */
const HELP_WORDS: ReadonlySet<string> = new Set(
  "help,/help,?,？,hello,hi,帮助,你好,bantuan,tolong,halo,trợ giúp,giúp,xin chào".split(","),
);

const WORDS: Readonly<Record<Locale, { readonly help: string; readonly noLink: string; readonly more: string }>> = {
  en: {
    help:
      "I am the link bot of this gateway. Send me any text with links: web addresses, app addresses or share codes. " +
      "For each I answer whose it is, whether it opens here, opens outside or is blocked, by which rule of which day, " +
      "and which payments its app takes.",
    noLink: "I found no link in this. Send me a text with one, or “help”.",
    more: "… and more links than one answer holds.",
  },
  "zh-CN": {
    help:
      "我是这个网关的链接机器人。把带链接的文字发给我：网址、应用地址或口令都可以。我会逐个回答：它属于谁，在此打开、" +
      "到外部打开还是停止访问，依据哪一天的哪条规则，以及该应用支持哪些支付方式。",
    noLink: "这段文字里没有找到链接。请发一段带链接的文字，或发送“帮助”。",
    more: "……其余链接一次答不完。",
  },
  id: {
    help:
      "Saya bot tautan gateway ini. Kirim teks apa pun yang berisi tautan: alamat web, alamat aplikasi, atau kode berbagi. " +
      "Untuk tiap tautan saya jawab milik siapa, apakah dibuka di sini, dibuka di luar, atau diblokir, menurut aturan " +
      "tanggal berapa, dan pembayaran apa yang diterima aplikasinya.",
    noLink: "Tidak ada tautan di teks ini. Kirim teks dengan tautan, atau “bantuan”.",
    more: "… dan tautan lain yang tidak muat dalam satu jawaban.",
  },
  vi: {
    help:
      "Tôi là bot liên kết của cổng này. Hãy gửi cho tôi bất kỳ văn bản nào có liên kết: địa chỉ web, địa chỉ ứng dụng hoặc " +
      "mã chia sẻ. Với mỗi liên kết tôi trả lời nó của ai, mở tại đây, mở bên ngoài hay bị chặn, theo quy tắc nào của ngày " +
      "nào, và ứng dụng đó nhận thanh toán gì.",
    noLink: "Tôi không thấy liên kết nào. Hãy gửi văn bản có liên kết, hoặc “trợ giúp”.",
    more: "… và còn nhiều liên kết khác không vừa một câu trả lời.",
  },
};

/** Most links told in one answer, so that the answer stays a message. */
const MAX_LINKS = 8;

/** What the bot says to a message. Tells titles of sources, not their addresses, so that an answer holds no link of its own. */
export function answerTo(text: string, reports: readonly LinkReport[], locale: Locale): string {
  const words = WORDS[locale];
  if (HELP_WORDS.has(text.trim().toLowerCase())) return words.help;
  if (reports.length === 0) return words.noLink;
  const answers = reports.slice(0, MAX_LINKS).map((report, index) => {
    const { headline, lines } = describeReport(report, locale, { addresses: false });
    return [`${index + 1}. ${headline}`, ...lines.map(({ label, text: line }) => `   ${label}: ${line}`)].join("\n");
  });
  if (reports.length > MAX_LINKS) answers.push(words.more);
  return answers.join("\n");
}
