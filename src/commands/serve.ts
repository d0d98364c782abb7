import { constants } from "node:os";
import { getSystemErrorMessage } from "node:util";
import { keySource } from "../access/provider-keys.ts";
import { createCallers } from "../access/forwarding.ts";
import { parseOrigins } from "../access/origins.ts";
import { type App, openApp } from "../app.ts";
import { DEFAULT_CONFIG, type Config } from "../config.ts";
import { errnoOf } from "../input/errno.ts";
import { InputError } from "../input/input-error.ts";
import { nearestWord } from "../policy/vocabulary.ts";
import { LIMITS, parseLimit } from "../protocol/limits.ts";
import { FOUR_EYES } from "../cases/case.ts";
import {
  oneOf,
  readOptions,
  UsageError,
  wholeNumber,
  type Command,
  type Console,
  type OptionValues,
} from "./cli/command.ts";
import { CONFIG_OPTION, readConfigFile } from "./cli/config-file.ts";
import { DatabaseFileError } from "../store/sqlite/database-file-error.ts";
import { keepHeapSmall, type SmallHeap } from "./cli/small-heap.ts";
import { CHAT_OPTIONS, matrixSecretIn, telegramFrom, webhookFrom } from "./cli/chat-options.ts";
import { RESOLVE_OPTIONS, resolveSettings } from "./cli/judge-options.ts";
import { WRAPPERS_OPTION, wrappersFrom } from "./cli/wrappers-option.ts";
import { secretIn, TOKEN_RULE_OPTIONS, tokenRulesFrom } from "./cli/token-options.ts";
import { LOG_LEVELS, logFrom } from "../telemetry/log.ts";
import { isNatsUrl } from "../bus/nats-url.ts";
import { untilSignal } from "./cli/until-signal.ts";
import { openWhenThere } from "./cli/store-wait.ts";
import { STORE_OPTION, storeUrl } from "./cli/messages-store.ts";

const GROUPS = ["anyone", "contacts"] as const;

const OPTIONS = {
  ...CONFIG_OPTION,
  host: { kind: "text", value: "ADDRESS", help: "address to listen on (127.0.0.1)" },
  port: { kind: "text", value: "PORT", help: "port, 0 for any free one (8080)" },
  data: { kind: "text", value: "DIR", help: "folder of the database and the signing secret (data; none with --store)" },
  origin: {
    kind: "list",
    value: "ORIGIN",
    help: "a web origin that may connect besides the gateway's own; repeatable",
  },
  base: { kind: "text", value: "PATH", help: "the path under which a proxy has the gateway, such as /chat/ (/)" },
  cors: {
    kind: "list",
    value: "ORIGIN",
    help: "whose pages may read /v1/check and what anybody may read, or *; repeatable (none)",
  },
  "trusted-proxy": {
    kind: "list",
    value: "CIDR",
    help: "a proxy whose Forwarded and X-Forwarded-For are believed; repeatable",
  },
  ...STORE_OPTION,
  bus: {
    kind: "text",
    value: "URL",
    help: "how the gateways of one --store tell each other: postgres, or nats://host:port (none: there is one gateway)",
  },
  "no-qr": { kind: "flag", help: "no QR code of the address on a terminal, where another device reaches it (off)" },
  demo: { kind: "flag", help: "sign-in by name alone for everyone who reaches the gateway (off)" },
  rulebook: {
    kind: "text",
    value: "BOOK",
    help: "who decides: id, id@edition or a file (wechat; with --store the one in force there)",
  },
  strict: {
    kind: "flag",
    help: "a changed rulebook that makes a rule unreachable, or allows more, is refused instead of warned of (off)",
  },
  shadow: { kind: "text", value: "BOOK", help: "a candidate that judges beside and is shown to nobody (none)" },
  "host-platform": {
    kind: "text",
    value: "APP",
    help: "the app whose chat this is (the first that the rulebook governs, else wechat)",
  },
  ...RESOLVE_OPTIONS,
  ...WRAPPERS_OPTION,
  retention: { kind: "text", value: "DAYS", help: "messages lose their content after so many days (never)" },
  lists: {
    kind: "text",
    value: "DIR",
    help: "folder of the threat lists (with --store there, else lists in the data folder)",
  },
  "list-window": {
    kind: "text",
    value: "DAYS",
    help: "a changed list reaches messages of so many days, 0 for none (30)",
  },
  "log-public": { kind: "flag", help: "anybody may read the entries of the decision log (auditors and moderators)" },
  jwks: { kind: "text", value: "URL|FILE", help: "public keys (JWKS) of an identity provider (none)" },
  ...TOKEN_RULE_OPTIONS,
  ...CHAT_OPTIONS,
  groups: {
    kind: "text",
    value: "WHO",
    choices: GROUPS,
    help: "who may put somebody into a group: anyone, or contacts, whom they have written to (anyone)",
  },
  "log-level": {
    kind: "text",
    value: "LEVEL",
    choices: LOG_LEVELS,
    help: "what is logged: debug, info, warn or error, and what matters more (info)",
  },
  "four-eyes": {
    kind: "text",
    value: "WHICH",
    choices: FOUR_EYES,
    help: "which decisions on complaints need two people: wide, or all (wide)",
  },
  limit: { kind: "list", value: "NAME=NUMBER", help: "a limit, by its name in welcome.limits; repeatable" },
} as const;

