import { createServer } from "node:http";

// Pages for the resolver's benchmark, in a process of their own so that serving them is not measured: `/slow…` never ends, all others do.
const HEAD = `<!doctype html><html><head><title>一件卫衣</title><meta property="og:title" content="一件卫衣">${"<meta name=a content=b>".repeat(40)}`;
const PAGE = `${HEAD}</head><body>${"x".repeat(8_000)}</body></html>`;

const server = createServer((request, response) => {
  response.setHeader("content-type", "text/html; charset=utf-8");
  if (request.url?.startsWith("/slow") !== true) {
    response.end(PAGE);
    return;
  }
  response.write(`<html><head>${"<meta name=a content=b>".repeat(500)}`);
  const timer = setInterval(() => response.write(" "), 200);
  response.once("close", () => clearInterval(timer));
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 1_024 }, () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) console.log(address.port);
});
