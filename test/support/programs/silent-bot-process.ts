import { startRetention } from "../../../src/store/retention.ts";
import { openPostgresStore } from "../../../src/store/postgres/store.ts";
import { startGateway } from "../gateway.ts";

// A gateway on PostgreSQL that is killed before it has done what it took: its bot never answers, and its retention never ends.
// node silent-bot-process.ts URL DAYS. Its port is its first line. Its tokens are signed with TEST_SECRET.
const [url = "", days = ""] = process.argv.slice(2);
const store = await openPostgresStore(url);
const never = new Promise<never>(() => {});
const onFault = (error: unknown): void => {
  throw error;
};
await new Promise<void>((resolve) => {
  startRetention({
    store: {
      ...store,
      expireContent() {
        resolve();
        return never;
      },
    },
    days: Number(days),
    now: () => new Date(),
    onFault,
  });
});
const { port } = await startGateway({ store, bot: { userId: "hutong", onMessage: () => never } });
console.log(port);
