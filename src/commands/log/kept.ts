import { readFileSync } from "node:fs";
import { z } from "zod";
import { readCheckpoint } from "../../log/checkpoint.ts";
import type { Kept } from "../../log/verify.ts";
import { UsageError } from "../cli/command.ts";

const keptSchema = z.strictObject({ at: z.iso.datetime(), checkpoint: z.string(), key: z.string().optional() });

/** A checkpoint that `watch` saw, and the key that was trusted then. */
export type KeptLine = z.infer<typeof keptSchema>;

/** @throws {UsageError} naming the option. */
export function readText(file: string, field: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UsageError("cannot be read", { field, file });
  }
}

/** Lines of a file that `watch` keeps. @throws {UsageError} on a line that is none. */
export function linesIn(text: string, file: string): readonly KeptLine[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line, index) => {
      try {
        return keptSchema.parse(JSON.parse(line));
      } catch {
        throw new UsageError(`line ${index + 1}: expected a checkpoint that watch kept`, { file });
      }
    });
}

/** Checkpoints of a file: a signed note, or what `watch` keeps. @throws {UsageError} */
export function keptIn(file: string): readonly Kept[] {
  const text = readText(file, "--from");
  const notes = text.startsWith("{") ? linesIn(text, file).map(({ checkpoint }) => checkpoint) : [text];
  return notes.map((note) => {
    const checkpoint = readCheckpoint(note);
    const found = note.includes("\r") ? "; this one has CR at the ends of lines, and LF alone is signed" : "";
    if (checkpoint === null) throw new UsageError(`expected a checkpoint${found}`, { field: "--from", file });
    return { checkpoint, note, by: `the checkpoint of ${checkpoint.size}` };
  });
}
