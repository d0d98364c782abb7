const SAYS = {
  refused: "the NATS server does not let this user in",
} as const;

/** A bus cannot be opened. Its message repeats neither address nor password. */
export class BusError extends Error {
  override readonly name = "BusError";

  constructor(code: keyof typeof SAYS, options?: ErrorOptions) {
    super(SAYS[code], options);
  }
}
