import { z } from 'zod';

const optionsSchema = z.object({
  id: z.string().optional(),
  expression: z.string().optional(),
  label: z.string().optional(),
  color: z.string().optional(),
  visible: z.boolean().default(true),
  /** In seconds. */
  period: z.int().default(300),
  stat: z.string().default('Average'),
});

/** Namespace, name and dimensions, and then the options; an expression has options only. */
const seriesSchema = z.array(z.union([z.string(), optionsSchema])).transform((entry) => {
  const [namespace, name, ...dimensions] = entry.filter((each) => typeof each === 'string');
  const options = entry.find((each) => typeof each !== 'string') ?? optionsSchema.parse({});
  return { ...options, metric: name === undefined ? undefined : { namespace, name, dimensions } };
});

const place = { x: z.int(), y: z.int(), width: z.int(), height: z.int() };

const widgetSchema = z.discriminatedUnion('type', [
  z.object({ ...place, type: z.literal('text'), properties: z.object({ markdown: z.string() }) }),
  z.object({
    ...place,
    type: z.literal('alarm'),
    properties: z.object({ title: z.string(), alarms: z.array(z.string()) }),
  }),
  z.object({
    ...place,
    type: z.literal('metric'),
    properties: z.object({
      title: z.string(),
      view: z.literal('timeSeries'),
      stacked: z.boolean().default(false),
      legend: z.object({ position: z.enum(['bottom', 'right']) }).default({ position: 'bottom' }),
      metrics: z.array(seriesSchema),
    }),
  }),
]);

const bodySchema = z.object({ widgets: z.array(widgetSchema) });

export type Series = z.output<typeof seriesSchema>;
export type Widget = z.output<typeof widgetSchema>;
export type Graph = Extract<Widget, { readonly type: 'metric' }>;

/**
 * The widgets of a dashboard, as far as this project uses what a body may hold.
 *
 * @param body the JSON text, references replaced by names
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export const parseDashboard = (body: string): readonly Widget[] => bodySchema.parse(JSON.parse(body)).widgets;
