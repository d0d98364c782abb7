/** What another server does before it shows a text: asks for the most careful action of all its links. */
export async function safeToShow(
  gateway: string,
  text: string,
): Promise<{ readonly isSafe: boolean; readonly why: string }> {
  const answer = await fetch(new URL("v1/check", gateway), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text, chat: "group", locale: "en", compact: true }),
    // Links are followed within five seconds; who cannot wait shows the text without its links.
    signal: AbortSignal.timeout(8_000),
  });
  if (answer.status === 429) return { isSafe: false, why: `ask again in ${answer.headers.get("retry-after")} s` };
  if (!answer.ok) throw new Error(`the gateway answered ${answer.status}`);
  const { worst, sentence } = (await answer.json()) as { worst: string | null; sentence: string | null };
  return { isSafe: worst !== "block", why: sentence ?? "no link" };
}
