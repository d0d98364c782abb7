import { LOCALES, type Locale } from "../policy/types.ts";
import { dayText, methodWord } from "../report/describe.ts";
import { MAIN_METHODS, type PaymentTable } from "../report/payment-table.ts";
import type { PaymentReport } from "../report/payments.ts";
import { WORDS } from "../report/words/languages.ts";
import type { Words } from "../report/words/words.ts";
import { html, type Html } from "./html.ts";

/** Days on which payments changed, as the record tells them. */
const DAYS = ["2021-09-10", "2021-09-28", "2024-02-20", "2024-09-12", "2024-09-27"] as const;

/** As the table writes its days. The browser's own field would follow the browser's language, not the page's. */
const DAY_SHAPE = "YYYY-MM-DD";
const DAY_PATTERN = String.raw`\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`;

const LANGUAGES: Readonly<Record<Locale, string>> = {
  "zh-CN": "简体中文",
  en: "English",
  id: "Bahasa Indonesia",
  vi: "Tiếng Việt",
};

/** The page on which a gateway tells who took which payment on a day. Holds no script; its form asks for another day. */
export function paymentsPage(table: PaymentTable, locale: Locale): string {
  const words = WORDS[locale];
  const main = table.methods.filter((method) => MAIN_METHODS.some((each) => each === method));
  const hasOthers = table.methods.length > main.length;
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${words.table.title}${words.marks.open}${table.day}${words.marks.close}</title>
        <link rel="icon" href="web/gate.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="web/tokens.css" />
        <link rel="stylesheet" href="web/style.css" />
        <link rel="stylesheet" href="web/payments.css" />
      </head>
      <body>
        <main class="payments-page">
          <h1>${words.table.title}</h1>
          <p class="lead">${words.table.lead}</p>
          ${formHtml(table.day, locale, words)}
          <nav aria-label="${words.table.days}">
            <ul>
              ${DAYS.map((day) =>
                day === table.day
                  ? html`<li><strong aria-current="date">${day}</strong></li>`
                  : html`<li><a href="?at=${day}&amp;locale=${locale}">${day}</a></li>`,
              )}
            </ul>
          </nav>
          <table>
            <thead>
              <tr>
                <th scope="col">${words.table.app}</th>
                ${main.map((method) => html`<th scope="col">${methodWord(method, words)}</th>`)}
                ${hasOthers ? html`<th scope="col">${words.table.others}</th>` : ""}
              </tr>
            </thead>
            <tbody>
              ${table.apps.map(
                ({ name, payments }) =>
                  html`<tr>
                    <th scope="row"><bdi>${name}</bdi></th>
                    ${main.map((method) =>
                      cellHtml(
                        methodWord(method, words),
                        payments.filter((each) => each.method === method),
                        words,
                      ),
                    )}
                    ${
                      hasOthers
                        ? othersHtml(
                            payments.filter(({ method }) => !main.includes(method)),
                            words,
                          )
                        : ""
                    }
                  </tr> `,
              )}
            </tbody>
          </table>
        </main>
      </body>
    </html> `.text;
}

function formHtml(day: string, locale: Locale, { table }: Words): Html {
  return html`<form>
    <label
      >${table.day}
      <input
        name="at"
        value="${day}"
        required
        inputmode="numeric"
        autocomplete="off"
        placeholder="${DAY_SHAPE}"
        title="${DAY_SHAPE}"
        pattern="${DAY_PATTERN}"
        size="12"
    /></label>
    <label
      >${table.language}
      <select name="locale">
        ${LOCALES.map(
          (each) =>
            html`<option value="${each}" lang="${each}" ${each === locale ? html` selected` : ""}>
              ${LANGUAGES[each]}
            </option>`,
        )}
      </select></label
    >
    <button>${table.show}</button>
  </form>`;
}

/** The label stands before the cell where the table is too wide for the screen. */
function cellHtml(label: string, payments: readonly PaymentReport[], words: Words): Html {
  if (payments.length === 0) return html`<td class="nothing"></td>`;
  return html`<td data-label="${label}">${payments.map((payment) => factHtml(payment, "", words))}</td>`;
}

function othersHtml(payments: readonly PaymentReport[], words: Words): Html {
  if (payments.length === 0) return html`<td class="nothing"></td>`;
  return html`<td data-label="${words.table.others}">
    ${payments.map((payment) => factHtml(payment, methodWord(payment.method, words) + words.marks.colon, words))}
  </td>`;
}

function factHtml(payment: PaymentReport, before: string, words: Words): Html {
  const { status, note, source, against = [] } = payment;
  return html`<div class="fact">
    <p class="${status}">${before}${words.status[status]} <span class="day">${dayText(payment, words)}</span></p>
    ${note === undefined ? "" : html`<p class="note">${note}</p>`}
    <p class="source">${sourceHtml(source)}</p>
    ${against.map(
      (other) =>
        html`<p class="note">${words.otherwise}${words.marks.colon}${words.status[other.status]}</p>
          <p class="source">${sourceHtml(other.source)}</p>`,
    )}
  </div>`;
}

function sourceHtml({ title, url }: PaymentReport["source"]): Html {
  return html`<a href="${url}" rel="noopener noreferrer" referrerpolicy="no-referrer"><bdi>${title}</bdi></a>`;
}
