import { join } from "node:path";
import { expect, test } from "vitest";
import { runHere } from "../support/programs/cli.ts";
import { serve } from "../support/programs/data-folder.ts";
import { temporaryFolder } from "../support/folder.ts";

test("serve --groups contacts lets only those add somebody whom they have written to", async ({ onTestFinished }) => {
  const data = join(temporaryFolder(onTestFinished), "data");
  const gateway = await serve(data, onTestFinished, ["--groups", "contacts"]);
  const [alice, bob] = [await gateway.join("alice"), await gateway.join("bob")];
  await expect(alice.group(["bob"])).rejects.toMatchObject({ code: "not_a_contact", temporary: false });
  await bob.send("alice", "add me");
  expect(await alice.group(["bob"])).toMatch(/^c:/u);
  expect(await runHere(["serve", "--groups", "nobody"])).toMatchObject({ code: 2 });
});
