export type WishKind = 'cancel' | 'release' | 'lost';
export type Wish = ReturnType<typeof createWish>;

/** What the supervisor last wanted of the child; a lost lease and a cancel are never taken back. */
export function createWish() {
  const rank: Record<WishKind, number> = { release: 1, cancel: 2, lost: 3 };
  let current: WishKind | undefined;
  let reason = '';
  let listener: (kind: WishKind) => void = () => {};
  return {
    get current() {
      return current;
    },
    get reason() {
      return reason;
    },
    set(kind: WishKind, why = '') {
      if (current && rank[current] >= rank[kind]) return;
      [current, reason] = [kind, why];
      listener(kind);
    },
    onChange(next: (kind: WishKind) => void) {
      listener = next;
    },
  };
}
