/** What a feature may be told by whoever starts the program: a narrow part of the settings, of the feature's own making. */
export class Setting<S> {
  /** @param usual what holds when nothing is set. */
  constructor(
    readonly name: string,
    readonly usual: S,
  ) {}

  /** The setting with a value. */
  to(value: S): SettingValue {
    return { setting: this, value };
  }
}

/** A setting and what it is set to. */
export interface SettingValue {
  readonly setting: Setting<never> | Setting<unknown>;
  readonly value: unknown;
}

/** Reads settings from those that are set. @throws Error for one that is set twice. */
export function settingsFrom(values: readonly SettingValue[]): <S>(setting: Setting<S>) => S {
  const set = new Map<unknown, unknown>();
  for (const { setting, value } of values) {
    if (set.has(setting)) throw new Error(`The setting "${setting.name}" is set twice.`);
    set.set(setting, value);
  }
  return <S>(setting: Setting<S>) => (set.has(setting) ? (set.get(setting) as S) : setting.usual);
}
