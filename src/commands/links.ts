import { z } from "zod";
import { openLinkFinder } from "../check/link-finder.ts";
import { readOptions, UsageError, type Command } from "./cli/command.ts";
import { answerLines } from "./cli/json-lines-command.ts";

const OPTIONS = {} as const;

const lineSchema = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });

export const links: Command = {
  name: "links",
  usage: "hutong links < LINES",
  summary: "only finding: {id, text} a line on stdin, {id, links: [{value, start, end, kind}]} a line out",
  options: OPTIONS,
  async run(argv, console) {
    const { positionals } = readOptions(argv, OPTIONS, console.env);
    if (positionals.length > 0)
      throw new UsageError("expected lines on standard input and no argument; hutong check TEXT takes a text");
    const findLinks = openLinkFinder();
    return answerLines(console, lineSchema, ({ id, text }) => {
      const found = findLinks(text).map(({ value, start, end, kind }) => ({ value, start, end, kind }));
      return JSON.stringify({ id, links: found });
    });
  },
};
