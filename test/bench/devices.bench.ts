import { createLocalBus } from "../../src/bus/local.ts";
import { startFollowingGateway } from "../support/followed-gateway.ts";
import { openRaw, type RawSocket } from "../support/raw-socket.ts";

const LINKS = 100;
const DEVICES = 50;
const RUNS = 7;
const LOCALES = ["en", "zh-CN", "id", "vi"];
const OSES = ["android", "ios", "web"];

function textOf(run: number): string {
  return Array.from(
    { length: LINKS },
    (_, each) => `https://item.taobao.com/item.htm?id=${run * LINKS + each + 1}`,
  ).join(" ");
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

/**
 * What one message of 100 links costs where its reader has 50 devices, each of another version and of every language and system:
 * milliseconds in which nothing else is done, beside a reader of one device like the sender's.
 */
export async function bench(print: (line: string) => void): Promise<void> {
  const local = createLocalBus({
    onFault(error) {
      throw error;
    },
  });
  let publishedMs = 0;
  const bus = {
    ...local,
    publish(...told: Parameters<typeof local.publish>) {
      const startMs = performance.now();
      local.publish(...told);
      publishedMs += performance.now() - startMs;
    },
  };
  const gateway = await startFollowingGateway({ bus, resolver: null });
  const enter = async (user: string, device: string, hello: object): Promise<RawSocket> => {
    const socket = await openRaw(gateway.ws);
    socket.say({ type: "hello", id: "h", token: await gateway.token(user), device, ...hello });
    await socket.next("welcome");
    return socket;
  };
  try {
    const sender = await enter("sender", "d", {});
    const plain = [await enter("plain", "d", {})];
    const many = await Promise.all(
      Array.from({ length: DEVICES }, (_, each) =>
        enter("many", `d${each}`, {
          locale: LOCALES[each % LOCALES.length],
          client: { os: OSES[each % OSES.length], version: `8.0.${each}` },
        }),
      ),
    );
    const costOf = async (reader: string, sockets: readonly RawSocket[], run: number): Promise<number> => {
      publishedMs = 0;
      sender.say({ type: "send", id: `${run}`, key: `${reader}${run}`, to: reader, text: textOf(run) });
      await sender.next("sent");
      const ownMs = publishedMs;
      // Who is told later is told within the reader's allowance; the cost of this message is what it kept others waiting.
      if (reader === "plain") await Promise.all(sockets.map((socket) => socket.next("message")));
      return ownMs;
    };
    const [one, all]: [number[], number[]] = [[], []];
    for (let run = 0; run < RUNS; run += 1) {
      one.push(await costOf("plain", plain, run));
      all.push(await costOf("many", many, run));
    }
    const [first, rest] = [all[0] ?? 0, median(all.slice(1))];
    print(`one message of ${LINKS} links: ms until everybody else is served`);
    print(`  a reader of one device like the sender's         ${median(one).toFixed(1).padStart(7)}`);
    print(`  a reader of ${DEVICES} devices, no two alike, first       ${first.toFixed(1).padStart(7)}`);
    print(`  the same, median of ${RUNS - 1} more at once             ${rest.toFixed(1).padStart(7)}`);
    for (const socket of [sender, ...plain, ...many]) socket.ws.terminate();
  } finally {
    await gateway.close();
  }
}

if (import.meta.main) await bench((line) => console.log(line));
