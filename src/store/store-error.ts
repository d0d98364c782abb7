/** `unavailable`: nothing was written and nothing may be acknowledged; reading goes on, and trying again later may work. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code:
    | "unknown_conversation"
    | "unknown_message"
    | "not_a_group"
    | "not_admin"
    | "group_too_large"
    | "blocked"
    | "key_reused"
    | "not_a_contact"
    | "too_many_groups"
    | "too_many_blocks"
    | "too_many_choices"
    | "lease_lost"
    | "unavailable";

  constructor(code: StoreError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