const DEMO_WARNING =
  "demo: everyone who reaches this gateway signs in under any name and reads as of any day; not for people's real messages";
const AUDIENCE_WARNING =
  "jwks: without --jwt-audience a token that the identity provider made for another application signs in here too";
/** A hundred years. */
const MOST_RETENTION_DAYS = 36_500;

export const serve: Command = {
  name: "serve",
  usage: "hutong serve [options]",
  summary: "the gateway, with the web client and embedded SQLite",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    if (positionals.length > 0)
      throw new UsageError("expected options only; npm passes them on behind two dashes: npm start -- --port 8081");
    const config = values.config === undefined ? configFrom(values, console) : configOf(argv, values.config, console);
    const heap = keepHeapSmall([...process.execArgv, console.env["NODE_OPTIONS"] ?? ""]);
    try {
      return await serveUntilStopped(config, console, { heap, withCode: !values["no-qr"] && console.columns !== null });
    } finally {
      heap.close();
    }
  },
};

async function serveUntilStopped(
  config: Config,
  console: Console,
  { heap, withCode }: { readonly heap: SmallHeap; readonly withCode: boolean },
): Promise<0 | 1 | 2> {
  const goOn = endAtSignals();
  const opened = await openOrTell(config, console)
    // Listened for before the other is no more: a signal that came while the start was at work waits for either.
    .then((app) => (typeof app === "number" ? app : { app, stopped: untilStopped(app.reload, isOnTerminal()) }))
    .finally(goOn);
  if (typeof opened === "number") return opened;
  const { app, stopped } = opened;
  if (config.demo) console.tell(DEMO_WARNING);
  if (config.jwks !== null && config.tokenRules.audience === null) console.tell(AUDIENCE_WARNING);
  await console.write(`${app.url}\n`);
  if (withCode) await printCode(app, config, console);
  heap.collectWhenIdle();
  await stopped;
  logFrom(config.logLevel)({ event: "closing", message: "clients are told when to come back" });
  await app.close();
  return 0;
}

/**
 * The address for a phone to read, only ever on a terminal. With `--demo` the link signs a guest in: once, and behind `#`, which no
 * request and no log holds.
 */
async function printCode(app: App, { origins }: Config, console: Console): Promise<void> {
  const { addressFromOutside, qrLines } = await import("./cli/address-code.ts");
  const address = addressFromOutside({ url: app.url, origins });
  if (address === null) return;
  const code = app.makeSignInCode?.();
  const lines = qrLines(code === undefined ? address : `${address}#in=${code}`);
  if (lines === null) return;
  const what = code === undefined ? "" : " It signs one guest in, once, within ten minutes.";
  await console.write(`${lines.join("\n")}\nA phone that reads this opens ${address}.${what}\n`);
}

/** A server that is away for longer is told by the exit code, which a supervisor sees. */
const STORE_WAIT_MS = 60_000;
const STORE_RETRY_MS = 1_000;

/** Options of a file, under those that are given here or by variables. */
function configOf(argv: readonly string[], file: string, console: Console): Config {
  const { env, within } = readConfigFile(file, OPTIONS, { argv, env: console.env });
  return within(() => configFrom(readOptions(argv, OPTIONS, env).values, { ...console, env }));
}

