import { DefaultNamingStrategy, type NamingStrategyInterface } from 'typeorm';

/** `lentOn` in code is `lent_on` in the database. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/^_/, '');
}

/** Maps class and property names to snake case; migrations are hand-written, so only tables and columns matter. */
export class SnakeNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override tableName(className: string, given: string | undefined): string {
    return given ?? snake(className);
  }
  override columnName(property: string, given: string | undefined): string {
    return given ?? snake(property);
  }
}
