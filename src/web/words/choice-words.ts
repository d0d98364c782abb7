import type { Locale } from "../../policy/types.ts";

/** What the dialog of one's own choices says. It is opened seldom, so the page loads these with it. */
export interface ChoiceWords {
  readonly title: string;
  readonly what: string;
  readonly order: string;
  /** In the place of a choice: there is none for these. */
  readonly none: string;
  readonly ofAll: string;
  readonly ofApp: (name: string) => string;
  readonly ofClass: (name: string) => string;
  readonly ofChat: (name: string) => string;
  readonly ofAnotherChat: string;
}

export const CHOICE_WORDS: Readonly<Record<Locale, ChoiceWords>> = {
  en: {
    title: "My own choice for links",
    what: "It counts for you alone and only makes stricter: what the rules stop stays stopped.",
    order: "The most exact counts: for an app, then for a chat, then for a kind of link, then for all links.",
    none: "No choice of its own",
    ofAll: "All links",
    ofApp: (name) => `Links of ${name}`,
    ofClass: (name) => `Links of this kind: ${name}`,
    ofChat: (name) => `Links in the chat with ${name}`,
    ofAnotherChat: "Links in a chat that is not listed",
  },
  "zh-CN": {
    title: "我对链接的选择",
    what: "只对你自己生效，而且只会更严格：规则阻止的链接仍然阻止。",
    order: "越具体越优先：应用，其次聊天，再次链接类别，最后所有链接。",
    none: "不单独设置",
    ofAll: "所有链接",
    ofApp: (name) => `${name} 的链接`,
    ofClass: (name) => `此类链接：${name}`,
    ofChat: (name) => `与 ${name} 聊天中的链接`,
    ofAnotherChat: "未列出的聊天中的链接",
  },
  id: {
    title: "Pilihan saya untuk tautan",
    what: "Hanya berlaku untuk Anda dan hanya memperketat: yang dihentikan aturan tetap dihentikan.",
    order: "Yang paling khusus berlaku: untuk aplikasi, lalu chat, lalu jenis tautan, lalu semua tautan.",
    none: "Tanpa pilihan sendiri",
    ofAll: "Semua tautan",
    ofApp: (name) => `Tautan ${name}`,
    ofClass: (name) => `Tautan jenis ini: ${name}`,
    ofChat: (name) => `Tautan dalam chat dengan ${name}`,
    ofAnotherChat: "Tautan dalam chat yang tidak tercantum",
  },
  vi: {
    title: "Lựa chọn của tôi cho liên kết",
    what: "Chỉ áp dụng cho riêng bạn và chỉ chặt hơn: điều quy tắc đã chặn vẫn bị chặn.",
    order: "Điều cụ thể nhất được áp dụng: ứng dụng, rồi cuộc trò chuyện, rồi loại liên kết, rồi mọi liên kết.",
    none: "Không chọn riêng",
    ofAll: "Mọi liên kết",
    ofApp: (name) => `Liên kết của ${name}`,
    ofClass: (name) => `Liên kết loại này: ${name}`,
    ofChat: (name) => `Liên kết trong cuộc trò chuyện với ${name}`,
    ofAnotherChat: "Liên kết trong cuộc trò chuyện không có trong danh sách",
  },
};
