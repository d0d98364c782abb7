import { relative } from "node:path";
import { type BuildOptions, defineConfig, type Plugin } from "rolldown";

/** What tsc makes of `src`: every file of it is there on its own, for who imports the library, and for the program's threads. */
const BUILT = `${import.meta.dirname}/dist`;
const SOURCE = `${import.meta.dirname}/src`;

/**
 * The program in few files, made of what tsc has built: Node takes half a millisecond and more for each file of a start.
 * Packages stay outside, so that whoever installs hutong chooses their releases; only zod's 95 files, which every start loads, are in it.
 */
const PROGRAM = defineConfig({
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
    whereItWas((file) => `../${relative(BUILT, file)}`),
    {
      name: "a file is ASCII",
      generateBundle(_options, bundle) {
        for (const file of Object.values(bundle)) if (file.type === "chunk") file.code = inAscii(file.code);
      },
    },
  ],
});

/**
 * The scripts of our pages in few files. A browser asks for six at once: on a phone 150 ms away seventy took three seconds.
 * What a page asks for later, such as another language, is a file of its own still.
 *
 * @param built  The folder that they are written to, laid out as `src` is.
 */
export function pageScripts(built: string) {
  return [scriptsOf("web", ["first-words", "main"], built), scriptsOf("web/console", ["main"], built)];
}

/**
 * @param folder   Where they are, in the source and in what is built.
 * @param scripts  That the page names.
 */
function scriptsOf(folder: string, scripts: readonly string[], built: string): BuildOptions {
  return {
    input: Object.fromEntries(scripts.map((script) => [script, `${SOURCE}/${folder}/${script}.ts`])),
    platform: "browser",
    output: {
      dir: `${built}/${folder}`,
      chunkFileNames: "[name].js",
      minify: true,
      // A page that was opened before an upgrade asks for the rest of itself after it, as it did file by file.
      minifyInternalExports: false,
      // Of the words only one language is asked for.
      codeSplitting: { groups: [{ name: "shared", test: /^(?!.*\/words\/[a-z-]+\.ts$)/u, minShareCount: 2 }] },
    },
    plugins: [whereItWas((file) => `./${relative(`${SOURCE}/${folder}`, file)}`)],
  };
}

/** What a file finds beside itself it finds from within another file. */
function whereItWas(placeOf: (file: string) => string): Plugin {
  return {
    name: "a file finds its data and its threads where it was",
    transform: {
      filter: { code: "import.meta.url" },
      handler: (code, file) => code.replaceAll("import.meta.url", `new URL("${placeOf(file)}", import.meta.url).href`),
    },
  };
}

export default [PROGRAM, ...pageScripts(BUILT)];

/**
 * V8 keeps the text of what runs: each letter of a file takes one byte in ASCII, and two where one Han character stands in it.
 * Nothing but patterns stands in `String.raw`, and an escape means its character there too.
 */
function inAscii(code: string): string {
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
