import { interfaceLocale } from "./report/report.ts";
import { createSignInCodes } from "./access/sign-in-codes.ts";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openProviderKeys } from "./access/provider-keys.ts";
import { answerAsOf } from "./bots/answer-as-of.ts";
import { asksOfComplaints, complaintAnswer, MAX_COMPLAINTS_TOLD } from "./bots/complaint-question.ts";
import { BOT_USER } from "./chat/ids.ts";
import type { AppRegistry } from "./apps/registry.ts";
import { EMPTY_CATALOG } from "./findings/lists/kept/catalog.ts";
import { keepLog } from "./gateway/log-keeper.ts";
import { servedLog } from "./gateway/http/served-log.ts";
import { LOG_KEY_FILE } from "./log/keys.ts";
import { createVerdictSigner } from "./log/sign-verdict.ts";
import { createPublisher } from "./log/publish.ts";
import { NO_LISTS, openChecker, type Checker } from "./check/checker.ts";
import type { Facts } from "./docs/made-pages.ts";
import type { DocsSite } from "./docs/site.ts";
import { ROUTES } from "./gateway/http/routes/table.ts";
import { compareElsewhere } from "./check/compare-elsewhere.ts";
import { nearestApps, refuseUnknownHost } from "./check/host-platform.ts";
import { appHosts, openGuards, type ListGuards } from "./findings/lists/guards.ts";
import { openDecidedEffects, type DecidedEffects } from "./messages/decided-effects.ts";
import type { LiveLists } from "./findings/lists/kept/live-lists.ts";
import { keepLists, keepSharedLists, listsTold } from "./gateway/list-keeper.ts";
import { openLinkResolver } from "./check/link-resolver.ts";
import { openArticleFetcher, openImageFetcher } from "./check/page-fetchers.ts";
import { userAgentOf } from "./check/resolve-settings.ts";
import { createPoster } from "./resolve/fetch/poster.ts";
import { openLiveRulebook } from "./rulebooks/live.ts";
import { readBuiltinText } from "./rulebooks/builtin.ts";
import { DEFAULT_RULEBOOK, type Decider } from "./rulebooks/shelf.ts";
import {
  DATA_FOLDER,
  DATABASE_FILE,
  LISTS_FOLDER,
  dataFolderOf,
  isOtlpAsked,
  SECRET_FILE,
  type Config,
  type WebhookSettings,
} from "./config.ts";
import { createGateway } from "./gateway/gateway.ts";
import { createFaultReport } from "./telemetry/fault-report.ts";
import { logFrom, type Log } from "./telemetry/log.ts";
import { createMetrics, type Metrics } from "./telemetry/metrics.ts";
import { fewOpenFiles, readOpenFiles } from "./telemetry/open-files.ts";
import { monitorProcess } from "./telemetry/process-reading.ts";
import { createPrometheusMeter } from "./telemetry/prometheus.ts";
import { NO_TRACER, type Tracer } from "./telemetry/telemetry.ts";
import { programVersion } from "./input/program-version.ts";
import { limitsWith } from "./protocol/limits.ts";
import { createJudge, type Judge, type JudgeContext } from "./messages/judge.ts";
import { hostPlatformOf } from "./policy/host-platform.ts";
import { readerOf } from "./messages/reader.ts";
import { createFrameCache } from "./gateway/socket/frames-for-readers.ts";
import { signerWith } from "./adapters/webhook/signature.ts";
import { createWebhook, type Webhook, type WebhookParts } from "./adapters/webhook/webhook.ts";
import { createMatrixCallbacks } from "./adapters/matrix.ts";
import type { CheckText } from "./adapters/checking.ts";
import { createTelegramWebhook, DEFAULT_TELEGRAM_API } from "./adapters/telegram.ts";
import { checkSchema, type HttpApi } from "./gateway/http/http-api.ts";
import { publicApi } from "./gateway/http/public-api.ts";
import { replayOpener } from "./messages/replay.ts";
import { keepRulebooks } from "./gateway/rulebook-keeper.ts";
import { createRulebookReview } from "./gateway/rulebook-review.ts";
import { createBusNotices } from "./gateway/bus-notices.ts";
import { createRulebookAgreement, rulebookName } from "./gateway/rulebook-agreement.ts";
import { followSharedChanges, type SharedChanges } from "./gateway/shared-changes.ts";
import { keepSharedRulebook, type SharedRulebookKeeper } from "./gateway/shared-rulebook.ts";
import { createShadowTraffic } from "./gateway/shadow-traffic.ts";
import { openDiskCache, type DiskCache } from "./resolve/cache/disk-cache.ts";
import { keepListWindow } from "./store/list-window.ts";
import { startRetention } from "./store/retention.ts";
import { lockDataFolder } from "./store/sqlite/folder-lock.ts";
import { openBus, openStore } from "./open-store.ts";
import { removeParts } from "./input/whole-file.ts";
import { errnoOf } from "./input/errno.ts";

