package org.conclave.onboarding.internal;

import java.lang.reflect.Proxy;
import java.util.List;

/** Stores of a profile without conversations: every list is empty, and nothing can be put in. */
final class EmptyStores {
  private EmptyStores() {}

  static <S> S of(Class<S> store) {
    return store.cast(
        Proxy.newProxyInstance(
            store.getClassLoader(),
            new Class<?>[] {store},
            (proxy, method, arguments) -> {
              if (method.getReturnType() == List.class) {
                return List.of();
              }
              throw new UnsupportedOperationException(
                  "onboarding changes nothing here: " + method.getName());
            }));
  }
}
