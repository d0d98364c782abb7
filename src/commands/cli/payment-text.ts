import { dayText, methodWord } from "../../report/describe.ts";
import { MAIN_METHODS, type PaymentTable } from "../../report/payment-table.ts";
import type { PaymentReport } from "../../report/payments.ts";
import type { Words } from "../../report/words/words.ts";
import { forTerminal, widthOf, wrapped } from "./wrapped.ts";

/** Columns of an app's name. */
const NAME_WIDTH = 18;
const GAP = 2;

/** The apps and what is on record of their payments, for a terminal of `columns`; a number names the source below. */
export function paymentText({ day, methods, apps }: PaymentTable, words: Words, columns: number): string {
  const sources = new Map<string, number>();
  const numberOf = ({ title, url }: PaymentReport["source"]): number => {
    const key = `${title}\n  ${url}`;
    if (!sources.has(key)) sources.set(key, sources.size + 1);
    return sources.get(key) ?? 0;
  };
  const told = (payment: PaymentReport): string[] => [
    `${words.status[payment.status]} [${numberOf(payment.source)}]`,
    dayText(payment, words),
    ...(payment.against ?? []).map(
      (other) => `${words.otherwise}${words.marks.colon}${words.status[other.status]} [${numberOf(other.source)}]`,
    ),
  ];
  const main = methods.filter((method) => MAIN_METHODS.some((each) => each === method));
  const cellWidth = Math.max(Math.floor((columns - NAME_WIDTH) / Math.max(main.length, 1)) - GAP, 8);
  const widths = [NAME_WIDTH, ...main.map(() => cellWidth)];
  const lines = [
    `${words.table.title}${words.marks.open}${day}${words.marks.close}`,
    "",
    ...rowLines([[words.table.app], ...main.map((method) => [methodWord(method, words)])], widths),
    widths.map((width) => "─".repeat(width)).join(" ".repeat(GAP)),
  ];
  for (const { name, payments } of apps.filter((app) => app.payments.some(({ method }) => main.includes(method)))) {
    const cells = main.map((method) => payments.filter((payment) => payment.method === method).flatMap(told));
    lines.push(...rowLines([[name], ...cells], widths));
  }
  const others = apps.flatMap(({ name, payments }) =>
    payments
      .filter(({ method }) => !main.includes(method))
      .map((payment) => `${name} · ${methodWord(payment.method, words)}${words.marks.colon}${told(payment).join(" ")}`),
  );
  if (others.length > 0) lines.push("", words.table.others, ...others.map((text) => wrapped("  ", text, columns)));
  lines.push("", words.source);
  for (const [source, number] of sources) {
    const [title = "", url = ""] = source.split("\n");
    lines.push(wrapped(`  [${number}] `.padStart(7), forTerminal(title), columns), `     ${url}`);
  }
  return `${lines.join("\n")}\n`;
}

/** A row of cells, each of several texts under each other, broken to the width of its column. */
function rowLines(cells: readonly (readonly string[])[], widths: readonly number[]): string[] {
  const broken = cells.map((texts, column) =>
    texts.flatMap((text) => wrapped("", text, widths[column] ?? 0).split("\n")),
  );
  const height = Math.max(...broken.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    broken
      .map((texts, column) => {
        const text = texts[line] ?? "";
        return text + " ".repeat(Math.max((widths[column] ?? 0) - widthOf(text), 0));
      })
      .join(" ".repeat(GAP))
      .trimEnd(),
  );
}
