import fc from "fast-check";

/** What `TEST_SEED` starts for the random walks of the models, it starts for the properties too. Without it theirs are new each time. */
const seed = process.env["TEST_SEED"];
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) });
