import type { VNode } from 'preact';
import { formatAddress, type Parameters } from '../address';
import { useFirstRows } from '../list/first-rows';
import { WideTable } from '../list/wide-table';
import { Shown } from '../shown';
import type { ActionUse } from './action-uses';

interface ActionTableProps {
  /** Those of most workflows first. */
  readonly uses: readonly ActionUse[];
  readonly parameters: Parameters<'steps'>;
}

const FIRST = 100;

/** Actions as bars, each of which leads to the workflows behind it. */
export const ActionTable = ({ uses, parameters }: ActionTableProps): VNode => {
  const { shown, more } = useFirstRows(uses, FIRST);
  const most = uses[0]?.workflows ?? 1;
  return (
    <>
      <WideTable label="Actions" class="actions">
        <thead>
          <tr>
            <th scope="col">Action</th>
            <th scope="col">Workflows</th>
            <th scope="col" class="number">
              Builds
            </th>
            <th scope="col" class="number">
              Steps
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ action, workflows, builds, steps }) => (
            <tr key={action}>
              <th scope="row">
                <a
                  href={formatAddress('steps', { ...parameters, action })}
                  aria-current={action === parameters.action ? 'true' : undefined}
                >
                  <Shown text={action} />
                </a>
              </th>
              <td class="bar">
                <span style={{ width: `${(workflows / most) * 100}%` }} />
                {workflows.toLocaleString('en')}
              </td>
              <td class="number">{builds.toLocaleString('en')}</td>
              <td class="number">{steps.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
      {more}
    </>
  );
};