/** A running gateway. */
export interface App {
  /** Where the web client is, `http://…`; the socket is at the same place under `/v1/ws`. */
  readonly url: string;
  /** Reads the rulebook and its shadow again, each where it is kept; null when both are shipped ones. */
  readonly reload: (() => void) | null;
  /** A code that signs in once, for a printed link (`#in=CODE`); null: nobody signs in by name alone here. */
  readonly makeSignInCode: (() => string) | null;
  /** Ends in order; a second call joins the first. */
  close(): Promise<void>;
}

/** Telegram itself waits longer for an answer. */
const TELEGRAM_TIMEOUT_MS = 10_000;
/** Source: "Request timeout" of Standard Webhooks, which asks for 15 to 30 s. */
const WEBHOOK_TIMEOUT_MS = 15_000;
const CACHE_FILE = "links.sqlite";

/** What a program that starts a gateway tells of itself, for the documentation. */
interface Told {
  readonly options?: Facts["options"];
  /** The folder that holds `web/`. Default: this program's own. */
  readonly webRoot?: URL;
}

/**
 * Opens every part by hand and listens.
 *
 * @throws {RulebookError} on an invalid rulebook.
 * @throws {InputError} on an invalid setting.
 * @throws {DataFolderError} `in_use` while another gateway runs on the data folder, or `unusable`.
 * @throws {DatabaseFileError} on a store that cannot be served.
 * @throws {Error} of the system when the port cannot be opened.
 */
