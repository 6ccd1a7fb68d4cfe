import { assert } from '../base/errors.ts';
import { layouts } from '../events/layouts.ts';
import type { Shape } from '../events/shape.ts';
import type { BatchBuilder } from './batch-builder.ts';
import { parseLayout } from './layout.ts';
import { Matcher } from './matcher.ts';
import { ShapeProgram, type Skeleton } from './shape-program.ts';
import { type Detail, isWhole, sketchText, wholeText } from './skeleton.ts';
import type { Texts } from './texts.ts';
import type { Window } from './window.ts';

/** Shapes in all; `EventBatch.shape` has 16 bits, and the last of them are kept for texts that are one field whole. */
const MOST_SHAPES = 60000;

/** Shapes of one name read with typed values, then with named ones; beyond, its texts are one field whole. */
const MOST_TYPED = 24;
const MOST_NAMED = 48;

/** Lines in a row that no rule could take apart, after which the rules are no longer tried on this name. */
const SETTLED = 256;

/** The shapes that texts of one event name have had, the likeliest first. */
export class NamedShapes {
  readonly name: string;
  readonly programs: ShapeProgram[] = [];
  /** The shape of a text that is one field whole: it matches anything, so it comes last. */
  whole: ShapeProgram | null = null;
  /** Lines in a row that only `whole` matched. */
  wholes = 0;
  /** Numbers of the names that came after this one last, and before that; -1 for none. See EventName. */
  next = -1;
  nextBut = -1;

  constructor(name: string) {
    this.name = name;
  }

  get detail(): Detail {
    if (this.wholes >= SETTLED) return 'text';
    if (this.programs.length < MOST_TYPED) return 'typed';
    return this.programs.length < MOST_NAMED ? 'named' : 'text';
  }
}

/** The table behind `Dictionary.shapes`: finds the shape of a text, or learns a new one. */
export class Shapes {
  readonly list: Shape[] = [];
  private readonly window: Window;
  private readonly matcher: Matcher;

  constructor(window: Window, batch: BatchBuilder, texts: Texts) {
    this.window = window;
    this.matcher = new Matcher(window, batch, texts);
  }

  /** Finds the shape of [start, end) of the window, stores the values, and gives the shape's program. */
  read(named: NamedShapes, start: number, end: number): ShapeProgram {
    const programs = named.programs;
    for (let k = 0; k < programs.length; k++) {
      const program = programs[k];
      if (!this.matcher.match(program, start, end)) continue;
      if (k > 0) {
        programs[k] = programs[k - 1];
        programs[k - 1] = program;
      }
      named.wholes = 0;
      return program;
    }
    return this.learn(named, start, end) ?? this.readWhole(named, start, end);
  }

  private learn(named: NamedShapes, start: number, end: number): ShapeProgram | null {
    const detail = this.list.length < MOST_SHAPES ? named.detail : 'text';
    if (detail === 'text') return null;
    const text = this.window.bytes.toString('latin1', start, end);
    const known = Object.hasOwn(layouts, named.name) ? layouts[named.name] : [];
    const pad = (/^ */.exec(text) as RegExpExecArray)[0];
    for (const layout of known) {
      const program = this.tryOn(named, parseLayout(layout, pad), start, end);
      if (program !== null) return program;
    }
    return this.tryOn(named, sketchText(named.name, text, detail), start, end);
  }

  private tryOn(named: NamedShapes, skeleton: Skeleton, start: number, end: number): ShapeProgram | null {
    if (isWhole(skeleton) || !Matcher.accepts(skeleton.fields.length)) return null;
    const program = new ShapeProgram(named.name, skeleton);
    if (!this.matcher.match(program, start, end)) return null;
    program.id = this.list.push(program.shape) - 1;
    named.programs.push(program);
    named.wholes = 0;
    return program;
  }

  private readWhole(named: NamedShapes, start: number, end: number): ShapeProgram {
    named.wholes++;
    if (named.whole === null) {
      named.whole = new ShapeProgram(named.name, wholeText(named.name));
      named.whole.id = this.list.push(named.whole.shape) - 1;
    }
    const matched = this.matcher.match(named.whole, start, end);
    assert(matched, 'a text matches as a whole');
    return named.whole;
  }
}
