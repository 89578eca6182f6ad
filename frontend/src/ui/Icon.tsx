/** The drawings, on a grid of 16, as strokes in the colour of the text. */
const DRAWINGS = {
  search: 'M7 12.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM11 11l3.5 3.5',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M3 13l1.2-1.2M11.8 4.2 13 3',
  moon: 'M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3Z',
  info: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM8 7.2v4M8 4.6v.2',
  filter: 'M1.5 3h13M4 8h8M6.5 13h3',
  down: 'M3.5 6 8 10.5 12.5 6',
  left: 'M10 3.5 5.5 8l4.5 4.5',
  right: 'M6 3.5 10.5 8 6 12.5',
  plus: 'M8 2.5v11M2.5 8h11',
  minus: 'M2.5 8h11',
  home: 'M2 7.5 8 2.5l6 5M4 6.5v7h8v-7',
  table: 'M1.5 3h13v10h-13zM1.5 6.5h13M6 3v10',
  save: 'M8 2v8.5M4.5 7 8 10.5 11.5 7M2.5 13.5h11',
  chart: 'M2 14h12M4 11V7M8 11V3M12 11V5.5',
  calendar: 'M2 3.5h12v10.5H2zM2 6.8h12M5 1.5v3.5M11 1.5v3.5',
  play: 'M4.5 2.5v11l8-5.5z',
  pause: 'M5 3v10M11 3v10',
  step: 'M3.5 3v10l6.5-5zM12.5 3v10',
  back: 'M12.5 3v10L6 8zM3.5 3v10',
  print:
    'M4.5 6V1.5h7V6M4.5 12H2.5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h11a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1h-2M4.5 9.5h7v5h-7z',
  check: 'M3 8.5 6.5 12 13 4.5',
} as const;

export type IconName = keyof typeof DRAWINGS;

/** Icon is an ornament beside a word, or in a button that has a name of its own. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={DRAWINGS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

/** The sign of the page: a hexagon that is hot in the middle. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true" focusable="false">
      <path d="M16 1.5 28.6 8.75v14.5L16 30.5 3.4 23.25V8.75z" fill="#993404" />
      <path d="M16 7.5 23.4 11.75v8.5L16 24.5l-7.4-4.25v-8.5z" fill="#fe9929" />
      <path d="M16 12.2 19.3 14.1v3.8L16 19.8l-3.3-1.9v-3.8z" fill="#fff7bc" />
    </svg>
  );
}
