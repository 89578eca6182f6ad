import { useId } from 'preact/hooks';

/** Explained is a word that says on hover and on focus what it means. */
export function Explained({ term, why }: { term: string; why: string }) {
  const id = useId();
  return (
    <span class="explained">
      <button type="button" class="plain" aria-describedby={id}>
        {term}
      </button>
      <span class="tip" role="tooltip" id={id}>
        {why}
      </span>
    </span>
  );
}
