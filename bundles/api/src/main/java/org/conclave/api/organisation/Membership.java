package org.conclave.api.organisation;

import java.util.List;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.Signer;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * This device's own keys and place. Registered, together with {@link AdmissionAuthority}, while the
 * profile is unlocked and belongs to an organisation: without it there is no node and no messenger.
 * Immutable; thread-safe; never blocks.
 */
@ProviderType
public interface Membership {
  /**
   * Service property, a Boolean: true while this device may reach peers only to become a member or
   * the active device. Then there is a node, and no messenger.
   */
  String ASPIRANT = "conclave.aspirant";

  OrganisationId organisation();

  UserId user();

  DeviceId device();

  /** Seed of the device's Ed25519 libp2p host key, 32 bytes. A copy that the caller closes. */
  SecretBytes deviceKey();

  /** The device's MLS signing material. An aspirant's credential is not in force yet. */
  Signer signer();

  /** Where the invitation said that peers are found; multiaddrs with /p2p. */
  List<String> bootstrapAddresses();
}