export async function openApp(config: Config, { options = {}, webRoot }: Told = {}): Promise<App> {
  let lists: LiveLists | null = null;
  let sharedKeeper: SharedRulebookKeeper | null = null;
  let changes: SharedChanges | null = null;
  let decided: DecidedEffects | null = null;
  const checker = openChecker(
    { wrappers: config.wrappers },
    { current: () => decided?.current() ?? lists?.current() ?? NO_LISTS },
  );
  // Before anybody waits for a message: each takes a while to read.
  for (const id of checker.shelf.ids) checker.shelf.byId(id);
  const { shelf } = checker;
  // A mistake in a file is told before anything is made or locked.
  const own = config.store === null ? openLiveRulebook(shelf, config.rulebook ?? DEFAULT_RULEBOOK) : null;
  const metrics = createMetrics(createPrometheusMeter());
  const log = logFrom(config.logLevel);
  const clock = (): Date => new Date();
  const candidate = config.shadow === null ? null : openLiveRulebook(shelf, config.shadow);
  const { hostPlatform } = config;
  const { registry } = checker;
  if (own !== null && hostPlatform !== null)
    refuseUnknownHost(registry, hostPlatform, own.current.book.rulebook, "--host-platform");
  const opened: { close(): unknown }[] = [];
  const keep = <T extends { close(): unknown }>(part: T): T => {
    opened.push(part);
    return part;
  };
  const faults = createFaultReport(log, () => metrics.add("faults"), config.store !== null);
  const { onFault } = faults;
  const monitor = keep(monitorProcess());
  metrics.tellProcess(() => monitor.read());
  const fewFiles = fewOpenFiles(readOpenFiles(), limitsWith(config.limits).maxConnections);
  if (fewFiles !== null) log(fewFiles);
  metrics.tellBuild({ version: programVersion(), node: process.versions.node });
  const { strict: isStrict } = config;
  const review = keep(
    createRulebookReview({ comparison: compareElsewhere(), isStrict, hostPlatform, clock, metrics, log }),
  );
  let closing: Promise<void> | null = null;
  let tellStore = (): void => {};
  const close = () => {
    tellStore();
    return (closing ??= closeInReverse(opened));
  };
  try {
    const tracer = isOtlpAsked(config.otel) ? keep(await openExport(config.otel, metrics, log)).tracer : NO_TRACER;
    const folder = dataFolderOf(config);
    if (folder !== null) {
      keep(lockDataFolder(folder, "gateway", clock()));
      removeParts(folder, [SECRET_FILE, LOG_KEY_FILE, DATABASE_FILE]);
    }
    const listParts = { registry, origins: config.origins, clock, metrics, log };
    if (config.lists !== null) lists = keep(await keepLists(config.lists, listParts));
    else if (config.store === null) lists = keep(await keepLists(join(folder ?? DATA_FOLDER, LISTS_FOLDER), listParts));
    const onTrouble = ({ message }: { readonly message: string }): void => log({ event: "jwks", message });
    const providerKeys = config.jwks === null ? null : openProviderKeys(config.jwks, { onTrouble });
    await providerKeys?.start();
    const { store, secrets, rulebook, sharedLists, logKeys, roll, stopping } = keep(
      await openStore(config, own, { shelf, review, log }, onFault),
    );
    tellStore = stopping;
    if (lists === null && folder !== null && sharedLists !== null && existsSync(join(folder, LISTS_FOLDER))) {
      log({ event: "list_trouble", file: LISTS_FOLDER, message: "not read beside --store: --lists names it" });
    }
    if (lists === null && sharedLists !== null) lists = keep(await keepSharedLists(sharedLists, listParts));
    if (lists !== null) decided = await openDecidedEffects({ store, base: lists, clock });
    let guards: ListGuards | null = null;
    // Every app is read for them, which no message waits for.
    const openedGuards = (): ListGuards =>
      (guards ??= openGuards({
        own: config.origins.flatMap((origin) => URL.parse(origin)?.hostname ?? []),
        apps: appHosts(registry.apps()),
        warned: lists?.catalog().lists.flatMap(({ text }) => text.guards) ?? [],
      }));
    const { live } = rulebook;
    if (hostPlatform !== null) refuseUnknownHost(registry, hostPlatform, live.current.book.rulebook, "--host-platform");
    // A shipped one has no rule that can never speak.
    const isShipped = live.text === null || live.text.text === readBuiltinText(live.text.reference);
    if (isStrict && !isShipped) await review.refuseWarned(null, live.text);
    const shadow =
      candidate === null ? null : createShadowTraffic({ live, candidate, registry, hostPlatform, clock, metrics, log });
    if (config.retentionDays !== null) {
      keep(startRetention({ store, days: config.retentionDays, now: clock, onFault }));
    }
    keep(keepListWindow({ store, days: config.listWindowDays, now: clock, onFault }));
    const publisher = createPublisher({ log: store, keys: logKeys, now: clock });
    const signVerdict = createVerdictSigner({ publisher, now: clock });
    const logKeeper = keep(
      keepLog({
        store,
        publisher,
        catalog: () => lists?.catalog() ?? EMPTY_CATALOG,
        decider: () => live.current,
        clock,
        log,
        onFault,
      }),
    );
    lists?.onChange(() => logKeeper.look());
    const agreement = createRulebookAgreement({
      own: () => rulebookName(live.current, clock()),
      look: () => void sharedKeeper?.reloadRulebook(),
      log,
      nowMs: () => performance.now(),
    });
    metrics.tellRulebooks(() => agreement.differing());
    const notices = createBusNotices({ metrics, log, nowMs: () => performance.now() });
    const bus = keep(await openBus(config, roll, { secret: secrets.secret, standing: agreement, onFault, ...notices }));
    const links = keep(openLinks(config, folder, checker.registry, log));
    const inForceNow = () => live.current;
    const judge = createJudge({ checker, inForce: inForceNow, resolver: links.resolver, hostPlatform });
    if (config.webhook !== null) {
      const webhook = webhookOf(config.webhook, config, { store, bus, judge, live, clock, metrics, log, onFault });
      await webhook.start();
      keep(webhook);
    }
    // Whoever chose that everyone signs in by name may hand a phone the way in.
    const signInCodes = config.demo ? createSignInCodes(() => performance.now()) : null;
    const open = publicApi({ checker, resolver: links.resolver, inForce: inForceNow, clock });
    const gateway = keep(
      createGateway({
        clock,
        storage: { store, bus },
        identity: {
          secret: secrets.secret,
          ...(secrets.previous === null ? {} : { previousSecret: secrets.previous }),
          ...(providerKeys === null ? {} : { providerKeys }),
          tokenRules: config.tokenRules,
          demo: config.demo,
          ...(signInCodes !== null && { signInCodes }),
        },
        rules: {
          decider: inForceNow,
          judge,
          ...(decided === null ? {} : { threats: decided, decided, listWindowDays: config.listWindowDays }),
          guardOf: (entry) => openedGuards().guardOf(entry),
          fourEyes: config.fourEyes,
          ...(config.listWindowDays === 0 ? {} : { hostsOnTheWay: checker.hostsOnTheWay }),
          clientGroupOf: ({ decider = live.current, at, client }) => decider.clientGroup(at, client),
          openReplay: replayOpener(checker, links.resolver, inForceNow),
          groups: config.groups,
          nearestApps: (id) => (registry.app(id) === null ? nearestApps(registry, id) : null),
        },
        network: {
          origins: config.origins,
          base: config.base,
          cors: config.cors,
          trustedProxies: config.trustedProxies,
          limits: config.limits,
          ...(webRoot !== undefined && { webRoot }),
        },
        links: {
          resolver: config.resolve.mode === "off" ? null : links.resolver,
          ...(links.images === null ? {} : { images: links.images }),
          ...(links.articles === null ? {} : { articles: links.articles }),
        },
        services: {
          bot: {
            userId: BOT_USER,
            onMessage: async ({ from, text, links: reports, context }) => {
              if (asksOfComplaints(text, reports)) {
                const own = await store.complaintsOf(from, null, MAX_COMPLAINTS_TOLD);
                return complaintAnswer(own, interfaceLocale(context.locale));
              }
              return answerAsOf(text, reports, interfaceLocale(context.locale), {
                registry,
                at: context.at,
                host: hostPlatformOf(hostPlatform, live.current.book.rulebook),
                // Another day has another edition; what was learned of the links is of the message.
                judge: async (asked, at, known) => judge(asked, { ...context, at }, known),
              });
            },
          },
          ...(shadow === null ? {} : { shadow }),
          signVerdict,
          api: {
            ...open,
            ...chatsOf(config, open, log),
            docs: docsOf(checker, options),
            lists: () => listsTold(lists, clock()),
            signVerdict,
            log: servedLog(publisher, store, config.logPublic),
            ...(shadow === null ? {} : { shadow: () => shadow.report() }),
          },
        },
        telemetry: { metrics, log, faults, tracer },
      }),
    );
    if (rulebook.kind === "shared" || rulebook.live.file !== null) shelf.setOwn(() => live.current.book);
    const onChange = (): void => {
      logKeeper.look();
      shadow?.restart();
      gateway.tellRulebook();
    };
    const inForce =
      rulebook.kind === "own" ? [{ live: rulebook.live, role: "in_force" as const, onChange, review }] : [];
    const beside = candidate && { live: candidate, role: "shadow" as const, onChange: () => shadow?.restart() };
    const fileKeepers = keepRulebooks(beside === null ? inForce : [...inForce, beside], { metrics, log });
    const onNoticed = (): void => changes?.rulebookNoticed();
    sharedKeeper =
      rulebook.kind === "own" ? null : keepSharedRulebook(rulebook.live, { metrics, log, onChange, onNoticed });
    const keepers = [fileKeepers, sharedKeeper].flatMap((keeper) => (keeper === null ? [] : [keep(keeper)]));
    const reloadAll = (): void => {
      for (const { reload } of keepers) reload();
    };
    changes = keep(
      followSharedChanges({
        bus,
        lookForRulebook: sharedKeeper?.reloadRulebook ?? null,
        lists: sharedLists === null || config.lists !== null ? null : lists,
      }),
    );
    // The edition of today decides the first message, which need not wait for it.
    live.current.book.edition(live.current.book.rulebook.editions.length - 1);
    const { address, family, port } = await gateway.listen(config.port, config.host);
    if (!isStrict && !isShipped) review.changed(null, live.text);
    const host = family === "IPv6" ? `[${address}]` : address;
    return {
      url: `http://${host}:${port}${config.base}/`,
      reload: keepers.length === 0 ? null : reloadAll,
      makeSignInCode: signInCodes === null ? null : () => signInCodes.make(),
      close,
    };
  } catch (error) {
    // What ended the start is what is told.
    await close().catch(onFault);
    throw error;
  }
}

