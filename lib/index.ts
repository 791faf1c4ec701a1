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
export { CollectorDashboard, type CollectorDashboardProps } from './dashboard/collector-dashboard';
export { WorkflowLake } from './lake/workflow-lake';
export type { OnSnapshotPublishedOptions, WorkflowLakeProps } from './lake/workflow-lake-props';
export { MemberRole, type MemberRoleProps } from './member-role/member-role';
export {
  ImagebuilderWorkflowReaderStack,
  type ImagebuilderWorkflowReaderStackProps,
} from './member-role/member-role-stack';
export { MemberRoleStackSet, type MemberRoleStackSetProps } from './member-role/member-role-stack-set';
export { ImagebuilderWorkflowLakeStack, type ImagebuilderWorkflowLakeStackProps } from './stack';