/** An exit code when the messages cannot be served; why is told. */
async function openOrTell(config: Config, console: Console): Promise<App | 1 | 2> {
  const open = () => openApp(config, { options: OPTIONS });
  const onWait = (because: string): void =>
    console.tell(`hutong serve: ${because}; it is waited for, ${STORE_WAIT_MS / 1_000} s at most`);
  try {
    if (config.store === null) return await open();
    return await openWhenThere(open, { waitMs: STORE_WAIT_MS, everyMs: STORE_RETRY_MS, onWait });
  } catch (error) {
    if (error instanceof DatabaseFileError) {
      console.tell(`hutong serve: ${error.message}`);
      return 1;
    }
    const why = addressFault(error, config);
    if (why === null) throw error;
    console.tell(`hutong serve: ${why}`);
    return COMES_LATE.has(errnoOf(error) ?? "") ? 1 : 2;
  }
}

/** The address is none of this machine's. */
const NOT_OURS: ReadonlySet<string> = new Set(["EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN", "EINVAL"]);

/** An interface may get its address, and a resolver its answer, after a machine has begun to start services. */
const COMES_LATE: ReadonlySet<string> = new Set(["EADDRNOTAVAIL", "EAI_AGAIN"]);

/** What the system says of the address to listen on; null for any other error. */
function addressFault(error: unknown, { host, port }: Config): string | null {
  if (!(error instanceof Error)) return null;
  const { syscall, errno, code = "" } = error as NodeJS.ErrnoException;
  const isOfAddress = syscall === "listen" || syscall === "bind" || syscall === "getaddrinfo";
  if (!isOfAddress || errno === undefined) return null;
  const expected = NOT_OURS.has(code) ? "expected an address or a name of this machine: " : "";
  return `--host ${host}, --port ${port}: ${expected}${getSystemErrorMessage(errno)} (${code})`;
}

/** An address as in a URL has brackets, which belong to the URL. @throws {UsageError} */
function hostFrom(text: string | undefined): string {
  if (text === undefined) return DEFAULT_CONFIG.host;
  const host = /^\[(.*)\]$/u.exec(text)?.[1] ?? text;
  // One colon would be a port's.
  if (/^[\w.-]+$|^[\da-f:.]*:[\da-f:.]*:[\da-f:.]*(?:%\w+)?$/iu.test(host)) return host;
  throw new UsageError("expected an address or a name without scheme and port, such as 127.0.0.1 or ::1", {
    field: "--host",
  });
}

function configFrom(values: OptionValues<typeof OPTIONS>, console: Console): Config {
  return {
    host: hostFrom(values.host),
    port: values.port === undefined ? DEFAULT_CONFIG.port : wholeNumber("port", values.port, 0, 65_535),
    data: values.data ?? DEFAULT_CONFIG.data,
    store: storeUrl(values.store),
    bus: busFrom(values),
    origins: originsFrom("--origin", values.origin),
    base: baseFrom(values.base),
    cors: values.cors.includes("*") ? ["*"] : originsFrom("--cors", values.cors),
    trustedProxies: trustedProxiesFrom(values["trusted-proxy"]),
    demo: values.demo,
    rulebook: values.rulebook ?? DEFAULT_CONFIG.rulebook,
    strict: values.strict,
    shadow: values.shadow ?? DEFAULT_CONFIG.shadow,
    hostPlatform: values["host-platform"] ?? DEFAULT_CONFIG.hostPlatform,
    resolve: resolveSettings(values, console),
    wrappers: wrappersFrom(values),
    retentionDays:
      values.retention === undefined
        ? DEFAULT_CONFIG.retentionDays
        : wholeNumber("retention", values.retention, 1, MOST_RETENTION_DAYS),
    lists: values.lists ?? DEFAULT_CONFIG.lists,
    listWindowDays:
      values["list-window"] === undefined
        ? DEFAULT_CONFIG.listWindowDays
        : wholeNumber("list-window", values["list-window"], 0, MOST_RETENTION_DAYS),
    groups: groupsFrom(values.groups),
    fourEyes:
      values["four-eyes"] === undefined ? DEFAULT_CONFIG.fourEyes : oneOf("four-eyes", values["four-eyes"], FOUR_EYES),
    limits: limitsFrom(values.limit),
    secret: secretIn(console.env, "HUTONG_SECRET"),
    previousSecret: secretIn(console.env, "HUTONG_PREVIOUS_SECRET"),
    logKey: secretIn(console.env, "HUTONG_LOG_KEY"),
    logPublic: values["log-public"],
    matrixSecret: matrixSecretIn(console.env),
    telegram: telegramFrom(values, console.env),
    webhook: webhookFrom(values, console.env),
    jwks: values.jwks === undefined ? null : keySource(values.jwks),
    logLevel: oneOf("log-level", values["log-level"] ?? DEFAULT_CONFIG.logLevel, LOG_LEVELS),
    otel: otelFrom(console.env),
    tokenRules: tokenRulesFrom(values),
  };
}

