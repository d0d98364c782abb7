import type { FrameParts, Handler, Request } from "./request.ts";

/** Changes who is in a group, where something is to change, and lists its members. */
export const members: Handler<"members"> = async (request, parts) => {
  const { session, frame } = request;
  const { conversation, add, remove } = frame;
  if (add.length > 0 || remove.length > 0) {
    const rules = session.isBot ? parts.botGroupRules : parts.groupRules;
    const { store, bus } = parts.storage;
    const { limits, now } = parts.environment;
    const { maxGroupMembers: maxMembers } = limits;
    const change = { by: session.user, conversation, add, remove, maxMembers, at: now(), rules };
    const changed = await store.changeMembers(change);
    const judgedFor = session.reader.cacheKey;
    for (const message of changed.events) {
      // Its requester learns of it as everybody does, so that the numbers have no hole.
      bus.publish(changed.audience, { kind: "message", message, judgedFor });
    }
  }
  return listMembers(request, parts);
};

/** Answers with one page of a conversation's members. */
async function listMembers(
  { connection, session: { user }, frame: { id, conversation, after, limit } }: Request<"members">,
  { storage: { store }, environment: { limits } }: FrameParts,
): Promise<void> {
  const most = Math.min(limit ?? limits.maxListPage, limits.maxListPage);
  const page = await store.members(user, conversation, { after: after ?? null, limit: most + 1 });
  const members = page.members.slice(0, most);
  connection.send({
    type: "members",
    re: id,
    conversation,
    members: members.map((each) => each.user),
    more: page.members.length > most,
    memberCount: page.memberCount,
    admin: page.admin,
    delivered: Object.fromEntries(members.map((each) => [each.user, each.delivered])),
    read: Object.fromEntries(members.map((each) => [each.user, each.read])),
  });
}
