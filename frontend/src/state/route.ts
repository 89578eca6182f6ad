import { code } from './codes';

/** Which page it is: the city's, the one of an area, or the one for a big screen. */
export type Route =
  | { readonly kind: 'city' }
  | { readonly kind: 'area'; readonly set: string; readonly code: string }
  | { readonly kind: 'wall' };

/** routePath is the path of a page. */
export function routePath(route: Route): string {
  switch (route.kind) {
    case 'city':
      return '/';
    case 'area':
      return `/areas/${route.set}/${route.code}`;
    case 'wall':
      return '/wall';
  }
}

/** parseRoute reads a path; what it does not know is the city's page. */
export function parseRoute(path: string): Route {
  const [first, set = '', areaCode = '', ...rest] = path.split('/').filter(part => part !== '');
  if (first === 'wall' && !set) return { kind: 'wall' };
  const isArea = first === 'areas' && code(set) && code(areaCode) && rest.length === 0;
  return isArea ? { kind: 'area', set, code: areaCode } : { kind: 'city' };
}
