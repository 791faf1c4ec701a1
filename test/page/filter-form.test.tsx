import { describe, expect, it } from '@jest/globals';
import { renderToStaticMarkup } from 'preact-render-to-string';
import type { Parameters } from '../../page/address';
import { FilterForm } from '../../page/list/filter-form';
import { reportOf } from '../../page/report';
import type { ReportIndex } from '../../page/report-data';
import { build, indexOf } from './builds';

const formOf = (index: Partial<ReportIndex>, parameters: Parameters<'workflows'> = {}): string =>
  renderToStaticMarkup(<FilterForm report={reportOf(indexOf(index))} parameters={parameters} />);

describe('the filters of the list of workflows', () => {
  it('offer each key by what it is, whatever it is called', () => {
    const builds = ['constructor', '__proto__', null].map((kms_key_id, number) =>
      build('a', { number, kms_key_id, document: 0 }),
    );
    const form = formOf({ builds: [...builds, build('b')] });
    for (const words of ['constructor', '__proto__', 'key of the service', 'unknown: not read'])
      expect(form).toContain(`>${words}</option>`);
  });

  it('show what an address asks for by its marks, where nobody would see it', () => {
    expect(formOf({}, { region: 'eu\u202ewest' })).toContain('>eu[U+202E]west</option>');
  });

  it('do not promise to search documents that were left out', () => {
    expect(formOf({})).toContain('Search names, tags, ARNs and documents');
    expect(formOf({ has_documents: false })).not.toContain('documents');
  });
});
