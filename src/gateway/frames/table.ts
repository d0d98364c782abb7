import type { Chatting, Connection } from "../socket/connection.ts";
import { appeal, complain, complaints, withdraw } from "./complain.ts";
import { block } from "./block.ts";
import { choose } from "./choose.ts";
import { conversations } from "./conversations.ts";
import { deleteMessage } from "./delete.ts";
import { delivered } from "./delivered.ts";
import { group } from "./group.ts";
import { history } from "./history.ts";
import { members } from "./members.ts";
import { open } from "./open.ts";
import { read } from "./read.ts";
import type { ChatFrame, ChatFrameType, FrameParts, Handler } from "./request.ts";
import { search } from "./search.ts";
import { send } from "./send.ts";
import { sync } from "./sync.ts";
import { typing } from "./typing.ts";

/** Who handles each frame. It does not compile with one missing. */
export const HANDLERS: { readonly [T in ChatFrameType]: Handler<T> } = {
  appeal,
  block,
  choose,
  complain,
  complaints,
  conversations,
  delete: deleteMessage,
  delivered,
  group,
  history,
  members,
  open,
  read,
  search,
  send,
  sync: ({ connection, session, frame }, { storage, environment: { limits }, frameCache, hub, turns, onAhead }) =>
    sync(connection, session, frame, { storage, frameCache, limits, hub, turns, onAhead }),
  typing,
  withdraw,
};

/** These need not wait for the connection's messages to be answered: nothing they do reads what those change. */
const WAITS_FOR_NO_SEND: ReadonlySet<ChatFrameType> = new Set(["send", "typing"]);

/** Answered with a page that may take milliseconds to read and hundreds of kilobytes to tell. */
const READS_A_PAGE: ReadonlySet<ChatFrameType> = new Set([
  "complaints",
  "conversations",
  "history",
  "members",
  "search",
]);

/** Hands a frame to its handler, once the messages sent before it over the connection are answered. */
export function handleFrame(
  connection: Connection,
  session: Chatting,
  frame: ChatFrame,
  parts: FrameParts,
): Promise<void> | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a row takes its own frames by its key, which no union tells
  const handler = HANDLERS[frame.type] as Handler<ChatFrameType>;
  const act = () => handler({ connection, session, frame }, parts);
  // Nobody reads the page of a connection that ended meanwhile.
  const actInTurn = () => turnOf(connection, parts).then(() => (connection.phase === session ? act() : undefined));
  const handle = READS_A_PAGE.has(frame.type) ? actInTurn : act;
  const { lastSend } = connection;
  return WAITS_FOR_NO_SEND.has(frame.type) || lastSend === null ? handle() : lastSend.then(handle);
}

/** Resolves when a page may be read: others have had their turn, and this reader has taken most of the pages before. */
async function turnOf(connection: Connection, { turns, environment: { limits } }: FrameParts): Promise<void> {
  if (connection.waitingBytes() > limits.softMarkBytes) await connection.flushed();
  await turns.next();
}
