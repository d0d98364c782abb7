import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

function drill(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, "run.ts"), ...args], {
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

test("without a name the drills are listed, with a wrong one too, as wrong use", () => {
  const listed = drill();
  expect(listed).toMatchObject({ code: 0, stderr: "" });
  for (const name of ["kill", "cluster", "fuzz", "mutation"])
    expect(listed.stdout).toMatch(new RegExp(`^${name} .+$`, "mu"));
  expect(drill("nothing")).toEqual({ code: 2, stdout: "", stderr: listed.stdout });
});

test("a wrong option is told before anything starts", () => {
  expect(drill("kill", "--kills", "many")).toMatchObject({
    code: 2,
    stderr: "kill: --kills takes a whole number above 0\n",
  });
  expect(drill("fuzz", "--frame", "5")).toMatchObject({ code: 2, stderr: expect.stringContaining("--frame") });
});

test("a drill prints what it counted and exits by it", () => {
  const { code, stdout } = drill("fuzz", "--frames", "50", "--lanes", "2");
  expect(stdout).toMatch(/^frames {14}\d+ over \d+ connections, seed 1$/mu);
  expect(stdout).toMatch(/^wrong answers {7}0$/mu);
  expect(code).toBe(0);
});
