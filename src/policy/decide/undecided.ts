import type { Texts } from "../../input/languages.ts";
import type { Action, Decision } from "../types.ts";

type Undecided = "no_edition" | "other_host" | "bad_facts" | "no_page";

const REASONS: Readonly<Record<Undecided, Texts>> = {
  no_edition: {
    en: "No edition of these rules was in force on that date, so the link is not opened in the chat; open it in a browser.",
    "zh-CN": "该日期尚无生效的规则，因此不在聊天内打开，请复制链接到浏览器打开。",
    id: "Pada tanggal itu belum ada edisi aturan yang berlaku, jadi tautan tidak dibuka di dalam chat; bukalah di browser.",
    vi: "Vào ngày đó chưa có bản quy tắc nào có hiệu lực nên liên kết không được mở trong cuộc trò chuyện; hãy mở bằng trình duyệt.",
  },
  other_host: {
    en: "These rules do not govern chats of this platform, so the link is not opened in the chat; open it in a browser.",
    "zh-CN": "这套规则不适用于当前聊天平台，因此不在聊天内打开，请复制链接到浏览器打开。",
    id: "Aturan ini tidak berlaku untuk chat di platform ini, jadi tautan tidak dibuka di dalam chat; bukalah di browser.",
    vi: "Bộ quy tắc này không áp dụng cho cuộc trò chuyện trên nền tảng này nên liên kết không được mở tại đây; hãy mở bằng trình duyệt.",
  },
  bad_facts: {
    en: "What the rules need to know is missing or not valid, so the link is not opened in the chat; open it in a browser.",
    "zh-CN": "缺少判断所需的信息，因此不在聊天内打开，请复制链接到浏览器打开。",
    id: "Keterangan yang diperlukan aturan tidak ada atau tidak valid, jadi tautan tidak dibuka di dalam chat; bukalah di browser.",
    vi: "Thông tin mà quy tắc cần bị thiếu hoặc không hợp lệ nên liên kết không được mở trong cuộc trò chuyện; hãy mở bằng trình duyệt.",
  },
  no_page: {
    en: "The rules would open this link in the chat, but it has no page to open, so it is not opened here.",
    "zh-CN": "规则允许在聊天内打开，但该链接没有可打开的网页，因此不在聊天内打开。",
    id: "Aturan mengizinkan tautan ini dibuka di chat, tetapi tidak ada halaman yang dapat dibuka, jadi tidak dibuka di sini.",
    vi: "Quy tắc cho phép mở liên kết này trong cuộc trò chuyện nhưng không có trang nào để mở nên không mở tại đây.",
  },
};

/** What a link gets where no decision could be made, so also before a book's first edition. */
export const UNDECIDED: { readonly action: Action; readonly notice: boolean } = {
  action: "open_externally",
  notice: false,
};

/** The decision where none could be made: never in place, and never folded into a rule's or the default's. */
export function undecided(
  because: Undecided,
  rulebook: string,
  edition: { readonly id: string; readonly hash: string } | null,
): Decision {
  return Object.freeze({
    ...UNDECIDED,
    rulebook,
    edition: edition?.id ?? null,
    rule: null,
    decidedBy: "error",
    hash: edition?.hash ?? null,
    basis: "house",
    reason: REASONS[because],
    citations: [],
  });
}
