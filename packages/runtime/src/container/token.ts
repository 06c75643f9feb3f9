import { instancePerContainerCachingFactory, type DependencyContainer } from 'tsyringe';

/** A key of the container that remembers the type of what it stands for; a bare symbol would not. */
export interface Token<T> {
  readonly key: symbol;
  /** Never set: holds the type. */
  readonly of?: T;
}

export function token<T>(description: string): Token<T> {
  return { key: Symbol(description) };
}

/**
 * Says how to make what stands behind a token: one instance per container, so that what a child container replaces is seen
 * by everything resolved there.
 */
export function provide<T>(
  container: DependencyContainer,
  { key }: Token<T>,
  make: (container: DependencyContainer) => T,
): void {
  container.register<T>(key, { useFactory: instancePerContainerCachingFactory(make) });
}

/** The instance behind a token. Asking for one that nobody provided throws tsyringe's own error: a mistake in the composition. */
export function resolve<T>(container: DependencyContainer, { key }: Token<T>): T {
  return container.resolve<T>(key);
}
