import { chownSync, lstatSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { leaveToOwner } from "../../src/input/whole-file.ts";
import { test } from "../support/test.ts";

const SERVICE = 4_242;

test.skipIf(process.geteuid?.() !== 0)(
  "what root leaves to a folder's owner is never what a link in it leads to",
  ({ folder }) => {
    const [target, place] = [join(folder, "shadow"), join(folder, "data")];
    writeFileSync(target, "");
    mkdirSync(place);
    chownSync(place, SERVICE, SERVICE);
    const link = join(place, "hutong.lock");
    symlinkSync(target, link);
    leaveToOwner(link);
    expect([lstatSync(link).uid, statSync(target).uid]).toEqual([SERVICE, 0]);
  },
);
