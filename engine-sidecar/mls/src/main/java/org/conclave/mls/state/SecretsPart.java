package org.conclave.mls.state;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.rule.RuleViolation;
import org.conclave.mls.rule.StateMismatchException;
import org.conclave.mls.schedule.EpochSecrets;
import org.conclave.mls.tree.PathKeys;

/**
 * Part S: the secrets of an epoch, whole while it is the present one, reduced once it was
 * superseded.
 */
public sealed interface SecretsPart extends Encodable {
  /** How many past resumption secrets are kept (RFC 9420 section 8.6 asks for a limit). */
  int PAST_LIMIT = 16;

  /**
   * {@code sender_data_secret}: all that reading a late application message takes besides its row.
   */
  Secret senderData();

  /** Of the present epoch. */
  record Full(EpochSecrets secrets, PathKeys keys, List<PastResumption> past)
      implements SecretsPart {
    public Full {
      past = List.copyOf(past.subList(Math.max(0, past.size() - PAST_LIMIT), past.size()));
    }

    @Override
    public Secret senderData() {
      return secrets.senderData();
    }

    public Retired retire() {
      return new Retired(secrets.senderData());
    }

    /** The past resumption secrets as the next epoch sees them. */
    public List<PastResumption> pastOfNext(long epoch) {
      List<PastResumption> longer = new ArrayList<>(past);
      longer.add(new PastResumption(epoch, secrets.resumption()));
      return longer;
    }

    @Override
    public void encode(TlsWriter out) {
      out.u8(PartCodec.FORMAT).u8(1);
      for (Secret secret :
          List.of(
              secrets.senderData(),
              secrets.exporter(),
              secrets.epochAuthenticator(),
              secrets.external(),
              secrets.confirmation(),
              secrets.membership(),
              secrets.resumption(),
              secrets.init(),
              keys.leafKey())) {
        out.opaque(secret.expose());
      }
      out.list(
          keys.nodeKeys().entrySet(),
          (w, key) -> w.u32(key.getKey()).opaque(key.getValue().expose()));
      out.list(past, (w, psk) -> w.u64(psk.epoch()).opaque(psk.secret().expose()));
    }
  }

  /** Of a superseded epoch. */
  record Retired(Secret senderData) implements SecretsPart {
    @Override
    public void encode(TlsWriter out) {
      out.u8(PartCodec.FORMAT).u8(2).opaque(senderData.expose());
    }
  }

  /** The resumption secret of an epoch before this one. */
  record PastResumption(long epoch, Secret secret) {}

  static SecretsPart decode(byte[] data) {
    return PartCodec.decode("S", data, SecretsPart::read);
  }

  /** Part S of a present epoch. */
  static Full decodeFull(byte[] data) {
    if (decode(data) instanceof Full full) {
      return full;
    }
    throw new StateMismatchException(
        "part S is of a superseded epoch, in which nothing can be done but read");
  }

  private static SecretsPart read(TlsReader in) throws RuleViolation {
    int kind = in.u8();
    return switch (kind) {
      case 1 -> new Full(readSecrets(in), readKeys(in), in.list(SecretsPart::readPast));
      case 2 -> new Retired(readSecret(in));
      default -> throw new StateMismatchException("part S is of kind " + kind);
    };
  }

  private static EpochSecrets readSecrets(TlsReader in) throws RuleViolation {
    return new EpochSecrets(
        readSecret(in),
        readSecret(in),
        readSecret(in),
        readSecret(in),
        readSecret(in),
        readSecret(in),
        readSecret(in),
        readSecret(in));
  }

  private static PathKeys readKeys(TlsReader in) throws RuleViolation {
    Secret leafKey = readSecret(in);
    SortedMap<Integer, Secret> nodeKeys = new TreeMap<>();
    TlsReader body = in.vector();
    while (body.remaining() > 0) {
      nodeKeys.put(body.index(), readSecret(body));
    }
    return new PathKeys(leafKey, nodeKeys);
  }

  private static PastResumption readPast(TlsReader in) throws RuleViolation {
    return new PastResumption(in.u64(), readSecret(in));
  }

  private static Secret readSecret(TlsReader in) throws RuleViolation {
    return Secret.owning(in.opaque());
  }
}
