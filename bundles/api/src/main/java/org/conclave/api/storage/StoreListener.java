package org.conclave.api.storage;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Told what was committed, after it is on the disk, one call a commit, in commit order, on one
 * thread of persistence. Register it as a service. Must not block: hand the work on. A listener
 * that appears later does not learn of earlier commits and reads the stores first.
 */
@ConsumerType
public interface StoreListener {
  void committed(List<StoreEvent> events);
}