/** Who exports nothing need not wait for what exports. */
async function openExport(
  env: Config["otel"],
  metrics: Metrics,
  log: Log,
): Promise<{ readonly tracer: Tracer; close(): Promise<void> }> {
  const { openOtlp } = await import("./telemetry/otlp.ts");
  const onTrouble = (because: string): void =>
    log({ event: "otlp", message: `the collector takes nothing: ${because}` });
  return openOtlp({ env, version: programVersion(), read: () => metrics.read(), onTrouble });
}

/** What other chats are answered: what a check of the same text in a group is. */
function chatsOf(
  { matrixSecret: secret, telegram, resolve }: Config,
  { check: checkOf }: HttpApi,
  log: Log,
): Pick<HttpApi, "matrix" | "telegram"> {
  const check: CheckText = async (text, locale, allowance) =>
    (await checkOf?.(checkSchema.parse({ text, chat: "group", locale }), allowance))?.links ?? [];
  const matrix = secret === null ? {} : { matrix: createMatrixCallbacks({ secret, check }) };
  if (telegram === null) return matrix;
  const api = telegram.api ?? DEFAULT_TELEGRAM_API;
  const post = createPoster({
    named: api,
    mayBePrivate: telegram.api !== null,
    userAgent: userAgentOf(resolve.contact),
    timeoutMs: TELEGRAM_TIMEOUT_MS,
  });
  return { ...matrix, telegram: createTelegramWebhook({ ...telegram, api, post, check, log }) };
}

