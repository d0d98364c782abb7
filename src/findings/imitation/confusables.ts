import { CONFUSABLES } from "./data/confusables.ts";

let table: ReadonlyMap<string, string> | null = null;

/** What each character looks like, by UTS 39. Read at the first call, since few hosts and names ask for it. */
export function confusables(): ReadonlyMap<string, string> {
  table ??= new Map(
    CONFUSABLES.trim()
      .split("\n")
      .flatMap((line) => {
        const [target = "", ...from] = line.split(" ");
        return from.map((hex) => [String.fromCodePoint(Number.parseInt(hex, 16)), target] as const);
      }),
  );
  return table;
}
