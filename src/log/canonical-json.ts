/** What canonical JSON here is made of: fractions are left out, since nothing in an entry has any. */
export type Canonical =
  | string
  | number
  | boolean
  | null
  | readonly Canonical[]
  | { readonly [name: string]: Canonical };

/** One text for one value, members in the order of their names' UTF-16 units. Source: RFC 8785, sections 3.2.1 to 3.2.3. */
export function canonicalJson(value: Canonical): string {
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error("expected a whole number");
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  let json = "";
  // Sorted as strings are: by their UTF-16 units.
  for (const name of Object.keys(value).toSorted())
    json += `${json === "" ? "" : ","}${JSON.stringify(name)}:${canonicalJson(value[name] ?? null)}`;
  return `{${json}}`;
}

function isList(value: object): value is readonly Canonical[] {
  return Array.isArray(value);
}
