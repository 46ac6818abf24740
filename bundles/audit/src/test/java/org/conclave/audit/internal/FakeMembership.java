package org.conclave.audit.internal;

import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.Signer;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Membership;

/** A device with a real key. */
final class FakeMembership implements Membership {
  private final byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];

  FakeMembership(int number) {
    java.util.Arrays.fill(seed, (byte) number);
  }

  @Override
  public DeviceId device() {
    byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, key, 0);
    return DeviceId.ofPublicKey(Bytes.wrap(key));
  }

  @Override
  public SecretBytes deviceKey() {
    return SecretBytes.copyOf(seed);
  }

  @Override
  public OrganisationId organisation() {
    throw new UnsupportedOperationException("exports name no organisation");
  }

  @Override
  public UserId user() {
    throw new UnsupportedOperationException("exports name no user");
  }

  @Override
  public Signer signer() {
    throw new UnsupportedOperationException("exports are not signed for MLS");
  }

  @Override
  public List<String> bootstrapAddresses() {
    throw new UnsupportedOperationException("exports reach nobody");
  }
}
