/** What the build packed into the page: JSON, gzipped, in base64. */
export async function unpack<Content>(base64: string): Promise<Content> {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(stream).json()) as Content;
}
