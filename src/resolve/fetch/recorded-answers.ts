import type { Answer, FetchHead } from "./fetch-head.ts";
import { FetchFailure } from "../types.ts";

/** An answer as a fixture holds it (`network`). */
export interface RecordedAnswer {
  readonly url: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Decoded text. */
  readonly body?: string;
}

/**
 * A network that consists of these answers; anything else is a `network` failure. Opens no connection.
 *
 * @param onMissing  Is told of each address for which nothing was recorded.
 */
export function recordedAnswers(
  answers: readonly RecordedAnswer[],
  onMissing: (address: string) => void = () => undefined,
): FetchHead {
  const byUrl = new Map(answers.map((answer) => [URL.parse(answer.url)?.href ?? answer.url, answer]));
  return (url) => {
    const recorded = byUrl.get(url.href) ?? byUrl.get(url.href.slice(0, url.href.length - url.hash.length));
    if (recorded === undefined) {
      onMissing(url.href);
      return Promise.reject(new FetchFailure("network", "no answer was recorded for this address"));
    }
    const headers = new Map(
      Object.entries(recorded.headers ?? {})
        // The body is recorded decoded.
        .filter(([name]) => name.toLowerCase() !== "content-encoding")
        .map(([name, value]) => [name.toLowerCase(), typeof value === "string" ? [value] : value]),
    );
    const bytes = Buffer.from(recorded.body ?? "");
    const type = headers.get("content-type")?.[0];
    // The text was decoded when it was recorded, whatever its header and its own declaration say.
    if (type !== undefined) headers.set("content-type", [`${type.split(";")[0] ?? ""}; charset=utf-8`]);
    const answer: Answer = {
      status: recorded.status,
      headers,
      body: (async function* () {
        yield bytes;
      })(),
      address: null,
      wireBytes: () => bytes.byteLength,
      close: () => undefined,
    };
    return Promise.resolve(answer);
  };
}
