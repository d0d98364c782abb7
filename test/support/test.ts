import { test as plainTest } from "vitest";
import { temporaryFolder } from "./folder.ts";
import { openSite, startFollowingGateway } from "./followed-gateway.ts";
import { startGateway, type TestGateway } from "./gateway.ts";

type OnCleanup = (end: () => Promise<void>) => void;

/** The same start, and what it started ends with the test, the last first. */
function closedAfterwards<Given>(start: (given?: Given) => Promise<TestGateway>, onCleanup: OnCleanup) {
  const started: Promise<TestGateway>[] = [];
  onCleanup(async () => {
    for (const gateway of started.reverse()) await (await gateway).close();
  });
  return (given?: Given): Promise<TestGateway> => {
    const gateway = start(given);
    started.push(gateway);
    return gateway;
  };
}

/** Vitest's `test` with what a test may ask for by name; it is made when asked for and gone afterwards. */
export const test = plainTest
  // An empty folder of the test's own.
  // oxlint-disable-next-line no-empty-pattern
  .extend("folder", ({}, { onCleanup }) => {
    return temporaryFolder(onCleanup);
  })
  // Starts gateways: `await start({ limits })`.
  // oxlint-disable-next-line no-empty-pattern
  .extend("start", ({}, { onCleanup }) => closedAfterwards(startGateway, onCleanup))
  // Starts gateways that follow links: `await startFollowing({ totalTimeoutMs })`.
  // oxlint-disable-next-line no-empty-pattern
  .extend("startFollowing", ({}, { onCleanup }) => closedAfterwards(startFollowingGateway, onCleanup))
  // A web server on loopback whose paths answer as the test says.
  // oxlint-disable-next-line no-empty-pattern
  .extend("site", async ({}, { onCleanup }) => {
    const site = await openSite();
    onCleanup(() => site.close());
    return site;
  });
