import { App, Stack } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { CollectionSchedule, CollectorAlarms, CollectorDashboard, WorkflowCollector, WorkflowLake } from '../lib';

const stack = new Stack(new App(), 'Inventory');

// The names of databases and workgroups are unique in an account and Region: these are not those of the stack.
const names = { databaseName: 'inventory', workgroupName: 'inventory' };
const lake = new WorkflowLake(stack, 'Lake', { ...names, historyDays: 90 });
const collector = new WorkflowCollector(stack, 'Collector', { lake, regions: ['eu-west-1', 'us-east-1'] });
const schedule = new CollectionSchedule(stack, 'Schedule', { collector, schedule: 'rate(6 hours)' });
const alarms = new CollectorAlarms(stack, 'Alarms', { collector, schedule, email: 'ops@example.com' });
new CollectorDashboard(stack, 'Dashboard', { collector, schedule, alarms });

const analyst = new Role(stack, 'Analyst', { assumedBy: new AccountRootPrincipal() });
lake.grantRead(analyst);
lake.onSnapshotPublished('Published', { target: new SqsQueue(new Queue(stack, 'Follower', { enforceSSL: true })) });
