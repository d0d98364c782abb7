import { describeReport } from "../report/describe.ts";
import { WORDS } from "../report/words/languages.ts";
import { interfaceLocale, type LinkReport } from "../report/report.ts";
import type { Locale } from "../policy/types.ts";

/** The page between a chat and a link: a notice before it opens, or why it does not. Holds no script; all text is escaped. */
export function openPage(report: LinkReport, locale: Locale, target: string | null): string {
  const words = WORDS[locale];
  const { headline, lines } = describeReport(report, locale, { addresses: true });
  const rows = lines.map(({ label, text }) => `<dt>${escape(label)}</dt><dd dir="auto">${escape(text)}</dd>`);
  const onward =
    target === null
      ? ""
      : `<p><a class="button primary" href="${escape(target)}" rel="noopener noreferrer" referrerpolicy="no-referrer">${escape(words.proceed)}</a></p>`;
  return page(
    locale,
    headline,
    `<p class="address" dir="ltr" translate="no">${escape(target ?? report.link.value)}</p>${onward}<dl>${rows.join("")}</dl>`,
  );
}

/** What a token that opens nothing any more is answered. */
export function expiredPage(locale: Locale): string {
  return page(locale, WORDS[locale].expired, "");
}

/** The language of the interface that a browser asks for. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  return interfaceLocale(acceptLanguage ?? "");
}

function page(locale: Locale, title: string, body: string): string {
  return `<!doctype html>
<html lang="${locale}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<link rel="icon" href="../web/gate.svg" type="image/svg+xml">
<link rel="stylesheet" href="../web/tokens.css">
<link rel="stylesheet" href="../web/style.css">
<link rel="stylesheet" href="../web/open.css">
<main class="open-page"><h1>${escape(title)}</h1>${body}</main>
</html>
`;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