/**
 * What OpenTelemetry's variables say.
 *
 * @throws {UsageError} where nothing would ever arrive: a collector that is away is told later, an address that is none would not be.
 */
function otelFrom(env: Console["env"]): Config["otel"] {
  const protocol = env["OTEL_EXPORTER_OTLP_PROTOCOL"] ?? "";
  if (protocol === "grpc")
    throw new UsageError("expected http/json: telemetry goes by OTLP/HTTP, to a collector's port 4318", {
      field: "OTEL_EXPORTER_OTLP_PROTOCOL",
    });
  for (const signal of ["", "TRACES_", "METRICS_"]) {
    const field = `OTEL_EXPORTER_OTLP_${signal}ENDPOINT`;
    const endpoint = env[field] ?? "";
    if (endpoint === "" || (/^https?:\/\//u.test(endpoint) && URL.canParse(endpoint))) continue;
    throw new UsageError("expected an address with its scheme, such as http://127.0.0.1:4318", { field });
  }
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      name.startsWith("OTEL_") && value !== undefined ? [[name, value]] : [],
    ),
  );
}

function originsFrom(field: string, texts: readonly string[]): readonly string[] {
  try {
    return [...parseOrigins(texts)];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(error.message, { field });
  }
}

/** Without its last slash; empty for the root. */
function baseFrom(text = "/"): string {
  if (/^(?:\/[\w.~-]+)*\/?$/u.test(text) && !/\/\.{1,2}(?:\/|$)/u.test(text)) return text.replace(/\/$/u, "");
  throw new UsageError("expected a path such as /chat/", { field: "--base" });
}

/** @throws {UsageError} that repeats nothing of the URL: it may hold a password. */
function busFrom({
  bus,
  store,
}: {
  readonly bus: string | undefined;
  readonly store: string | undefined;
}): string | null {
  if (bus === undefined) return null;
  if (store === undefined) throw new UsageError("expected --store postgres://… beside it", { field: "--bus" });
  if (bus !== "postgres" && !isNatsUrl(bus))
    throw new UsageError(
      "expected postgres, or nats://user:password@host:port/NAME; in a password %, @, /, ? and # are %25, %40, %2F, %3F and %23",
      { field: "--bus" },
    );
  return bus;
}

function groupsFrom(text: string | undefined): Config["groups"] {
  if (text === undefined) return DEFAULT_CONFIG.groups;
  return oneOf("groups", text, GROUPS);
}

function trustedProxiesFrom(networks: readonly string[]): readonly string[] {
  try {
    createCallers(networks);
    return networks;
  } catch (error) {
    throw new UsageError(`--trusted-proxy: ${error instanceof Error ? error.message : "expected CIDR"}`);
  }
}

function limitFrom(text: string): Config["limits"] {
  try {
    return parseLimit(text);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [name = ""] = text.split("=", 1);
    const nearest = Object.hasOwn(LIMITS, name) ? null : nearestWord(name.slice(0, 64), Object.keys(LIMITS));
    const message = nearest === null ? error.message : `no limit has this name; did you mean "${nearest}"?`;
    throw new UsageError(message, { field: "--limit" });
  }
}

/** Until the returned function is called, a signal ends the process: as process 1 of a container it would pass over them. */
function endAtSignals(): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const end = (signal: (typeof signals)[number]): void => process.exit(128 + constants.signals[signal]);
  for (const signal of signals) process.once(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}

/** SIGHUP reads the rulebook's file again; a gateway without one goes on, unless its terminal went, and it ends with that. */
function untilStopped(reload: App["reload"], endsWithTerminal: boolean): Promise<void> {
  const endsAtHangUp = reload === null && endsWithTerminal;
  if (!endsAtHangUp) process.on("SIGHUP", reload ?? (() => undefined));
  return untilSignal(["SIGINT", "SIGTERM", ...(endsAtHangUp ? (["SIGHUP"] as const) : [])]);
}

/** Asked while it is there: one that went is none any more. */
function isOnTerminal(): boolean {
  return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
}

function limitsFrom(texts: readonly string[]): Config["limits"] {
  const limits: Config["limits"] = {};
  for (const text of texts) Object.assign(limits, limitFrom(text));
  return limits;
}
