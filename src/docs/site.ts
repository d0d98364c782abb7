import { readFile } from "node:fs/promises";
import { posix } from "node:path";
import { CONTENTS, type PageEntry } from "./contents.ts";
import { membersOf } from "./described-members.ts";
import { type Facts, MADE } from "./made-pages.ts";
import { layout } from "./layout.ts";
import { writeMarkdown, type Written } from "./markdown.ts";
import { PICTURES } from "./pictures.ts";

export interface DocsSite {
  /** A page as HTML; null: there is none of this name. */
  page(name: string): Promise<string | null>;
  /** Names of all pages that are there. */
  names(): Promise<readonly string[]>;
}

/** The page that lists what stands on all others. */
const HEADINGS = "every-heading";
/** Brackets would end the words of a link. */
const linkWords = (text: string): string => text.replaceAll(/[[\]]/gu, "\\$&");

const ENTRIES: readonly PageEntry[] = CONTENTS.flatMap(({ pages }) => pages);

/**
 * The documentation as one site: the files that lie beside the code, and pages made of the schemas.
 *
 * @param src    The folder of the program: `src`, or `dist` in a package.
 * @param given  What pages are made of besides.
 */
export function openDocs(src: URL, given: Omit<Facts, "limits" | "client">): DocsSite {
  const texts = new Map<string, Promise<string | null>>();
  const pages = new Map<string, Promise<string | null>>();
  const base = "https://docs.invalid/";
  let known: Promise<Facts> | null = null;
  const facts = () =>
    (known ??= Promise.all([limitWords(src), clientMembers(src)]).then(([limits, client]) => ({
      ...given,
      limits,
      client,
    })));

  function textOf(entry: PageEntry): Promise<string | null> {
    const { name, file } = entry;
    const before = texts.get(name);
    if (before !== undefined) return before;
    const text =
      name === HEADINGS
        ? everyHeading()
        : file === null
          ? facts().then((all) => MADE[name]?.(all) ?? null)
          : written(entry, file);
    texts.set(name, text);
    return text;
  }

  /** What all pages are about, on one, where a browser's own search finds it. */
  async function everyHeading(): Promise<string> {
    const lines = await Promise.all(
      ENTRIES.filter(({ name }) => name !== HEADINGS && name !== "").map(async (entry) => {
        const text = await textOf(entry);
        if (text === null) return [];
        const { headings } = writeMarkdown(text, { linkTo: () => null, imageAt: () => null });
        const parts = headings.map((heading) => `  - [${linkWords(heading.text)}](${entry.name}#${heading.id})`);
        return [`- [${linkWords(entry.title)}](${entry.name})`, ...parts];
      }),
    );
    const told = "Each page with its parts. A browser's own search (Ctrl+F) finds words in it.";
    return ["# Every heading", told, lines.flat().join("\n")].join("\n\n");
  }

  async function written({ title }: PageEntry, file: string): Promise<string | null> {
    const text = await readText(src, file);
    // No line of these files is such a fence.
    return text === null || file.endsWith(".md") ? text : `# ${title}\n\n~~~~\n${text.trimEnd()}\n~~~~\n`;
  }

  async function thereAre(): Promise<ReadonlyMap<string, PageEntry>> {
    const all = await Promise.all(ENTRIES.map(async (entry) => ((await textOf(entry)) === null ? null : entry)));
    return new Map(all.filter((entry) => entry !== null).map((entry) => [entry.file ?? `made/${entry.name}`, entry]));
  }

  /** Where an address in a file leads: to a page, to another site, or nowhere here. */
  function leads(file: string, entries: ReadonlyMap<string, PageEntry>, address: string): string | null {
    if (/^https?:/u.test(address)) return address;
    if (address.startsWith("#")) return address;
    const { pathname, hash } = new URL(address, base + file);
    const path = decodeURIComponent(pathname.slice(1));
    const entry = entries.get(path) ?? entries.get(posix.join(path, "README.md")) ?? byName(entries, file, address);
    return entry === undefined ? null : `${entry.name === "" ? "./" : entry.name}${hash}`;
  }

  async function make(name: string): Promise<string | null> {
    const entry = ENTRIES.find((each) => each.name === name);
    const text = entry === undefined ? null : await textOf(entry);
    if (entry === undefined || text === null) return null;
    const [entries, all] = await Promise.all([thereAre(), facts()]);
    const file = entry.file ?? `made/${entry.name}`;
    const page: Written = writeMarkdown(text, {
      linkTo: (address) => leads(file, entries, address),
      imageAt: (address) => pictureAt(file, address),
    });
    const drawn = page.html.replaceAll(
      /<p>\{\{(\w+)\}\}<\/p>/gu,
      (_, picture: string) => PICTURES[picture]?.(all) ?? "",
    );
    return layout({
      entry,
      written: { ...page, html: drawn },
      isThere: (other) => entries.has(other.file ?? `made/${other.name}`),
    });
  }

  return {
    page(name) {
      const made = pages.get(name) ?? make(name);
      // Of names that nobody has, none is kept.
      if (ENTRIES.some((entry) => entry.name === name)) pages.set(name, made);
      return made;
    },
    names: async () => [...(await thereAre()).values()].map(({ name }) => name),
  };
}

/** Pages of the site itself name others by their names. */
function byName(entries: ReadonlyMap<string, PageEntry>, file: string, address: string): PageEntry | undefined {
  if (!file.startsWith("src/docs/") && !file.startsWith("made/")) return undefined;
  const [name = ""] = address.split("#");
  return [...entries.values()].find((entry) => entry.name === name);
}

/** Pictures lie among the files of the page, which a gateway serves beside the site. */
function pictureAt(file: string, address: string): string | null {
  const name = /^src\/web\/([a-z0-9-]+\.(?:png|svg))$/u.exec(posix.join(posix.dirname(file), address))?.[1];
  return name === undefined ? null : `../web/${name}`;
}

/** What each limit bounds, as the comment over it says. */
async function limitWords(src: URL): Promise<Readonly<Record<string, string>>> {
  const text = (await readText(src, "src/protocol/limits.ts")) ?? (await readText(src, "src/protocol/limits.js")) ?? "";
  const found = text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(\w+): \{\s*preset/gu);
  return Object.fromEntries(
    [...found].map(([, words = "", name = ""]) => [name, words.replaceAll(/\s*\*?\s+/gu, " ").trim()]),
  );
}

/** What the client library's own file says of it; a package has its declarations in its place. */
async function clientMembers(src: URL): Promise<Facts["client"]> {
  const text = (await readText(src, "src/client/types.ts")) ?? (await readText(src, "src/client/types.d.ts")) ?? "";
  return {
    methods: membersOf(text, "Client"),
    options: membersOf(text, "ConnectOptions"),
    events: membersOf(text, "ClientEvents"),
  };
}

/** Null: the file is not here. */
async function readText(src: URL, file: string): Promise<string | null> {
  const inSrc = /^src\/(.+)$/u.exec(file)?.[1];
  const place = inSrc === undefined ? new URL(`../${file}`, src) : new URL(inSrc, src);
  return readFile(place, "utf8").catch(() => null);
}
