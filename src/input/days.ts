import { z } from "zod";

// One day type for all: a day that the calendar has. Everything that is dated reads its days here.

const EXAMPLE_DAY = "2021-09-17";
const DAY = /^\d{4}-\d\d-\d\d(?=$|T)/u;
const PARTIAL_DAY = new RegExp(`^(?:${z.core.regexes.date.source.slice(1, -1)}|\\d{4}(?:-(?:0[1-9]|1[0-2]))?)$`, "u");

/** What was expected in the place of a day or an instant; one written as a day that no calendar has is named. */
function dayError(expected: string): (issue: { readonly input?: unknown }) => string {
  return ({ input }) => {
    const [day] = typeof input === "string" ? (DAY.exec(input) ?? []) : [];
    if (day === undefined) return expected;
    // The example is the day that was meant.
    return z.iso.date().safeParse(day).success
      ? expected.replace(EXAMPLE_DAY, day)
      : `no such day: ${day}; ${expected}`;
  };
}

/** `2021-09-17`: a day of the calendar. */
export function daySchema(expected = "expected a day such as 2021-09-17"): z.ZodISODate {
  return z.iso.date({ error: dayError(expected) });
}

/** A day of the calendar, a month of a year, or a year: `2021-09-17`, `2021-09`, `2021`. */
export function partialDaySchema(
  expected = "expected a day, a month or a year: 2021-09-17, 2021-09 or 2021",
): z.ZodString {
  const error = dayError(expected);
  return z.string({ error }).regex(PARTIAL_DAY, { error });
}

/** `2021-09-17T00:00:00+08:00`: an instant of a day of the calendar, with its offset. */
export function instantTextSchema(
  expected = "expected an instant with its offset, such as 2021-09-17T00:00:00+08:00",
): z.ZodISODateTime {
  return z.iso.datetime({ offset: true, error: dayError(expected) });
}

/** An instant with its offset, or a day. */
export function instantOrDaySchema(expected: string): z.ZodUnion<[z.ZodISODateTime, z.ZodISODate]> {
  return z.union([z.iso.datetime({ offset: true }), z.iso.date()], { error: dayError(expected) });
}

/** A date and a time with an offset, as ISO 8601 lets them be written: basic or extended, with less than seconds, a comma, hours alone. */
const ISO_INSTANT =
  /^(\d{4})(-?)(\d\d)\2(\d\d)T(\d\d)(?:(:?)(\d\d)(?:\6(\d\d)(?:[.,](\d{1,9}))?)?)?(?:(Z)|([+\u2212-]\d\d)(?::?(\d\d))?)$/iu;

/** The same instant in the extended form, to the second; whatever is no instant with an offset stays as it is. */
export function extendedInstant(given: unknown): unknown {
  const parts = typeof given === "string" ? ISO_INSTANT.exec(given) : null;
  if (parts === null) return given;
  const [, year, , month, day, hours, , minutes = "00", seconds = "00", fraction, utc, offset = "", more = "00"] =
    parts;
  const zone = utc === undefined ? `${offset.replace("\u2212", "-")}:${more}` : "Z";
  return `${year}-${month}-${day}T${hours}:${minutes}:${seconds}${fraction === undefined ? "" : `.${fraction}`}${zone}`;
}
