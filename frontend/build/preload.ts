import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

/** The chunk that is asked for as soon as the page's own code runs. */
const MAP = 'city-map';
/** The service's answer that the first picture begins with. */
const META = '/api/v1/meta';

/**
 * Names in index.html what the first picture needs, so that the browser asks for
 * everything at once: else the fonts wait for the styles, the map's code for the
 * page's, and the service's first answer for all of it.
 */
export function preload(): Plugin {
  return {
    name: 'preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle }) => [
        link({ rel: 'preload', as: 'fetch', href: META, crossorigin: 'anonymous' }),
        ...chunksOf(bundle ?? {}).map(file =>
          link({ rel: 'preload', as: 'script', crossorigin: true, href: `/${file}` }),
        ),
        ...stylesOf(bundle ?? {}).map(file =>
          link({ rel: 'preload', as: 'style', crossorigin: true, href: `/${file}` }),
        ),
        ...fontsOf(bundle ?? {}).map(file =>
          link({ rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `/${file}` }),
        ),
      ],
    },
  };
}

const link = (attrs: HtmlTagDescriptor['attrs']): HtmlTagDescriptor => ({
  tag: 'link',
  attrs,
  injectTo: 'head',
});

function mapChunk(bundle: Rolldown.OutputBundle): Rolldown.OutputChunk | undefined {
  return Object.values(bundle).find(file => file.type === 'chunk' && file.name === MAP) as
    | Rolldown.OutputChunk
    | undefined;
}

/** The map's chunk and all that it imports, but for what the page itself has loaded by then. */
function chunksOf(bundle: Rolldown.OutputBundle): string[] {
  const map = mapChunk(bundle);
  const found = new Set(map ? [map.fileName] : []);
  for (const name of found) {
    const file = bundle[name];
    if (file?.type !== 'chunk') continue;
    for (const next of file.imports) if (!isEntry(bundle[next])) found.add(next);
  }
  return [...found];
}

function isEntry(file: Rolldown.OutputAsset | Rolldown.OutputChunk | undefined): boolean {
  return file?.type === 'chunk' && file.isEntry;
}

function stylesOf(bundle: Rolldown.OutputBundle): string[] {
  return Object.keys(bundle).filter(name => /\/city-map-[^/]*\.css$/.test(name));
}

function fontsOf(bundle: Rolldown.OutputBundle): string[] {
  return Object.keys(bundle).filter(name => name.endsWith('.woff2'));
}
