import type { VerifierKey } from "../../log/notes.ts";
import type { LogProblem, Verified } from "../../log/verify.ts";

/** A problem in a line or two, at most 80 columns wide. */
export function problemTold(problem: LogProblem): string {
  switch (problem.kind) {
    case "no_checkpoint":
      return "there is no checkpoint, or it is none";
    case "bad_signature":
      return "the checkpoint's signature is not its key's";
    case "unknown_key":
      return "the checkpoint is signed by no key that was given";
    case "changed":
      return `entry ${problem.entry} is changed: it is not what the tree holds there`;
    case "swapped":
      return `entries ${problem.entry} and ${problem.with} are swapped`;
    case "gap":
      return `entry ${problem.entry} is missing: those after it moved up`;
    case "cut":
      return `entries ${problem.entry} to ${problem.size - 1} are missing: the log was cut`;
    case "missing":
      return `${problem.tile} of ${problem.by ?? "the log"} is missing: entries from ${problem.entry} on\n  cannot be checked`;
    case "beyond":
      return `${problem.tile} holds more than was signed: what stands behind\n  entry ${problem.entry - 1} is in no tree`;
    case "tile":
      return `${problem.tile} is not what the entries from ${problem.entry} on make`;
    case "other_root":
      return `entries ${problem.entry} to ${problem.size - 1} make another tree than was signed`;
    case "fork":
      return problem.entry === problem.size - 1
        ? `entry ${problem.entry} is another than ${problem.by} has`
        : `entries ${problem.entry} to ${problem.size - 1}: one is another than when\n  ${problem.by} was kept: it was changed, or one came in between,\n  or a backup came back without hutong epoch`;
    case "kept_elsewhere":
      return `${problem.by} is of another log: it says nothing of this one`;
    case "kept_unsigned":
      return `${problem.by} is signed by no key that is trusted: it proves nothing`;
    case "copy_root":
      return "the copy's tiles do not make the tree that its checkpoint signs";
    case "went_back":
      return `entry ${problem.entry}: the store went back in time; what was there up to\n  entry ${problem.size - 1} in the epoch of ${problem.by} is gone${notShown(problem)}`;
  }
}

/** What came before and is held by nothing that was kept. */
function notShown({ entry, soundTo }: Extract<LogProblem, { kind: "went_back" }>): string {
  return soundTo >= entry
    ? ""
    : `;\n  an earlier checkpoint or a copy shows whether ${soundTo} to ${entry - 1} are as before`;
}

/** @param given  Keys that were named, before those that follow them. */
function signedTold(signedBy: Verified["signedBy"], given: readonly VerifierKey[]): string {
  if (signedBy === null) return "its signature was not checked: --key names the key that is trusted";
  if (signedBy.length > 1) return `signed by ${signedBy.length} keys that were given or follow them`;
  const isGiven = given.some(({ name, publicKey }) =>
    signedBy.some((key) => key.name === name && key.publicKey.equals(publicKey)),
  );
  return isGiven ? "signed by the key that was given" : "signed by a key that follows the given one";
}

export function verifiedTold(
  { checkpoint, entries, unread, signedBy, fitting, problems }: Verified,
  given: readonly VerifierKey[],
): readonly string[] {
  if (problems.length > 0) return problems.map(problemTold);
  if (checkpoint === null) return [];
  return [
    `${entries === 1 ? "1 entry makes" : `${entries} entries make`} the tree that the checkpoint signs`,
    `  root   ${checkpoint.root.toString("base64")}`,
    `  origin ${checkpoint.origin}`,
    `  ${signedTold(signedBy, given)}`,
    ...(unread === 0
      ? []
      : [`  of ${unread === 1 ? "1 entry" : `${unread} entries`} the hashes alone were read: they are for auditors`]),
    ...(fitting === 0 ? [] : [`  ${fitting} kept ${fitting === 1 ? "checkpoint fits" : "checkpoints fit"}`]),
  ];
}
