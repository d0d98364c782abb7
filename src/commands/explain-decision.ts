import { isDeepStrictEqual } from "node:util";
import { isConversationId } from "../chat/ids.ts";
import type { StoredMessage } from "../chat/conversation.ts";
import { keptContext, keptListed, keptReports, keptResolutions } from "../chat/kept-json.ts";
import { openChecker } from "../check/checker.ts";
import { refuseUnknownHost } from "../check/host-platform.ts";
import { listedIn, type ListedOf } from "../check/listed.ts";
import type { Finding } from "../findings/types.ts";
import { KeptJsonError } from "../input/json.ts";
import { checkContextOf, contextSchema } from "../report/context.ts";
import { interfaceLocale, type LinkReport } from "../report/report.ts";
import { linkReportSchema } from "../report/schema.ts";
import { WORDS } from "../report/words/languages.ts";
import { keysOf } from "../input/words.ts";
import type { KnownResolution } from "../check/where-it-leads.ts";
import type { Resolution } from "../resolve/types.ts";
import { DEFAULT_RULEBOOK } from "../rulebooks/shelf.ts";
import { DatabaseFileError } from "../store/sqlite/database-file-error.ts";
import type { Store } from "../store/store.ts";
import { StoreError } from "../store/store-error.ts";
import { UsageError, type Console, type ExitCode } from "./cli/command.ts";
import { openMessagesToRead } from "./cli/messages-store.ts";
import { prettyReports } from "./cli/pretty-report.ts";
import { ruleTable } from "./cli/rule-table.ts";
import { wrappersFrom } from "./cli/wrappers-option.ts";
import { wrapped } from "./cli/wrapped.ts";

const DECISION = { field: "--decision" };

interface DecisionOptions {
  readonly data: string | undefined;
  readonly store: string | undefined;
  readonly rulebook: string | undefined;
  readonly "host-platform": string | undefined;
  readonly wrappers: string | undefined;
  readonly json: boolean;
}

/**
 * Makes a decision of a gateway again from what was kept with its message, without a network: as the sender was told at receipt,
 * and as it became when the link was followed or a list changed.
 *
 * @param id  `CONVERSATION:SEQ:INDEX`, the link's position from 0.
 * @returns   1 when what comes out now is not what was told.
 */
export async function explainDecision(id: string, options: DecisionOptions, console: Console): Promise<ExitCode> {
  const { message, index, reports, judgedIn, resolutions, listed } = await readDecision(id, options);
  const told = reports[index];
  if (told === undefined)
    throw new UsageError(`expected a link of the message, which has no number ${index}`, DECISION);
  const { host, rulebook, own, exact: _exact, ...kept } = judgedIn ?? {};
  const fields = contextSchema.parse({
    at: message.at.toISOString(),
    chat: message.kind,
    ...kept,
    host: host ?? options["host-platform"],
    rulebook: options.rulebook ?? rulebook ?? told.verdict.rulebook,
  });
  const checker = openChecker({ wrappers: wrappersFrom(options) });
  const { book } = checker.shelf.read(fields.rulebook ?? DEFAULT_RULEBOOK, { files: true });
  const context = { ...checkContextOf(fields, message.at, book.rulebook), own };
  if (host === undefined) refuseUnknownHost(checker.registry, context.host, book.rulebook, "--host-platform");
  const remake = (known: KnownResolution, listed: readonly Finding[]) => {
    const resolutionOf = (each: number): KnownResolution => (each === index ? known : "pending");
    const listedOf: ListedOf = (each) => (each === index ? listed : []);
    const made = checker.explain(message.text, context, fields.rulebook, resolutionOf, listedOf)[index];
    if (made === undefined) throw new UsageError("this program finds no such link in the message any more", DECISION);
    return made;
  };
  const atReceipt = remake(resolutionThen(told), listedIn(told));
  const resolution = resolutions[index] ?? null;
  const listedNow = listed[index] ?? [];
  const isChanged = resolution !== null || !isDeepStrictEqual(listedNow, listedIn(told));
  const followed = isChanged ? remake(resolution ?? resolutionThen(told), listedNow) : null;
  const differences = differencesBetween(told, atReceipt.report);
  if (options.json) {
    const { report, explanation } = atReceipt;
    const end = followed === null ? null : { ...followed.report, rules: followed.explanation.rules };
    const made = { told, remade: { ...report, rules: explanation.rules }, differences, followed: end };
    await console.write(
      `${JSON.stringify({ decision: id, at: context.at, ...made, requests: resolution?.requests ?? [] })}\n`,
    );
  } else {
    const columns = console.columns ?? 80;
    const show = ({ report, explanation }: typeof atReceipt) =>
      `${prettyReports([report], interfaceLocale(context.locale), columns)}\n${ruleTable(report, explanation, interfaceLocale(context.locale), columns)}`;
    const { decision: words, marks } = WORDS[interfaceLocale(context.locale)];
    const verdict = differences.length === 0 ? words.same : words.differs(differences.join(", "));
    const headed = (label: string, text: string) => wrapped(label + marks.colon, text, columns);
    await console.write(
      [
        `${headed(words.atReceipt, context.at.toISOString() + marks.comma + verdict)}\n\n${show(atReceipt)}`,
        ...(followed === null
          ? []
          : [
              `${headed(resolution === null ? words.byLists : words.followed, becauseOf(resolution, words))}\n\n${show(followed)}`,
            ]),
      ].join("\n"),
    );
  }
  return differences.length === 0 ? 0 : 1;
}

