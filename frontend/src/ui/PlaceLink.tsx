import type { ComponentChildren } from 'preact';
import { useApp } from '../app';
import { linkTo, type Place } from '../state/address';

interface Props {
  place: Place;
  class?: string;
  children: ComponentChildren;
}

/** PlaceLink is a true link to a place of the page; a plain click goes there without loading anything anew. */
export function PlaceLink({ place, children, class: name }: Props) {
  const { state } = useApp();
  return (
    <a
      class={name}
      href={linkTo(place)}
      onClick={event => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
        event.preventDefault();
        state.go(place);
      }}
    >
      {children}
    </a>
  );
}
