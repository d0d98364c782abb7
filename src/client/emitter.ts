type Listeners<E> = { [K in keyof E]?: Set<(value: E[K]) => void> };

export interface Emitter<E> {
  readonly on: <K extends keyof E>(event: K, listener: (value: E[K]) => void) => () => void;
  readonly emit: <K extends keyof E>(event: K, value: E[K]) => void;
}

/** Typed events. A listener that throws keeps the others from nothing: its fault is thrown later, alone. */
export function createEmitter<E>(): Emitter<E> {
  const listeners: Listeners<E> = {};
  return {
    on(event, listener) {
      const ofEvent = (listeners[event] ??= new Set());
      ofEvent.add(listener);
      return () => ofEvent.delete(listener);
    },
    emit(event, value) {
      for (const listener of listeners[event] ?? []) {
        try {
          listener(value);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
  };
}
