import { openChecker } from "../check/checker.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";
import { widthOf } from "./cli/wrapped.ts";

const OPTIONS = {
  json: { kind: "flag", help: "as JSON (what a pipe gets)" },
} as const;

export const apps: Command = {
  name: "apps",
  usage: "hutong apps [options] [ID]",
  summary: "the registry: every app in a line, or one app whole",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    const [id, ...more] = positionals;
    if (more.length > 0) throw new UsageError("expected at most one ID");
    const { registry } = openChecker();
    if (id !== undefined) {
      const app = registry.app(id);
      if (app === null) throw new UsageError("no app has this id; hutong apps lists them");
      await console.write(`${JSON.stringify(app, null, 2)}\n`);
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
