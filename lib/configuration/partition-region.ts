/** How the names of Regions begin in each partition, as AWS's own lists of partitions have it. */
const AREAS = [
  ...['us', 'eu', 'ap', 'sa', 'ca', 'me', 'af', 'il', 'mx'],
  'cn',
  'us-gov',
  'eusc-de',
  ...['us-iso', 'us-isob', 'us-isof', 'eu-isoe'],
];

const DIRECTIONS = ['central', 'north', 'northeast', 'east', 'southeast', 'south', 'southwest', 'west', 'northwest'];

const REGION = new RegExp(`^(?:${AREAS.join('|')})-(?:${DIRECTIONS.join('|')})-\\d{1,2}$`);

/** Whether a partition may have a Region of that name, be it a new one: what cannot be is a slip of the hand. */
export const isPartitionRegion = (name: string): boolean => REGION.test(name);
