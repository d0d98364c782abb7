import type { Console } from "./command.ts";

/** The text of a command: its words, or all of stdin when there are none. */
export async function textFrom(positionals: readonly string[], console: Console): Promise<string> {
  if (positionals.length > 0) return positionals.join(" ");
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of console.stdin)
    text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
