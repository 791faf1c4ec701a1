import type { FakeBuild } from '../../../local/fake-image-builder/fake-build';

const wellFormed = (text: string | undefined): string | null => text?.toWellFormed() ?? null;

/** The columns of a build that are plain texts, as they must be; `isRead`: whether its details can be read. */
export const expectedTexts = (accountId: string, build: FakeBuild, isRead: boolean) => ({
  _key: build.arn,
  account_id: accountId,
  arn: build.arn,
  change_description: wellFormed(build.changeDescription),
  data: isRead ? wellFormed(build.data) : null,
  date_created: build.dateCreated,
  description: wellFormed(build.description),
  kms_key_id: isRead ? wellFormed(build.kmsKeyId) : null,
  name: build.name,
  owner: build.owner,
  type: build.type,
  version: build.version,
});
