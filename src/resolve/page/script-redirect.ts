import { Parser } from "htmlparser2";

/** What leads on from a page besides its answer and the refresh in its head. */
export interface ScriptRedirects {
  /** Addresses as written that a script sends its reader to, each once, in the order of the page. */
  readonly scripted: readonly string[];
  /** `content` of the first refresh inside `<noscript>`. */
  readonly withoutScript: string | null;
  /** `href` of the button that a page of warning gives its readers to go on. */
  readonly button: string | null;
}

/** How pages of warning mark that button. Source: lnkd.in, as public link expanders read it (2026-11-28). */
const BUTTON = { name: "data-tracking-control-name", value: "external_url_click" } as const;

/** Characters of scripts that are read: the pages of short links have few. */
const MAX_SCRIPT = 64 * 1_024;
const MAX_TAGS = 4_000;
const MAX_TARGETS = 8;

/**
 * The redirects in the page of a short link: `location = …`, `location.href = …`, `location.replace(…)`,
 * `location.assign(…)`, `window.open(…, "_self")`; and a refresh for readers without scripts.
 * They may run at once or in a timer, with a string or a variable that holds one.
 * Nothing is executed: a condition before a redirect is ignored.
 */
export function readScriptRedirects(html: string): ScriptRedirects {
  const scripts: string[] = [];
  let script: string | null = null;
  let withoutScript: string | null = null;
  let button: string | null = null;
  let noscript = 0;
  let tags = 0;
  let left = MAX_SCRIPT;
  const parser = new Parser({
    onopentag(name, attributes) {
      tags += 1;
      if (tags > MAX_TAGS) parser.pause();
      if (name === "noscript") noscript += 1;
      else if (name === "script") script = isScript(attributes) ? "" : null;
      else if (name === "meta" && noscript > 0 && attributes["http-equiv"]?.trim().toLowerCase() === "refresh")
        withoutScript ??= attributes["content"] ?? null;
      else if (name === "a" && attributes[BUTTON.name] === BUTTON.value) button ??= attributes["href"] ?? null;
      const onload = attributes["onload"];
      if (onload !== undefined) scripts.push(onload.slice(0, left));
    },
    ontext(text) {
      if (script === null || left <= 0) return;
      script += text.slice(0, left);
      left -= text.length;
    },
    onclosetag(name) {
      if (name === "noscript") noscript -= 1;
      if (name !== "script" || script === null) return;
      scripts.push(script);
      script = null;
    },
  });
  parser.end(html);
  return { scripted: scriptTargets(scripts.join("\n").slice(0, MAX_SCRIPT)), withoutScript, button };
}

function isScript({ src, type }: Readonly<Record<string, string>>): boolean {
  return src === undefined && (type === undefined || /^$|javascript|ecmascript|^module$/iu.test(type.trim()));
}

/** The text's quote may itself be escaped, where the statement is a timer's text. A text that something is added to is no address. */
const TEXT = String.raw`\\?(?<quote>["'\x60])(?<text>(?:(?!\\?\k<quote>)[^\n]){1,4096}?)\\?\k<quote>(?!\s{0,8}\+)`;
const VALUE = String.raw`\s{0,8}(?:${TEXT}|(?<name>[\w$]{1,64})\s{0,8}(?:[;,)\n}]|$))`;
const LOCATION = String.raw`(?<![\w$.-])(?:(?:window|self|top|parent|document)\s{0,4}\.\s{0,4}){0,3}location`;
const SET = new RegExp(String.raw`${LOCATION}(?:\s{0,4}\.\s{0,4}href)?\s{0,8}=(?!=)${VALUE}`, "gu");
const CALL = new RegExp(String.raw`${LOCATION}\s{0,4}\.\s{0,4}(?:replace|assign)\s{0,8}\(${VALUE}`, "gu");
const OPENED = new RegExp(
  String.raw`(?<![\w$.-])(?:window\s{0,4}\.\s{0,4})?open\s{0,4}\(\s{0,8}${TEXT}\s{0,8},\s{0,8}["']_(?:self|top|parent)["']`,
  "gu",
);

function scriptTargets(script: string): string[] {
  const code = script
    .replaceAll(/\/\*[^*]{0,4096}(?:\*(?!\/)[^*]{0,4096})*\*\//gu, " ")
    .replaceAll(/^[ \t]*\/\/.*$/gmu, "");
  const found: { at: number; target: string }[] = [];
  for (const statement of [SET, CALL, OPENED]) {
    for (const match of code.matchAll(statement)) {
      const text = match.groups?.["text"] ?? givenTo(match.groups?.["name"], code);
      if (text !== null) found.push({ at: match.index, target: unescaped(text) });
      if (found.length >= MAX_TARGETS) break;
    }
  }
  return [...new Set(found.toSorted((one, other) => one.at - other.at).map(({ target }) => target))];
}

/** The text that a variable was given; null when none was. */
function givenTo(name: string | undefined, code: string): string | null {
  if (name === undefined) return null;
  const given = new RegExp(String.raw`(?<![\w$.])${RegExp.escape(name)}\s{0,8}=(?!=)\s{0,8}${TEXT}`, "u");
  return given.exec(code)?.groups?.["text"] ?? null;
}

/** A script's text with its escapes undone. */
export function unescaped(text: string): string {
  return text
    .replaceAll(/\\u([\da-f]{4})|\\x([\da-f]{2})/giu, (_whole, four: string | undefined, two: string | undefined) =>
      String.fromCharCode(Number.parseInt(four ?? two ?? "", 16)),
    )
    .replaceAll(/\\(.)/gu, "$1");
}
