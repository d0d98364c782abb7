import { element } from "./elements.ts";
import { locale } from "./language.ts";

type Part = "year" | "month" | "day" | "hour" | "minute";

/** A moment in China time that somebody chooses. The browser's own field would follow the browser's language, not the page's. */
export interface MomentField {
  readonly element: HTMLElement;
  /** `2021-11-30T00:00`; empty: none. */
  value: string;
}

/** The first and the last year that may be chosen. */
const YEARS = [2013, 2099] as const;
const two = (number: number): string => String(number).padStart(2, "0");
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

function isPart(type: string): type is "year" | "month" | "day" {
  return type === "year" || type === "month" || type === "day";
}

/** How the 15th of a month is written in the page's language, part by part, with what stands between them. */
function written(month: number): Intl.DateTimeFormatPart[] {
  const format = new Intl.DateTimeFormat(locale(), { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" });
  return format.formatToParts(new Date(Date.UTC(2021, month - 1, 15)));
}

const nameOfMonth = (month: number): string =>
  written(month).find(({ type }) => type === "month")?.value ?? String(month);

function selectOf(part: Part, options: readonly (readonly [value: string, label: string])[]): HTMLSelectElement {
  return element(
    "select",
    { "data-part": part },
    ...options.map(([value, label]) => element("option", { value }, label)),
  );
}

/** @param label  What the moment is for. @param onChange  After somebody chose another. */
export function momentField(id: string, label: string, onChange: () => void): MomentField {
  const names = new Intl.DisplayNames(locale(), { type: "dateTimeField" });
  const year = element("input", {
    type: "number",
    "data-part": "year",
    min: YEARS[0],
    max: YEARS[1],
    inputmode: "numeric",
    placeholder: new Date().getFullYear(),
  });
  const numbers = (from: number, to: number) => range(from, to).map((each) => [two(each), two(each)] as const);
  const month = selectOf(
    "month",
    range(1, 12).map((each) => [two(each), nameOfMonth(each)]),
  );
  const day = selectOf(
    "day",
    range(1, 31).map((each) => [two(each), String(each)]),
  );
  const hour = selectOf("hour", numbers(0, 23));
  const minute = selectOf("minute", numbers(0, 59));
  const controls = { year, month, day, hour, minute };
  for (const [part, control] of Object.entries(controls)) control.setAttribute("aria-label", names.of(part) ?? part);

  const parts = written(11).map(({ type, value }) =>
    isPart(type) ? controls[type] : element("span", { "aria-hidden": "true" }, value.trim()),
  );
  const time = [hour, element("span", { "aria-hidden": "true" }, ":"), minute];
  const group = element(
    "div",
    { class: "field", role: "group", "aria-labelledby": id },
    element("span", { class: "label", id }, label),
    element(
      "div",
      { class: "moment" },
      element("span", { class: "moment-day" }, ...parts),
      element("span", { class: "moment-time" }, ...time),
    ),
  );

  function read(): string {
    const chosen = Number(year.value);
    if (!Number.isInteger(chosen) || chosen < YEARS[0] || chosen > YEARS[1]) return "";
    // A day that the month does not have is its last.
    const last = new Date(Date.UTC(chosen, Number(month.value), 0)).getUTCDate();
    if (Number(day.value) > last) day.value = two(last);
    return `${chosen}-${month.value}-${day.value}T${hour.value}:${minute.value}`;
  }

  for (const control of [month, day, hour, minute]) {
    control.addEventListener("change", () => {
      if (year.value === "") year.value = String(new Date().getFullYear());
      onChange();
    });
  }
  year.addEventListener("change", onChange);
  return {
    element: group,
    get value() {
      return read();
    },
    set value(text) {
      const [, ...found] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/u.exec(text) ?? [];
      const [y = "", m = "01", d = "01", h = "00", min = "00"] = found;
      year.value = y;
      month.value = m;
      day.value = d;
      hour.value = h;
      minute.value = min;
    },
  };
}
