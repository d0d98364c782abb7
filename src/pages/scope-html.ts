import { absentFindings, instantText, type Scope, type Span, type WordScope } from "../policy/compare/scope.ts";
import { CHAT_KINDS, OSES } from "../policy/vocabulary.ts";
import { isOneOf } from "../input/words.ts";
import { html, type Html } from "./html.ts";
import { numberText, type Telling } from "./telling.ts";

/** How many findings a sentence names before the whole list stands in a disclosure. */
const NAMED_FINDINGS = 3;

/** What a statement speaks of, and under what conditions; the whole of a long list stands under it. */
export function scopeHtml(scope: Scope, telling: Telling, also = ""): Html {
  const { words, reportWords } = telling;
  const { marks, finding } = reportWords;
  const { scope: said } = words;
  const where = [...whereOf(scope, telling), ...(also === "" ? [] : [also])];
  const provided: string[] = [];
  if (scope.kind !== null) provided.push(said.kind(wordsText(scope.kind, words.kind, telling)));
  if (scope.choice !== null) provided.push(said.choice(wordsText(scope.choice, words.choice, telling)));
  const absent = absentFindings(scope, telling.told);
  if (absent.kind === "none_of")
    provided.push(said.noneFound(absent.kinds.map((kind) => finding[kind]).join(marks.comma)));
  if (absent.kind === "nothing") {
    const nothing = scope.present.length === 0 ? said.nothingFound : said.nothingElseFound;
    const mayBe = absent.mayBe.map((kind) => finding[kind]).join(marks.comma);
    provided.push(absent.mayBe.length === 0 ? nothing : nothing + said.mayBe(mayBe));
  }
  if (scope.resolution !== null) provided.push(said[scope.resolution]);
  const isLong = absent.kind === "nothing" && scope.absent.length > NAMED_FINDINGS;
  const sentence = where.length === 0 ? said.anyLink : where.join(marks.semicolon);
  return html`<p>
      ${sentence.slice(0, 1).toUpperCase() + sentence.slice(1) + marks.stop.trim()}${
        provided.length === 0 ? "" : html` <span class="soft">${said.provided(provided.join(marks.semicolon))}</span>`
      }
    </p>
    ${isLong ? findingsHtml(words.page.wholeList(numberText(scope.absent.length, telling)), scope.absent, telling) : ""}`;
}

/** A list of findings that opens on paper. */
export function findingsHtml(title: string, kinds: Scope["absent"], { reportWords: { finding } }: Telling): Html {
  return html`<details class="whole">
    <summary>${title}</summary>
    <ul>
      ${kinds.map((kind) => html`<li>${finding[kind]}</li> `)}
    </ul>
  </details>`;
}

function whereOf(scope: Scope, telling: Telling): string[] {
  const { words, reportWords } = telling;
  const { scope: said } = words;
  const where: string[] = [];
  if (scope.at !== null) where.push(scope.at.map((span) => spanText(span, telling)).join(words.and));
  if (scope.chat !== null) {
    const { words: named, isExcept } = scope.chat;
    const chats = CHAT_KINDS.filter((kind) => named.includes(kind) !== isExcept);
    where.push(chats.map((kind) => said.inChat[kind]).join(words.or));
  }
  if (scope.client !== null) {
    const list = scope.client.words.map((client) => clientText(client, telling)).join(words.or);
    where.push(scope.client.isExcept ? said.notClient(list) : said.client(list));
  }
  if (scope.relation !== null) where.push(said.relation(wordsText(scope.relation, words.relation, telling)));
  if (scope.class !== null) where.push(said.class(wordsText(scope.class, words.class, telling)));
  if (scope.app !== null) where.push(said.app(wordsText(scope.app, {}, telling)));
  if (scope.owner !== null) where.push(said.owner(wordsText(scope.owner, {}, telling)));
  if (scope.present.length > 0) {
    const found = scope.present.map((kinds) => kinds.map((kind) => reportWords.finding[kind]).join(words.or));
    where.push(said.found(found.join(words.and)));
  }
  return where;
}

function wordsText(
  { words: named, isExcept }: WordScope,
  texts: Readonly<Record<string, string>>,
  { words }: Telling,
): string {
  const list = named.map((word) => texts[word] ?? word).join(words.or);
  return isExcept ? words.scope.except(list) : list;
}

/** `android >=8.0.11` and `ios of unknown version`, as scopes name clients. */
function clientText(client: string, { words }: Telling): string {
  const [os = "", ...rest] = client.split(" ");
  const name = isOneOf(OSES, os) ? words.os[os] : os;
  const version = rest.join(" ");
  if (version === "of unknown version") return `${name} ${words.scope.unknownVersion}`;
  if (version === "of any known version") return `${name} ${words.scope.anyKnownVersion}`;
  return version === ""
    ? name
    : `${name} ${version
        .replaceAll(">=", "≥ ")
        .replaceAll("<=", "≤ ")
        .replaceAll(/([<>])(?=\d)/gu, "$1 ")}`;
}

function spanText({ from, until }: Span, { words: { scope }, offset }: Telling): string {
  if (from === null) return until === null ? scope.anyTime : scope.before(instantText(until, offset));
  if (until === null) return scope.from(instantText(from, offset));
  return scope.span(instantText(from, offset), instantText(until, offset));
}
