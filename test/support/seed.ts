import fc from "fast-check";

/** What `HUTONG_SEED` starts for the random walks of the models, it starts for the properties too. Without it theirs are new each time. */
const seed = process.env["HUTONG_SEED"];
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) });
