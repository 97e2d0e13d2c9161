/** A `.wat` file, compiled by the build. */
declare module '*.wat' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** The same with a memory that is not shared. */
declare module '*.wat?plain' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** The files of `transports/`, `controls/` and `twins/`; found by the build. */
declare module 'virtual:transports' {
  export const transports: readonly import('./plan/describe.ts').NamedTransport[];
}
