import type { Command, Option, Words } from "./command.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

type Described = Pick<Command, "name" | "summary" | "options" | "words">;

/** What `help` takes besides commands. */
const HELP = "help";

/** The placeholder of a value that is a rulebook: one that is known by its id, or a file. */
const BOOK = "BOOK";

/**
 * A script that completes commands and options, made from the table that the help pages are made from.
 *
 * @param books  The ids of the rulebooks that are known.
 */
export function completionScript(shell: Shell, commands: readonly Described[], books: readonly string[]): string {
  switch (shell) {
    case "bash":
      return bashScript(commands, books);
    case "zsh":
      return zshScript(commands, books);
    case "fish":
      return fishScript(commands, books);
  }
}

/** A text in single quotes, where a shell reads nothing into it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The words of a command behind which others are known. */
function withNext(words: Words): readonly (readonly [string, readonly string[]])[] {
  return Object.entries(words).filter(([, next]) => next.length > 0);
}

/** What an option's value may be, as far as it is known, and whether it may be a file too. */
function valuesOf({ choices, value }: Option, books: readonly string[]) {
  if (choices !== undefined) return { words: choices, orFile: false };
  return { words: value === BOOK ? books : [], orFile: true };
}

function bashScript(commands: readonly Described[], books: readonly string[]): string {
  const cases = commands.flatMap(({ name, options, words: next = {} }) => {
    const words = [...Object.keys(options), "help"].map((option) => `--${option}`);
    const second = Object.keys(next);
    if (second.length === 0) return [`    ${name}) words=${quoted(words.join(" "))} ;;`];
    return [
      `    ${name}) words=${quoted(words.join(" "))}`,
      '      case "$COMP_CWORD ${COMP_WORDS[2]}" in',
      ...withNext(next).map(([word, third]) => `      "3 ${word}") next=${quoted(third.join(" "))} ;;`),
      `      "2 "*) next=${quoted(second.join(" "))} ;;`,
      "      esac ;;",
    ];
  });
  return [
    '# hutong, completion for bash: eval "$(hutong completion bash)" in ~/.bashrc',
    "_hutong() {",
    '  local current="${COMP_WORDS[COMP_CWORD]}" words="" next="" files=""',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words=${quoted([...commands.map(({ name }) => name), HELP, "--version"].join(" "))}`,
    '  else case "${COMP_WORDS[1]}" in',
    ...cases,
    "  esac fi",
    '  case "${COMP_WORDS[1]} ${COMP_WORDS[COMP_CWORD-1]}" in',
    ...commands.flatMap(({ name, options }) =>
      Object.entries(options).flatMap(([option, described]) => {
        const { words, orFile } = valuesOf(described, books);
        if (words.length === 0) return [];
        return [
          `    "${name} --${option}") words=${quoted(words.join(" "))} next=$words${orFile ? " files=-f" : ""} ;;`,
        ];
      }),
    ),
    "  esac",
    "  COMPREPLY=()",
    "  # Anything else is a file, which -o default completes.",
    '  [ "$COMP_CWORD" -eq 1 ] || [ "${current#-}" != "$current" ] || words=$next',
    '  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$words" $files -- "$current")',
    '  [ -z "$files" ] || compopt -o filenames 2>/dev/null',
    "}",
    "complete -o default -F _hutong hutong",
    "",
  ].join("\n");
}

/** Within a specification of `_arguments` brackets and colons would end a part. */
function zshPart(text: string): string {
  return text.replaceAll(/[[\]:\\]/gu, String.raw`\$&`);
}

/** What `_arguments` is told of the first and the second word after a command. */
function zshWords(words: Words): readonly string[] {
  if (Object.keys(words).length === 0) return [];
  const next = withNext(words).map(([word, third]) => `${word}) compadd ${third.join(" ")} ;;`);
  return [
    `1:word:(${Object.keys(words).join(" ")})`,
    ...(next.length === 0 ? [] : [`2:word:{case $words[2] in ${next.join(" ")} *) _files ;; esac}`]),
  ];
}

/** How `_arguments` completes an option's value. */
function zshValue(option: Option, books: readonly string[]): string {
  const { words, orFile } = valuesOf(option, books);
  if (words.length === 0) return "_files";
  return orFile ? `{compadd ${words.join(" ")}; _files}` : `(${words.join(" ")})`;
}

function zshScript(commands: readonly Described[], books: readonly string[]): string {
  const described = [...commands.map(({ name, summary }) => `${name}:${zshPart(summary)}`), `${HELP}:every command`];
  const cases = commands.map(({ name, options, words = {} }) => {
    const specs = Object.entries(options).map(([option, described]) => {
      const { kind, value = "VALUE", help } = described;
      const many = kind === "list" ? "*" : "";
      const argument = kind === "flag" ? "" : `:${zshPart(value)}:${zshValue(described, books)}`;
      return `      ${quoted(`${many}--${option}[${zshPart(help)}]${argument}`)}`;
    });
    const lines = [
      ...specs,
      `      ${quoted("--help[its options]")}`,
      ...zshWords(words).map((spec) => `      ${quoted(spec)}`),
      `      ${quoted("*:file:_files")}`,
    ];
    return [`    ${name})`, "      _arguments \\", lines.join(" \\\n"), "      ;;"].join("\n");
  });
  return [
    "#compdef hutong",
    '# hutong, completion for zsh: eval "$(hutong completion zsh)" in ~/.zshrc after compinit',
    "_hutong() {",
    "  local -a commands",
    "  commands=(",
    ...described.map((line) => `    ${quoted(line)}`),
    "  )",
    "  if (( CURRENT == 2 )); then",
    "    _describe command commands",
    "    return",
    "  fi",
    "  local command=$words[2]",
    "  shift words",
    "  (( CURRENT-- ))",
    "  case $command in",
    ...cases,
    "  esac",
    "}",
    "compdef _hutong hutong",
    "",
  ].join("\n");
}

const SEEN = "__fish_seen_subcommand_from";

function fishScript(commands: readonly Described[], books: readonly string[]): string {
  const line = (...words: readonly string[]) => ["complete -c hutong", ...words].join(" ");
  return [
    "# hutong, completion for fish: hutong completion fish > ~/.config/fish/completions/hutong.fish",
    ...commands.map(({ name, summary }) => line("-n __fish_use_subcommand -f -a", name, "-d", fishText(summary))),
    line("-n __fish_use_subcommand -f -a", HELP, "-d", fishText("every command")),
    ...commands.flatMap(({ name, words = {} }) =>
      [
        [Object.keys(words), name] as const,
        ...withNext(words).map(([word, next]) => [next, `${name}; and ${SEEN} ${word}`] as const),
      ]
        .filter(([next]) => next.length > 0)
        .map(([next, behind]) =>
          line(`-n ${quoted(`${SEEN} ${behind}; and not ${SEEN} ${next.join(" ")}`)} -f -a`, quoted(next.join(" "))),
        ),
    ),
    ...commands.flatMap(({ name, options }) =>
      Object.entries(options).map(([option, described]) => {
        const { kind, help } = described;
        const { words, orFile } = valuesOf(described, books);
        const value = [orFile ? "-r" : "-x", ...(words.length === 0 ? [] : ["-a", quoted(words.join(" "))])];
        return line(
          `-n ${quoted(`${SEEN} ${name}`)} -l`,
          option,
          ...(kind === "flag" ? [] : value),
          "-d",
          fishText(help),
        );
      }),
    ),
    "",
  ].join("\n");
}

/** Within single quotes fish reads a backslash before a quote or another backslash. */
function fishText(text: string): string {
  return `'${text.replaceAll(/['\\]/gu, String.raw`\$&`)}'`;
}
