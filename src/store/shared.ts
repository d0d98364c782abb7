/** Secrets of the gateways on one store, so that none needs a file of its own. */
export interface SharedSecrets {
  /** Signs tokens: 32 random bytes as base64url, drawn by whichever gateway asks first. */
  signingSecret(): Promise<string>;
  /** The one before it, whose tokens hold until they run out; null: there is none. */
  previousSigningSecret(): Promise<string | null>;
}

/** What the gateways on one store share besides the messages. A store in a data folder is one gateway's and has none of it. */
export interface SharedState extends SharedSecrets {}
