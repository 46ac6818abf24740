package org.conclave.networking.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.conclave.api.identity.GroupId;
import org.junit.jupiter.api.Test;

final class ClosingTest {
  private static final Duration BOUND = Duration.ofSeconds(5);

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("conclave-node") || name.startsWith("libp2p"))
        .collect(Collectors.toSet());
  }

  private record Compared(String what) {}

  @Test
  void stoppedNodeLeavesNoThreadAndNoConnection() {
    try (TestNetwork network = new TestNetwork()) {
      List<TestNode> both = network.members("ada", "bob");
      TestNode ada = both.get(0).start();
      TestNode bob = both.get(1).start();
      GroupId group = TestNetwork.group("one", 0, both);
      bob.dial(ada);
      for (int i = 0; i < 100; i++) {
        ada.send(group, 0, "m" + i, bob);
      }

      long begin = System.nanoTime();
      ada.stop();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND);
      TestData.await("closed", bob::isAlone);
      bob.stop();

      TestData.await("threads gone: " + threads(), BOUND, () -> threads().isEmpty());
    }
  }

  @Test
  void nodeThatIsStoppedWhileItStartsLeavesNothing() {
    try (TestNetwork network = new TestNetwork()) {
      TestNode ada = network.newcomer("ada");
      for (int i = 0; i < 10; i++) {
        ada.begin();
        ada.stop();
      }

      TestData.await("threads gone: " + threads(), BOUND, () -> threads().isEmpty());
      ada.start();
      assertThat(ada.isAlone()).isTrue();
    }
  }

  @Test
  void stoppedNodeCanBeForgottenWithItsClasses() throws Exception {
    // Static initialisers of the JDK and of netty remember for ever who happened to run them first.
    new IsolatedLife().run();
    WeakReference<ClassLoader> loader = new WeakReference<>(liveIsolated());

    // A method handle inside the JDK remembers the last record class that was compared.
    assertThat(new Compared("one")).isEqualTo(new Compared("one"));

    TestData.await(
        "the class loader is collected",
        () -> {
          System.gc();
          return loader.get() == null;
        });
  }

  /** As in the framework: the bundle's classes in one loader, libp2p and the rest in others. */
  private static ClassLoader liveIsolated() throws Exception {
    List<URL> own = new ArrayList<>();
    for (Class<?> type : List.of(Node.class, IsolatedLife.class)) {
      own.add(type.getProtectionDomain().getCodeSource().getLocation());
    }
    ClassLoader isolated =
        new URLClassLoader(own.toArray(URL[]::new), ClosingTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("org.conclave.networking.")) {
              return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
              Class<?> loaded = findLoadedClass(name);
              return loaded == null ? findClass(name) : loaded;
            }
          }
        };
    Class<?> life = isolated.loadClass(IsolatedLife.class.getName());
    assertThat(life).isNotSameAs(IsolatedLife.class);
    ((Runnable) life.getConstructor().newInstance()).run();
    return isolated;
  }
}
