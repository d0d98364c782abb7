/** A file of the index is not what was written there. Whoever opened it builds it anew from the kept lists. */
export class DamagedIndexError extends Error {
  override readonly name = "DamagedIndexError";
  readonly code = "damaged_index";
  /** Name of the file, without its folder. */
  readonly file: string;

  constructor(file: string, because: string) {
    super(`${file}: ${because}`);
    this.file = file;
  }
}

/** Lists are larger than the index can hold exactly. Nothing is built: an index that leaves entries out would answer wrongly. */
export class IndexLimitError extends Error {
  override readonly name = "IndexLimitError";
  readonly code = "index_limit";
}

/** Listed hosts of one generation. Ranks, samples and select directories count in 32 bits with room to spare. */
export const MAX_HOSTS = 2 ** 27;
/** Lists of one generation: a list's number is one byte, and 255 stays free. */
export const MAX_LISTS = 255;
/** Bytes of one entry as it is kept: its path, query and the rest. */
export const MAX_ENTRY_BYTES = 65_536;
/** Characters of a listed host. Source: RFC 1035, section 2.3.4, as text without the last dot. */
export const MAX_HOST_CHARS = 253;
