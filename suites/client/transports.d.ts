/** The files of `transports/`, `controls/` and `twins/`; found by the build. */
declare module 'virtual:transports' {
  export const transports: readonly import('../plan/describe.ts').NamedTransport[];
}
