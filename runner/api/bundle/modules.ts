/** What the user adds to the transports of the suite. The page sets it; a worker reads the addresses in its own name. */

/** The address of a module that exports a `transport`, and the transport's name. */
export interface UserModule {
  readonly name: string;
  readonly url: string;
}

/** What the page sends, by size. */
export type Payload = (sizeBytes: number) => unknown;

interface Added {
  modules: readonly UserModule[];
  payload: Payload;
}

export const added: Added = {
  modules:
    'document' in globalThis
      ? []
      : (JSON.parse((globalThis as { name?: string }).name ?? '[]') as UserModule[]),
  payload: () => {
    throw new Error('the transport `payload` needs the option `payload`');
  },
};

/** The name of a worker that loads the same modules. */
export const workerName = (): string => JSON.stringify(added.modules);
