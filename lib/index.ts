export { CollectionSchedule, type CollectionScheduleProps } from './collection-schedule';
export { type AlarmName, CollectorAlarms, type CollectorAlarmsProps } from './collector-alarms';
export { CONFIGURATION_KEY, type Configuration, ConfigurationError, parseConfiguration } from './configuration';
export { ImagebuilderWorkflowLakeStack, type ImagebuilderWorkflowLakeStackProps } from './stack';
export { WorkflowCollector, type WorkflowCollectorProps } from './workflow-collector';
export { WorkflowLake } from './workflow-lake';
export type { OnSnapshotPublishedOptions, WorkflowLakeProps } from './workflow-lake-props';
