/** The databases that Trino asks, each over a lake of its own. The documents name theirs. */
export const DATABASES = { hostile: 'hostile', demo: 'aws', recent: 'recent' } as const;
