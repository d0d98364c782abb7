const KEY_BYTES = 16;
/** React Native has no `crypto`, and some shims only a part of it. */
const given: { readonly crypto?: { getRandomValues?: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array } } = globalThis;

/**
 * A key that no other request of its user has. Browsers have `randomUUID` only on pages with TLS or on localhost. Without `crypto` the
 * moment tells devices apart too: older Hermes begins chance from 32 bits (facebook/hermes #1169).
 */
export function freshKey(): string {
  const bytes = new Uint8Array(KEY_BYTES);
  const isDrawn = given.crypto?.getRandomValues?.(bytes) !== undefined;
  if (!isDrawn) for (const at of bytes.keys()) bytes[at] = Math.random() * 256;
  const drawn = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return isDrawn ? drawn : `${Date.now().toString(36)}-${drawn}`;
}
