package org.conclave.mls.group;

import java.util.List;
import org.conclave.mls.schedule.Psk;

/**
 * What one who joins by external commit wants.
 *
 * @param extensionTypes private extension types that the client supports
 * @param replacesFormerSelf whether to remove an earlier appearance of this client
 * @param psks to be injected
 */
public record ExternalCommitPlan(
    List<Integer> extensionTypes,
    boolean replacesFormerSelf,
    List<Psk> psks,
    byte[] authenticatedData) {}
