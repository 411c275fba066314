import { describe, expect, it } from 'vitest';
import { imageSizes, refusedImage, tooLarge } from './limits';

const limits = { maxSubject: 10, maxHtml: 100, maxText: 100, maxImage: 1024, maxImages: 1500 };
const mail = (part: object) => ({ subject: '', html: '', text: '', ...part });
const image = (size: number) =>
  `<img src="data:image/png;base64,${Buffer.alloc(size).toString('base64')}">`;

describe('tooLarge', () => {
  it('counts bytes, and HTML without its images', () => {
    expect(tooLarge(mail({ subject: 'éééé', html: image(1000) }), limits)).toEqual([]);
    const problems = tooLarge(mail({ subject: 'éééééé', html: 'x'.repeat(101) }), limits);
    expect(problems.map(({ field }) => field)).toEqual(['subject', 'html']);
    expect(problems[0]?.message).toBe('the subject has 12 bytes; the limit is 10 bytes');
  });

  it('refuses one image, and all of them together', () => {
    const one = tooLarge(mail({ html: image(1025) }), limits);
    expect(one.map(({ message }) => message)).toEqual(['an image has 2 KiB; the limit is 1 KiB']);
    const all = tooLarge(mail({ html: image(800) + image(800) }), limits);
    expect(all).toHaveLength(1);
    expect(all[0]?.message).toMatch(/^the images together have/);
  });

  it('refuses a template of 5 MB', () => {
    const usual = { ...limits, maxHtml: 512 << 10 };
    const [problem] = tooLarge(mail({ html: 'x'.repeat(5_000_000) }), usual);
    expect(problem?.message).toBe(
      'the HTML without its images has 4,883 KiB; the limit is 512 KiB',
    );
  });
});

describe('imageSizes', () => {
  it('decodes nothing to know them', () => {
    expect(imageSizes(image(1) + image(2) + image(300))).toEqual([1, 2, 300]);
  });
});

describe('refusedImage', () => {
  it('takes what mail programs show, up to the limit', () => {
    expect(refusedImage({ type: 'image/png', size: 1024 }, '', limits)).toBeUndefined();
    expect(refusedImage({ type: 'image/svg+xml', size: 1 }, '', limits)).toMatch(/^Only PNG/);
    expect(refusedImage({ type: 'image/png', size: 1025 }, '', limits)).toMatch(/^an image has/);
    expect(refusedImage({ type: 'image/png', size: 900 }, image(900), limits)).toMatch(/together/);
  });
});
