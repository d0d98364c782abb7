import type { ComplaintTold } from "../cases/complaint.ts";
import type { Locale } from "../policy/types.ts";

/** What asks about complaints, in the languages that the bot speaks; Chinese puts no space between words. */
const COMPLAINT_WORDS = new RegExp(
  `投诉|举报|申诉|误拦|误封|解封|封号|被封|(?<![\\p{L}\\p{M}])(?:${[
    "complain(?:t|ts|ed|ing)?",
    "appeal(?:s|ed)?",
    "report (?:a|an|the|this|that|it|him|her|them|someone|somebody|spam|abuse)",
    "unblock(?:ed)?",
    "(?:wrongly|falsely) blocked",
    "blocked by mistake",
    "suspended",
    "banned",
    "mengadu",
    "(?:peng)?aduan",
    "(?:me)?lapor(?:kan)?",
    "banding",
    "salah blokir",
    "khiếu nại",
    "tố cáo",
    "báo cáo",
    "bị chặn nhầm",
  ].join("|")})(?![\\p{L}\\p{M}])`,
  "iu",
);
/** Longer texts ask about more than complaints. */
const MAX_QUESTION_LENGTH = 100;
/** Told in one answer. */
export const MAX_COMPLAINTS_TOLD = 5;

interface ComplaintWords {
  readonly how: string;
  readonly none: string;
  readonly kinds: Readonly<Record<ComplaintTold["kind"], string>>;
  readonly states: Readonly<Record<ComplaintTold["state"], string>>;
  readonly outcomes: Readonly<Record<NonNullable<ComplaintTold["outcome"]>, string>>;
  readonly appealUntil: (day: string) => string;
}

const WORDS: Readonly<Record<Locale, ComplaintWords>> = {
  en: {
    how: "In the chat page the menu of a link, a message or a person has it; other apps complain with the frame `complain`. You may also say that a link is wrongly blocked. People decide, tell you the outcome with a reason, and you may appeal.",
    none: "You have no complaints.",
    kinds: { harmful: "harmful", wrongly_blocked: "wrongly blocked", decision: "a decision about you" },
    states: {
      received: "received",
      in_review: "being looked at",
      proposed: "being looked at",
      decided: "decided",
      appealed: "being looked at again",
      withdrawn: "withdrawn",
    },
    outcomes: { upheld: "upheld", overturned: "overturned", dismissed: "dismissed" },
    appealUntil: (day) => `appeal until ${day}`,
  },
  "zh-CN": {
    how: "在聊天页面，从链接、消息或用户的菜单举报；其他应用使用 `complain` 帧。也可申明某个链接被误拦。由人工决定，会告知结果和理由，您还可以申诉。",
    none: "您没有投诉记录。",
    kinds: { harmful: "有害", wrongly_blocked: "误拦", decision: "涉及您的决定" },
    states: {
      received: "已收到",
      in_review: "处理中",
      proposed: "处理中",
      decided: "已决定",
      appealed: "复查中",
      withdrawn: "已撤回",
    },
    outcomes: { upheld: "成立", overturned: "已推翻", dismissed: "不成立" },
    appealUntil: (day) => `可申诉至 ${day}`,
  },
  id: {
    how: "Di halaman obrolan, lapor lewat menu tautan, pesan, atau orang; aplikasi lain memakai frame `complain`. Tautan yang salah diblokir juga dapat dilaporkan. Orang yang memutuskan, memberi tahu hasil dan alasannya, dan Anda dapat mengajukan banding.",
    none: "Anda tidak punya pengaduan.",
    kinds: { harmful: "berbahaya", wrongly_blocked: "salah diblokir", decision: "keputusan tentang Anda" },
    states: {
      received: "diterima",
      in_review: "sedang diperiksa",
      proposed: "sedang diperiksa",
      decided: "diputuskan",
      appealed: "diperiksa lagi",
      withdrawn: "ditarik",
    },
    outcomes: { upheld: "dikabulkan", overturned: "dibatalkan", dismissed: "ditolak" },
    appealUntil: (day) => `banding sampai ${day}`,
  },
  vi: {
    how: "Ở trang trò chuyện, khiếu nại từ menu của liên kết, tin nhắn hoặc người; ứng dụng khác dùng khung `complain`. Cũng có thể báo liên kết bị chặn nhầm. Con người quyết định, báo kết quả kèm lý do, và bạn có thể khiếu nại lại.",
    none: "Bạn không có khiếu nại nào.",
    kinds: { harmful: "có hại", wrongly_blocked: "bị chặn nhầm", decision: "quyết định về bạn" },
    states: {
      received: "đã nhận",
      in_review: "đang xem xét",
      proposed: "đang xem xét",
      decided: "đã quyết định",
      appealed: "đang xem xét lại",
      withdrawn: "đã rút",
    },
    outcomes: { upheld: "được chấp nhận", overturned: "bị hủy", dismissed: "bị bác" },
    appealUntil: (day) => `khiếu nại lại đến ${day}`,
  },
};

/** @param links  Of the text: one that has some asks about them. */
export function asksOfComplaints(text: string, links: readonly unknown[]): boolean {
  const words = text.normalize("NFKC").trim();
  return links.length === 0 && words.length <= MAX_QUESTION_LENGTH && COMPLAINT_WORDS.test(words);
}

/** How to complain, and how one's own complaints stand, newest first. Hosts are told so that none is a link. */
export function complaintAnswer(complaints: readonly ComplaintTold[], locale: Locale): string {
  const words = WORDS[locale];
  const lines = complaints.slice(0, MAX_COMPLAINTS_TOLD).map((each, index) => {
    const { kind, host, state, outcome, reason, appealUntilMs } = each;
    const parts = [
      words.kinds[kind],
      ...(host === null ? [] : [host.replaceAll(".", "[.]")]),
      outcome === null ? words.states[state] : `${words.states[state]} (${words.outcomes[outcome]})`,
      ...(reason === null ? [] : [reason]),
      ...(appealUntilMs === null ? [] : [words.appealUntil(new Date(appealUntilMs).toISOString().slice(0, 10))]),
    ];
    return `${index + 1}. ${parts.join(" · ")}`;
  });
  return [words.how, ...(lines.length === 0 ? [words.none] : lines)].join("\n");
}
