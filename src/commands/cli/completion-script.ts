import type { Command } from "./command.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

type Described = Pick<Command, "name" | "summary" | "options">;

/** What `help` takes besides commands. */
const HELP = "help";

/** A script that completes commands and options, made from the table that the help pages are made from. */
export function completionScript(shell: Shell, commands: readonly Described[]): string {
  switch (shell) {
    case "bash":
      return bashScript(commands);
    case "zsh":
      return zshScript(commands);
    case "fish":
      return fishScript(commands);
  }
}

/** A text in single quotes, where a shell reads nothing into it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function bashScript(commands: readonly Described[]): string {
  const cases = commands.map(({ name, options }) => {
    const words = [...Object.keys(options), "help"].map((option) => `--${option}`);
    return `    ${name}) words=${quoted(words.join(" "))} ;;`;
  });
  return [
    '# hutong, completion for bash: eval "$(hutong completion bash)" in ~/.bashrc',
    "_hutong() {",
    '  local current="${COMP_WORDS[COMP_CWORD]}" words=""',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words=${quoted([...commands.map(({ name }) => name), HELP, "--version"].join(" "))}`,
    '  else case "${COMP_WORDS[1]}" in',
    ...cases,
    "  esac fi",
    "  COMPREPLY=()",
    "  # Anything else is a file, which -o default completes.",
    '  if [ "$COMP_CWORD" -eq 1 ] || [ "${current#-}" != "$current" ]; then',
    '    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$words" -- "$current")',
    "  fi",
    "}",
    "complete -o default -F _hutong hutong",
    "",
  ].join("\n");
}

/** Within a specification of `_arguments` brackets and colons would end a part. */
function zshPart(text: string): string {
  return text.replaceAll(/[[\]:\\]/gu, String.raw`\$&`);
}

function zshScript(commands: readonly Described[]): string {
  const described = [...commands.map(({ name, summary }) => `${name}:${zshPart(summary)}`), `${HELP}:every command`];
  const cases = commands.map(({ name, options }) => {
    const specs = Object.entries(options).map(([option, { kind, value = "VALUE", help }]) => {
      const many = kind === "list" ? "*" : "";
      const argument = kind === "flag" ? "" : `:${zshPart(value)}:_files`;
      return `      ${quoted(`${many}--${option}[${zshPart(help)}]${argument}`)}`;
    });
    const lines = [...specs, `      ${quoted("--help[its options]")}`, `      ${quoted("*:file:_files")}`];
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

function fishScript(commands: readonly Described[]): string {
  const line = (...words: readonly string[]) => ["complete -c hutong", ...words].join(" ");
  return [
    "# hutong, completion for fish: hutong completion fish > ~/.config/fish/completions/hutong.fish",
    ...commands.map(({ name, summary }) => line("-n __fish_use_subcommand -f -a", name, "-d", fishText(summary))),
    line("-n __fish_use_subcommand -f -a", HELP, "-d", fishText("every command")),
    ...commands.flatMap(({ name, options }) =>
      Object.entries(options).map(([option, { kind, help }]) =>
        line(
          `-n ${quoted(`__fish_seen_subcommand_from ${name}`)} -l`,
          option,
          ...(kind === "flag" ? [] : ["-r"]),
          "-d",
          fishText(help),
        ),
      ),
    ),
    "",
  ].join("\n");
}

/** Within single quotes fish reads a backslash before a quote or another backslash. */
function fishText(text: string): string {
  return `'${text.replaceAll(/['\\]/gu, String.raw`\$&`)}'`;
}
