export { CollectionSchedule, type CollectionScheduleProps } from './collection-schedule';
export { type AlarmName, CollectorAlarms, type CollectorAlarmsProps } from './collector-alarms';
export { CONFIGURATION_KEY, type Configuration, ConfigurationError, parseConfiguration } from './configuration';
export { ImagebuilderWorkflowLakeStack, type ImagebuilderWorkflowLakeStackProps } from './stack';
export { WorkflowCollector, type WorkflowCollectorProps } from './workflow-collector';
export { type OnSnapshotPublishedOptions, WorkflowLake, type WorkflowLakeProps } from './workflow-lake';
