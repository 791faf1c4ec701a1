export const PREFIX = 'workflow-lake-tests-';
