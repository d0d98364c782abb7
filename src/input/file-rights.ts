import { accessSync, constants } from "node:fs";

/** Whether this user may read, or write, what is at a path: by its rights and its disk. What is not there nobody may. */
export function isAllowed(path: string, does: "read" | "write"): boolean {
  try {
    accessSync(path, does === "read" ? constants.R_OK : constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
