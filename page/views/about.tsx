import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { faultText } from '../fault-text';
import type { Report } from '../report';
import { Shown } from '../shown';
import { timeText } from '../time';

interface AboutProps {
  readonly report: Report;
  readonly readNotices: () => Promise<string>;
}

/** The licences are unpacked once. */
let notices: Promise<string> | undefined;

export const About = ({ report, readNotices }: AboutProps): VNode => {
  const [text, setText] = useState('');
  useEffect(() => {
    notices ??= readNotices();
    void notices.then(setText, (error: unknown) => setText(faultText(error)));
  }, []);
  const { index } = report;
  return (
    <>
      <h2>About this file</h2>
      <p>
        Made at {timeText(index.made_at)} out of <Shown text={index.lake} />, run {timeText(index.run)}. It holds all
        that is shown and asks nobody for anything.{' '}
        {index.has_documents ? '' : 'Documents were left out when it was made, and of their steps all but the actions.'}
      </p>
      <p>
        {index.previous_run === null
          ? 'It is the first run of this lake. '
          : `The run before it was of ${timeText(index.previous_run)}. `}
        {index.collector_account_id !== null && `It was collected by account ${index.collector_account_id}.`}
      </p>
      <h3>Licences of what it is made with</h3>
      <pre>{text}</pre>
    </>
  );
};
