import type { ComponentChildren, VNode } from 'preact';
import { keyOf, SERVICE_KEY, UNKNOWN_KEY } from '../build';
import { WideTable } from '../list/wide-table';
import type { Build, Parameter, Tag } from '../report-data';
import { Shown, ShownOr } from '../shown';
import { CopyButton } from './copy-button';

/** What is known of a build beside its document. */
export const BuildFacts = ({ build }: { readonly build: Build }): VNode => (
  <dl class="build-facts">
    <Fact name="ARN">
      <Shown text={build.arn} /> <CopyButton key={build.arn} text={build.arn} what="ARN" />
    </Fact>
    <Fact name="Description">
      <ShownOr text={build.description} none="none" />
    </Fact>
    <Fact name="Owner">
      <ShownOr text={build.owner} none="unknown" />
    </Fact>
    <Fact name="Key">
      <Key build={build} />
    </Fact>
    <Fact name="Tags">
      <Tags tags={build.tags} />
    </Fact>
    <Fact name="Parameters">
      <ParameterTable parameters={build.parameters} />
    </Fact>
  </dl>
);

const Fact = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }): VNode => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Key = ({ build }: { readonly build: Build }): VNode => {
  const key = keyOf(build);
  if (key === SERVICE_KEY) return <span class="none">the key of the service</span>;
  return key === UNKNOWN_KEY ? <span class="none">unknown: the details could not be read</span> : <Shown text={key} />;
};

const Tags = ({ tags }: { readonly tags: readonly Tag[] | null }): VNode => {
  if (tags === null) return <span class="none">unknown</span>;
  if (tags.length === 0) return <span class="none">none</span>;
  return (
    <ul class="tags">
      {tags.map(({ key, value }) => (
        <li key={key}>
          <Shown text={key} /> = <Shown text={value} />
        </li>
      ))}
    </ul>
  );
};

const ParameterTable = ({ parameters }: { readonly parameters: readonly Parameter[] | null }): VNode => {
  if (parameters === null) return <span class="none">unknown</span>;
  if (parameters.length === 0) return <span class="none">none</span>;
  return (
    <WideTable label="Parameters">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Type</th>
          <th scope="col">Default</th>
          <th scope="col">Description</th>
        </tr>
      </thead>
      <tbody>
        {parameters.map(({ name, type, default_value, description }) => (
          <tr key={name}>
            <th scope="row">
              <Shown text={name} />
            </th>
            <td>
              <ShownOr text={type} none="unknown" />
            </td>
            <td>
              <ShownOr text={default_value.length === 0 ? null : default_value.join(', ')} none="none" />
            </td>
            <td>
              <ShownOr text={description} none="none" />
            </td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
};
