import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { test } from "../support/test.ts";
import { watchFile } from "../../src/rulebooks/watch-file.ts";
import { createThreads } from "../../src/input/threads.ts";
import { type LiveRulebook, openLiveRulebook } from "../../src/rulebooks/live.ts";
import { openRulebookShelf } from "../../src/rulebooks/shelf.ts";
import { factsOf, rulebookText } from "../policy/facts.ts";

const shelf = openRulebookShelf({});
const OPEN = rulebookText("miit");
const CLOSED = OPEN.replace("then: { action: open_in_place }", "then: { action: open_externally }");
const BROKEN = OPEN.replace("choice: block", "choise: block");

/** Reads the file again and lets another text decide; whether there was one. */
async function reload(live: LiveRulebook, which: "next" | "nextIfWritten" = "next"): Promise<boolean> {
  const next = await live[which](createThreads());
  next?.take();
  return next !== null;
}
const reloadIfWritten = (live: LiveRulebook): Promise<boolean> => reload(live, "nextIfWritten");

test("a rulebook's file is swapped in when it holds another text, and only then", async ({ folder }) => {
  const file = join(folder, "mine.yaml");
  writeFileSync(file, OPEN);
  const live = openLiveRulebook(shelf, file);
  const before = live.current;
  expect([await reload(live), await reloadIfWritten(live)]).toEqual([false, false]);
  writeFileSync(file, CLOSED);
  expect(live.current).toBe(before);
  expect(await reloadIfWritten(live)).toBe(true);
  expect(live.current.decide(factsOf()).action).toBe("open_externally");
  expect(before.decide(factsOf()).action).toBe("open_in_place");
});

test("a broken or missing file is refused with its place, what decided stays, and the same mistake is told once", async ({
  folder,
}) => {
  const file = join(folder, "mine.yaml");
  writeFileSync(file, OPEN);
  const live = openLiveRulebook(shelf, file);
  const before = live.current;
  const above = BROKEN.slice(0, BROKEN.indexOf("choise")).split("\n");
  const mistake = `${file}:${above.length}:${(above.at(-1)?.length ?? 0) + 1}: unknown key "choise": did you mean "choice"?`;
  writeFileSync(file, BROKEN);
  await expect(reloadIfWritten(live)).rejects.toThrow(mistake);
  expect(await reloadIfWritten(live)).toBe(false);
  await expect(reload(live)).rejects.toThrow(mistake);
  writeFileSync(file, OPEN);
  expect(await reloadIfWritten(live)).toBe(false);
  writeFileSync(file, BROKEN);
  await expect(reloadIfWritten(live)).rejects.toThrow(mistake);
  rmSync(file);
  await expect(reloadIfWritten(live)).rejects.toThrow(`${file}: cannot be read (ENOENT)`);
  expect(await reloadIfWritten(live)).toBe(false);
  expect(live.current).toBe(before);
  writeFileSync(file, CLOSED);
  expect(await reloadIfWritten(live)).toBe(true);
});

test("what has no end, is too large or is no file is refused at once and unread, and what decided stays", async ({
  folder,
}) => {
  const file = join(folder, "mine.yaml");
  writeFileSync(file, OPEN);
  const live = openLiveRulebook(shelf, file);
  const isNo = [
    ["expected at most 1048576 bytes", () => writeFileSync(file, `${CLOSED}\n${"# filler\n".repeat(116_509)}`)],
    ["expected a file, no pipe and no device", () => symlinkSync("/dev/zero", file)],
    ["cannot be read (EISDIR)", () => mkdirSync(file)],
    // Nobody writes to it: opening it as files are opened would never end.
    ["expected a file, no pipe and no device", () => void execFileSync("mkfifo", [file])],
  ] as const;
  for (const [why, put] of isNo) {
    rmSync(file, { recursive: true });
    put();
    await expect(reloadIfWritten(live)).rejects.toThrow(`${file}: ${why}`);
    expect(live.current.decide(factsOf()).action).toBe("open_in_place");
  }
  rmSync(file);
  writeFileSync(file, CLOSED);
  expect(await reloadIfWritten(live)).toBe(true);
});

test("a rulebook of a start or a check may come by a pipe, and of a device no more is read than of a file", () => {
  const module = new URL("../../src/rulebooks/shelf.ts", import.meta.url).href;
  const script = `import("${module}").then((shelf) => console.log(shelf.readRulebookFile(process.argv[1])))`;
  const command = '"$0" -e "$1" <(printf "id: mine")';
  expect(execFileSync("bash", ["-c", command, process.execPath, script], { encoding: "utf8" })).toBe("id: mine\n");
  expect(() => openLiveRulebook(shelf, "/dev/zero")).toThrow("/dev/zero: expected at most 1048576 bytes");
});

