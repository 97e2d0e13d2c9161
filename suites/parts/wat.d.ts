/** A `.wat` file, compiled by the build. */
declare module '*.wat' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** The same module with a memory that is not shared. */
declare module '*.wat?plain' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