/** The documentation, which is loaded when it is asked for. */
function docsOf({ registry, shelf }: Checker, options: NonNullable<Told["options"]>): NonNullable<HttpApi["docs"]> {
  let site: Promise<DocsSite> | null = null;
  async function open(): Promise<DocsSite> {
    const { openDocs } = await import("./docs/site.ts");
    const books = shelf.ids.map((id) => shelf.byId(id).rulebook);
    return openDocs(new URL("./", import.meta.url), {
      routes: ROUTES,
      apps: registry.apps(),
      rulebooks: books,
      options,
    });
  }
  return async (page) => (await (site ??= open())).page(page);
}

/** Whom whatever is written is told to, over the guarded way of links. */
function webhookOf(
  { url, secrets, mayBePrivate, locale }: WebhookSettings,
  { resolve }: Config,
  {
    judge,
    live,
    ...parts
  }: Pick<WebhookParts, "store" | "bus" | "clock" | "metrics" | "log" | "onFault"> & {
    readonly judge: Judge;
    readonly live: { readonly current: Decider };
  },
): Webhook {
  const userAgent = userAgentOf(resolve.contact);
  const clientGroupOf = ({ decider = live.current, at, client }: JudgeContext): string =>
    decider.clientGroup(at, client);
  return createWebhook({
    ...parts,
    url,
    sign: signerWith(secrets),
    post: createPoster({ named: url, mayBePrivate, userAgent, timeoutMs: WEBHOOK_TIMEOUT_MS, needsText: false }),
    verdicts: createFrameCache(judge, clientGroupOf, () => false, parts.onFault),
    reader: readerOf({ os: "web", version: null }, locale, null),
  });
}

/** Closes every part, also when one fails: the store of a gateway whose bus cannot be left is closed all the same. */
export async function closeInReverse(opened: readonly { close(): unknown }[]): Promise<void> {
  const faults: unknown[] = [];
  for (const part of opened.toReversed()) {
    try {
      await part.close();
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
}

/** Null when the file cannot be used: answers are then kept in memory, which costs requests only. */
function openCache(path: string, log: Log): DiskCache | null {
  const onTrouble = (message: string) => log({ event: "link_cache", message });
  try {
    return openDiskCache(path, { onTrouble });
  } catch (error) {
    const why = errnoOf(error) ?? "another program's";
    onTrouble(`the cache of followed links cannot be opened (${why}) and is kept in memory`);
    return null;
  }
}

/** Everything that asks the network, with what it remembers. */
function openLinks(config: Config, folder: string | null, registry: AppRegistry, log: Log) {
  const { resolve } = config;
  const cache = resolve.mode === "off" || folder === null ? null : openCache(join(folder, CACHE_FILE), log);
  const resolver = openLinkResolver(registry, resolve, cache === null ? {} : { cache });
  const images = openImageFetcher(resolve);
  const articles = openArticleFetcher(resolve);
  return {
    resolver,
    images,
    articles,
    async close() {
      await Promise.all([resolver.close(), images?.close(), articles?.close()]);
      cache?.close();
    },
  };
}
