package org.conclave.networking.internal;

import java.time.Clock;
import java.util.Optional;
import org.conclave.api.organisation.AdmissionAuthority;
import org.conclave.api.organisation.Membership;
import org.conclave.api.storage.Storage;

/**
 * What a node cannot do without. When one of the services goes the node is closed.
 *
 * @param aspirant whether this device may reach peers only to become a member or the active device
 * @param listen what the launcher says of addresses to listen on
 * @param version of the product, which peers are told
 */
record NodeEnvironment(
    Storage storage,
    Membership membership,
    boolean aspirant,
    AdmissionAuthority authority,
    OfferedServices offered,
    Optional<String> listen,
    String version,
    Clock clock) {}
