const CHINA_OFFSET = "+08:00";
const SECOND_MS = 1_000;
const DAY_MS = 86_400 * SECOND_MS;

/** Months by their first letters, in English and Indonesian. */
const MONTHS: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  mei: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  agu: 8,
  sep: 9,
  oct: 10,
  okt: 10,
  nov: 11,
  dec: 12,
  des: 12,
};

const YEAR = String.raw`(?<year>(?:19|20)\d{2})(?!\d)`;
const MONTH = String.raw`(?<month>\d{1,2})(?!\d)`;
const DAY = String.raw`(?<day>\d{1,2})(?!\d)`;
const NAME = String.raw`\b(?<name>jan|feb|mar|apr|may|mei|jun|jul|aug|agu|sep|oct|okt|nov|dec|des)\p{L}{0,7}\.?`;

/** How days, months and years are written in the languages the bot speaks; the fuller form first. */
const FORMS: readonly RegExp[] = [
  String.raw`(?<!\d)${YEAR}\s*年\s*${MONTH}\s*月(?:\s*${DAY}\s*[日号號])?`,
  String.raw`(?<!\d)${YEAR}\s*年`,
  String.raw`(?<!\d)${YEAR}[-/.]${MONTH}[-/.]${DAY}`,
  String.raw`(?<!\d)${YEAR}-${MONTH}`,
  String.raw`(?<!\d)${DAY}[-/.]${MONTH}[-/.]${YEAR}`,
  String.raw`(?:ngày\s+${DAY}\s+)?tháng\s+${MONTH}(?:\s*/\s*|\s*,?\s+năm\s+)${YEAR}`,
  String.raw`(?<!\d)${DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?${NAME},?\s+${YEAR}`,
  String.raw`${NAME}\s+${DAY}(?:st|nd|rd|th)?,?\s+${YEAR}`,
  String.raw`${NAME},?\s+${YEAR}`,
  String.raw`\b(?:in|of|since|by|during|before|tahun|pada|năm)\s+${YEAR}`,
].map((form) => new RegExp(form, "iu"));

/** A day that a text asks about, and the text without it. */
export interface AskedDay {
  /** The last second of the day, month or year, China time; `now` where that is still to come. */
  readonly at: Date;
  readonly rest: string;
}

/**
 * Reads the day, month or year that a text names: `2020年`, `10 Sept 2021`, `tháng 9/2021`. Of `10/9/2021` the day stands
 * first, unless only the second number can be one.
 *
 * @returns Null where it names none, or none of the calendar.
 */
export function askedDay(text: string, now: Date): AskedDay | null {
  for (const form of FORMS) {
    const found = form.exec(text);
    if (found === null) continue;
    const endMs = endOf(found.groups ?? {});
    if (endMs === null) continue;
    const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
    return { at: new Date(Math.min(endMs, now.getTime())), rest };
  }
  return null;
}

interface Written {
  readonly year?: string;
  readonly month?: string;
  readonly name?: string;
  readonly day?: string;
}

function endOf({ year, month: number, name, day }: Written): number | null {
  const month = name === undefined ? number : String(MONTHS[name.slice(0, 3).toLowerCase()]);
  if (month === undefined) return beginningOf(Number(year) + 1, 1, 1) - SECOND_MS;
  if (day === undefined) return monthEnd(Number(year), Number(month));
  const isMonthFirst = Number(month) > 12;
  const [read, other] = isMonthFirst ? [Number(day), Number(month)] : [Number(month), Number(day)];
  const lastMs = monthEnd(Number(year), read);
  const beginMs = lastMs === null ? Number.NaN : beginningOf(Number(year), read, other);
  return lastMs === null || Number.isNaN(beginMs) || beginMs > lastMs || other < 1
    ? null
    : beginMs + DAY_MS - SECOND_MS;
}

function monthEnd(year: number, month: number): number | null {
  if (month < 1 || month > 12) return null;
  return (month === 12 ? beginningOf(year + 1, 1, 1) : beginningOf(year, month + 1, 1)) - SECOND_MS;
}

/** Midnight China time; NaN for no day of the calendar. */
function beginningOf(year: number, month: number, day: number): number {
  const [mm, dd] = [month, day].map((part) => String(part).padStart(2, "0"));
  return Date.parse(`${year}-${mm}-${dd}T00:00:00${CHINA_OFFSET}`);
}
