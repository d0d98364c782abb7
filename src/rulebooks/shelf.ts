import { compileOwners } from "../apps/owners.ts";
import { builtinIds, builtinTable, readBuiltinRulebook } from "./builtin.ts";
import {
  clientGroup,
  clientGroupIn,
  compileEdition,
  compileRulebook,
  decideIn,
  decide,
  type CompiledEdition,
  type CompiledRulebook,
} from "../policy/decide/decide.ts";
import { RulebookError, rulebookProblems } from "../policy/rulebook/rulebook-error.ts";
import { editionById, parseRulebook, type Edition, type KnownNames } from "../policy/rulebook/rulebook.ts";
import { explain, explainIn, type Explanation } from "../policy/decide/explain.ts";
import type { Decide, PolicyFacts } from "../policy/types.ts";
import { readElsewhere } from "./read-elsewhere.ts";
import { type KnownOwners, ownersSeenBy } from "./seen-owners.ts";
import { nearestWord } from "../policy/vocabulary.ts";
import { errnoOf } from "../input/errno.ts";
import { type FileRead, readFileUpTo } from "../input/file-up-to.ts";
import type { Threads } from "../input/threads.ts";
import { readUtf8 } from "../input/utf8.ts";

/** The rulebook of a check that names none. */
export const DEFAULT_RULEBOOK = "wechat";

const NOBODY: KnownOwners = { ownerOf: () => null, owners: compileOwners({ asOf: "", relations: [] }) };

/** Who decides: a rulebook by the edition in force at a message's time, or always one edition. */
export interface Decider {
  readonly book: CompiledRulebook;
  /** The edition that decides about messages of an instant; null before the first. */
  readonly editionAt: (at: Date) => Edition | null;
  readonly decide: Decide;
  /** Names the clients of one system that it does not tell apart in messages of an instant: their verdicts are the same. */
  readonly clientGroup: (at: Date, client: PolicyFacts["client"]) => string;
  /** The facts of a link as the book sees them, where it says its own owners. `decide` and `explain` see them so. */
  readonly factsSeen: (facts: PolicyFacts) => PolicyFacts;
  /** The decision with every rule that was considered. */
  explain(facts: PolicyFacts): Explanation;
}

/** The rulebooks at hand, each compiled when it is first asked. */
export interface RulebookShelf {
  /** Ids of the shipped rulebooks and of the operator's own. */
  readonly ids: readonly string[];
  /** The operator's own rulebook or a shipped one by its id. @throws {RulebookError} `unknown_rulebook`. */
  byId(id: string): CompiledRulebook;
  /**
   * Lets the operator's own rulebook be found by its id, before a shipped one of that id; the one set before it is gone.
   *
   * @param own  A function is asked each time, so that nobody has to tell the shelf when another one is in force.
   */
  setOwn(own: CompiledRulebook | (() => CompiledRulebook)): void;
  /**
   * A rulebook by its id or from a file. A reference with a `/`, or ending in .yaml, .yml or .json, is a file.
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
  read(reference: string, options: { readonly files: boolean }): Decider;
  /**
   * Reads a reference to a file whose text is at hand; nothing of it is remembered.
   *
   * @throws {RulebookError} `unknown_edition`, or what is wrong with the text.
   */
  readText(text: string, reference: string): Decider;
  /** The same, while nobody waits: it is read in a thread. Resolves with null when the threads were closed meanwhile. */
  readTextBeside(threads: Threads, text: string, reference: string): Promise<Decider | null>;
}

/** @param registry  What is known of owners; left out, books with owners of their own know nobody else's. */
export function openRulebookShelf(known: KnownNames, registry: KnownOwners = NOBODY): RulebookShelf {
  // Each is read when it is first asked for: whoever asks for one need not wait for the rest.
  const shipped = builtinIds();
  const compiled = new Map<string, CompiledRulebook>();
  let operators: () => CompiledRulebook | null = () => null;
  const ids = (): string[] => {
    const own = operators();
    return [...new Set([...shipped, ...(own === null ? [] : [own.rulebook.id])])];
  };

  function remembered(name: string, open: () => CompiledRulebook): CompiledRulebook {
    const book = compiled.get(name) ?? open();
    compiled.set(name, book);
    return book;
  }

  function byId(id: string): CompiledRulebook {
    const own = operators();
    if (own?.rulebook.id === id) return own;
    return remembered(id, () => {
      const book = readBuiltinRulebook(id, known);
      if (book !== null) return compileRulebook(book, (edition) => builtinTable(id, edition));
      const nearest = nearestWord(id.slice(0, 64), ids());
      const hint = nearest === null ? "" : `; did you mean "${nearest}"?`;
      throw new RulebookError("unknown_rulebook", `no such rulebook; expected ${ids().join(", ")}${hint}`);
    });
  }

  function find(reference: string): CompiledRulebook {
    if (!isFile(reference)) return byId(reference);
    return remembered(reference, () => compileText(readRulebookFile(reference), reference));
  }

  function compileText(text: string, file: string): CompiledRulebook {
    return compileRulebook(parseRulebook(text, file, known));
  }

  return {
    get ids() {
      return ids();
    },
    byId,
    setOwn(own) {
      operators = typeof own === "function" ? own : () => own;
    },
    find,
    read(reference, { files }) {
      const { name, editionId } = splitReference(reference);
      return readingOf(files ? find(name) : byId(name), editionId, registry);
    },
    readText(text, reference) {
      const { name, editionId } = splitReference(reference);
      return readingOf(compileText(text, name), editionId, registry);
    },
    async readTextBeside(threads, text, reference) {
      const { name, editionId } = splitReference(reference);
      const read = await readElsewhere(threads, text, name, known);
      if (read === null) return null;
      const { rulebook, tables } = read;
      const book = compileRulebook(rulebook, (edition) => tables[rulebook.editions.indexOf(edition)]);
      return readingOf(book, editionId, registry);
    },
  };
}

