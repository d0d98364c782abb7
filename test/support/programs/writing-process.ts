import { NO_REPORTS } from "../../../src/chat/kept-json.ts";
import { openPostgresStore } from "../../../src/store/postgres/store.ts";
import { StoreError } from "../../../src/store/store-error.ts";

// A gateway's store that writes and deletes without end, to be frozen in the middle: node writing-process.ts URL USER PEER…
// Its first line says that it has begun.
const [url = "", user = "", ...peers] = process.argv.slice(2);
const store = await openPostgresStore(url);

async function write(to: string): Promise<never> {
  for (let count = 1; ; count += 1) {
    const message = {
      from: user,
      to,
      key: `${to} ${count}`,
      text: `${user} ${to} ${count}`,
      at: new Date(),
      reportsJson: NO_REPORTS,
      contextJson: null,
      isPending: false,
    };
    try {
      const { conversation, seq } = (await store.append(message)).message;
      // Several statements under one lock.
      if (count % 4 !== 0) await store.deleteMessage(user, conversation, seq, new Date());
      if (count === 4) console.log(1);
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== "unavailable") throw error;
    }
  }
}
await Promise.all(peers.map(write));
