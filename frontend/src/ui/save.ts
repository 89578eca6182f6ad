import { fold } from './fold';

/** What a cell of a table holds; undefined and null are left empty. */
export type Cell = string | number | null | undefined;

/** Excel reads a file without it in the code page of the machine, and breaks every Vietnamese letter. */
const BYTE_ORDER_MARK = '\ufeff';

/** The longest name of a file, without its ending: the address line of a file dialog shows that much. */
const LONGEST_NAME = 96;

/** How long a file is kept for the browser to read. */
const KEPT_MS = 40_000;

/** saveCSV saves a table under a name; see fileName for the name and csvText for the text. */
export function saveCSV(name: string, header: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const text = csvText(header, rows);
  saveBlob(`${name}.csv`, new Blob([text], { type: 'text/csv;charset=utf-8' }));
}

/** saveBlob hands a file to the browser, which puts it where it puts downloads. */
export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // For ever it would hold the file in memory; at once would be before Safari has read it.
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}

/**
 * csvText is a table as the service's own are: UTF-8 with a byte order mark, RFC 4180 with CRLF,
 * decimal points, and no text that a spreadsheet would take for a formula.
 */
export function csvText(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [header, ...rows].map(cells => cells.map(csvCell).join(','));
  return `${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`;
}

/**
 * fileName says what and when, without marks: words joined by hyphens, parts by
 * underscores, such as "theo-don-vi-xu-ly_2026-10-24_2026-11-22".
 */
export function fileName(...parts: readonly (string | undefined)[]): string {
  const plain = parts.map(part => fold(part ?? '').replaceAll(' ', '-')).filter(part => part !== '');
  const name = plain.join('_').slice(0, LONGEST_NAME);
  return name.replace(/[-_]+$/, '') || 'diemnong';
}

function csvCell(cell: Cell): string {
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = harmless(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An apostrophe in front makes a text of what a spreadsheet would take for a formula (OWASP, CSV injection). */
function harmless(text: string): string {
  return /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
}
