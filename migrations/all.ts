import { Vocabulary1764000000001 } from './1764000000001-vocabulary.js';
import { Places1764000000002 } from './1764000000002-places.js';
import { Providers1764000000003 } from './1764000000003-providers.js';
import { Offerings1764000000004 } from './1764000000004-offerings.js';
import { Vacancies1764000000005 } from './1764000000005-vacancies.js';
import { RegisterChanged1764000000006 } from './1764000000006-register-changed.js';
import { ChangeLog1764000000007 } from './1764000000007-change-log.js';
import { SearchEngineState1764000000008 } from './1764000000008-search-engine-state.js';
import { AreasAndYears1764000000009 } from './1764000000009-areas-and-years.js';
import { Identity1764000000010 } from './1764000000010-identity.js';
import { LifeOfAnEntry1764000000011 } from './1764000000011-life-of-an-entry.js';
import { ChangeChain1764000000012 } from './1764000000012-change-chain.js';
import { Quality1764000000013 } from './1764000000013-quality.js';
import { Duplicates1764000000014 } from './1764000000014-duplicates.js';
import { CommissionersDay1764000000015 } from './1764000000015-commissioners-day.js';
import { TrustedDocumentsOnly1764000000016 } from './1764000000016-trusted-documents-only.js';
import { PublicPositions1764000000017 } from './1764000000017-public-positions.js';
import { CommitToken1764000000018 } from './1764000000018-commit-token.js';
import { NamesOfAnyLocale1764000000021 } from './1764000000021-names-of-any-locale.js';
import { ThresholdGrounds1764000000023 } from './1764000000023-threshold-grounds.js';
import { ClosedOpenings1764000000024 } from './1764000000024-closed-openings.js';
import { MergedEntries1764000000025 } from './1764000000025-merged-entries.js';
import { ExternalReferences1764000000027 } from './1764000000027-external-references.js';
import { NamesAsSeen1764000000028 } from './1764000000028-names-as-seen.js';
import { PeopleByDigest1764000000029 } from './1764000000029-people-by-digest.js';
import { ContactVersionsGoOn1764000000030 } from './1764000000030-contact-versions-go-on.js';
import { Jobs1764000000032 } from './1764000000032-jobs.js';
import { SqlDefinitions1764000000033 } from './1764000000033-sql-definitions.js';

/** Every migration, oldest first. A new one is a file beside this and a line here. */
export const migrations = [
  Vocabulary1764000000001,
  Places1764000000002,
  Providers1764000000003,
  Offerings1764000000004,
  Vacancies1764000000005,
  RegisterChanged1764000000006,
  ChangeLog1764000000007,
  SearchEngineState1764000000008,
  AreasAndYears1764000000009,
  Identity1764000000010,
  LifeOfAnEntry1764000000011,
  ChangeChain1764000000012,
  Quality1764000000013,
  Duplicates1764000000014,
  CommissionersDay1764000000015,
  TrustedDocumentsOnly1764000000016,
  PublicPositions1764000000017,
  CommitToken1764000000018,
  NamesOfAnyLocale1764000000021,
  ThresholdGrounds1764000000023,
  ClosedOpenings1764000000024,
  MergedEntries1764000000025,
  ExternalReferences1764000000027,
  NamesAsSeen1764000000028,
  PeopleByDigest1764000000029,
  ContactVersionsGoOn1764000000030,
  Jobs1764000000032,
  SqlDefinitions1764000000033,
] as const;
