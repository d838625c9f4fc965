// One booking through real browsers, as far as the demo's clock allows.
/** Walks as `[name, body]`. */
export function walk() {
  return [];
}
