import { expect, test } from "vitest";
import { draftsOn } from "../../src/web/drafts.ts";
import type { Kept } from "../../src/web/kept.ts";
import { type Unsent, unsentOn } from "../../src/web/unsent.ts";

/** What all tabs of a browser share. */
function sharedStorage(): Kept {
  const all = new Map<string, string>();
  return {
    getItem: (name) => all.get(name) ?? null,
    setItem: (name, value) => void all.set(name, value),
    removeItem: (name) => void all.delete(name),
  };
}

const unsent = (key: string, chat = "u:bo"): Unsent => ({
  chat,
  key,
  text: key,
  at: "2026-11-30",
  after: 0,
  failure: null,
});

test("a draft stays when another tab writes elsewhere, and when it sends", () => {
  const storage = sharedStorage();
  const [first, second] = [draftsOn(storage, "ann"), draftsOn(storage, "ann")];
  for (const tab of [first, second]) for (const chat of ["u:bo", "u:cy"]) tab.of(chat);
  first.keep("u:bo", "begun here");
  second.keep("u:cy", "begun there");
  second.keep("u:bo", "");
  expect(draftsOn(storage, "ann").of("u:bo")).toBe("begun here");
  second.keep("u:cy", "");
  expect([first.of("u:bo"), second.of("u:cy"), draftsOn(storage, "ann").of("u:cy")]).toEqual(["begun here", "", ""]);
});

test("what one tab sent does not come back because another had it in its field", () => {
  const storage = sharedStorage();
  const first = draftsOn(storage, "ann");
  first.keep("u:bo", "said");
  const second = draftsOn(storage, "ann");
  expect(second.of("u:bo")).toBe("said");
  first.keep("u:bo", "");
  second.keep("u:cy", "other");
  expect(draftsOn(storage, "ann").of("u:bo")).toBe("");
});

test("two tabs in one chat each keep their own words until the page is left", () => {
  const storage = sharedStorage();
  const [first, second] = [draftsOn(storage, "ann"), draftsOn(storage, "ann")];
  first.keep("u:bo", "mine");
  second.keep("u:bo", "yours");
  expect([first.of("u:bo"), second.of("u:bo")]).toEqual(["mine", "yours"]);
  second.keep("u:bo", "");
  expect([first.of("u:bo"), second.of("u:bo")]).toEqual(["mine", ""]);
});

test("a draft that an earlier page left goes when it is said", () => {
  const storage = sharedStorage();
  draftsOn(storage, "ann").keep("u:bo", "earlier");
  draftsOn(storage, "ann").keep("u:bo", "");
  expect(storage.getItem("hutong.drafts.ann")).toBeNull();
});

test("what one tab has not sent stays when another sends, fails or signs in", () => {
  const storage = sharedStorage();
  const [first, second] = [unsentOn(storage, "ann"), unsentOn(storage, "ann")];
  const keys = () =>
    unsentOn(storage, "ann")
      .load()
      .map(({ key }) => key);
  first.replace([], [unsent("1")]);
  second.replace([], [unsent("2")]);
  expect(keys()).toEqual(["1", "2"]);
  second.replace([unsent("2")], []);
  expect(keys()).toEqual(["1"]);
  first.replace([unsent("1")], [unsent("1"), unsent("3")]);
  first.replace([unsent("1"), unsent("3")], [{ ...unsent("1"), failure: "blocked" }, unsent("3")]);
  expect(unsentOn(storage, "ann").load()).toMatchObject([
    { key: "1", failure: "blocked" },
    { key: "3", failure: null },
  ]);
  second.forget();
  expect(storage.getItem("hutong.unsent.ann")).toBeNull();
});
