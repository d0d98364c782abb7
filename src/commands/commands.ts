import type { Command } from "./cli/command.ts";

/** Every command of the CLI, loaded when it is called: `hutong links` need not wait for the gateway's parts. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import("./serve.ts")).serve,
  check: async () => (await import("./check.ts")).check,
  links: async () => (await import("./links.ts")).links,
  explain: async () => (await import("./explain.ts")).explain,
  replay: async () => (await import("./replay.ts")).replay,
  diff: async () => (await import("./diff.ts")).diff,
  audit: async () => (await import("./audit.ts")).audit,
  rulebook: async () => (await import("./rulebook.ts")).rulebook,
  lists: async () => (await import("./lists.ts")).lists,
  fit: async () => (await import("./fit.ts")).fit,
  timeline: async () => (await import("./timeline.ts")).timeline,
  schema: async () => (await import("./schema.ts")).schema,
  apps: async () => (await import("./apps.ts")).apps,
  payments: async () => (await import("./payments.ts")).payments,
  backup: async () => (await import("./backup.ts")).backup,
  restore: async () => (await import("./restore.ts")).restore,
  import: async () => (await import("./import.ts")).importData,
  migrate: async () => (await import("./migrate.ts")).migrate,
  epoch: async () => (await import("./epoch.ts")).epoch,
  export: async () => (await import("./export.ts")).exportUser,
  erase: async () => (await import("./erase.ts")).erase,
  revoke: async () => (await import("./revoke.ts")).revoke,
  token: async () => (await import("./token.ts")).token,
  completion: async () => (await import("./completion.ts")).completionOf(COMMANDS),
};
