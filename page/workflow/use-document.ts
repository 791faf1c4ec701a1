import { useEffect, useState } from 'preact/hooks';
import type { Documents } from '../documents';
import type { WorkflowDocument } from '../report-data';

interface Answer {
  readonly number: number;
  readonly document?: WorkflowDocument;
  readonly fault?: unknown;
}

/** A document of the report; undefined while it is read, and where there is none. Throws where it cannot be read. */
export const useDocument = (documents: Documents, number: number | null): WorkflowDocument | undefined => {
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => {
    if (number === null) return;
    let isWanted = true;
    const take = (given: Answer): void => {
      if (isWanted) setAnswer(given);
    };
    void documents.get(number).then(
      (document) => take({ number, document }),
      (fault: unknown) => take({ number, fault }),
    );
    return () => {
      isWanted = false;
    };
  }, [documents, number]);
  if (answer?.number !== number) return undefined;
  if (answer.fault !== undefined) throw answer.fault;
  return answer.document;
};
