import type { VNode } from 'preact';
import type { Step } from '../report-data';
import { Pieces, Shown, ShownOr } from '../shown';
import { conditionText } from './condition';

/** The steps of a document in their order: when each is left out, and what its failure does. */
export const StepsPicture = ({ steps }: { readonly steps: readonly Step[] }): VNode => (
  <ol class="steps-picture">
    {steps.map((step, index) => (
      <StepBox key={index} step={step} />
    ))}
  </ol>
);

const StepBox = ({ step }: { readonly step: Step }): VNode => {
  if (step.problem !== null)
    return (
      <li class="problem">
        <p>
          {step.position === null ? '' : `Step ${step.position}: `}
          {step.problem}
        </p>
      </li>
    );
  return (
    <li>
      {step.condition !== null && (
        <p class="condition">
          only if <Shown text={conditionText(step.condition)} />
        </p>
      )}
      <div class="step">
        <p class="name">
          {step.position}. <ShownOr text={step.step} none="without a name" />
        </p>
        <p class="action">
          <ShownOr text={step.action} none="without an action" />
        </p>
        {step.description !== null && (
          <p>
            <Shown text={step.description} />
          </p>
        )}
        <Limits step={step} />
        <Json title="Inputs" json={step.inputs} />
        <Json title="Other members" json={step.other} />
      </div>
      <Failure step={step} />
    </li>
  );
};

const Limits = ({ step }: { readonly step: Step }): VNode | null => {
  const limits = [
    step.timeout_seconds === null ? [] : [`at most ${step.timeout_seconds} s`],
    step.rollback_enabled === null ? [] : [`rollback: ${step.rollback_enabled}`],
  ].flat();
  return limits.length === 0 ? null : (
    <p class="limits">
      <Shown text={limits.join(', ')} />
    </p>
  );
};

/** What a document leaves out is the default that AWS documents. */
const Failure = ({ step: { on_failure } }: { readonly step: Step }): VNode => {
  if (on_failure === 'Continue') return <p class="failure continue">↷ a failure is passed over</p>;
  if (on_failure === null || on_failure === 'Abort')
    return <p class="failure abort">✕ a failure ends the workflow{on_failure === null ? ' (default)' : ''}</p>;
  return (
    <p class="failure">
      on failure: <Shown text={on_failure} />
    </p>
  );
};

const Json = ({ title, json }: { readonly title: string; readonly json: string | null }): VNode | null =>
  json === null ? null : (
    <details>
      <summary>{title}</summary>
      <pre>
        <Pieces text={indented(json)} />
      </pre>
    </details>
  );

/** A number keeps the digits that it was written with only where JSON.parse can hold them. */
const indented = (json: string): string => {
  const value: unknown = JSON.parse(json);
  return JSON.stringify(value) === json ? JSON.stringify(value, null, 2) : json;
};
