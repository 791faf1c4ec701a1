/** What of each view is compared with expected answers, in an order that sorts its rows; documents are left out. */
export const VIEW_COLUMNS = {
  imagebuilder_workflow_newest: ['region', 'type', 'name', 'version', 'build'],
  imagebuilder_workflow_tag: ['region', 'name', 'version', 'tag_key', 'tag_value'],
  imagebuilder_workflow_parameter: ['region', 'name', 'parameter', 'parameter_type', 'default_value', 'version'],
  imagebuilder_workflow_coverage_now: ['region', 'run', 'outcome', 'as_of', 'rows', 'rows_without_detail', 'tags_from'],
} as const;
