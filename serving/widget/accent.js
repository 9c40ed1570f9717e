// An inbox may choose its accent colour; the words on it must stay readable.

const HEX = /^#[0-9a-f]{6}$/i;
const NAMES = ["--parley-accent", "--parley-accent-hover", "--parley-on-accent", "--parley-accent-soft"];

/** Custom properties for a colour like "#0b5f57"; empty for anything else, so that the tokens' own stand. */
export function accentFrom(color) {
  if (!HEX.test(color ?? "")) return Object.fromEntries(NAMES.map((name) => [name, ""]));
  return {
    "--parley-accent": color,
    "--parley-accent-hover": `color-mix(in oklab, ${color} 85%, black)`,
    "--parley-on-accent": luminance(color) > 0.179 ? "#111111" : "#ffffff",
    "--parley-accent-soft": `color-mix(in oklab, ${color} 14%, var(--parley-surface))`,
  };
}

/** Contrast of two colours by WCAG 2.2: from 1 to 21. */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

// Relative luminance of WCAG 2.2; above 0.179 black contrasts better than white.
function luminance(color) {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
