/** Decodes the data that the build embedded in the page: gzipped JSON in base64. */
export async function unpack<Content>(base64: string): Promise<Content> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  // Uint8Array.from with a callback took 100 ms for 1 MB.
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(stream).json()) as Content;
}
