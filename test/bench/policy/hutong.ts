import { parseRulebook, type Rulebook } from "../../../src/policy/rulebook/rulebook.ts";
import { RULES } from "./rules.ts";

const ACTION = {
  place: "open_in_place",
  notice: "open_in_place",
  external: "open_externally",
  block: "block",
} as const;
const [THEN] = ["then"] as const;

export function rulebook(): Rulebook {
  const reason = { en: "Because." };
  const rules = RULES.map(({ gives, from, until, notNewest, ...words }, index) => ({
    id: `r${index}`,
    when: {
      ...words,
      ...(from === undefined && until === undefined ? {} : { at: { from, until } }),
      ...(notNewest === true ? { not: { chat: "one_to_one", client: { android: ">=8.0.11", ios: ">=8.0.13" } } } : {}),
    },
    [THEN]: { action: ACTION[gives], notice: gives === "notice" },
    basis: "inferred",
    reason,
  }));
  const book = {
    id: "bench",
    title: "Bench",
    authority: "Bench",
    host: "any",
    editions: [
      {
        id: "1",
        from: "2000-01-01T00:00:00Z",
        title: "1",
        source: [{ title: "Bench", url: "https://example.org/" }],
        default: { action: "open_externally", basis: "inferred", reason },
        rules,
      },
    ],
  };
  return parseRulebook(JSON.stringify(book), "bench.json");
}
