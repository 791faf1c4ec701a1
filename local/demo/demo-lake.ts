/** Where the demo lays its lake, and where a question without `--lake` is asked. */
export const DEMO_LAKE = 'lake/demo';
