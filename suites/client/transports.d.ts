/** The files of `transports/`, `controls/` and `twins/`, which the build finds. */
declare module 'virtual:transports' {
  export const transports: readonly import('../plan/describe.ts').NamedTransport[];
}
