package org.conclave.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.conclave.api.network.RequestHandler;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class MessagingComponentTest {
  private final List<String> offered = new ArrayList<>();

  /** A framework as far as a component that only registers services sees it. */
  private BundleContext framework() {
    return (BundleContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("registerService");
              Class<?> type = (Class<?>) arguments[0];
              String name =
                  arguments[1] instanceof RequestHandler handler
                      ? handler.protocol()
                      : type.getSimpleName();
              offered.add(name);
              return registration(name);
            });
  }

  private ServiceRegistration<?> registration(String name) {
    return (ServiceRegistration<?>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ServiceRegistration.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("unregister");
              assertThat(offered.remove(name)).isTrue();
              return null;
            });
  }

  @Test
  void offersItsServicesWhileItRunsAndNoThreadAfterwards() throws Exception {
    try (World world = new World()) {
      Device anna = world.device("Anna");
      MessagingComponent component =
          new MessagingComponent(framework(), new InMemoryStorage(world.clock), anna);
      assertThat(offered)
          .containsExactlyInAnyOrder(
              "Messenger",
              "EnvelopeReceiver",
              "NetworkListener",
              "OrganisationListener",
              Protocols.KEYS,
              Protocols.WELCOME,
              Protocols.REMOVAL);
      component.engineArrived(anna.engine);
      component.stop();
      assertThat(offered).isEmpty();
    }
    World.until(
        "threads that end",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("conclave-messaging")));
  }
}
