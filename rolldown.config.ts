import { relative } from "node:path";
import { defineConfig } from "rolldown";

/** What tsc makes of `src`: every file of it is there on its own, for who imports the library, and for the program's threads. */
const BUILT = `${import.meta.dirname}/dist`;

/**
 * The program in few files, made of what tsc has built: Node takes half a millisecond and more for each file of a start.
 * Packages stay outside, so that whoever installs hutong chooses their releases; only zod's 95 files, which every start loads, are in it.
 */
export default defineConfig({
  input: `${BUILT}/main.js`,
  platform: "node",
  external: (name, _from, isResolved) => !isResolved && /^(?![./])(?!zod$)/u.test(name),
  output: {
    dir: BUILT,
    chunkFileNames: "start/[name].js",
    banner: "/* Holds parts of zod, MIT licence. */",
    comments: false,
  },
  plugins: [
    {
      name: "a file finds its data and its threads where it was",
      transform: {
        filter: { code: "import.meta.url" },
        handler: (code, id) =>
          code.replaceAll("import.meta.url", `new URL("../${relative(BUILT, id)}", import.meta.url).href`),
      },
    },
    {
      name: "a file is ASCII",
      generateBundle(_options, bundle) {
        for (const file of Object.values(bundle)) if (file.type === "chunk") file.code = inAscii(file.code);
      },
    },
  ],
});

/**
 * V8 keeps the text of what runs: each letter of a file takes one byte in ASCII, and two where one Han character stands in it.
 * Nothing but patterns stands in `String.raw`, and an escape means its character there too.
 */
function inAscii(code: string): string {
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
