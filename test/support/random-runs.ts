/** How many times more often tests try random inputs than in a normal run: `TEST_RUNS`, 1 by default. */
const FACTOR = Number(process.env["TEST_RUNS"] ?? 1);

/** Where the models' random walks start: `TEST_SEED`. */
export const SEED = Number(process.env["TEST_SEED"] ?? 1);

/**
 * How often a test tries a random input, or how many it must have seen of a kind.
 *
 * @param normal  In a normal run.
 * @returns       `normal` times `TEST_RUNS`; a whole number, at least 1.
 */
export function randomRuns(normal: number): number {
  return Math.max(1, Math.round(normal * FACTOR));
}
