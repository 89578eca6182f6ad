/**
 * fold makes a text findable without marks: "Phường Đa Kao" and "phuong da kao"
 * fold to the same. Đ has no decomposition in Unicode and is named by itself.
 */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** matches reports whether every word of the search begins a word of the text. */
export function matches(text: string, search: string): boolean {
  const words = fold(text).split(' ');
  return fold(search)
    .split(' ')
    .every(part => words.some(word => word.startsWith(part)));
}
