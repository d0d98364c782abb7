import { expect, test } from "vitest";
import { csv } from "../../../src/gateway/http/csv.ts";

const cellOf = (text: string): string => String(csv("x", [[text]]).body).slice(0, -2);

test("a cell that a table program would calculate is text to it", () => {
  // Source: OWASP, "CSV Injection": what a formula begins with, also behind a quote, a tab or a line's end.
  for (const start of ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%"])
    expect(cellOf(`${start}HYPERLINK("https://evil.example")`)).toBe(`"'${start}HYPERLINK(""https://evil.example"")"`);
  expect(cellOf("  =1")).toBe('"\'  =1"');
  expect(cellOf("\0=1")).toBe('"\'\0=1"');
});

test("a cell is one cell, whatever stands in it, and what needs no quotes has none", () => {
  expect(csv("x", [["a,b", 'say "x"', "two\r\nlines", "miit/own", null, 0.5], ["mod:a-_b"]]).body).toBe(
    '"a,b","say ""x""","two\r\nlines",miit/own,,0.5\r\nmod:a-_b\r\n',
  );
});
