package org.conclave.networking.internal.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.storage.EpochHoldings;

/** What a device tells of what it holds. */
final class Told {
  private Told() {}

  /**
   * The holdings as they would be without some envelopes.
   *
   * @param withheld each of them in the holdings of its epoch, unless that is not in the list
   */
  static List<EpochHoldings> without(Map<EnvelopeId, Long> withheld, List<EpochHoldings> holdings) {
    if (withheld.isEmpty()) {
      return holdings;
    }
    List<EpochHoldings> told = new ArrayList<>();
    for (EpochHoldings held : holdings) {
      byte[] digest = held.digest().toByteArray();
      int count = held.count();
      for (Map.Entry<EnvelopeId, Long> one : withheld.entrySet()) {
        if (one.getValue() == held.epoch()) {
          count--;
          remove(one.getKey(), digest);
        }
      }
      if (count > 0) {
        told.add(new EpochHoldings(held.epoch(), count, Bytes.wrap(digest)));
      }
    }
    return told;
  }

  private static void remove(EnvelopeId id, byte[] digest) {
    byte[] bytes = id.value().toByteArray();
    for (int i = 0; i < digest.length; i++) {
      digest[i] ^= bytes[i];
    }
  }
}
