'use client';
import { useEffect, useState } from 'react';
import type { RequestName, Requests } from './answers';
import { askWorker } from './askWorker';

type State<Answer> = { input: unknown; answer: Answer | null; error: Error | null };

/**
 * What the worker says about an input; an answer to an older input is not shown.
 *
 * @param input the same object while it means the same; null asks nothing
 */
export function useWorkerAnswer<Name extends RequestName>(
  name: Name,
  input: Requests[Name]['input'] | null,
): { answer: Requests[Name]['answer'] | null; error: Error | null } {
  type Answer = Requests[Name]['answer'];
  const [state, setState] = useState<State<Answer>>({ input: null, answer: null, error: null });
  useEffect(() => {
    if (input === null) return;
    let isWanted = true;
    askWorker(name, input).then(
      (answer) => isWanted && setState({ input, answer, error: null }),
      (error: Error) => isWanted && setState({ input, answer: null, error }),
    );
    return () => {
      isWanted = false;
    };
  }, [name, input]);
  return state.input === input ? state : { answer: null, error: null };
}
