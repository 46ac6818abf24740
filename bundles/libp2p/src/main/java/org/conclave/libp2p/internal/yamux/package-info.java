/** Yamux as the stream muxer (specs: yamux). */
@NullMarked
package org.conclave.libp2p.internal.yamux;

import org.jspecify.annotations.NullMarked;
