import type { StoredMessage } from "../../chat/conversation.ts";
import { knownAt } from "../../messages/judge.ts";
import { readableAt } from "../../messages/open-link.ts";
import { judgeContext, replayContext, type Reader } from "../../messages/reader.ts";
import { ProtocolError } from "../../protocol/errors.ts";
import type { LinkReport } from "../../report/report.ts";
import { refusalOf } from "./refusal.ts";
import type { FrameParts, Handler } from "./request.ts";

/** Decides afresh about one link. What else the connection asks does not wait for a slow page. */
export const open: Handler<"open"> = async ({ connection, session, frame }, parts) => {
  const { user, reader } = session;
  const message = await parts.storage.store.message(user, frame.conversation, frame.seq);
  void opened(message, frame.index, user, reader, parts)
    .then(async (report) => {
      if (report === null) throw new ProtocolError("unknown_message");
      // `/o/…` decides by the operator's facts: what is replayed opens nothing, neither here nor for who is handed the address.
      const isOpen = report.verdict.action !== "block" && reader.replay === null;
      const via = isOpen ? await parts.openLinks.wayTo(message, frame.index, user, reader) : undefined;
      const way = via === undefined ? {} : { via: `${connection.prefix}${via}` };
      const token = via?.slice("/o/".length);
      const isReadable = token !== undefined && parts.hasArticles && readableAt(report) !== null;
      const text = isReadable ? { article: `${connection.prefix}/v1/article/${token}` } : {};
      // What is replayed is a tester's own, and nothing that the gateway stands for.
      const signed = reader.replay === null ? ((await parts.signVerdict?.(report, user)) ?? null) : null;
      const proof = signed === null ? {} : { signature: signed.signature, signatureSalt: signed.salt ?? "" };
      connection.send({ type: "opened", re: frame.id, report, ...way, ...text, ...proof });
    })
    .catch((error: unknown) => connection.refuse(refusalOf(error, frame.id, parts.environment.onFault)));
};

/** A tester's report of where the link leads; with a network of its own nobody is asked and nothing is learned. */
async function opened(
  message: StoredMessage,
  index: number,
  user: string,
  reader: Reader,
  { following, environment: { now } }: FrameParts,
): Promise<LinkReport | null> {
  const { replay, locale } = reader;
  const at = now();
  const known =
    replay?.hasOwnNetwork === true
      ? null
      : await following.open(message, index, user, judgeContext(reader, message, at));
  if (replay === null) return known?.report ?? null;
  const context = replayContext(replay, locale, at);
  const resolution = known?.resolution ?? null;
  const reports = await replay.judge(message.text, context, resolution === null ? [] : knownAt(index, resolution));
  return reports[index] ?? null;
}
