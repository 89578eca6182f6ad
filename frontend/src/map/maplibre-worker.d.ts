/** The address of the map's worker; build/maplibre.ts gives it. */
declare module 'virtual:maplibre-worker-url' {
  const url: string;
  export default url;
}
