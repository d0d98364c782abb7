import { expect, test, vi } from "vitest";
import { createWebFiles } from "../../../src/gateway/http/web-files.ts";

test("a page of a checkout is served without a warning of Node in the log", async () => {
  const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
  try {
    const file = await createWebFiles(new URL("../../../src/", import.meta.url))("/web/main.ts");
    expect(String(file?.body)).toContain("import");
    expect(warned).not.toHaveBeenCalled();
  } finally {
    warned.mockRestore();
  }
});
