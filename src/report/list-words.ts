import type { Finding } from "../findings/types.ts";
import type { Locale } from "../policy/types.ts";

interface ListWords {
  readonly version: (version: string) => string;
  readonly confirmed: (at: string) => string;
  readonly entrySince: (at: string) => string;
  readonly until: (at: string) => string;
  readonly stale: string;
  readonly excepted: (by: string, until: string | null) => string;
}

const WORDS: Readonly<Record<Locale, ListWords>> = {
  en: {
    version: (version) => `version ${version}`,
    confirmed: (at) => `confirmed ${at}`,
    entrySince: (at) => `listed since ${at}`,
    until: (at) => `until ${at}`,
    stale: "stale",
    excepted: (by, until) => `does not count: exception by ${by}${until === null ? "" : ` until ${until}`}`,
  },
  "zh-CN": {
    version: (version) => `版本 ${version}`,
    confirmed: (at) => `确认于 ${at}`,
    entrySince: (at) => `列入于 ${at}`,
    until: (at) => `有效至 ${at}`,
    stale: "已过期未更新",
    excepted: (by, until) => `不计入：${by} 已豁免${until === null ? "" : `，至 ${until}`}`,
  },
  id: {
    version: (version) => `versi ${version}`,
    confirmed: (at) => `dipastikan ${at}`,
    entrySince: (at) => `tercantum sejak ${at}`,
    until: (at) => `sampai ${at}`,
    stale: "usang",
    excepted: (by, until) => `tidak dihitung: dikecualikan oleh ${by}${until === null ? "" : ` sampai ${until}`}`,
  },
  vi: {
    version: (version) => `phiên bản ${version}`,
    confirmed: (at) => `xác nhận ${at}`,
    entrySince: (at) => `có từ ${at}`,
    until: (at) => `đến ${at}`,
    stale: "đã cũ",
    excepted: (by, until) => `không tính: ${by} đã miễn trừ${until === null ? "" : ` đến ${until}`}`,
  },
};

/** What a finding says of its list and of exceptions, each in a few words; nothing for what the gateway saw itself. */
export function listNotes({ list, stale, excepted }: Finding, locale: Locale): string[] {
  const words = WORDS[locale];
  const notes: string[] = [];
  if (list !== undefined) {
    if (list.version !== null) notes.push(words.version(list.version));
    notes.push(words.confirmed(minuteOf(list.at)));
    if (list.entrySince !== undefined) notes.push(words.entrySince(minuteOf(list.entrySince)));
    if (list.until !== undefined) notes.push(words.until(minuteOf(list.until)));
  }
  if (stale === true) notes.push(words.stale);
  if (excepted !== undefined) {
    notes.push(words.excepted(excepted.by, excepted.until === null ? null : minuteOf(excepted.until)));
  }
  return notes;
}

/** `2026-11-28 08:30 UTC`; a day where no hour is told. */
function minuteOf(instant: string): string {
  return instant.length < 16 ? instant : `${instant.slice(0, 16).replace("T", " ")} UTC`;
}
