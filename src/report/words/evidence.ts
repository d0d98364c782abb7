import type { Finding } from "../../findings/types.ts";
import type { Words } from "./words.ts";

type Tell = (words: Words["evidence"], parts: readonly string[], inner: (part: string) => string) => string;

/** What each sentence of evidence says. Findings hold it in English, also those kept with old messages. */
const FORMS: readonly (readonly [RegExp, Tell])[] = [
  [/^a name before the host, which hides where it leads$/u, ({ nameBeforeHost }) => nameBeforeHost],
  [/^listed: (.+)$/u, (words, [entry = ""]) => words.listed(entry)],
  [/^looks like (\S+): (.+)$/u, (words, [site = "", why = ""], inner) => words.looksLike(site, inner(why))],
  [/^(.+) looks like (\S+)$/u, (words, [sign = "", other = ""], inner) => words.looksLike(other, inner(sign))],
  [
    /^(\p{Lu}\p{L}+) letters that all look Latin$/u,
    (words, [script = ""]) => words.allLookLatin(scriptOf(words, script)),
  ],
  [/^(.+) among Latin letters$/u, (words, [odd = ""], inner) => words.amongLatin(inner(odd))],
  [
    /^mixes (\p{L}+) and (\p{L}+)$/u,
    (words, [one = "", other = ""]) => words.mixes(scriptOf(words, one), scriptOf(words, other)),
  ],
  [/^(\S+) stands before another domain$/u, (words, [name = ""]) => words.before(name, words.otherDomain)],
  [/^(.+), beside another domain$/u, (words, [one = ""], inner) => words.beside(inner(one), words.otherDomain)],
  [/^(.+), beside (\S+)$/u, (words, [one = "", other = ""], inner) => words.beside(inner(one), other)],
  [/^its name before (\S+)$/u, (words, [other = ""]) => words.before(words.itsName, other)],
  [/^its name (?:and|with) a hyphen$/u, ({ hyphen }) => hyphen],
  [/^its name with a dot$/u, ({ dot }) => dot],
  [/^its name with its halves swapped$/u, ({ halvesSwapped }) => halvesSwapped],
  [/^its name beside (.+)$/u, (words, [other = ""]) => words.beside(words.itsName, other)],
  [/^its name (?:under|on) (\S+)$/u, (words, [suffix = ""]) => words.under(suffix)],
  [/^other characters for (.+)$/u, (words, [name = ""]) => words.otherCharacters(name)],
  [/^two letters swapped$/u, ({ swapped }) => swapped],
  [/^one letter more$/u, ({ more }) => more],
  [/^one letter less$/u, ({ less }) => less],
  [/^(\S+) beside (\S+)$/u, (words, [one = "", other = ""]) => words.beside(one, other)],
  [/^([^,]+), (.+)$/u, (words, [one = "", rest = ""], inner) => pairOf(one, rest, words, inner)],
  [/^(\S+) for (\S+)$/u, (words, [written = "", meant = ""]) => words.instead(written, meant)],
  [
    /^(\p{Lu}\p{L}+) (\S) \((U\+[\dA-F]+)\)$/u,
    (words, [script = "", letter = "", code = ""]) => words.letter(scriptOf(words, script), `${letter} (${code})`),
  ],
  [/^(\p{Lu}\p{L}+) (\S)$/u, (words, [script = "", letter = ""]) => words.letter(scriptOf(words, script), letter)],
  [/^a code without an address$/u, ({ codeAlone }) => codeAlone],
  [/^([a-z][a-z\d+.-]*): (.+)$/u, (words, [scheme = "", why = ""], inner) => `${scheme}: ${inner(why)}`],
  [/^runs code$/u, ({ danger }) => danger.code],
  [/^carries a page$/u, ({ danger }) => danger.page],
  [/^reads files$/u, ({ danger }) => danger.files],
  [/^is a browser's own$/u, ({ danger }) => danger.browser],
  [/^starts a program$/u, ({ danger }) => danger.program],
  [/^no registered app$/u, ({ danger }) => danger.unregistered],
  [/^names a part of an app and no address$/u, ({ danger }) => danger.part],
  [/^answers with (\S+)$/u, (words, [type = ""]) => words.answersWith(type)],
  [/^leads to no page$/u, ({ noPage }) => noPage],
];

/** Two things that a link says at once: shows one and leads to another, or a list of letters. */
function pairOf(one: string, rest: string, words: Words["evidence"], inner: (part: string) => string): string {
  const [, verb, shown = ""] = /^(shows|names) (.*)$/u.exec(one) ?? [];
  const [, then, other = ""] = /^(leads to|opens) (.*)$/u.exec(rest) ?? [];
  if (verb !== undefined && then !== undefined) {
    const target = other === "another package" ? words.otherPackage : other;
    return verb === "shows" ? words.shows(shown, target) : words.names(shown, target);
  }
  return `${inner(one)}${words.and}${inner(rest)}`;
}

function scriptOf({ scripts }: Words["evidence"], script: string): string {
  return scripts[script] ?? script;
}

/** A finding's evidence in its reader's language; what no form fits stays as it is. */
export function evidenceText(
  { evidence }: Pick<Finding, "evidence">,
  { evidence: words }: Pick<Words, "evidence">,
): string {
  const inner = (part: string): string => {
    for (const [form, tell] of FORMS) {
      const found = form.exec(part);
      if (found !== null) return tell(words, found.slice(1), inner);
    }
    return part;
  };
  return inner(evidence);
}
