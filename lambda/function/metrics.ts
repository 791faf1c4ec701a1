import { Metrics } from '@aws-lambda-powertools/metrics';
import { isMetric, METRIC_NAMESPACE, METRICS } from '../contract/metrics';
import type { Counts } from './run-metrics';

/** Sends what was counted: one line of Embedded Metric Format on standard output. */
export type SendMetrics = (counts: Counts) => void;

/** By Powertools, whose only dimension is the service that POWERTOOLS_SERVICE_NAME says. */
export const powertoolsMetrics = (): SendMetrics => {
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE });
  return (counts) => {
    for (const [name, count] of Object.entries(counts))
      if (isMetric(name)) metrics.addMetric(name, METRICS[name].unit, count);
    metrics.publishStoredMetrics();
  };
};