function readingOf(book: CompiledRulebook, editionId: string | null, registry: KnownOwners): Decider {
  const { rulebook } = book;
  // Most books have no owners of their own: their facts are taken as they are.
  const seen = rulebook.owners === null ? null : ownersSeenBy(rulebook, registry);
  const factsSeen = seen === null ? (facts: PolicyFacts) => facts : seen.factsSeen;
  const bySight = <Answer>(ask: (facts: PolicyFacts) => Answer): ((facts: PolicyFacts) => Answer) =>
    seen === null ? ask : (facts) => ask(seen.factsSeen(facts));
  if (editionId === null) {
    return {
      book,
      editionAt: (at) => rulebook.editions.findLast(({ from }) => from.getTime() <= at.getTime()) ?? null,
      decide: bySight((facts) => decide(book, facts)),
      clientGroup: (at, client) => clientGroup(book, at, client),
      factsSeen,
      explain: bySight((facts) => explain(book, facts)),
    };
  }
  const compiled = compiledEditionById(book, editionId);
  return {
    book,
    editionAt: () => compiled.edition,
    decide: bySight((facts) => decideIn(compiled, facts)),
    clientGroup: (_at, client) => clientGroupIn(compiled, client),
    factsSeen,
    explain: bySight((facts) => explainIn(compiled, facts)),
  };
}

function compiledEditionById(compiled: CompiledRulebook, editionId: string): CompiledEdition {
  const { rulebook } = compiled;
  const wanted = editionById(rulebook, editionId);
  return compiled.edition(rulebook.editions.indexOf(wanted)) ?? compileEdition(rulebook, wanted);
}

/** `id@edition` in its two parts; without an edition the one in force is meant. */
export function splitReference(reference: string): { readonly name: string; readonly editionId: string | null } {
  const at = reference.lastIndexOf("@");
  // Folders and files have an @ in their names too (`job@2/mine.yaml`, `mine@ci.yaml`), editions no such end.
  if (at <= 0 || isFile(reference.slice(at))) return { name: reference, editionId: null };
  return { name: reference.slice(0, at), editionId: reference.slice(at + 1) };
}

function isFile(reference: string): boolean {
  return /[/\\]|\.(?:ya?ml|json)$/u.test(reference);
}

/** The file that a reference names; null when it names a shipped rulebook. */
export function rulebookFileOf(reference: string): string | null {
  const { name } = splitReference(reference);
  return isFile(name) ? name : null;
}

/** The largest shipped book has 70 KiB. Read and compared, one of this size takes some 250 MiB for a while. */
const MAX_FILE_BYTES = 1_048_576;

/**
 * @param mayWait  Whether a pipe will do too: at a start, and where nobody is served.
 * @throws {RulebookError} `unknown_rulebook` when it cannot be read, `syntax` when it is no UTF-8.
 */
export function readRulebookFile(path: string, { mayWait = true }: { readonly mayWait?: boolean } = {}): string {
  let read: FileRead;
  try {
    read = readFileUpTo(path, MAX_FILE_BYTES, { mayWait });
  } catch (error) {
    const code = errnoOf(error) ?? "unknown fault";
    throw new RulebookError("unknown_rulebook", `${path}: cannot be read (${code})`);
  }
  if (read.kind === "no_file")
    throw new RulebookError("unknown_rulebook", `${path}: expected a file, no pipe and no device`);
  if (read.kind === "too_large")
    throw new RulebookError("unknown_rulebook", `${path}: expected at most ${MAX_FILE_BYTES} bytes`);
  const text = readUtf8(read.bytes);
  if (typeof text === "string") return text;
  throw rulebookProblems("syntax", [{ file: path, ...text }]);
}
