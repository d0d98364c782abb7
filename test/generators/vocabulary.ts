/**
 * Writes the reference page of the rulebook's vocabulary from the schemas and the words that rules may use:
 *
 *     node test/generators/vocabulary.ts > src/rulebooks/vocabulary.md
 */
import { openRegistry } from "../../src/apps/registry.ts";
import type { ReaderOs, Relation } from "../../src/apps/types.ts";
import type { LinkKind } from "../../src/links/types.ts";
import { rulebookJsonSchema } from "../../src/policy/rulebook/schema.ts";
import type { Action, Basis, ChatKind, Choice } from "../../src/policy/types.ts";
import { CLASSES, FINDINGS, type SAMENESSES } from "../../src/policy/vocabulary.ts";
import { optionsOf } from "../../src/docs/schema-options.ts";
import { ENTITY_KINDS } from "../../src/report/words/entity-kinds.ts";
import { WORDS } from "../../src/report/words/languages.ts";
import { en } from "../../src/pages/words/en.ts";

type Meanings<Word extends string> = Readonly<Record<Word, string>>;

// A word without a meaning here does not compile; a meaning without its word neither.
const CHATS: Meanings<ChatKind> = {
  one_to_one: "a chat of two",
  group: "a group chat, whatever its size",
  moments: "the host platform's feed of friends; rules speak of it, no gateway keeps it",
};
const RELATION: Meanings<Relation> = {
  own: "the link's owner is the host platform's own",
  allied: "its owner is an ally of the host platform's on that day",
  rival: "its owner is a rival on that day",
  neutral: "neither is known; also of links that are nobody's",
};
const KINDS: Meanings<LinkKind> = {
  web: "a web address, with or without its scheme",
  app: "an app's own address, such as `taobao://…`",
  intent: "an Android `intent:` address",
  share_code: "a share code (口令) without an address",
};
const CHOICE: Meanings<Choice | "none"> = {
  none: "the reader has chosen nothing",
  in_place: "the reader wants links opened in the chat",
  external: "the reader wants links opened outside",
  block: "the reader wants no link opened",
};
const SYSTEMS: Meanings<ReaderOs> = {
  android: "Android",
  ios: "iOS and iPadOS",
  web: "a browser, and any client that names none",
};
const ACTION: Meanings<Action> = {
  open_in_place: "the link opens in the chat",
  open_externally: "it opens in a browser or its own app, or is copied there",
  block: "it does not open",
};
const NOTICES = { true: "a notice page comes first", false: "none comes (left out)" };
const BASIS: Meanings<Basis> = {
  tested: "seen in a published test",
  written: "said by a rule text",
  inferred: "drawn from the two",
  house: "this gateway's own caution, which needs no source",
};
const SAME: Meanings<(typeof SAMENESSES)[number]> = {
  action: "they open alike",
  steps: "none has a notice page or is copied where another opens at once",
};

const code = (word: string): string => `\`${word}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Words with their meanings, each with an example of the condition or part that holds it. */
function words(
  name: string,
  lead: string,
  meanings: Readonly<Record<string, string>>,
  example: (word: string) => string,
): string {
  const rows = Object.entries(meanings).map(([word, meaning]) => [code(word), meaning, code(example(word))]);
  return `## ${name}\n\n${lead}\n\n${table(["word", "meaning", "example"], rows)}`;
}

/** The page whole. */
export function vocabularyPage(): string {
  const { finding, entity } = WORDS.en;
  const types = [
    ...new Set(
      openRegistry()
        .apps()
        .flatMap(({ entities = [] }) => entities.map(({ type }) => type)),
    ),
  ].toSorted();
  const entities = Map.groupBy(types, (type) => ENTITY_KINDS.get(type) ?? null);
  const options = optionsOf(rulebookJsonSchema());
  return `${[
    "# The vocabulary of rulebooks",
    "Written by `test/generators/vocabulary.ts` from the schemas; a test holds it to them. A word that stands nowhere here is refused\nwith the nearest known one.",
    `## Every option of a rulebook\n\nA part that stands in several places is told at the first. \`[]\` is an entry of a list, \`KEY\` a name of your own.\nA whole book is \`fixtures/owners/mychat.yaml\`.\n\n${table(
      ["option", "takes", "meaning"],
      options.map(({ path, isRequired, takes, meaning }) => [
        `${code(path)}${isRequired ? " (needed)" : ""}`,
        takes,
        meaning,
      ]),
    )}`,
    words("Chat kinds", "`chat`: where a link is shared.", CHATS, (word) => `when: { chat: ${word} }`),
    words(
      "Relations",
      "`relation`: how the link's owner stands to the host platform's.",
      RELATION,
      (word) => `when: { relation: ${word} }`,
    ),
    words("Kinds of links", "`kind`: how the link is written.", KINDS, (word) => `when: { kind: ${word} }`),
    words("Choices", "`choice`: how the reader wants links opened.", CHOICE, (word) => `when: { choice: ${word} }`),
    words(
      "Classes of apps",
      "`class`: what the link's app is; `hutong apps` tells whose class is what.",
      Object.fromEntries(CLASSES.map((cls) => [cls, en.class[cls]])),
      (word) => `when: { class: ${word} }`,
    ),
    words(
      "Findings",
      "`finding`: what is known or seen about a link. A list holds when one of its kinds was found.",
      Object.fromEntries(FINDINGS.map((kind) => [kind, finding[kind]])),
      (word) => `when: { finding: ${word} }`,
    ),
    words(
      "Systems",
      "`client`: a version range for each system that fits; a system left out fits never.",
      SYSTEMS,
      (word) => `when: { client: { ${word}: ">=8.0.11" } }`,
    ),
    words("Actions", "`then.action`: what a link gets.", ACTION, (word) => `then: { action: ${word} }`),
    words(
      "Notices",
      "`then.notice`: whether a notice page comes first; a blocked link has none.",
      NOTICES,
      (word) => `then: { action: open_in_place, notice: ${word} }`,
    ),
    words("Bases", "`basis`: what a rule rests on.", BASIS, (word) => `basis: ${word}`),
    words(
      "Samenesses",
      "`obligations[].same`: what must be the same for links that differ in their owner alone.",
      SAME,
      (word) => `same: ${word}`,
    ),
    `## Entity types\n\nWhat a link leads to, as the registry names it. Rules cannot ask for it; fixtures and cards name it.\n\n${table(
      ["called", "types"],
      [...entities]
        .map(([kind, own]) => [kind === null ? "not named" : entity[kind], own.map(code).join(" ")])
        .toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
    )}`,
  ].join("\n\n")}\n`;
}

if (import.meta.main) process.stdout.write(vocabularyPage());
