/** Says who may change the shared lists: it grows whenever another takes over. */
export type ListsTurn = number;

/** The lists of several gateways in one place: the catalog, and the texts that it names. Part of what a store shares. */
export interface SharedLists {
  /** One more with each change; 0 where there is nothing yet. */
  listsGeneration(): Promise<number>;
  /** The catalog in force, as it was put; null where there is none yet. */
  keptLists(): Promise<{ readonly generation: number; readonly catalogJson: string } | null>;
  /** A text as it was put, piece by piece; no piece where there is none of this name. */
  listText(file: string): AsyncIterable<Uint8Array>;
  /** Keeps a piece of a text that no catalog names yet. */
  putListText(file: string, piece: number, bytes: Uint8Array): Promise<void>;
  /**
   * Puts a catalog in force in one step, and removes each text that is not among `files`. Resolves with its generation.
   *
   * @throws {StoreError} `lease_lost` when another has taken over or changed the lists: nothing has changed then.
   */
  putLists(
    catalogJson: string,
    files: readonly string[],
    after: { readonly generation: number; readonly turn: ListsTurn },
  ): Promise<number>;
  /** Takes the turn to change the lists, or keeps it until later; null while another has it. */
  takeListsTurn(holder: string, forMs: number): Promise<ListsTurn | null>;
  endListsTurn(holder: string): Promise<void>;
}
