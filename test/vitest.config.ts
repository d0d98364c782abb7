import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./longest-first.ts";
import { pureFiles } from "./projects.ts";

const pure = pureFiles();

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    // Long is not wrong: on a busy machine a test that is woken late still says the same. These end only what hangs.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    // What differs is told whole: a run whose log is gone has its messages only.
    chaiConfig: { truncateThreshold: 0 },
    // One more than there are cores: the real tests wait for a third of their time.
    maxWorkers: availableParallelism() + 1,
    globalSetup: ["test/support/kept-for-run.ts"],
    setupFiles: ["test/support/seed.ts"],
    sequence: { sequencer: LongestFirst },
    // A worker reads its modules and the shipped data once, for all its files of a project.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          include: pure,
          // Node refuses to write files and to start processes or threads; no-sockets.ts refuses the network.
          execArgv: ["--permission", "--allow-fs-read=*"],
          setupFiles: ["test/support/doubles/no-sockets.ts"],
        },
      },
      {
        extends: true,
        test: { name: "real", include: ["test/**/*.test.ts"], exclude: [...pure, "**/node_modules/**"] },
      },
    ],
  },
});
