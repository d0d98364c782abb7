import { readdirSync } from "node:fs";

/** A benchmark file: prints its table line by line. */
interface BenchModule {
  bench(print: (line: string) => void): Promise<void>;
}

/** `npm run bench [-- NAME…]`: runs the benchmarks whose file name begins with a NAME, all of them without one. */
const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".bench.ts"))
  .filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)))
  .sort();
if (files.length === 0) {
  console.error(`no benchmark of that name in ${import.meta.dirname}`);
  process.exitCode = 2;
}
console.log(`Node ${process.version}`);
for (const file of files) {
  console.log(`\n${file.replace(".bench.ts", "")}`);
  const module = (await import(`./${file}`)) as BenchModule;
  await module.bench((line) => console.log(line));
}