test("a text read in a thread decides as one that is read here, and nothing is read once the threads are closed", async ({
  folder,
}) => {
  const [here, threads] = [shelf.readText(OPEN, "mine.yaml"), createThreads()];
  const beside = await shelf.readTextBeside(threads, OPEN, "mine.yaml");
  expect(beside?.book.rulebook).toEqual(here.book.rulebook);
  expect(beside?.book.editions).toEqual(here.book.editions);
  const file = join(folder, "mine.yaml");
  writeFileSync(file, OPEN);
  const live = openLiveRulebook(shelf, file);
  writeFileSync(file, CLOSED);
  const reading = live.next(threads);
  await threads.close();
  expect([await reading, await live.next(threads)]).toEqual([null, null]);
});

test("a named edition of a file stays the one that decides; a file that lacks it is refused", async ({ folder }) => {
  const file = join(folder, "mine.yaml");
  writeFileSync(file, OPEN);
  const live = openLiveRulebook(shelf, `${file}@2021-09-17`);
  expect(live.current.editionAt(new Date(0))?.id).toBe("2021-09-17");
  writeFileSync(file, OPEN.replace('id: "2021-09-17"', 'id: "later"'));
  await expect(reload(live)).rejects.toThrow("no such edition");
  expect(live.current.editionAt(new Date(0))?.id).toBe("2021-09-17");
});

test("the operator's rulebook is found by its id, before a shipped one, until another takes its place", () => {
  const own = openRulebookShelf({});
  const shipped = own.byId("miit");
  const readAs = (id: string) => own.readText(CLOSED.replace("id: miit", `id: ${id}`), "mine.yaml").book;
  own.setOwn(readAs("miit"));
  expect([own.ids, own.byId("miit").rulebook.editions[0].hash]).not.toContain(shipped.rulebook.editions[0].hash);
  expect(own.read("miit@2021-09-17", { files: false }).decide(factsOf()).action).toBe("open_externally");
  own.setOwn(readAs("mine"));
  expect([own.ids, own.byId("miit")]).toEqual([["miit", "qq", "samr", "wechat", "mine"], shipped]);
  own.setOwn(readAs("later"));
  expect(own.ids).toEqual(["miit", "qq", "samr", "wechat", "later"]);
  expect(() => own.byId("mine")).toThrow("expected miit, qq, samr, wechat, later");
});

test("the operator's rulebook is the one in force when the shelf is asked, without anybody telling it", async ({
  folder,
}) => {
  const file = join(folder, "mine.yaml");
  writeFileSync(file, OPEN);
  const own = openRulebookShelf({});
  const live = openLiveRulebook(own, file);
  own.setOwn(() => live.current.book);
  expect(own.byId("miit")).toBe(live.current.book);
  writeFileSync(file, CLOSED.replace("id: miit", "id: mine"));
  expect(await reload(live)).toBe(true);
  expect([own.ids, own.byId("mine")]).toEqual([["miit", "qq", "samr", "wechat", "mine"], live.current.book]);
});

test("a shipped rulebook has no file and changes with the program only", async () => {
  const live = openLiveRulebook(shelf, "miit");
  expect([live.file, await reload(live), await reloadIfWritten(live)]).toEqual([null, false, false]);
});

test("a file is seen to change when it is written, replaced by rename, and led elsewhere by a link of its folder", async ({
  folder,
}) => {
  const path = folder;
  const file = join(path, "mine.yaml");
  for (const name of ["one", "two"]) {
    mkdirSync(join(path, name));
    writeFileSync(join(path, name, "mine.yaml"), name);
  }
  const faults: unknown[] = [];
  let changed = (): void => {};
  const change = (act: () => void): Promise<void> =>
    new Promise((resolve) => {
      changed = resolve;
      act();
    });
  onTestFinished(
    watchFile(
      file,
      () => changed(),
      (error) => faults.push(error),
    ),
  );
  await change(() => writeFileSync(file, "a"));
  await change(() => writeFileSync(file, "b"));
  writeFileSync(join(path, "one", "other.yaml"), "c");
  await change(() => renameSync(join(path, "one", "other.yaml"), file));
  // As a mounted configuration does: the file is a link into a link, and the inner one is replaced.
  await change(() => {
    rmSync(file);
    symlinkSync("one", join(path, "..data"));
    symlinkSync("..data/mine.yaml", file);
  });
  await change(() => {
    symlinkSync("two", join(path, "..next"));
    renameSync(join(path, "..next"), join(path, "..data"));
  });
  expect(faults).toEqual([]);
});
