import { code } from './codes';

/** What has an address of its own, besides the city and the wall. */
export type Subject =
  | { readonly kind: 'area'; readonly set: string; readonly code: string }
  | { readonly kind: 'complaint'; readonly id: string };

/**
 * Which page it is: the city's, the one of an area, the one for a big screen, or the one that says that
 * what was asked for is not there. A complaint's own address leads to the city's page, where it is selected.
 */
export type Route =
  | { readonly kind: 'city' }
  | { readonly kind: 'wall' }
  | { readonly kind: 'missing'; readonly what: Subject }
  | Subject;

/** routePath is the path of a page. */
export function routePath(route: Route): string {
  switch (route.kind) {
    case 'city':
      return '/';
    case 'area':
      return `/areas/${route.set}/${route.code}`;
    case 'complaint':
      return `/complaints/${route.id}`;
    case 'missing':
      return routePath(route.what);
    case 'wall':
      return '/wall';
  }
}

/** parseRoute reads a path; what it does not know is the city's page. */
export function parseRoute(path: string): Route {
  const [first, second = '', third = '', ...rest] = path.split('/').filter(part => part !== '');
  if (first === 'wall' && !second) return { kind: 'wall' };
  if (first === 'complaints' && second && !third) return complaintRoute(second);
  const isArea = first === 'areas' && code(second) && code(third) && rest.length === 0;
  return isArea ? { kind: 'area', set: second, code: third } : { kind: 'city' };
}

/** missing is the page that says that there is no such thing; pages that are always there stay. */
export function missing(page: Route): Route {
  return page.kind === 'area' || page.kind === 'complaint' ? { kind: 'missing', what: page } : page;
}

/** The number of a complaint; anything else is none, and nobody needs to be asked. */
const ID = /^[1-9][0-9]{0,17}$/;

function complaintRoute(id: string): Route {
  const page = { kind: 'complaint', id } as const;
  return ID.test(id) ? page : missing(page);
}
