import { MESSAGES_OPTIONS } from "../cli/messages-store.ts";
import type { OptionValues } from "../cli/command.ts";

export const LOG_OPTIONS = {
  ...MESSAGES_OPTIONS,
  key: { kind: "list", value: "VKEY", help: "a key that is trusted, as /v1/log/key tells it; repeatable" },
  from: { kind: "list", value: "FILE", help: "verify: a checkpoint that was kept, or what watch keeps; repeatable" },
  against: { kind: "text", value: "DIR", help: "verify: an export that was kept, which names what changed exactly" },
  proof: { kind: "text", value: "FILE", help: "verify: one .tlog-proof by itself, without the log" },
  match: { kind: "text", value: "FIELD=VALUE", help: "show: whether a commitment is to this value" },
  keep: { kind: "text", value: "FILE", help: "watch: where checkpoints are kept, one JSON a line" },
  every: { kind: "text", value: "SECONDS", help: "watch: between two looks; 0: one look (60)" },
  "token-from": { kind: "text", value: "VARIABLE", help: "the variable that holds an auditor's token (none)" },
  json: { kind: "flag", help: "JSON in the place of text" },
} as const;

export type LogValues = OptionValues<typeof LOG_OPTIONS>;
