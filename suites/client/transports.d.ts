declare module 'virtual:transports' {
  type Transport = import('../transport.ts').Transport;
  type Named = import('../plan/describe.ts').NamedTransport<Transport>;

  /** The files of `transports/`, `controls/` and `twins/`, which the build finds. */
  export const transports: readonly Named[];
  /** The user's modules. @param notLoaded Stands in for a transport whose module throws when it is loaded. */
  export const loadOthers: (notLoaded: (error: unknown) => Transport) => Promise<readonly Named[]>;
}
