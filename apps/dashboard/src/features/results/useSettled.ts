'use client';
import { useEffect, useState } from 'react';

/** The value once it has stood still for a while; null while it moves. */
export function useSettled<Value>(value: Value, afterMs: number): Value | null {
  const [settled, setSettled] = useState<Value | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled === value ? settled : null;
}
