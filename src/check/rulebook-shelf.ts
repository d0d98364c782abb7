import { readFileSync } from "node:fs";
import { readBuiltinRulebooks } from "../policy/builtin-rulebooks.ts";
import {
  compileEdition,
  compileRulebook,
  decide,
  judge,
  type CompiledEdition,
  type CompiledRulebook,
} from "../policy/decide.ts";
import { RulebookError } from "../policy/rulebook-error.ts";
import { editionById, parseRulebook, type KnownNames } from "../policy/rulebook.ts";
import { explain, explainJudgement, type Explanation } from "../policy/explain.ts";
import type { PolicyFacts } from "../policy/types.ts";
import type { Judge } from "./check-text.ts";

/** The rulebook of a check that names none. */
export const DEFAULT_RULEBOOK = "wechat";

/** Who decides: a rulebook by the edition in force at a message's time, or always one edition. */
export interface RulebookReading {
  readonly judge: Judge;
  /** The decision with every rule that was considered. */
  explain(facts: PolicyFacts): Explanation;
}

/** The rulebooks at hand, each compiled when it is first asked. */
export interface RulebookShelf {
  /** Ids of the shipped rulebooks. */
  readonly ids: readonly string[];
  /** A shipped rulebook by its id. @throws {RulebookError} `unknown_rulebook`. */
  shipped(id: string): CompiledRulebook;
  /**
   * A shipped rulebook by its id, or one read from a file (a reference with a `/` or ending in .yaml, .yml or .json).
   *
   * @throws {RulebookError} `unknown_rulebook`, or what is wrong with the file.
   */
  find(reference: string): CompiledRulebook;
  /**
   * Reads a reference: a rulebook, or with `id@edition` one edition whatever the time.
   *
   * @param files  Whether the reference may name a file of this machine; never true for a reference from a stranger.
   * @throws {RulebookError} `unknown_rulebook`, `unknown_edition`, or what is wrong with the file.
   */
  read(reference: string, options: { readonly files: boolean }): RulebookReading;
}

export function openRulebookShelf(known: KnownNames): RulebookShelf {
  const shippedBooks = readBuiltinRulebooks(known);
  const compiled = new Map<string, CompiledRulebook>();

  function remembered(name: string, open: () => CompiledRulebook): CompiledRulebook {
    const book = compiled.get(name) ?? open();
    compiled.set(name, book);
    return book;
  }

  function shipped(id: string): CompiledRulebook {
    return remembered(id, () => {
      const book = shippedBooks.get(id);
      if (book !== undefined) return compileRulebook(book);
      throw new RulebookError("unknown_rulebook", `no such rulebook; expected ${[...shippedBooks.keys()].join(", ")}`);
    });
  }

  function find(reference: string): CompiledRulebook {
    if (!isFile(reference)) return shipped(reference);
    return remembered(reference, () => compileRulebook(parseRulebook(readRulebookFile(reference), reference, known)));
  }

  return {
    ids: [...shippedBooks.keys()],
    shipped,
    find,
    read(reference, { files }) {
      const { name, editionId } = splitReference(reference);
      const book = files ? find(name) : shipped(name);
      if (editionId === null) {
        return { judge: (facts) => judge(book, facts), explain: (facts) => explainJudgement(book, facts) };
      }
      const edition = compiledEditionById(book, editionId);
      return { judge: (facts) => decide(edition, facts), explain: (facts) => explain(edition, facts) };
    },
  };
}

function compiledEditionById({ rulebook, editions }: CompiledRulebook, editionId: string): CompiledEdition {
  const wanted = editionById(rulebook, editionId);
  return editions.find(({ edition }) => edition === wanted) ?? compileEdition(rulebook, wanted);
}

/** `id@edition` in its two parts; without an edition the one in force is meant. */
export function splitReference(reference: string): { readonly name: string; readonly editionId: string | null } {
  const at = reference.lastIndexOf("@");
  if (at <= 0 || reference.slice(at).includes("/")) return { name: reference, editionId: null };
  return { name: reference.slice(0, at), editionId: reference.slice(at + 1) };
}

function isFile(reference: string): boolean {
  return /[/\\]|\.(?:ya?ml|json)$/u.test(reference);
}

function readRulebookFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown fault";
    throw new RulebookError("unknown_rulebook", `${path}: cannot be read (${code})`);
  }
}
