import type { ComplaintState } from "../../cases/complaint.ts";
import type { Outcome } from "../../cases/types.ts";
import type { Locale } from "../../policy/types.ts";

/** What the dialogs about complaints say. They are opened seldom, so the page loads these with them. */
export interface ComplaintWords {
  readonly what: string;
  readonly kindLabel: string;
  readonly kind: Readonly<Record<"harmful" | "wrongly_blocked", string>>;
  readonly note: string;
  readonly send: string;
  readonly sent: string;
  readonly own: string;
  readonly ownWhat: string;
  readonly none: string;
  readonly more: string;
  readonly about: (what: string) => string;
  readonly aboutMessage: string;
  /** Of a decision that concerns its reader. */
  readonly decision: string;
  readonly states: Readonly<Record<ComplaintState, string>>;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly dueBy: (day: string) => string;
  readonly reason: string;
  readonly statement: string;
  readonly noStatement: string;
  readonly withdraw: string;
  readonly appeal: {
    readonly open: string;
    readonly until: (day: string) => string;
    readonly note: string;
    readonly send: string;
  };
}

export const COMPLAINT_WORDS: Readonly<Record<Locale, ComplaintWords>> = {
  en: {
    what: "The moderators of this gateway look at it and tell you the outcome with a reason. Who complained is told to nobody else.",
    kindLabel: "What is wrong",
    kind: { harmful: "It is harmful", wrongly_blocked: "It is wrongly blocked" },
    note: "Why (may stay empty)",
    send: "Tell the moderators",
    sent: "The moderators were told. How it stands is under Settings, My complaints.",
    own: "My complaints",
    ownWhat: "What you told the moderators, and what they decided about you or your links.",
    none: "You have no complaints.",
    more: "Earlier ones",
    about: (what) => `About ${what}`,
    aboutMessage: "a message",
    decision: "A decision that concerns you",
    states: {
      received: "Received",
      in_review: "Being looked at",
      proposed: "Being looked at",
      decided: "Decided",
      appealed: "Being looked at again",
      withdrawn: "Taken back",
    },
    outcomes: { upheld: "Decided: upheld", overturned: "Decided: overturned", dismissed: "Decided: dismissed" },
    dueBy: (day) => `To be decided by ${day}`,
    reason: "Reason",
    statement: "Statement of reasons",
    noStatement: "The statement cannot be had now.",
    withdraw: "Take it back",
    appeal: {
      open: "Appeal",
      until: (day) => `You may appeal until ${day}. Another person decides it.`,
      note: "Why the decision is wrong (may stay empty)",
      send: "Send the appeal",
    },
  },
  "zh-CN": {
    what: "本网关的管理员会查看，并把结果和理由告诉你。除管理员外，没有人知道是谁提出的。",
    kindLabel: "问题",
    kind: { harmful: "它有害", wrongly_blocked: "它被误拦" },
    note: "说明（可留空）",
    send: "提交给管理员",
    sent: "已提交给管理员。进展见“设置”中的“我的投诉”。",
    own: "我的投诉",
    ownWhat: "你向管理员提出的投诉，以及他们对你或你的链接所作的决定。",
    none: "你没有投诉。",
    more: "更早的",
    about: (what) => `关于 ${what}`,
    aboutMessage: "一条消息",
    decision: "涉及你的决定",
    states: {
      received: "已收到",
      in_review: "处理中",
      proposed: "处理中",
      decided: "已决定",
      appealed: "复查中",
      withdrawn: "已撤回",
    },
    outcomes: { upheld: "已决定：成立", overturned: "已决定：推翻", dismissed: "已决定：不成立" },
    dueBy: (day) => `最迟 ${day} 作出决定`,
    reason: "理由",
    statement: "理由说明书",
    noStatement: "暂时无法取得理由说明书。",
    withdraw: "撤回投诉",
    appeal: {
      open: "申诉",
      until: (day) => `可在 ${day} 之前申诉，由另一人决定。`,
      note: "决定为何有误（可留空）",
      send: "提交申诉",
    },
  },
  id: {
    what: "Moderator gateway ini memeriksanya dan memberi tahu Anda hasil beserta alasannya. Orang lain tidak diberi tahu siapa yang melapor.",
    kindLabel: "Apa yang salah",
    kind: { harmful: "Tautan ini berbahaya", wrongly_blocked: "Tautan ini salah diblokir" },
    note: "Alasan (boleh kosong)",
    send: "Beri tahu moderator",
    sent: "Moderator sudah diberi tahu. Lihat perkembangannya di Pengaturan, Laporan saya.",
    own: "Laporan saya",
    ownWhat: "Yang Anda laporkan kepada moderator, dan keputusan mereka tentang Anda atau tautan Anda.",
    none: "Anda tidak punya laporan.",
    more: "Yang lebih lama",
    about: (what) => `Tentang ${what}`,
    aboutMessage: "sebuah pesan",
    decision: "Keputusan yang menyangkut Anda",
    states: {
      received: "Diterima",
      in_review: "Sedang diperiksa",
      proposed: "Sedang diperiksa",
      decided: "Diputuskan",
      appealed: "Diperiksa lagi",
      withdrawn: "Ditarik",
    },
    outcomes: {
      upheld: "Diputuskan: dikabulkan",
      overturned: "Diputuskan: dibatalkan",
      dismissed: "Diputuskan: ditolak",
    },
    dueBy: (day) => `Diputuskan paling lambat ${day}`,
    reason: "Alasan",
    statement: "Pernyataan alasan",
    noStatement: "Pernyataan alasan tidak dapat diambil sekarang.",
    withdraw: "Tarik laporan",
    appeal: {
      open: "Ajukan banding",
      until: (day) => `Anda dapat mengajukan banding sampai ${day}. Orang lain yang memutuskan.`,
      note: "Mengapa keputusan itu salah (boleh kosong)",
      send: "Kirim banding",
    },
  },
  vi: {
    what: "Người kiểm duyệt của máy chủ này sẽ xem và cho bạn biết kết quả cùng lý do. Không ai khác biết ai đã báo.",
    kindLabel: "Vấn đề",
    kind: { harmful: "Liên kết có hại", wrongly_blocked: "Liên kết bị chặn nhầm" },
    note: "Lý do (có thể để trống)",
    send: "Báo cho người kiểm duyệt",
    sent: "Đã báo cho người kiểm duyệt. Xem diễn biến trong Cài đặt, Khiếu nại của tôi.",
    own: "Khiếu nại của tôi",
    ownWhat: "Những gì bạn đã báo cho người kiểm duyệt, và quyết định của họ về bạn hoặc liên kết của bạn.",
    none: "Bạn không có khiếu nại nào.",
    more: "Cũ hơn",
    about: (what) => `Về ${what}`,
    aboutMessage: "một tin nhắn",
    decision: "Quyết định liên quan đến bạn",
    states: {
      received: "Đã nhận",
      in_review: "Đang xem xét",
      proposed: "Đang xem xét",
      decided: "Đã quyết định",
      appealed: "Đang xem xét lại",
      withdrawn: "Đã rút",
    },
    outcomes: {
      upheld: "Đã quyết định: chấp nhận",
      overturned: "Đã quyết định: hủy bỏ",
      dismissed: "Đã quyết định: bác",
    },
    dueBy: (day) => `Quyết định chậm nhất ${day}`,
    reason: "Lý do",
    statement: "Bản nêu lý do",
    noStatement: "Hiện không lấy được bản nêu lý do.",
    withdraw: "Rút khiếu nại",
    appeal: {
      open: "Khiếu nại quyết định",
      until: (day) => `Bạn có thể khiếu nại đến ${day}. Người khác sẽ quyết định.`,
      note: "Vì sao quyết định sai (có thể để trống)",
      send: "Gửi khiếu nại",
    },
  },
};
