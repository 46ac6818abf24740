package org.conclave.mls.state;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.conclave.mls.codec.Encodable;
import org.conclave.mls.codec.TlsReader;
import org.conclave.mls.codec.TlsWriter;
import org.conclave.mls.crypto.CipherSuite;
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

  /** Those that the key schedule made. */
  List<Secret> scheduled();

  /** Wipes all of it; whatever shares a secret with it must be done with. */
  void wipe();

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

    @Override
    public List<Secret> scheduled() {
      List<Secret> scheduled = new ArrayList<>(secrets.all());
      past.forEach(psk -> scheduled.add(psk.secret()));
      return scheduled;
    }

    @Override
    public void wipe() {
      scheduled().forEach(Secret::wipe);
      keys.leafKey().wipe();
      keys.nodeKeys().values().forEach(Secret::wipe);
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
      secrets.all().forEach(secret -> out.opaque(secret.expose()));
      out.opaque(keys.leafKey().expose());
      out.list(
          keys.nodeKeys().entrySet(),
          (w, key) -> w.u32(key.getKey()).opaque(key.getValue().expose()));
      out.list(past, (w, psk) -> w.u64(psk.epoch()).opaque(psk.secret().expose()));
    }
  }

  /** Of a superseded epoch. */
  record Retired(Secret senderData) implements SecretsPart {
    @Override
    public List<Secret> scheduled() {
      return List.of(senderData);
    }

    @Override
    public void wipe() {
      senderData.wipe();
    }

    @Override
    public void encode(TlsWriter out) {
      out.u8(PartCodec.FORMAT).u8(2).opaque(senderData.expose());
    }
  }

  /** The resumption secret of an epoch before this one. */
  record PastResumption(long epoch, Secret secret) {}

  /** As it is stored: whoever derives from it takes {@link #decode(byte[], CipherSuite)}. */
  static SecretsPart decode(byte[] data) {
    return PartCodec.decode("S", data, SecretsPart::read);
  }

  /**
   * Part S of an epoch whose cipher suite is known.
   *
   * @throws StateMismatchException if a secret of the key schedule is not as long as the suite's
   *     hash: anybody can compute what an empty one yields
   */
  static SecretsPart decode(byte[] data, CipherSuite suite) {
    SecretsPart part = decode(data);
    for (Secret secret : part.scheduled()) {
      if (secret.length() != suite.secretLength()) {
        throw new StateMismatchException("part S is not of the group's cipher suite");
      }
    }
    return part;
  }

  /** Part S of a present epoch, as it is stored. */
  static Full decodeFull(byte[] data) {
    return requireFull(decode(data));
  }

  /** Part S of a present epoch, with the lengths that {@link #decode(byte[], CipherSuite)} asks. */
  static Full decodeFull(byte[] data, CipherSuite suite) {
    return requireFull(decode(data, suite));
  }

  private static Full requireFull(SecretsPart part) {
    if (part instanceof Full full) {
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
