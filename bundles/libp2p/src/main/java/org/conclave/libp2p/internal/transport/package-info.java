/**
 * From a network address to a secured, multiplexed session; the seams for further transports,
 * secure channels and muxers.
 */
@NullMarked
package org.conclave.libp2p.internal.transport;

import org.jspecify.annotations.NullMarked;
