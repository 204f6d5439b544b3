/** A setting that the program gives to a feature. The feature defines it, and it holds only what the feature needs. */
export class Setting<S> {
  /** @param usual the default. */
  constructor(
    readonly name: string,
    readonly usual: S,
  ) {}

  /** The setting with a value. */
  to(value: S): SettingValue {
    return { setting: this, value };
  }
}

/** A setting and its value. */
export interface SettingValue {
  readonly setting: Setting<never> | Setting<unknown>;
  readonly value: unknown;
}

/**
 * Reads settings from a list of values.
 * @throws Error for a setting that is set twice.
 */
export function settingsFrom(values: readonly SettingValue[]): <S>(setting: Setting<S>) => S {
  const set = new Map<unknown, unknown>();
  for (const { setting, value } of values) {
    if (set.has(setting)) throw new Error(`The setting "${setting.name}" is set twice.`);
    set.set(setting, value);
  }
  return <S>(setting: Setting<S>) => (set.has(setting) ? (set.get(setting) as S) : setting.usual);
}
