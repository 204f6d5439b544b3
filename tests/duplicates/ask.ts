import type { Actor } from '../../src/features/identity/actor.js';
import type { Provider } from '../../src/features/provider/provider.entity.js';
import { encodeId } from '../../src/platform/graphql/global-id.js';
import { anActor, commissioner, type Graph } from '../support/actors.js';

/** Suffolk's commissioner, and one who keeps the registers of both. */
export const suffolk = anActor('commissioner', { localAuthorities: ['935'] });
export const both = anActor('commissioner', { localAuthorities: ['926', '935'] });

/** The id of a provider in the graph. */
export const idOf = ({ id }: { readonly id: string }) => encodeId('prv', id);

/** A candidate and the problems, as the graph returns them. */
export interface ShownCandidate {
  readonly provider: { readonly id: string; readonly name: string };
  readonly strength: string;
  readonly reasons: readonly {
    readonly kind: string;
    readonly similarity: number | null;
    readonly sentence: string;
  }[];
}
export interface UserError {
  readonly field: string[] | null;
  readonly code: string;
  readonly message: string;
}

/** What is asked of a candidate. */
export const CANDIDATE = 'provider { id name } strength reasons { kind similarity sentence }';

/** Name, strength and kinds of reasons of each candidate. */
export const brief = (candidates: readonly ShownCandidate[] | null | undefined) =>
  candidates?.map(({ provider, strength, reasons }) => [
    provider.name,
    strength,
    ...reasons.map(({ kind }) => kind),
  ]);

/** The operations of duplicates, called as a given user. */
export function duplicatesOf(graph: Graph) {
  return {
    async candidates(provider: { readonly id: string }, actor: Actor = commissioner) {
      const { data, errors } = await graph.ask<{ duplicateCandidates: ShownCandidate[] | null }>(
        actor,
        `query ($id: ID!) { duplicateCandidates(provider: $id) { ${CANDIDATE} } }`,
        { id: idOf(provider) },
      );
      return errors ? { errors } : data.duplicateCandidates;
    },

    async merge(
      from: Provider,
      into: Provider,
      {
        take = [],
        actor = both,
        reason = 'One and the same.',
        fromVersion = from.version,
        intoVersion = into.version,
      }: {
        take?: string[];
        actor?: Actor;
        reason?: string;
        fromVersion?: number;
        intoVersion?: number;
      } = {},
    ) {
      const { data, errors } = await graph.ask<{
        providerMerge: {
          provider: { id: string; version: number; urn: string | null } | null;
          merged: { id: string; version: number; state: string } | null;
          moved: { kind: string; count: number }[] | null;
          left: { kind: string; name: string; sentence: string }[] | null;
          userErrors: UserError[];
        };
      }>(
        actor,
        `mutation ($from: ID!, $fromVersion: Int!, $into: ID!, $intoVersion: Int!, $reason: String!, $take: [ProviderMergeField!]) {
          providerMerge(from: $from, fromVersion: $fromVersion, into: $into, intoVersion: $intoVersion, reason: $reason, take: $take) {
            provider { id version urn } merged { id version state } moved { kind count } left { kind name sentence }
            userErrors { field code message } } }`,
        { from: idOf(from), fromVersion, into: idOf(into), intoVersion, reason, take },
      );
      return { ...data?.providerMerge, errors };
    },

    async split(entry: { readonly id: string }, version: number, actor: Actor = both) {
      const { data, errors } = await graph.ask<{
        providerSplit: {
          provider: { id: string; version: number } | null;
          restored: { id: string; version: number; state: string; urn: string | null } | null;
          moved: { kind: string; count: number }[] | null;
          userErrors: UserError[];
        };
      }>(
        actor,
        `mutation ($id: ID!, $version: Int!) { providerSplit(id: $id, version: $version, reason: "Two after all.") {
          provider { id version } restored { id version state urn } moved { kind count } userErrors { field code message } } }`,
        { id: idOf(entry), version },
      );
      return { ...data?.providerSplit, errors };
    },
  };
}
