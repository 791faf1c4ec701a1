export type { AlarmName } from './alarms/alarm-texts';
export { CollectorAlarms, type CollectorAlarmsProps } from './alarms/collector-alarms';
export type { AccountProps } from './collector/account-props';
export { CollectionSchedule, type CollectionScheduleProps } from './collector/collection-schedule';
export { WorkflowCollector, type WorkflowCollectorProps } from './collector/workflow-collector';
export {
  CONFIGURATION_KEY,
  type Configuration,
  ConfigurationError,
  parseConfiguration,
} from './configuration/configuration';
export { WorkflowLake } from './lake/workflow-lake';
export type { OnSnapshotPublishedOptions, WorkflowLakeProps } from './lake/workflow-lake-props';
export { ImagebuilderWorkflowLakeStack, type ImagebuilderWorkflowLakeStackProps } from './stack';
