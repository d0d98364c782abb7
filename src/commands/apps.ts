import type { AppEntry } from "../apps/app-file.ts";
import type { AppRegistry } from "../apps/registry.ts";
import { openChecker } from "../check/checker.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";
import { widthOf } from "./cli/wrapped.ts";

const OPTIONS = {
  json: { kind: "flag", help: "as JSON (what a pipe gets)" },
} as const;

export const apps: Command = {
  name: "apps",
  usage: "hutong apps [options] [NAME]",
  summary: "the registry: every app in a line, or one app whole, by its id or any of its names",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    const { registry } = openChecker();
    if (positionals.length > 0) {
      await console.write(`${JSON.stringify(namedApp(positionals.join(" "), registry), null, 2)}\n`);
      return 0;
    }
    const entries = registry.apps();
    if (values.json || console.columns === null) {
      await console.write(`${JSON.stringify({ apps: entries })}\n`);
      return 0;
    }
    const rows = entries.map((entry) => [
      entry.id,
      entry.names.en ?? entry.id,
      entry.names.zh ?? "",
      entry.owner,
      entry.class,
    ]);
    const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ""))));
    const lines = rows.map((row) =>
      row
        .map((cell, column) => cell + " ".repeat(Math.max((widths[column] ?? 0) - widthOf(cell), 0)))
        .join("  ")
        .trimEnd(),
    );
    await console.write(`${lines.join("\n")}\n`);
    return 0;
  },
};

/** @throws {UsageError} that names the nearest apps, or those that share the name. */
function namedApp(name: string, registry: AppRegistry): AppEntry {
  const { named } = registry;
  const [id, ...others] = named.find(name);
  const found = id === undefined ? null : registry.app(id);
  if (found !== null && others.length === 0) return found;
  if (found !== null)
    throw new UsageError(`several apps have this name; expected one of ${named.find(name).join(", ")}`);
  const nearest = named.nearest(name).map((each) => `${registry.app(each)?.names.en ?? each} (${each})`);
  if (nearest.length === 0) throw new UsageError("no app has this id or name; hutong apps lists them");
  throw new UsageError(`no app has this id or name; the nearest: ${nearest.join(", ")}`);
}
