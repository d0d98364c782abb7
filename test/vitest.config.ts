import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { pureFiles } from "./projects.ts";

const pure = pureFiles();

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          include: pure,
          // Nobody is waited for: on a busy machine long is not wrong.
          testTimeout: 120_000,
          // A worker reads its modules and the shipped data once, for all its files.
          isolate: false,
          // Node refuses to write files and to start processes or threads; no-sockets.ts refuses the network.
          execArgv: ["--permission", "--allow-fs-read=*"],
          setupFiles: ["test/support/doubles/no-sockets.ts"],
        },
      },
      { extends: true, test: { name: "real", include: ["test/**/*.test.ts"], exclude: pure } },
    ],
  },
});
