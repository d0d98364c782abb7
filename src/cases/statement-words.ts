import type { Locale } from "../policy/types.ts";

/** What a statement of reasons says to read. Hosts, days and reasons are put in as text. */
export interface StatementWords {
  /** @param entry  What is named: a host, or one with a path. */
  readonly link_blocked: (entry: string) => string;
  readonly link_exempted: (entry: string) => string;
  readonly account_suspended: (entry: string) => string;
  readonly none: (entry: string) => string;
  readonly scope: string;
  readonly until: (day: string) => string;
  readonly noEnd: string;
  readonly ended: string;
  readonly undone: string;
  readonly overturned: string;
  readonly facts: (reason: string) => string;
  readonly notice: string;
  readonly byPeople: string;
  readonly ground: (finding: string) => string;
  readonly appeal: (day: string) => string;
  readonly noAppeal: string;
}

export const STATEMENT_WORDS: Readonly<Record<Locale, StatementWords>> = {
  en: {
    link_blocked: (entry) => `Links to ${entry} are blocked.`,
    link_exempted: (entry) => `Links to ${entry} are exempt from the lists that block them.`,
    account_suspended: () => "The account is suspended.",
    none: () => "This decision restricts nothing.",
    scope: "This holds on this gateway, wherever its people are.",
    until: (day) => `It holds until ${day}.`,
    noEnd: "It has no end.",
    ended: "It has ended since.",
    undone: "It was taken back since.",
    overturned: "It was overturned after an appeal.",
    facts: (reason) => `Facts and circumstances: ${reason}`,
    notice: "People had complained.",
    byPeople: "It was found and decided by people, not automatically.",
    ground: (finding) => `Ground: the gateway's rules do not admit this kind of content (${finding}).`,
    appeal: (day) =>
      `You may appeal until ${day}; another person then decides. You may also go to a court or a dispute body.`,
    noAppeal: "It can be appealed here no more. You may go to a court or a dispute body.",
  },
  "zh-CN": {
    link_blocked: (entry) => `指向 ${entry} 的链接已被拦截。`,
    link_exempted: (entry) => `指向 ${entry} 的链接不再受拦截名单限制。`,
    account_suspended: () => "该账号已被暂停使用。",
    none: () => "此决定不作任何限制。",
    scope: "此决定在本网关范围内生效，不分地区。",
    until: (day) => `有效期至 ${day}。`,
    noEnd: "没有终止日期。",
    ended: "该决定现已到期。",
    undone: "该决定现已撤回。",
    overturned: "该决定经申诉后已被推翻。",
    facts: (reason) => `事实与情况：${reason}`,
    notice: "此前有人投诉。",
    byPeople: "由人工发现并作出决定，并非自动处理。",
    ground: (finding) => `依据：本网关的规则不允许此类内容（${finding}）。`,
    appeal: (day) => `您可以在 ${day} 之前申诉，由另一人作出决定；也可以向法院或争议解决机构提出。`,
    noAppeal: "在此已不能再申诉；您可以向法院或争议解决机构提出。",
  },
  id: {
    link_blocked: (entry) => `Tautan ke ${entry} diblokir.`,
    link_exempted: (entry) => `Tautan ke ${entry} dikecualikan dari daftar yang memblokirnya.`,
    account_suspended: () => "Akun ini ditangguhkan.",
    none: () => "Keputusan ini tidak membatasi apa pun.",
    scope: "Ini berlaku di gateway ini, di mana pun penggunanya berada.",
    until: (day) => `Berlaku sampai ${day}.`,
    noEnd: "Tidak ada batas akhirnya.",
    ended: "Kini sudah berakhir.",
    undone: "Kini sudah ditarik kembali.",
    overturned: "Dibatalkan setelah banding.",
    facts: (reason) => `Fakta dan keadaan: ${reason}`,
    notice: "Ada orang yang mengadu.",
    byPeople: "Ditemukan dan diputuskan oleh manusia, bukan otomatis.",
    ground: (finding) => `Dasar: aturan gateway ini tidak mengizinkan konten jenis ini (${finding}).`,
    appeal: (day) =>
      `Anda dapat mengajukan banding sampai ${day}; orang lain yang memutuskan. Anda juga dapat ke pengadilan atau badan sengketa.`,
    noAppeal: "Banding di sini tidak mungkin lagi. Anda dapat ke pengadilan atau badan sengketa.",
  },
  vi: {
    link_blocked: (entry) => `Liên kết đến ${entry} bị chặn.`,
    link_exempted: (entry) => `Liên kết đến ${entry} được miễn khỏi các danh sách chặn.`,
    account_suspended: () => "Tài khoản bị tạm ngưng.",
    none: () => "Quyết định này không hạn chế gì.",
    scope: "Quyết định có hiệu lực trên cổng này, dù người dùng ở đâu.",
    until: (day) => `Có hiệu lực đến ${day}.`,
    noEnd: "Không có ngày kết thúc.",
    ended: "Nay đã hết hiệu lực.",
    undone: "Nay đã được rút lại.",
    overturned: "Đã bị hủy sau khiếu nại.",
    facts: (reason) => `Sự việc và hoàn cảnh: ${reason}`,
    notice: "Đã có người tố cáo.",
    byPeople: "Do con người phát hiện và quyết định, không tự động.",
    ground: (finding) => `Căn cứ: quy tắc của cổng không cho phép loại nội dung này (${finding}).`,
    appeal: (day) =>
      `Bạn có thể khiếu nại đến ${day}; một người khác sẽ quyết định. Bạn cũng có thể đưa ra tòa hoặc cơ quan giải quyết tranh chấp.`,
    noAppeal: "Ở đây không thể khiếu nại nữa. Bạn có thể đưa ra tòa hoặc cơ quan giải quyết tranh chấp.",
  },
};
