import { z } from "zod";

export type Json = Readonly<Record<string, unknown>>;

/** JSON Schemas of one document. What has an id of its own stands once, under `components.schemas`. */
export interface DocumentSchemas {
  /** As a writer may write it: what has a default may be left out, and unknown fields are ignored. */
  readonly schemaOf: (schema: z.ZodType) => unknown;
  /** What the schemas written until now refer to. */
  readonly components: Readonly<Record<string, unknown>>;
}

export function createDocumentSchemas(): DocumentSchemas {
  const components: Record<string, unknown> = {};
  return {
    components,
    schemaOf(schema) {
      // Inside of another a schema with an id is referred to.
      const { properties, $defs = {} } = z.toJSONSchema(z.object({ schema }), { io: "input" });
      Object.assign(components, placed($defs));
      return placed(properties?.["schema"]);
    },
  };
}

function placed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'));
}
