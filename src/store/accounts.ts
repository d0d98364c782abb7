/** What a store knows of users as such; part of the contract in store.ts. */
export interface Accounts {
  /** Whether something is kept of this user: a conversation they are or were in, or a device they signed in from. */
  knowsUser(user: string): Promise<boolean>;
}
