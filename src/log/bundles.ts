/** Source: C2SP tlog-tiles, "Log entries": each entry behind its length in two bytes, big-endian. */
export function writeBundle(entries: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}

/** Entries of a bundle, as far as they are whole and at most so many, and how many bytes stand behind them. */
export function readBundle(
  bundle: Buffer,
  most: number,
): { readonly entries: readonly Buffer[]; readonly left: number } {
  const entries: Buffer[] = [];
  let at = 0;
  while (entries.length < most && at + 2 <= bundle.length) {
    const end = at + 2 + bundle.readUInt16BE(at);
    if (end > bundle.length) break;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return { entries, left: bundle.length - at };
}
