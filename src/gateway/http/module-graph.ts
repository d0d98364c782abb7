/** An import or a re-export of another file, once types are taken out: what a browser fetches for it. */
const IMPORT = /^\s*(?:(?:import|export)\b[^"';]*?\bfrom\s*|import\s*)"(\.[^"]+)"/gmu;

/**
 * The modules that a browser loads with one, without it: what it imports, what those import, and so on.
 *
 * @param start  Its path, as the server knows it: `/web/main.ts`.
 * @param read  From a path to the JavaScript that answers there; null when there is none.
 * @returns paths, the nearest first.
 */
export async function modulesWith(start: string, read: (path: string) => Promise<string | null>): Promise<string[]> {
  const found = new Set([start]);
  let nearest = [start];
  while (nearest.length > 0) {
    const bodies = await Promise.all(nearest.map(async (path) => [path, await read(path)] as const));
    const named = bodies.flatMap(([path, body]) =>
      [...(body ?? "").matchAll(IMPORT)].map(([, name = ""]) => new URL(name, `file://${path}`).pathname),
    );
    nearest = [...new Set(named)].filter((path) => !found.has(path));
    for (const path of nearest) found.add(path);
  }
  found.delete(start);
  return [...found];
}
