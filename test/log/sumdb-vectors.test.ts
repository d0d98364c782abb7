import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { checkpointText, readCheckpoint } from "../../src/log/checkpoint.ts";
import {
  consistencyProof,
  inclusionProof,
  isConsistent,
  leafHash,
  rootOf,
  rootOfInclusion,
  treeRoot,
} from "../../src/log/merkle.ts";
import { openNote, readVerifierKey, signingKey, signNote, verifierKeyText } from "../../src/log/notes.ts";
import { subtreesIn, TILE_WIDTH, tilePath } from "../../src/log/tiles.ts";

// What Go's checksum database makes of the same: see vectors/make-vectors.go.
const proof = z.array(z.string());
const vectors = z
  .object({
    Leaves: z.int(),
    Roots: z.record(z.string(), z.string()),
    Inclusion: z.array(z.object({ Index: z.int(), Size: z.int(), Proof: proof })),
    Consistency: z.array(z.object({ Older: z.int(), Size: z.int(), Proof: proof })),
    Tiles: z.array(z.object({ Level: z.int(), Number: z.int(), Width: z.int(), Path: z.string(), Sha256: z.string() })),
    Notes: z.array(z.object({ Seed: z.string(), Verifier: z.string(), Text: z.string(), Note: z.string() })),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, "vectors/vectors.json"), "utf8")));

const levels = [Array.from({ length: vectors.Leaves }, (_, n) => leafHash(Buffer.from(`leaf ${n}`)))];
for (let below = levels[0] ?? []; below.length >= TILE_WIDTH; below = levels.at(-1) ?? []) {
  const count = Math.floor(below.length / TILE_WIDTH);
  levels.push(Array.from({ length: count }, (_, n) => rootOf(below.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH))));
}
const read = subtreesIn(async (level, from, limit) => levels[level]?.slice(from, from + limit) ?? []);
const base64 = (hash: Buffer) => hash.toString("base64");
const bytes = (text: string) => Buffer.from(text, "base64");
const rootAt = (size: number) => bytes(vectors.Roots[size] ?? "");

test("[T13] roots of all sizes are those of sumdb", async () => {
  expect(Object.keys(vectors.Roots).length).toBeGreaterThan(10);
  for (const [size, root] of Object.entries(vectors.Roots))
    expect(base64(await treeRoot(read, Number(size)))).toBe(root);
});

test("[T13] inclusion proofs are those of sumdb, and sumdb's are believed", async () => {
  expect(vectors.Inclusion.length).toBeGreaterThan(100);
  for (const { Index, Size, Proof } of vectors.Inclusion) {
    expect((await inclusionProof(read, Index, Size)).map(base64)).toEqual(Proof);
    const leaf = levels[0]?.[Index] ?? Buffer.alloc(0);
    expect(rootOfInclusion(Index, Size, leaf, Proof.map(bytes))).toEqual(rootAt(Size));
  }
});

test("[T13] consistency proofs are those of sumdb, and sumdb's are believed", async () => {
  expect(vectors.Consistency.length).toBeGreaterThan(100);
  for (const { Older, Size, Proof } of vectors.Consistency) {
    expect((await consistencyProof(read, Older, Size)).map(base64)).toEqual(Proof);
    const [older, newer] = [Older, Size].map((size) => ({ size, root: rootAt(size) }));
    if (older === undefined || newer === undefined) throw new Error("two sizes");
    expect(isConsistent(older, newer, Proof.map(bytes))).toBe(true);
  }
});

test("[T13] tiles have sumdb's paths and bytes", () => {
  expect(vectors.Tiles.length).toBeGreaterThan(5);
  for (const { Level, Number: number, Width, Path, Sha256 } of vectors.Tiles) {
    // sumdb writes the height of its tiles first.
    expect(tilePath({ level: Level, number, width: Width })).toBe(Path.replace("tile/8/", "tile/"));
    const hashes = levels[Level]?.slice(number * TILE_WIDTH, number * TILE_WIDTH + Width) ?? [];
    expect(createHash("sha256").update(Buffer.concat(hashes)).digest("base64")).toBe(Sha256);
  }
});

test("[T13] notes and keys are those of sumdb, byte for byte", () => {
  expect(vectors.Notes).toHaveLength(2);
  for (const { Seed, Verifier, Text, Note } of vectors.Notes) {
    const key = signingKey(bytes(Seed));
    const [name = ""] = Verifier.split("+");
    expect(verifierKeyText({ name, publicKey: key.publicKey })).toBe(Verifier);
    expect(signNote(Text, name, [key])).toBe(Note);
    const known = readVerifierKey(Verifier) ?? expect.fail("no key");
    expect(openNote(Note, [known])).toEqual({ kind: "opened", text: Text, signedBy: [known] });
    expect(openNote(Note.replace("70000", "70001"), [known]).kind).toBe("bad_signature");
    const read2 = readCheckpoint(Note) ?? expect.fail("no checkpoint");
    expect(checkpointText(read2)).toBe(Text);
  }
});

// Source: C2SP signed-note, "Example".
test("[T13] the example of C2SP signed-note opens", () => {
  const key = readVerifierKey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  const note =
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
  expect(openNote(note, key === null ? [] : [key])).toMatchObject({
    kind: "opened",
    text: "This is an example message.\n",
  });
  for (const wrong of [
    note.replace("example message", "example massage"),
    note.slice(0, -1),
    note.replace("— ", "- "),
    note.replace("IneyaQM=", "IneyaQM"),
    note.replace("\n\n", "\n"),
    note.replace("This", "Th\ris"),
    note.replace("Uw2QOkn8", "Uw2QOkn9"),
  ])
    expect(openNote(wrong, key === null ? [] : [key]).kind).not.toBe("opened");
});

test.each([
  "",
  "example.com/foo",
  "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  "example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
])("%s is no verifier key", (text) => {
  expect(readVerifierKey(text)).toBeNull();
});

test.each([
  ["a size with a zero before", "o\n01\nG7l9zCFjXUfiZj79/QoXRobZjdcBNS3SzQbotD/T0wU=\n"],
  ["no size", "o\n\nG7l9zCFjXUfiZj79/QoXRobZjdcBNS3SzQbotD/T0wU=\n"],
  ["a short root", "o\n1\nG7l9zCFjXUfiZj79\n"],
  ["a root spelled otherwise", "o\n1\nG7l9zCFjXUfiZj79/QoXRobZjdcBNS3SzQbotD/T0wV=\n"],
  ["an empty extension line", "o\n1\nG7l9zCFjXUfiZj79/QoXRobZjdcBNS3SzQbotD/T0wU=\n\n\n"],
  ["no newline at the end", "o\n1\nG7l9zCFjXUfiZj79/QoXRobZjdcBNS3SzQbotD/T0wU="],
  ["more than can be counted", "o\n9999999999999999\nG7l9zCFjXUfiZj79/QoXRobZjdcBNS3SzQbotD/T0wU=\n"],
])("%s is no checkpoint", (_what, text) => {
  expect(readCheckpoint(text)).toBeNull();
});
