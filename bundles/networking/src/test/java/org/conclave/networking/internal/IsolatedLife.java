package org.conclave.networking.internal;

import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.GroupId;

/** A short life of two nodes, to be run in a class loader of its own. */
public final class IsolatedLife implements Runnable {
  /** Called by reflection. */
  public IsolatedLife() {}

  @Override
  public void run() {
    try (TestNetwork network = new TestNetwork()) {
      List<TestNode> both = network.members("ada", "bob");
      TestNode ada = both.get(0).start();
      TestNode bob = both.get(1).start();
      GroupId group = TestNetwork.group("one", 0, both);
      bob.dial(ada);
      ada.send(group, 0, "hello", bob);
      TestData.await("delivered", () -> ada.outbox().isEmpty());
      bob.node().request(ada.user(), "/conclave/unheard-of/1.0.0", Bytes.EMPTY);
    }
  }
}
