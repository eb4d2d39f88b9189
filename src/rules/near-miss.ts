/**
 * A value that a rule does not name, but nearly: whoever wrote "keep" may well have meant "Keep", and a slip must neither
 * delete a torrent nor take its protection away. Such a test is unknown.
 */
export const isNearTag = (tag: string, named: string): boolean => tag.toLowerCase().includes(named.toLowerCase());

/** Another letter case, or a subcategory. Nothing is near to no category, since no name begins with a slash. */
export function isNearCategory(category: string, named: string): boolean {
  const lower = category.toLowerCase();
  const wanted = named.toLowerCase();
  return lower === wanted || lower.startsWith(`${wanted}/`);
}
