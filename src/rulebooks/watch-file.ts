import { watch } from "node:fs";
import { dirname } from "node:path";

/** Writers take several steps (truncate and write, write beside and rename): they are given this long to end. */
const SETTLE_MS = 100;

/**
 * Calls back some time after something changed in a file's folder: the file was written or replaced.
 * A replacement is a rename or a link; a link changes other names of the folder.
 * The listener checks whether it was this file.
 *
 * @param onFault  Told when the folder can no longer be watched.
 * @returns a function that ends the watch.
 */
export function watchFile(path: string, onChange: () => void, onFault: (error: unknown) => void): () => void {
  let timer: NodeJS.Timeout | null = null;
  const watcher = watch(dirname(path), { persistent: false }, () => {
    // Not put off by further changes: a folder that is written to without end would put it off for ever.
    timer ??= setTimeout(() => {
      timer = null;
      onChange();
    }, SETTLE_MS);
  });
  watcher.on("error", onFault);
  return () => {
    watcher.close();
    if (timer !== null) clearTimeout(timer);
  };
}
