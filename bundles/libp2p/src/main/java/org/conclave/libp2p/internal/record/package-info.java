/** Signed envelopes and peer records (RFC 0002, RFC 0003). */
@NullMarked
package org.conclave.libp2p.internal.record;

import org.jspecify.annotations.NullMarked;
