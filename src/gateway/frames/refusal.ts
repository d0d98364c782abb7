import { ProtocolError } from "../../protocol/errors.ts";
import { CaseRefusal } from "../../cases/types.ts";
import { StoreError } from "../../store/store-error.ts";

/** What a failed request is answered: a refusal as it stands, a fault only as `internal`. */
export function refusalOf(error: unknown, re: string | undefined, onFault: (error: unknown) => void): ProtocolError {
  if (error instanceof ProtocolError) {
    const { code, message, retryAfterMs } = error;
    return new ProtocolError(code, message, {
      re: error.re ?? re,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  if (error instanceof CaseRefusal) return caseRefusalOf(error, re, onFault);
  // No request holds a lease: one that is told so is a fault.
  if (error instanceof StoreError && error.code !== "lease_lost") {
    if (error.code !== "unavailable") return new ProtocolError(error.code, undefined, { re });
    onFault(error.cause ?? error);
    return new ProtocolError("storage", undefined, { re });
  }
  onFault(error);
  return new ProtocolError("internal", undefined, { re });
}

function caseRefusalOf(error: CaseRefusal, re: string | undefined, onFault: (error: unknown) => void): ProtocolError {
  const { code, retryAfterMs } = error;
  switch (code) {
    case "unknown_complaint":
    case "withdrawn":
    case "already_decided":
    case "final":
    case "too_many_complaints":
      return new ProtocolError(code, undefined, { re, ...(retryAfterMs === null ? {} : { retryAfterMs }) });
    case "not_decided":
      return new ProtocolError(code, sentence(error.message), { re });
    // What moderators do, no frame does.
    case "role_missing":
    case "own_case":
    case "same_person":
    case "conflict":
    case "bad_decision":
      onFault(error);
      return new ProtocolError("internal", undefined, { re });
  }
}

function sentence(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
