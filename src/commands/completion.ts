import { completionScript, SHELLS } from "./cli/completion-script.ts";
import { expectedWord } from "../policy/vocabulary.ts";
import { builtinIds } from "../rulebooks/builtin.ts";
import { readOptions, UsageError, type Command, wordsOf } from "./cli/command.ts";

/** @param commands  The table of all, this one among them. */
export function completionOf(commands: Readonly<Record<string, () => Promise<Command>>>): Command {
  return {
    name: "completion",
    usage: "hutong completion bash|zsh|fish",
    summary: "a script for the shell that completes commands, words and options; its first line says where it belongs",
    options: {},
    words: wordsOf(SHELLS),
    async run(argv, console) {
      const { positionals } = readOptions(argv, {}, console.env);
      const shell = SHELLS.find((each) => each === positionals[0]);
      if (shell === undefined || positionals.length !== 1) throw new UsageError(expectedWord(positionals[0], SHELLS));
      const all = await Promise.all(Object.values(commands).map((load) => load()));
      await console.write(completionScript(shell, all, builtinIds()));
      return 0;
    },
  };
}
