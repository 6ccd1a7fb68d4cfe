import type { Column, Rows } from '../base/rows.ts';
import type { Store } from '../store/index.ts';

/** A column of an answer, and what it means. */
export interface AnswerColumn extends Column {
  readonly about: string;
}

/** A named question about a trace. */
export interface Question {
  readonly name: string;
  readonly summary: string;
  readonly columns: readonly AnswerColumn[];
  rows(store: Store): Rows['rows'];
}

/** A question that one SELECT answers; its columns in the order of `columns`. */
export function sqlQuestion(question: Omit<Question, 'rows'> & { readonly sql: string }): Question {
  const { sql, ...rest } = question;
  return {
    ...rest,
    rows: ({ db }) => db.prepare<[], unknown[]>(sql).raw().safeIntegers().iterate(),
  };
}
