package org.conclave.api.engine;

import java.time.Instant;

/** When a leaf node is valid, both ends included, RFC 9420 section 7.2. Whole seconds. */
public record Lifetime(Instant notBefore, Instant notAfter) {}
