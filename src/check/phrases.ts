import type { Action, Basis, DecidedBy, Locale } from "../policy/types.ts";

/** The words a report is told in, one set for each language. Names of rules, editions and books stay as they are. */
export interface Phrases {
  readonly action: Readonly<Record<Action, string>>;
  readonly noticeFirst: string;
  readonly basis: Readonly<Record<Basis, string>>;
  /** Who spoke when no rule did. */
  readonly decidedBy: Readonly<Record<Exclude<DecidedBy, "rule">, string>>;
  readonly why: string;
  readonly rule: string;
  readonly source: string;
  readonly found: string;
  readonly leadsTo: string;
  /** What a reader must do with a code that no address goes with. */
  readonly toOpen: string;
  readonly leftOut: string;
  readonly payments: string;
  readonly since: string;
  readonly provisional: string;
  readonly unknownSite: string;
  readonly shareCode: string;
  /** On the page between a chat and a link: goes on to it. */
  readonly proceed: string;
  /** On the same page, when its address is too old. */
  readonly expired: string;
  readonly method: Readonly<Record<string, string>>;
  readonly status: Readonly<Record<string, string>>;
}

export const PHRASES: Readonly<Record<Locale, Phrases>> = {
  en: {
    action: { open_in_place: "opens here", open_externally: "opens outside the chat", block: "is blocked" },
    noticeFirst: "after one notice page",
    basis: { tested: "seen in tests", written: "by the written rule", inferred: "inferred" },
    decidedBy: { default: "no rule fits", error: "cannot be decided", unresolved: "not resolved" },
    why: "Why",
    rule: "Rule",
    source: "Source",
    found: "Found",
    leadsTo: "Leads to",
    toOpen: "To open",
    leftOut: "Left out",
    payments: "Payments that day",
    since: "since",
    provisional: "not yet followed to its end",
    unknownSite: "a site in no registry",
    shareCode: "share code",
    proceed: "Go on to the page",
    expired: "This way to the link has expired; open it from the chat again.",
    method: {
      alipay_mini_program: "Alipay mini-program",
      wechat_mini_program: "WeChat mini-program",
      wechat_transfer_qr: "Transfer by QR to WeChat friends",
      wechat_pay: "WeChat Pay",
      alipay: "Alipay",
      unionpay_quickpass: "Cloud QuickPass",
      china_mobile_wallet: "China Mobile wallet",
    },
    status: {
      live: "accepted",
      awaiting: "awaited",
      tested: "in test",
      announced: "announced",
      agreed: "agreed",
      mini_program: "in its mini-program",
      none_found: "none found",
      removed: "removed",
      closed: "closed",
      unclear: "unclear",
      expected: "expected",
    },
  },
  "zh-CN": {
    action: { open_in_place: "在此打开", open_externally: "到外部打开", block: "已停止访问" },
    noticeFirst: "先显示一次提示页",
    basis: { tested: "有实测", written: "依规则文本", inferred: "推断" },
    decidedBy: { default: "没有适用的规则", error: "无法判定", unresolved: "未能解析" },
    why: "原因",
    rule: "规则",
    source: "来源",
    found: "发现",
    leadsTo: "实际去向",
    toOpen: "打开方法",
    leftOut: "已去掉",
    payments: "当日支付方式",
    since: "自",
    provisional: "尚未追踪到最终地址",
    unknownSite: "未登记的网站",
    shareCode: "口令",
    proceed: "继续访问",
    expired: "此打开方式已过期，请回到聊天中重新打开。",
    method: {
      alipay_mini_program: "支付宝小程序",
      wechat_mini_program: "微信小程序",
      wechat_transfer_qr: "扫码转账给微信好友",
      wechat_pay: "微信支付",
      alipay: "支付宝",
      unionpay_quickpass: "云闪付",
      china_mobile_wallet: "中国移动和包",
    },
    status: {
      live: "可用",
      awaiting: "等待接入",
      tested: "测试中",
      announced: "已公布",
      agreed: "已达成协议",
      mini_program: "仅小程序内",
      none_found: "未见",
      removed: "已下线",
      closed: "已关闭",
      unclear: "不明",
      expected: "预期接入",
    },
  },
  id: {
    action: { open_in_place: "dibuka di sini", open_externally: "dibuka di luar obrolan", block: "diblokir" },
    noticeFirst: "setelah satu halaman pemberitahuan",
    basis: { tested: "terlihat dalam uji coba", written: "menurut aturan tertulis", inferred: "disimpulkan" },
    decidedBy: { default: "tidak ada aturan yang cocok", error: "tidak dapat diputuskan", unresolved: "belum terurai" },
    why: "Alasan",
    rule: "Aturan",
    source: "Sumber",
    found: "Temuan",
    leadsTo: "Menuju",
    toOpen: "Cara membuka",
    leftOut: "Dihapus",
    payments: "Pembayaran hari itu",
    since: "sejak",
    provisional: "belum diikuti sampai akhir",
    unknownSite: "situs di luar registri",
    shareCode: "kode berbagi",
    proceed: "Lanjutkan ke halaman",
    expired: "Jalan menuju tautan ini sudah kedaluwarsa; buka lagi dari obrolan.",
    method: {
      alipay_mini_program: "program mini Alipay",
      wechat_mini_program: "program mini WeChat",
      wechat_transfer_qr: "transfer QR ke teman WeChat",
      wechat_pay: "WeChat Pay",
      alipay: "Alipay",
      unionpay_quickpass: "Cloud QuickPass",
      china_mobile_wallet: "dompet China Mobile",
    },
    status: {
      live: "diterima",
      awaiting: "ditunggu",
      tested: "diuji coba",
      announced: "diumumkan",
      agreed: "disepakati",
      mini_program: "di program mininya",
      none_found: "tidak ditemukan",
      removed: "dihapus",
      closed: "ditutup",
      unclear: "tidak jelas",
      expected: "diperkirakan",
    },
  },
  vi: {
    action: { open_in_place: "mở ngay tại đây", open_externally: "mở bên ngoài cuộc trò chuyện", block: "bị chặn" },
    noticeFirst: "sau một trang thông báo",
    basis: { tested: "đã thấy khi thử", written: "theo quy định thành văn", inferred: "suy luận" },
    decidedBy: {
      default: "không quy tắc nào phù hợp",
      error: "không thể quyết định",
      unresolved: "chưa phân giải được",
    },
    why: "Lý do",
    rule: "Quy tắc",
    source: "Nguồn",
    found: "Phát hiện",
    leadsTo: "Dẫn tới",
    toOpen: "Cách mở",
    leftOut: "Đã bỏ",
    payments: "Thanh toán ngày đó",
    since: "từ",
    provisional: "chưa theo đến cùng",
    unknownSite: "trang không có trong danh mục",
    shareCode: "mã chia sẻ",
    proceed: "Tiếp tục tới trang",
    expired: "Đường mở liên kết này đã hết hạn; hãy mở lại từ cuộc trò chuyện.",
    method: {
      alipay_mini_program: "chương trình mini Alipay",
      wechat_mini_program: "chương trình mini WeChat",
      wechat_transfer_qr: "chuyển tiền bằng mã QR cho bạn WeChat",
      wechat_pay: "WeChat Pay",
      alipay: "Alipay",
      unionpay_quickpass: "Cloud QuickPass",
      china_mobile_wallet: "ví China Mobile",
    },
    status: {
      live: "chấp nhận",
      awaiting: "đang chờ",
      tested: "đang thử",
      announced: "đã công bố",
      agreed: "đã thỏa thuận",
      mini_program: "trong chương trình mini",
      none_found: "chưa thấy",
      removed: "đã gỡ",
      closed: "đã đóng",
      unclear: "chưa rõ",
      expected: "dự kiến",
    },
  },
};
