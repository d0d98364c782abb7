import { ProtocolError } from "../../protocol/errors.ts";
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
  // No request holds a lease: one that is told so is a fault.
  if (error instanceof StoreError && error.code !== "lease_lost") {
    if (error.code !== "unavailable") return new ProtocolError(error.code, undefined, { re });
    onFault(error.cause ?? error);
    return new ProtocolError("storage", undefined, { re });
  }
  onFault(error);
  return new ProtocolError("internal", undefined, { re });
}
