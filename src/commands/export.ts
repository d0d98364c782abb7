import type { StoredMessage } from "../chat/conversation.ts";
import { keptContext } from "../chat/kept-json.ts";
import { z } from "zod";
import { readJson } from "../input/json.ts";
import type { ConversationPlace, ConversationSummary, ConversationStore } from "../store/conversations.ts";
import { complaintItem, type ComplaintItem } from "../protocol/complaint-item.ts";
import type { CaseStore } from "../store/cases.ts";
import type { Store } from "../store/store.ts";
import type { WrittenPlace } from "../store/upkeep.ts";
import { readOptions, type Command, type Console } from "./cli/command.ts";
import { userFrom, withDatabase } from "./cli/data-folder.ts";
import { MESSAGES_OPTIONS, openMessagesToRead } from "./cli/messages-store.ts";

const PAGE = 500;
/** Each page of messages is looked for among all that the user wrote, so they are long. */
const MESSAGES_PAGE = 5_000;

const OPTIONS = {
  ...MESSAGES_OPTIONS,
  fixtures: { kind: "flag", help: "what this user wrote as fixtures, a line each, for replay --record" },
} as const;

export const exportUser: Command = {
  name: "export",
  usage: "hutong export [options] USER",
  summary: "everything kept of one user, as JSON, also while the gateway runs",
  options: OPTIONS,
  async run(argv, console) {
    const { values, positionals } = readOptions(argv, OPTIONS, console.env);
    const user = userFrom(positionals);
    return withDatabase("export", console, async () => {
      const store = await openMessagesToRead(values);
      try {
        if (!(await store.knowsUser(user))) {
          console.tell("hutong export: no such user here; expected the name as it is written in the messages");
          return 1;
        }
        await (values.fixtures ? writeFixtures(user, store, console) : writeAll(user, store, console));
        return 0;
      } finally {
        await store.close();
      }
    });
  },
};

async function* conversationsOf(user: string, store: ConversationStore): AsyncGenerator<ConversationSummary> {
  let after: ConversationPlace | null = null;
  for (;;) {
    const page: readonly ConversationSummary[] = await store.conversations(user, { after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = { id: last.conversation.id, activeAt: last.activeAt };
  }
}

/** Their complaints, and the decisions that concern them. */
async function complaintsOf(user: string, store: CaseStore): Promise<readonly ComplaintItem[]> {
  const all: ComplaintItem[] = [];
  for (;;) {
    const page = await store.complaintsOf(user, all.at(-1)?.id ?? null, PAGE);
    all.push(...page.map(complaintItem));
    if (page.length < PAGE) return all;
  }
}

async function membersOf(user: string, id: string, store: ConversationStore): Promise<readonly string[]> {
  const all: string[] = [];
  for (;;) {
    const { members } = await store.members(user, id, { after: all.at(-1) ?? null, limit: PAGE });
    all.push(...members.map((each) => each.user));
    if (members.length < PAGE) return all;
  }
}

async function writeAll(user: string, store: Store, console: Console): Promise<void> {
  const conversations = [];
  for await (const { conversation, isMember, delivered, read } of conversationsOf(user, store)) {
    conversations.push({
      conversation: conversation.id,
      kind: conversation.kind,
      title: conversation.title,
      members: await membersOf(user, conversation.id, store),
      admin: conversation.admin,
      isMember,
      delivered: delivered[user] ?? 0,
      read: read[user] ?? 0,
    });
  }
  const head = {
    user,
    exportedAt: new Date().toISOString(),
    since: (await store.accountsSince([user])).get(user) ?? null,
    choice: await store.choice(user),
    choices: await store.exactChoices(user),
    blocks: await store.blocks(user),
    devices: (await store.devices(user)).map(({ device, os, version, locale }) => ({ device, os, version, locale })),
    conversations,
    complaints: await complaintsOf(user, store),
  };
  // The messages may be many, so they are written as they are read.
  await console.write(`${JSON.stringify(head).slice(0, -1)},"messages":[`);
  let before = "\n";
  for await (const { key, message } of writtenBy(user, store)) {
    await console.write(`${before}${JSON.stringify({ key, ...exported(message) })}`);
    before = ",\n";
  }
  await console.write("\n]}\n");
}

async function* writtenBy(user: string, store: Store) {
  let after: WrittenPlace | null = null;
  for (;;) {
    const page: Awaited<ReturnType<Store["writtenBy"]>> = await store.writtenBy(user, after, MESSAGES_PAGE);
    yield* page;
    after = page.at(-1)?.message ?? null;
    if (page.length < MESSAGES_PAGE) return;
  }
}

/** As their writer's own client judged them; nothing is expected yet, and nothing the network answered is told. */
async function writeFixtures(user: string, store: Store, console: Console): Promise<void> {
  let isNone = true;
  for await (const { message } of writtenBy(user, store)) {
    const { conversation, seq, kind, at, text, deletedAt, event } = message;
    if (deletedAt !== null || event !== null) continue;
    const context = keptContext(message);
    const judged = context === null ? {} : { client: context.client, locale: context.locale };
    isNone = false;
    await console.write(`${JSON.stringify({ id: `${conversation}:${seq}`, at, chat: kind, ...judged, text })}\n`);
  }
  if (isNone) console.tell("hutong export: no fixture: this user wrote nothing whose text is still kept");
}

/** Whole, whichever program kept it: only what is no JSON is not told. @throws {KeptJsonError} */
function exported({ conversation, seq, at, text, reportsJson, resolutions, listed, deletedAt, event }: StoredMessage) {
  return {
    conversation,
    seq,
    at,
    text,
    links: readJson<unknown>(z.unknown(), reportsJson, "message.reports"),
    resolutions: resolutions === null ? null : readJson<unknown>(z.unknown(), resolutions, "message.resolutions"),
    ...(listed !== null && { listed: readJson<unknown>(z.unknown(), listed, "message.listed") }),
    deletedAt,
    event,
  };
}
