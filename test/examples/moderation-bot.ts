import { createBot, type Bot } from "../../src/bot/index.ts"; // In a program of your own: "hutong/bot".

/** Puts out of a group that it is admin of whoever shared three links that are blocked. */
export function moderationBot(url: string, token: string, mostBlocked = 3): Bot {
  const shared = new Map<string, number>();
  return createBot({ url, token }).onLinks(async ({ from, kind, conversation, links, client, reply }) => {
    const blocked = links.filter(({ verdict }) => verdict.action === "block");
    if (blocked.length === 0 || kind !== "group") return;
    const count = (shared.get(from) ?? 0) + blocked.length;
    shared.set(from, count);
    const [worst] = blocked;
    if (count < mostBlocked) await reply(`@${from} ${worst?.verdict.reason} (${count} of ${mostBlocked})`);
    else await client.members(conversation, { remove: [from] });
  });
}
