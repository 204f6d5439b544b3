import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { features } from '../../src/app.js';
import { drawFeatures, withDrawing } from '../../src/platform/composition/drawing.js';
import { feature } from '../../src/platform/composition/feature.js';
import { projectRoot } from '../../src/platform/project-root.js';

describe('docs/architecture.md', () => {
  it('shows the features as they are listed, and what each needs', () => {
    const document = readFileSync(join(projectRoot, 'docs/architecture.md'), 'utf8');
    expect(document).toBe(withDrawing(document, features));
  });
});

describe('the drawing', () => {
  it('leaves out what is needed through something else', () => {
    const compose = () => ({ gives: null });
    const one = feature({ name: 'one', needs: {}, compose });
    const two = feature({ name: 'two', needs: { one }, compose });
    const three = feature({ name: 'three', needs: { one, two }, compose });
    expect(drawFeatures([one, two, three]).split('\n').slice(2, -1)).toEqual([
      '  one',
      '  two --> one',
      '  three --> two',
    ]);
  });

  it('wants the marks between which it stands', () => {
    expect(() => withDrawing('# No marks', features)).toThrow('marks');
  });
});
