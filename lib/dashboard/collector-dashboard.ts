import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, PeriodOverride, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { CollectorAlarms } from '../alarms/collector-alarms';
import type { CollectionSchedule } from '../collector/collection-schedule';
import type { WorkflowCollector } from '../collector/workflow-collector';
import {
  ageGraph,
  callGraph,
  changeGraph,
  coverageGraph,
  durationGraph,
  failureGraph,
  type Place,
  rowGraph,
} from './collector-graphs';
import { dashboardText } from './dashboard-text';

export interface CollectorDashboardProps {
  readonly collector: WorkflowCollector;
  readonly schedule: CollectionSchedule;
  readonly alarms: CollectorAlarms;
}

/** A dashboard is 24 columns wide. */
const THIRD: Place = { width: 8, height: 6 };
const QUARTER: Place = { width: 6, height: 6 };
const TWO_THIRDS: Place = { width: 16, height: 6 };

/** What the function counts, and the alarms, on one page of CloudWatch. */
export class CollectorDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, { collector, schedule, alarms }: CollectorDashboardProps) {
    super(scope, id);
    this.dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(7),
      // Runs are hours apart: a period that follows the time range would show gaps.
      periodOverride: PeriodOverride.INHERIT,
      widgets: [
        [
          new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms.alarms], ...THIRD }),
          new TextWidget({ markdown: dashboardText(alarms.runbook), ...THIRD }),
          failureGraph(collector, schedule, THIRD),
        ],
        [coverageGraph(collector, TWO_THIRDS), ageGraph(collector, THIRD)],
        [
          rowGraph(collector, QUARTER),
          changeGraph(collector, QUARTER),
          durationGraph(collector, QUARTER),
          callGraph(collector, QUARTER),
        ],
      ],
    });
  }
}
