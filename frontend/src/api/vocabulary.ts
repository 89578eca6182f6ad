import type { components } from './schema';

/** The schemas of the HTTP interface, generated from api/openapi.yaml. */
export type Schemas = components['schemas'];
export type Meta = Schemas['Meta'];
export type Measures = Schemas['Measures'];
export type Stats = Schemas['Stats'];
export type StatsRow = Schemas['StatsRow'];
export type Area = Schemas['Area'];
export type AreaList = Schemas['AreaList'];
export type AreaDetail = Schemas['AreaDetail'];
export type Hotspots = Schemas['Hotspots'];
export type Hotspot = Schemas['Hotspot'];
export type TileJSON = Schemas['TileJSON'];
export type Geocoded = Schemas['Geocoded'];
export type Candidate = Schemas['Candidate'];
export type PlaceArea = Schemas['PlaceArea'];
export type AddressPart = Schemas['AddressPart'];
export type Complaint = Schemas['Complaint'];
export type ComplaintPage = Schemas['ComplaintPage'];
export type ComplaintDetail = Schemas['ComplaintDetail'];
export type Neighbour = Schemas['Neighbour'];
export type Neighbours = Schemas['Neighbours'];
export type AreaSet = Meta['area_sets'][number];
/** A thing with a code and a name in both languages. */
export type Named = { code: string; name: string; name_en: string };

/** The six classes in the order of the service; every complaint is in exactly one. */
export const CLASSES = ['on_time', 'late', 'open', 'overdue', 'undated_open', 'undated_closed'] as const;
export type Class = (typeof CLASSES)[number];

/** The stages of handling, in order. */
export const STATUSES = ['received', 'assigned', 'in_progress', 'resolved', 'rejected'] as const;
export type Status = (typeof STATUSES)[number];

/** The ways a complaint comes in. */
export const CHANNELS = ['phone', 'app', 'web', 'email', 'counter', 'social', 'import'] as const;
export type Channel = (typeof CHANNELS)[number];

/** How much is known of a place, from best to worst. */
export const QUALITIES = ['point', 'street', 'area', 'none'] as const;
export type Quality = (typeof QUALITIES)[number];

/** What the map can colour by. Cells know no residents, so per_1000 is for areas alone. */
export const MEASURES = ['n', 'per_km2', 'per_1000', 'overdue_share', 'on_time_rate', 'median_s'] as const;
export type Measure = (typeof MEASURES)[number];

/** The order in which classes are drawn: what hurts first. */
export const CLASSES_BY_CONCERN: readonly Class[] = [
  'overdue',
  'late',
  'open',
  'undated_open',
  'on_time',
  'undated_closed',
];

/** The windows that figures can be compared with: the same length of time before, the same days a year before. */
export const COMPARISONS = ['previous', 'year'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** The orders of the list of complaints; a minus is downwards. */
export const SORTS = ['-received_at', 'received_at', 'due_at', '-due_at', '-closed_at', '-handling'] as const;
export type Sort = (typeof SORTS)[number];
