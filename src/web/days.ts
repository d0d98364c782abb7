/**
 * Days on which the same link fared differently, at the hour meant, in China time.
 * Sources: WeChat's opening of 17 Sept 2021 for chats of two on the latest client, https://www.solidot.org/story?sid=68979;
 * the second step of 29 Nov 2021 with its groups after midnight, http://m.gtxh.com/zixun/jinrong/2021/1130/68564.html;
 * WeChat Pay in Taobao for shoppers from 27 Sept 2024, http://www.hbsnhzjj.com/cc/2333.
 */
export const DAYS = [
  "2021-09-10T12:00:00+08:00",
  "2021-09-18T12:00:00+08:00",
  "2021-11-29T20:00:00+08:00",
  "2021-11-30T12:00:00+08:00",
  "2024-09-01T12:00:00+08:00",
  "2024-09-27T12:00:00+08:00",
] as const;

/** An instant as a moment field holds it, in China time. */
export function chinaField(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);
}

/** What a moment field holds, read as China time; null when it holds nothing. */
export const instantOfField = (value: string): string | null =>
  value === "" ? null : `${value.slice(0, 16)}:00+08:00`;

/** The day in China of an instant: `2021-09-18`. */
export const chinaDayOf = (at: Date): string => chinaField(at).slice(0, 10);
