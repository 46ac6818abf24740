package org.conclave.mls.schedule;

import java.util.Arrays;
import java.util.List;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.rule.Reason;
import org.conclave.mls.rule.RuleViolation;

/** {@code psk_secret}, RFC 9420 section 8.4. */
public final class PskSecret {
  private PskSecret() {}

  /**
   * @param ids in the order of the commit or of the group secrets
   * @throws RuleViolation UNKNOWN_PSK if one of them was not given
   */
  public static Secret compute(CipherSuite suite, List<PreSharedKeyId> ids, List<Psk> known)
      throws RuleViolation {
    Secret zero = Secret.zeros(suite.secretLength());
    Secret pskSecret = zero;
    for (int i = 0; i < ids.size(); i++) {
      byte[] label = new TlsWriter().struct(ids.get(i)).u16(i).u16(ids.size()).toByteArray();
      Secret extracted = suite.extract(zero, find(ids.get(i), known));
      Secret input = suite.expandWithLabel(extracted, "derived psk", label, suite.secretLength());
      pskSecret = suite.extract(input, pskSecret);
      extracted.wipe();
      input.wipe();
    }
    return pskSecret;
  }

  public static boolean isKnown(PreSharedKeyId id, List<Psk> known) {
    return known.stream().anyMatch(psk -> isFor(psk, id));
  }

  private static Secret find(PreSharedKeyId id, List<Psk> known) throws RuleViolation {
    for (Psk psk : known) {
      if (isFor(psk, id)) {
        return psk.secret();
      }
    }
    throw new RuleViolation(
        Reason.UNKNOWN_PSK, "RFC 9420 8.4", "a pre-shared key that is not known");
  }

  private static boolean isFor(Psk psk, PreSharedKeyId id) {
    if (psk instanceof Psk.External external && id instanceof PreSharedKeyId.External wanted) {
      return Arrays.equals(external.id(), wanted.id());
    }
    return psk instanceof Psk.Resumption resumption
        && id instanceof PreSharedKeyId.Resumption wanted
        && resumption.epoch() == wanted.epoch()
        && Arrays.equals(resumption.groupId(), wanted.groupId());
  }
}
