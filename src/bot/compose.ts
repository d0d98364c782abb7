/** Does something about a message, and hands it on by `next`, or does not. */
export type Middleware<Message> = (message: Message, next: () => Promise<void>) => Promise<void> | void;

/** Several as one: each may hand on to the one after it, once. The last hands on to nobody. */
export function compose<Message>(all: readonly Middleware<Message>[]): Middleware<Message> {
  return (message, next) => {
    const run = async (index: number): Promise<void> => {
      let isHandedOn = false;
      const goOn = async (): Promise<void> => {
        if (isHandedOn) throw new Error("next() was called twice");
        isHandedOn = true;
        await run(index + 1);
      };
      const own = all[index];
      await (own === undefined ? next() : own(message, goOn));
    };
    return run(0);
  };
}

/** One that looks only at some messages, which it then knows more of; others go on to the next. */
export function when<Message, Known extends Message>(
  is: (message: Message) => message is Known,
  then: Middleware<Known>,
): Middleware<Message> {
  return (message, next) => (is(message) ? then(message, next) : next());
}
