import { expect, test } from "vitest";
import { widthOf, wrapped } from "../../../src/commands/cli/wrapped.ts";
import { readTimeline } from "../../../src/rulebooks/timeline.ts";

test("at every width no line begins with a closing mark or ends with an opening one", () => {
  const texts = readTimeline().map(({ text }) => text["zh-CN"]);
  for (const text of [...texts, "他说：“可以打开（但需提示）。”然后《规范》生效！"]) {
    for (let columns = 12; columns <= 80; columns += 1) {
      const lines = wrapped("", text, columns).split("\n");
      expect(lines.filter((line) => /^[、。，：；？！”’）》]/u.test(line))).toEqual([]);
      expect(lines.filter((line) => /[“‘（《]$/u.test(line))).toEqual([]);
      expect(lines.filter((line) => widthOf(line) > columns && !/[A-Za-z0-9]/u.test(line))).toEqual([]);
      expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
    }
  }
});

test("words stay whole, and a longer one than a line stands alone", () => {
  expect(wrapped("> ", "one two https://a.example/very/long/path three", 14)).toBe(
    "> one two\n  https://a.example/very/long/path\n  three",
  );
});
