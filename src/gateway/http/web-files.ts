import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { modulesWith } from "./module-graph.ts";

/** Where moderators decide cases. */
export const CONSOLE_PATH = "/console";

export interface WebFile {
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** Only plain names: no dot but the extension's, so no path leads out of the folders. */
const PATH =
  /^\/(?:(?:web|client|protocol|report\/words)\/(?:[a-z0-9-]+\/)*[a-z0-9-]+|policy\/types|report\/own-choice|input\/words|chat\/(?:search-form|han-forms)|findings\/types|cases\/reporter)\.(ts|js|css|html|svg|png|webmanifest)$/u;
const TYPES: Readonly<Record<string, string>> = {
  ts: "text/javascript; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  webmanifest: "application/manifest+json",
};

/** Where each page of ours is, and the module that it starts with. Its own addresses are relative to where it is. */
const PAGES: Readonly<Record<string, { readonly file: string; readonly start: string }>> = {
  "/": { file: "/web/index.html", start: "/web/main.ts" },
  [CONSOLE_PATH]: { file: "/web/console/index.html", start: "/web/console/main.ts" },
};

/**
 * The web client's files, at addresses that mirror the source tree, so that its imports work as they stand.
 * A `.ts` file is served with its types taken out; where only the built `.js` exists (the package), that answers in its place.
 * The page names every module that it starts with, so that a browser asks for all at once rather than for one import after another.
 *
 * @param root  The folder that holds `web/`, `client/`, `protocol/`, the words and choices of `report/`, `policy/`, `input/`, `chat/`, `findings/` and `cases/`.
 * @returns a function from a path to the file; null when there is none.
 */
export function createWebFiles(root: URL): (path: string) => Promise<WebFile | null> {
  const stripped = new Map<string, { readonly source: string; readonly body: string }>();

  const bytesOf = (path: string): Promise<Uint8Array | null> => readFile(new URL(`.${path}`, root)).catch(() => null);
  const read = (path: string): Promise<string | null> => readFile(new URL(`.${path}`, root), "utf8").catch(() => null);

  /** By the module that a page starts with. */
  const preloads = new Map<string, Promise<string>>();

  async function preloadTags(start: string): Promise<string> {
    const modules = await modulesWith(start, textAt);
    return modules.map((path) => `<link rel="modulepreload" href="${path.slice(1)}" />\n    `).join("");
  }

  async function textAt(path: string): Promise<string | null> {
    const body = (await fileAt(path))?.body;
    return typeof body === "string" ? body : null;
  }

  async function fileAt(wanted: string): Promise<WebFile | null> {
    const extension = PATH.exec(wanted)?.[1];
    if (extension === undefined) return null;
    const type = TYPES[extension] ?? "application/octet-stream";
    if (extension === "png") {
      const body = await bytesOf(wanted);
      return body === null ? null : { type, body };
    }
    const source = await read(wanted);
    if (extension !== "ts") return source === null ? null : { type, body: source };
    if (source === null) {
      const built = await read(wanted.replace(/ts$/u, "js"));
      return built === null ? null : { type, body: built };
    }
    const known = stripped.get(wanted);
    if (known?.source === source) return { type, body: known.body };
    const body = withoutTypes(source);
    stripped.set(wanted, { source, body });
    return { type, body };
  }

  return async (path) => {
    const page = PAGES[path];
    const file = await fileAt(page?.file ?? path);
    if (file === null || page === undefined || typeof file.body !== "string") return file;
    const tag = `<script type="module" src="${page.start.slice(1)}">`;
    const tags = preloads.get(page.start) ?? preloadTags(page.start);
    preloads.set(page.start, tags);
    return { ...file, body: file.body.replace(tag, (await tags) + tag) };
  };
}

/** Without the warning that Node writes at the first: that this is an experiment is no news of the gateway. */
function withoutTypes(source: string): string {
  // oxlint-disable-next-line typescript/unbound-method -- it is put back as it was
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