interface KeptDecision {
  readonly message: StoredMessage;
  readonly index: number;
  readonly reports: ReturnType<typeof keptReports>;
  readonly judgedIn: ReturnType<typeof keptContext>;
  readonly resolutions: ReturnType<typeof keptResolutions>;
  readonly listed: ReturnType<typeof keptListed>;
}

/** @throws {UsageError} where there is no such message, or what was kept with it is not what was written. */
async function readDecision(id: string, where: Pick<DecisionOptions, "data" | "store">): Promise<KeptDecision> {
  const [, conversation = "", seq = "", index = ""] = /^(.+):(\d+):(\d+)$/u.exec(id) ?? [];
  if (!isConversationId(conversation) || !/^[1-9]\d{0,14}$/u.test(seq) || !/^\d{1,4}$/u.test(index)) {
    throw new UsageError("expected CONVERSATION:SEQ:INDEX, such as c:…:12:0", DECISION);
  }
  let store: Store | null = null;
  try {
    store = await openMessagesToRead(where);
    const message = await store.storedMessage(conversation, Number(seq));
    return {
      message,
      index: Number(index),
      reports: keptReports(message),
      judgedIn: keptContext(message),
      resolutions: keptResolutions(message),
      listed: keptListed(message),
    };
  } catch (error) {
    if (error instanceof StoreError)
      throw new UsageError("expected a message of this gateway; it has no such one", DECISION);
    if (error instanceof DatabaseFileError || error instanceof KeptJsonError)
      throw new UsageError(error.message, { field: "--data" });
    throw error;
  } finally {
    await store?.close();
  }
}

/** What the network had told at receipt: what needs no request was told then, the rest was awaited. */
function resolutionThen({ resolution }: LinkReport): KnownResolution {
  const { status, skipped, failure, finalUrl, httpStatus } = resolution;
  if (status === "provisional" && (skipped === null || skipped === "offline")) return skipped ?? "pending";
  // Wrappers on the way are opened by the registry again.
  const rest = { hops: [], page: null, requests: [], httpStatus: httpStatus ?? null };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a report of an end says what its resolution said
  return {
    status: failure === null ? "final" : "failed",
    finalUrl: finalUrl ?? "",
    skipped,
    failure,
    ...rest,
  } as Resolution;
}

/** Paths of the report that came out otherwise. */
function differencesBetween(told: LinkReport, remade: LinkReport): string[] {
  const again = linkReportSchema.parse(JSON.parse(JSON.stringify(remade)));
  return keysOf(told).flatMap((part) => {
    if (isDeepStrictEqual(told[part], again[part])) return [];
    if (part !== "verdict") return [part];
    return keysOf(told.verdict)
      .filter((name) => !isDeepStrictEqual(told.verdict[name], again.verdict[name]))
      .map((name) => `verdict.${name}`);
  });
}

function becauseOf(resolution: Resolution | null, words: (typeof WORDS)["en"]["decision"]): string {
  if (resolution === null) return words.listsChanged;
  const { requests } = resolution;
  if (requests.length === 0) return words.noRequest;
  return requests.map(({ url, status, address }) => words.request(url, status, address)).join("; ");
}
