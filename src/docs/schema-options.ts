import { z } from "zod";

type Word = string | number | boolean | null;

/** What a JSON Schema says of a part, as far as a page reads it. */
interface Part {
  readonly $ref?: string | undefined;
  /** Several: any of them, as `null` beside another. */
  readonly type?: string | readonly string[] | undefined;
  readonly const?: Word | undefined;
  readonly enum?: readonly Word[] | undefined;
  readonly description?: string | undefined;
  readonly properties?: Readonly<Record<string, Part>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Part | undefined;
  readonly prefixItems?: readonly Part[] | undefined;
  readonly anyOf?: readonly Part[] | undefined;
  readonly oneOf?: readonly Part[] | undefined;
  readonly additionalProperties?: Part | boolean | undefined;
  readonly $defs?: Readonly<Record<string, Part>> | undefined;
}

const wordSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const partSchema: z.ZodType<Part> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    const: wordSchema.optional(),
    enum: z.array(wordSchema).optional(),
    description: z.string().optional(),
    properties: z.record(z.string(), partSchema).optional(),
    required: z.array(z.string()).optional(),
    // `false` ends a list of parts that are told one by one.
    items: partSchema.optional().catch(undefined),
    prefixItems: z.array(partSchema).optional(),
    anyOf: z.array(partSchema).optional(),
    oneOf: z.array(partSchema).optional(),
    additionalProperties: z.union([z.boolean(), partSchema]).optional(),
    $defs: z.record(z.string(), partSchema).optional(),
  }),
);

export interface SchemaOption {
  /** `editions[].rules[].when`. */
  readonly path: string;
  readonly isRequired: boolean;
  readonly takes: string;
  readonly meaning: string;
}

const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ["string", "text"],
  ["boolean", "`true` `false`"],
]);

const code = (word: Word): string => `\`${word}\``;

/** Every field that a JSON Schema names, in its order; a definition that several places share is told once. */
export function optionsOf(schema: Readonly<Record<string, unknown>>): SchemaOption[] {
  const root = partSchema.parse(schema);
  const definition = (part: Part): Part => {
    const name = /^#\/\$defs\/(.+)$/u.exec(part.$ref ?? "")?.[1];
    return name === undefined ? part : { ...root.$defs?.[name], ...part };
  };
  const told = new Set<string>();
  const options: SchemaOption[] = [];
  const takes = (part: Part): string => {
    const whole = definition(part);
    if (whole.enum !== undefined) return whole.enum.map(code).join(" ");
    if (whole.const !== undefined) return code(whole.const);
    const [one, more] = whole.anyOf ?? [];
    if (one !== undefined && more?.items !== undefined && takes(one) === takes(more.items))
      return `one or a list of ${takes(one)}`;
    if (whole.anyOf !== undefined) return [...new Set(whole.anyOf.map(takes))].join(" or ");
    if (whole.prefixItems !== undefined)
      return `list of ${whole.prefixItems.length}: ${takes(whole.prefixItems[0] ?? {})}`;
    if (whole.type === "array") return `list of ${takes(whole.items ?? {})}`;
    if (whole.properties !== undefined || whole.additionalProperties !== undefined) return "mapping";
    if (whole.type === undefined) return "anything";
    return [whole.type]
      .flat()
      .map((type) => TYPE_WORDS.get(type) ?? type)
      .join(" or ");
  };
  /** @param isBranch  One of several forms: what it needs the others may lack. */
  const visit = (part: Part, path: string, isBranch = false): void => {
    const whole = definition(part);
    const shape = Object.keys(whole.properties ?? {})
      .toSorted()
      .join();
    if (shape !== "" && told.has(shape)) return;
    if (shape !== "") told.add(shape);
    for (const [key, own] of Object.entries(whole.properties ?? {})) {
      const at = path === "" ? key : `${path}.${key}`;
      const meaning = own.description ?? definition(own).description ?? "";
      options.push({
        path: at,
        isRequired: !isBranch && whole.required?.includes(key) === true,
        takes: takes(own),
        meaning,
      });
      visit(own, at);
    }
    if (typeof whole.additionalProperties === "object") visit(whole.additionalProperties, `${path}.KEY`);
    if (whole.items !== undefined) visit(whole.items, `${path}[]`);
    const branches = whole.anyOf ?? whole.oneOf ?? [];
    const isChoice = branches.filter((branch) => definition(branch).properties !== undefined).length > 1;
    for (const branch of branches) visit(branch, path, isChoice);
  };
  visit(root, "");
  const unique = new Map<string, SchemaOption>();
  for (const option of options) {
    const before = unique.get(option.path);
    // Branches that are told apart by a word each bring theirs.
    const isOtherWord = before !== undefined && option.takes.startsWith("`") && !before.takes.includes(option.takes);
    if (before === undefined) unique.set(option.path, option);
    else if (isOtherWord) unique.set(option.path, { ...before, takes: `${before.takes} ${option.takes}` });
  }
  return [...unique.values()];
}
