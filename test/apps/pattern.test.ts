import fc from "fast-check";
import { expect, test } from "vitest";
import { type Ids, patternOf } from "../../src/apps/pattern.ts";
import { randomRuns } from "../support/random-runs.ts";
import { registry } from "./identify-for-tests.ts";

const PATTERN_FIELDS: ReadonlySet<string> = new Set(["path", "re", "fragment", "hostPattern", "whole"]);

/** Every pattern of the registry's files. */
const sources = [...new Set(patternsOf(registry.apps()))];

function patternsOf(value: unknown, key = ""): string[] {
  if (typeof value === "string") return PATTERN_FIELDS.has(key) && value !== "" ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => patternsOf(part, Array.isArray(value) ? key : name));
}

/** Texts of the pieces that a pattern is written with, so that they fit it, or fail to, late. */
function textsNear(source: string): fc.Arbitrary<string> {
  const words = source.match(/[A-Za-z0-9_-]+|\//gu) ?? [];
  const piece = fc.oneof(
    fc.constantFrom("/", "1", "a", "Z", "-", "_", ".", "=", "?", "%41", "+", "é", "\u{1F600}", ...words),
    fc.stringMatching(/^[A-Za-z0-9]{1,20}$/u),
    fc.stringMatching(/^\d{1,20}$/u),
  );
  const near = fc
    .array(piece, { maxLength: 6 })
    .map((pieces) => (source.startsWith("^/") ? "/" : "") + pieces.join(""));
  const exact = matching(source);
  return exact === null
    ? near
    : fc.oneof(
        near,
        exact,
        fc.tuple(exact, near).map(([start, end]) => start + end),
      );
}

function matching(source: string): fc.Arbitrary<string> | null {
  try {
    return fc.stringMatching(new RegExp(source, "u"));
  } catch {
    // A look ahead, which the generator does not know.
    return null;
  }
}

test("a pattern takes what its regular expression takes, and what is told of it beforehand is so", () => {
  expect(sources.length).toBeGreaterThan(500);
  const seen = { fitted: 0, refusedBeforehand: 0, plain: 0 };
  for (const [index, source] of sources.entries()) {
    const pattern = patternOf(source);
    fc.assert(
      fc.property(textsNear(source), (text) => {
        const match = new RegExp(source, "u").exec(text);
        const ids: Ids = {};
        expect({ source, text, fits: pattern.take(ids, text) }).toEqual({ source, text, fits: match !== null });
        expect(pattern.fits(text)).toBe(match !== null);
        if (!pattern.mayFit(text)) seen.refusedBeforehand += 1;
        if (match === null) return;
        seen.fitted += 1;
        expect({ source, text, mayFit: pattern.mayFit(text) }).toEqual({ source, text, mayFit: true });
        expect(ids).toEqual(idsOf(match));
        if (!pattern.isPlain) return;
        seen.plain += 1;
        for (const value of pattern.namesIds ? Object.values(ids) : [text]) expect(value).toMatch(/^[\w.-]*$/u);
      }),
      // From one seed all of them would get the same few texts.
      { numRuns: randomRuns(2), seed: (fc.readConfigureGlobal().seed ?? Date.now()) + index },
    );
  }
  expect(seen.fitted).toBeGreaterThan(randomRuns(200));
  expect(seen.refusedBeforehand).toBeGreaterThan(randomRuns(50));
  expect(seen.plain).toBeGreaterThan(randomRuns(100));
});

/** The named groups that took part, their escapes undone; `id2` is where an id stands that does not stand at `id`. */
function idsOf(match: RegExpExecArray): Ids {
  const groups = Object.entries({ ...match.groups }).filter(([, value]) => value !== undefined);
  const { id2, ...ids } = Object.fromEntries(groups.map(([name, value]) => [name, decoded(value)]));
  return id2 === undefined ? ids : { id: id2, ...ids };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
