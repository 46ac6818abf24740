package org.conclave.onboarding.internal;

import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.Signer;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Membership;

/** The keys and the place that the profile holds. Its secrets are wiped when the session closes. */
final class OwnMembership implements Membership {
  private final OwnPlace place;
  private final UserId user;
  private final OwnKeys keys;
  private final DeviceId device;
  private final Signer signer;

  /**
   * @param credential user_id ‖ SHA-256(DeviceRecord payload) of this device's own record
   */
  OwnMembership(OwnPlace place, UserId user, OwnKeys keys, Bytes credential) {
    this.place = place;
    this.user = user;
    this.keys = keys;
    this.device = DeviceId.ofPublicKey(keys.device().publicKey());
    this.signer = new Signer(credential, keys.mls());
  }

  @Override
  public OrganisationId organisation() {
    return place.keys().id();
  }

  @Override
  public UserId user() {
    return user;
  }

  @Override
  public DeviceId device() {
    return device;
  }

  @Override
  public SecretBytes deviceKey() {
    return keys.device().seed().copy();
  }

  @Override
  public Signer signer() {
    return signer;
  }

  @Override
  public List<String> bootstrapAddresses() {
    return place.bootstrapAddresses();
  }
}
