import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props {
  term: ComponentChildren;
  why: ComponentChildren;
  /** Without the dots below the word, where the word is a figure. */
  plain?: boolean;
}

/** Explained is a word or a figure that says on hover and on focus what it means. */
export function Explained({ term, why, plain = false }: Props) {
  const id = useId();
  return (
    <span class="explained" data-plain={plain}>
      <button type="button" class="plain" aria-describedby={id}>
        {term}
      </button>
      <span class="tip" role="tooltip" id={id}>
        {why}
      </span>
    </span>
  );
}
