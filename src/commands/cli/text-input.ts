import { InputError } from "../../input/input-error.ts";
import { isUtf16 } from "../../input/utf8.ts";
import type { Console } from "./command.ts";

/** The text of a command: its words, or all of stdin when there are none. @throws {InputError} `encoding` of UTF-16. */
export async function textFrom(positionals: readonly string[], console: Console): Promise<string> {
  if (positionals.length > 0) return positionals.join(" ");
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of console.stdin) {
    if (text === "" && typeof chunk !== "string" && isUtf16(chunk))
      throw new InputError("encoding", [{ message: "expected UTF-8; this text is in UTF-16" }]);
    text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
