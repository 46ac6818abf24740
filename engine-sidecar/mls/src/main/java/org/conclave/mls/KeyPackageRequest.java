package org.conclave.mls;

import java.util.List;

/**
 * What a key package is to say.
 *
 * @param lastResort whether it may be used more than once
 * @param extensionTypes private GroupContext extension types that this client supports
 */
public record KeyPackageRequest(
    Signer signer, Lifetime lifetime, boolean lastResort, List<Integer> extensionTypes) {}
