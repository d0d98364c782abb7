import { isConversationId } from "../chat/ids.ts";
import { USER_ID_FAULTS, userIdFault, type UserIdFault } from "../chat/user-id.ts";
import type { ClientFrame } from "../protocol/client-frames.ts";
import { ProtocolError } from "../protocol/errors.ts";
import type { UserStore } from "../store/users.ts";

/** Names found sound are remembered up to so many, so that a message costs no look at its addressee's letters. */
const MAX_REMEMBERED = 10_000;

/** Which names people may have and write to. A name that a store knows keeps working, whatever the rule says of new ones. */
export interface UserNames {
  /** What keeps a user of this name out; null: nothing. The bot's name, and what looks like it, is never excused. */
  faultOf(user: string): Promise<UserIdFault | null>;
  /** Whether it is a reserved name letter for letter. */
  isReserved(user: string): boolean;
  /**
   * Looks at whom a frame writes to, brings in or blocks. Undefined when all is well, without a wait.
   *
   * @throws {ProtocolError} `bad_frame`, or rejects with it, naming the field and the rule.
   */
  checkFrame(frame: ClientFrame): Promise<void> | undefined;
}

/**
 * @param reserved  Whom nobody may be taken for: the bot. They can be written to.
 * @param maxNames  A frame with more is refused for that, so no more are looked at.
 */
export function createUserNames(
  store: Pick<UserStore, "knowsUser">,
  { reserved, maxNames }: { readonly reserved: readonly string[]; readonly maxNames: number },
): UserNames {
  const sound = new Set<string>();

  function isSound(user: string): boolean {
    if (sound.has(user)) return true;
    if (!reserved.includes(user) && userIdFault(user, reserved) !== null) return false;
    if (sound.size >= MAX_REMEMBERED) sound.clear();
    sound.add(user);
    return true;
  }

  async function faultOf(user: string): Promise<UserIdFault | null> {
    const fault = userIdFault(user, reserved);
    return fault === null || fault === "reserved" || !(await store.knowsUser(user)) ? fault : null;
  }

  async function checkFrom(index: number, field: string, users: readonly string[]): Promise<void> {
    for (const user of users.slice(index)) {
      const fault = isSound(user) ? null : await faultOf(user);
      if (fault !== null) throw new ProtocolError("bad_frame", `${field}: ${USER_ID_FAULTS[fault]}`);
    }
  }

  return {
    faultOf,
    isReserved: (user) => reserved.includes(user),
    checkFrame(frame) {
      const [field, all] = named(frame);
      const users = all.length > maxNames ? all.slice(0, maxNames) : all;
      const doubtful = users.findIndex((user) => !isSound(user));
      return doubtful === -1 ? undefined : checkFrom(doubtful, field, users);
    },
  };
}

/** Who is written to, brought in or blocked. Taking out and unblocking need no sound name. */
function named(frame: ClientFrame): readonly [field: string, users: readonly string[]] {
  if (frame.type === "send") return ["to", isConversationId(frame.to) ? [] : [frame.to]];
  if (frame.type === "group") return ["members", frame.members];
  if (frame.type === "members") return ["add", frame.add];
  return ["user", frame.type === "block" && frame.blocked ? [frame.user] : []];
}
