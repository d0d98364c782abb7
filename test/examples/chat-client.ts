import { connect, type Client } from "../../src/client/index.ts"; // In a program of your own: "hutong/client".

// chatClient("wss://chat.example/v1/ws", fetchToken, console.log);

/** Writes to somebody, and tells what comes from others, with what happens to each link. */
export function chatClient(url: string, token: () => Promise<string>, show: (line: string) => void): Client {
  const client = connect(url, token, { device: "my-terminal" });
  client.on("message", ({ from, text, links }) => {
    show(`${from}: ${text}`);
    for (const { link, verdict } of links) show(`  ${link.value}: ${verdict.action}. ${verdict.reason}`);
  });
  // A link that had to be followed: what it leads to is known now.
  client.on("link", ({ report }) => show(`  ${report.link.value}: now ${report.verdict.action}`));
  client.on("trouble", ({ because, waitMs }) => show(`(no connection: ${because}; again in ${waitMs} ms)`));
  return client;
}
